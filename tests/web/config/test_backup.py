"""A backup is consistent while the instance runs, and what is restored from it answers the same."""

from __future__ import annotations

import fcntl
import io
import json
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from django.db import connection

from gongkai.web.audit.acts import act
from gongkai.web.audit.models import Event
from gongkai.web.audit.notes import Actor, Holder, Thing
from gongkai.web.config.keeping import archive
from gongkai.web.config.keeping.archive import DamagedBackup
from tests.web.copies import Committed
from tests.web.world import build

#: What an instance answers: pages of the portal and of an officer, every file, every event, every seal.
PROBE = """
import django, hashlib, json, re
django.setup()
from django.conf import settings
from django.test import Client
from gongkai.web.accounts.models import User
from gongkai.web.audit.models import Event, Seal
settings.ALLOWED_HOSTS = ["*"]
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
settings.STATIC_ROOT.mkdir(exist_ok=True)
from tests.web.world import logged_in
officer = logged_in(User.objects.get(username="handler@civil"))
asked = [(Client(), "/"), (Client(), "/nowhere"), (officer, "/desk/")]
pages = {address: client.get(address) for client, address in asked}
volatile = re.compile(rb'nonce="[^"]*"|csrfmiddlewaretoken" value="[^"]*"|<code>[0-9a-f]{32}</code>')
print(json.dumps({
    "pages": {name: [page.status_code, volatile.sub(b"", page.content).decode()] for name, page in pages.items()},
    "files": {str(path.relative_to(settings.HOME)): hashlib.sha256(path.read_bytes()).hexdigest()
              for path in sorted((settings.HOME / "files").rglob("*")) if path.is_file()},
    "events": list(Event.objects.order_by("pk").values_list("pk", "chain", "number", "digest")),
    "seals": list(Seal.objects.order_by("pk").values_list("pk", "digest")),
}))
"""


def run(environment: dict[str, str], *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "gongkai.cli", *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def answers(environment: dict[str, str]) -> dict[str, object]:
    probe = subprocess.run([sys.executable, "-c", PROBE], env=environment, capture_output=True, text=True, check=False)
    assert probe.returncode == 0, probe.stderr
    found: dict[str, object] = json.loads(probe.stdout)
    return found


@pytest.fixture
def instance(committed: Committed) -> Committed:
    """An instance with a world, files and sealed days; nobody of this process is connected to it."""
    build()
    with act(by=Actor("测试（演示）")) as done:
        done.note("agency.renamed", of=Thing("agency", 1, "甲"), agency=Holder(1, "甲"), new={"name": "乙"})
    for name in ("ab/abcd", "ab/ef/空的（演示）.docx"):
        path = committed.home / "files" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode() * 1000)
    connection.close()
    return committed


@pytest.fixture
def backup(instance: Committed, tmp_path: Path) -> Path:
    path = tmp_path / "backup.tar"
    done = run(instance.environment, "backup", path)
    assert (done.returncode, "逐项核对无误" in done.stdout) == (0, True), done.stderr
    return path


def test_what_is_restored_answers_the_same(instance: Committed, backup: Path, tmp_path: Path) -> None:
    with instance.another(tmp_path / "second") as environment:
        done = run(environment, "restore", backup)
        assert "已恢复" in done.stdout, done.stderr
        if connection.vendor == "postgresql":  # the keys are in the environment
            assert done.returncode == 0
        assert answers(environment) == answers(instance.environment)
        assert run(environment, "audit", "verify").returncode == 0


def test_secrets_are_in_it_only_when_asked_for(instance: Committed, backup: Path, tmp_path: Path) -> None:
    if connection.vendor == "postgresql":
        (instance.home / "secrets").mkdir()
        (instance.home / "secrets" / "kept").write_text("secret")
    with tarfile.open(backup) as tar:
        assert not any(name.startswith("secrets") for name in tar.getnames())
    full = tmp_path / "full.tar"
    assert run(instance.environment, "backup", full, "--with-secrets").returncode == 0
    assert full.stat().st_mode & 0o077 == 0
    with instance.another(tmp_path / "second") as environment:
        assert run(environment, "restore", full).returncode == 0
        for secret in (instance.home / "secrets").iterdir():
            copy = tmp_path / "second" / "secrets" / secret.name
            assert (copy.read_text(), copy.stat().st_mode & 0o077) == (secret.read_text(), 0)


def test_without_its_field_key_the_restored_instance_says_so(instance: Committed, backup: Path, tmp_path: Path) -> None:
    with instance.another(tmp_path / "second") as environment:
        done = run(
            environment | {"GONGKAI_FIELD_KEY": "another one, of fifty characters, for all that it is"},
            "restore",
            backup,
        )
        assert done.returncode == 1
        assert "缺少字段密钥" in done.stderr


