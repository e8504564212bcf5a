"""`gongkai backup` and `gongkai restore`."""

from __future__ import annotations

import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader

import gongkai
from gongkai.cli.messages import ERRORS_FOUND, OK, USAGE, Failure, say, t, why
from gongkai.cli.output import opened
from gongkai.web.audit.verifying import verify
from gongkai.web.config.environment import ENVIRONMENT
from gongkai.web.config.keeping import archive, databases
from gongkai.web.config.keeping.archive import DamagedBackup, Writer
from gongkai.web.config.keeping.instance import require_instance, stopped
from gongkai.web.files.stores import LocalStore, store
from gongkai.web.personal import key_ids

#: What a manifest says of the instance (`_facts`).
SAID = frozenset({"version", "written", "database", "migrations", "rows", "field_keys"})


def run_backup(home: Path, output: str, *, with_secrets: bool) -> int:
    """Write the instance into one file, and read it once more."""
    require_instance(home)
    path = Path(output).resolve()
    if path.is_relative_to(home / "files"):
        raise Failure(t("备份不能写在 {folder} 里面。").format(folder=home / "files"), USAGE)
    with _scratch(path.parent) as scratch:
        database, rows = databases.dump(scratch)
        with opened(str(path)) as file, tarfile.open(fileobj=file, mode="w|", format=tarfile.PAX_FORMAT) as tar:
            os.fchmod(file.fileno(), 0o600)  # it holds what the instance keeps from others
            writer = Writer(tar)
            writer.add(database.name, database)
            _add_files(writer, home, scratch)
            if with_secrets:
                writer.add_folder("secrets", home / "secrets")
            writer.finish(_facts(rows), scratch)
    manifest = _checked(path)
    size, count = path.stat().st_size, sum(name.startswith("files/") for name in manifest["members"])
    message = t("已备份到 {path}：{size} 字节，文件 {count} 个，逐项核对无误。")
    click.echo(message.format(path=path, size=f"{size:,}", count=count))
    if not with_secrets:
        say(t("备份不含密钥，没有字段密钥就读不出加密的个人信息。请另行保管密钥，或加 --with-secrets。"))
    return OK


def run_restore(home: Path, path: Path, *, replace: bool) -> int:
    """Put a backup in the place of the instance; what is wrong with it is found before anything is touched."""
    with stopped(home):
        _require_room(home, replace=replace)
        with _scratch(home) as scratch:
            manifest = _checked(path, scratch)
            _require_fitting(manifest)
            _swap(home, scratch)
        connections.close_all()
        call_command("migrate", verbosity=0, interactive=False)
        return _tell(manifest)


def _add_files(writer: Writer, home: Path, scratch: Path) -> None:
    """The files; of those kept in S3, a list."""
    if isinstance(store(), LocalStore):
        writer.add_folder("files", home / "files")
        return
    lines = scratch / "files.txt"
    lines.write_text("".join(f"{digest}\n" for digest, _since in store().digests()), "utf-8")
    writer.add("files.txt", lines)


def _facts(rows: dict[str, int]) -> dict[str, Any]:
    loader = MigrationLoader(connection)
    return {
        "version": gongkai.__version__,
        "written": datetime.now(UTC).isoformat(timespec="seconds"),
        "database": connection.vendor,
        "migrations": sorted(".".join(key) for key in loader.applied_migrations),
        "rows": rows,
        "field_keys": key_ids(),
    }


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """A folder for what is half done, on the same disk."""
    try:
        path = Path(tempfile.mkdtemp(prefix=".gongkai-", dir=folder))
    except OSError as error:
        raise Failure(t("写不了文件 {path}：{error}").format(path=folder, error=why(error)), USAGE) from None
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def _checked(path: Path, into: Path | None = None) -> dict[str, Any]:
    try:
        manifest = archive.read(path, (lambda name: into / name) if into else (lambda name: None))
        if missing := SAID - manifest.keys():
            raise DamagedBackup(f"{archive.MANIFEST}: {', '.join(sorted(missing))}")
        return manifest
    except DamagedBackup as error:
        raise Failure(t("{path} 不是完好的备份（{error}）。").format(path=path, error=error)) from None
    except OSError as error:
        raise Failure(t("打不开 {path}：{error}").format(path=path, error=why(error))) from None


def _require_room(home: Path, *, replace: bool) -> None:
    """That there is nothing to lose, or that it was said to be lost; that nobody uses it."""
    if (others := databases.others()) > 0:
        raise Failure(t("数据库还有 {count} 个连接，请先停止使用它的程序。").format(count=others), USAGE)
    if connection.vendor == "sqlite":
        full = Path(str(connection.settings_dict["NAME"])).exists()
    else:
        full = bool(connection.introspection.table_names())
    if (full or any((home / "files").glob("*"))) and not replace:
        message = t("{home} 或其数据库中已有数据。确实要用备份替换全部数据时，加 --replace。")
        raise Failure(message.format(home=home), USAGE)


def _require_fitting(manifest: dict[str, Any]) -> None:
    """That this program and this database can hold what is in the backup."""
    if manifest["database"] != connection.vendor:
        message = t("备份来自 {there}，这个实例用 {here}，不能互换。")
        raise Failure(message.format(there=manifest["database"], here=connection.vendor), USAGE)
    known = {".".join(key) for key in MigrationLoader(None).disk_migrations}
    if newer := [name for name in manifest["migrations"] if name not in known]:
        message = t("备份由更新的版本 {version} 写出（{names}），请先升级程序。")
        raise Failure(message.format(version=manifest["version"], names=", ".join(newer[:3])), USAGE)


def _swap(home: Path, scratch: Path) -> None:
    """Put what was unpacked in the place of what is there; nothing stale stays beside the database."""
    old = scratch / "replaced"
    old.mkdir()
    if connection.vendor == "sqlite":
        database = Path(str(connection.settings_dict["NAME"]))
        databases.check_sqlite(scratch / "database.sqlite3")
        connections.close_all()
        for suffix in ("", "-wal", "-shm", "-journal"):
            beside = database.with_name(database.name + suffix)
            if beside.exists():
                beside.rename(old / beside.name)
        (scratch / "database.sqlite3").rename(database)
    else:
        databases.restore_postgresql(scratch / "database.dump")
    for name in archive.FOLDERS:
        if name == "files" or (scratch / name).exists():
            if (home / name).exists():
                (home / name).rename(old / name)
            (scratch / name).mkdir(exist_ok=True, mode=0o700)
            (scratch / name).rename(home / name)
    for secret in (home / "secrets").glob("*"):
        secret.chmod(0o600)


def _tell(manifest: dict[str, Any]) -> int:
    """What was restored, and what is not right with it."""
    wrong = [str(fault) for fault in verify()]
    now = databases.counts()
    wrong += [
        t("{table}：备份时 {then} 行，现有 {now} 行").format(table=table, then=count, now=now.get(table, 0))
        for table, count in manifest["rows"].items()
        if table in now and now[table] != count and table != "django_migrations"
    ]
    # As they are restored, not as they were when this process began.
    missing = sorted(set(manifest["field_keys"]) - set(key_ids(ENVIRONMENT.field_keys())))
    if missing:
        message = t("缺少字段密钥 {names}：加密的个人信息读不出来。请恢复备份时的 GONGKAI_FIELD_KEY。")
        wrong.append(message.format(names=", ".join(missing)))
    for line in wrong:
        say(line)
    click.echo(t("已恢复 {written} 的备份（版本 {version}）。").format(**manifest))
    return ERRORS_FOUND if wrong else OK