def test_a_backup_made_while_others_write_is_whole(instance: Committed, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.web.audit.writing", "100000", "甲（演示）"]
    writing = subprocess.Popen(
        command, env=instance.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert writing.stdin is not None
    assert writing.stdout is not None
    assert writing.stdout.readline() == "ready\n"
    writing.stdin.write("\n")
    writing.stdin.flush()
    before = Event.objects.count()
    connection.close()
    done = run(instance.environment, "backup", tmp_path / "live.tar")
    writing.kill()
    writing.communicate()
    assert done.returncode == 0, done.stderr
    with instance.another(tmp_path / "second") as environment:
        done = run(environment, "restore", tmp_path / "live.tar")
        assert "行" not in done.stderr
        assert run(environment, "audit", "verify").returncode == 0
    rows = archive.read(tmp_path / "live.tar")["rows"]["audit_event"]
    assert before <= rows < Event.objects.count()


def test_what_is_there_is_replaced_only_when_asked_and_leaves_nothing_stale(instance: Committed, backup: Path) -> None:
    was = answers(instance.environment)
    by = Actor("测试（演示）")
    with act(by=by) as done:
        done.note("agency.renamed", of=Thing("agency", 1, "甲"), agency=Holder(1, "甲"), new={"name": "丙"})
    (instance.home / "files" / "later").write_text("later")
    if (
        connection.vendor == "sqlite"
    ):  # as a crash leaves it: what is in it must not come to life beside the restored file
        connection.close()
        for suffix in ("-wal", "-shm"):
            (instance.home / f"gongkai.sqlite3{suffix}").write_bytes(b"stale" * 1000)
    connection.close()
    refused = run(instance.environment, "restore", backup)
    assert (refused.returncode, "--replace" in refused.stderr) == (2, True)
    restored = run(instance.environment, "restore", backup, "--replace")
    assert restored.returncode == 0, restored.stderr
    assert answers(instance.environment) == was
    assert not list(instance.home.glob(".gongkai-*"))


def test_nothing_is_restored_where_the_platform_runs(instance: Committed, backup: Path) -> None:
    with (instance.home / "serve.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        refused = run(instance.environment, "restore", backup, "--replace")
    assert (refused.returncode, "正在运行" in refused.stderr) == (2, True)
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        refused = run(instance.environment, "restore", backup, "--replace")
        assert (refused.returncode, "1 个连接" in refused.stderr) == (2, True)


def changed(path: Path, name: str, data: bytes, rename: str = "") -> None:
    """The same archive with one member other than it was written."""
    with tarfile.open(path) as old:
        members = [(info, old.extractfile(info).read()) for info in old]  # type: ignore[union-attr]
    with tarfile.open(path, "w") as new:
        for info, content in members:
            if info.name == name:
                content, info.size, info.name = data, len(data), rename or name
            new.addfile(info, io.BytesIO(content))


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A backup of hardly anything."""
    path = tmp_path / "small.tar"
    for name in ("database.sqlite3", "abcd"):
        (tmp_path / name).write_bytes(name.encode() * 5000)
    with tarfile.open(path, "w") as tar:
        writer = archive.Writer(tar)
        writer.add("database.sqlite3", tmp_path / "database.sqlite3")
        writer.add("files/ab/abcd", tmp_path / "abcd")
        writer.add("files/gone", tmp_path / "gone")
        writer.finish({"database": "sqlite"}, tmp_path)
    return path


@pytest.mark.parametrize("damage", ["a byte", "cut", "a member elsewhere", "a member more", "no end", "no tar", "none"])
def test_a_damaged_backup_is_known(small: Path, damage: str) -> None:
    if damage == "a byte":
        changed(small, "files/ab/abcd", b"x")
    elif damage == "cut":
        small.write_bytes(small.read_bytes()[: small.stat().st_size // 2])
    elif damage == "a member elsewhere":
        changed(small, "files/ab/abcd", b"x", rename="files/../../outside")
    elif damage == "a member more":
        changed(small, "files/ab/abcd", b"x", rename="files/ab/other")
    elif damage == "no end":
        changed(small, "manifest.json", b"x", rename="files/manifest.json")
    elif damage == "no tar":
        small.write_bytes(b"nothing")
    if damage == "none":
        assert set(archive.read(small)["members"]) == {"database.sqlite3", "files/ab/abcd"}
    else:
        with pytest.raises(DamagedBackup):
            archive.read(small)


def test_a_damaged_or_foreign_backup_touches_nothing(instance: Committed, backup: Path, tmp_path: Path) -> None:
    was = answers(instance.environment)
    with tarfile.open(backup) as tar:
        manifest = tar.extractfile("manifest.json")
        assert manifest is not None
        said = json.loads(manifest.read())
    for other in ({"database": "oracle"}, {"migrations": ["audit.9999_later"]}, {"format": 2}):
        changed(backup, "manifest.json", json.dumps(said | other).encode())
        refused = run(instance.environment, "restore", backup, "--replace")
        assert refused.returncode in {2, 3}
        assert len(refused.stderr.splitlines()) == 1
    assert answers(instance.environment) == was
    assert not list(instance.home.glob(".gongkai-*"))


def test_a_backup_that_cannot_be_written_says_why(instance: Committed, tmp_path: Path) -> None:
    for place in (tmp_path / "missing" / "x.tar", instance.home / "files" / "x.tar"):
        refused = run(instance.environment, "backup", place)
        assert refused.returncode == 2
        assert len(refused.stderr.splitlines()) == 1
    if connection.vendor == "postgresql":
        refused = run(instance.environment | {"GONGKAI_PG_BIN": str(tmp_path)}, "backup", tmp_path / "x.tar")
        assert (refused.returncode, "找不到 pg_dump" in refused.stderr) == (3, True)
    with instance.another(tmp_path / "second") as environment:
        assert "还没有实例" in run(environment, "backup", tmp_path / "x.tar").stderr


def test_documents_are_moved_into_an_instance_of_this_release_only(committed: Committed, tmp_path: Path) -> None:
    build()
    (tmp_path / "old.csv").write_text("来源编号,标题\n1,演示公告", "utf-8")
    given = ("import", tmp_path / "old.csv", "--agency", "civil", "--by", "disclosure@civil")
    assert "新增1条" in run(committed.environment, *given).stdout
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'disclosure'")
    done = run(committed.environment, *given)
    assert (done.returncode, "属于较早的版本" in done.stderr) == (2, True)
