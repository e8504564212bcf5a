"""`gongkai serve` with real processes: they come up, come back, and go."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError

import pytest

from tests.web.postgres import Cluster

ROOT = Path(__file__).resolve().parents[3]
GONGKAI = [sys.executable, "-m", "gongkai.cli"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def eventually(holds: Callable[[], object], seconds: float = 30) -> None:
    """Wait until it holds; fails where it does not in time."""
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.1)


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def descendants(pid: int) -> dict[int, str]:
    """The processes below one, with their command lines."""
    listing = subprocess.run(
        ["ps", "-ww", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split(None, 2) for line in listing.splitlines()]
    found, below = {}, {pid}
    while below:
        next_ones = {int(row[0]): row[2] for row in rows if int(row[1]) in below}
        found |= next_ones
        below = set(next_ones)
    return found


@dataclass
class Instance:
    """A home, and what runs in it."""

    home: Path
    port: int = field(default_factory=free_port)
    settings: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[str] | None = None

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GONGKAI_", "DATABASE"))}
        settings = {"DJANGO_SETTINGS_MODULE": "gongkai.web.config.settings", "PYTHONPATH": str(ROOT)}
        here = {"GONGKAI_HOME": str(self.home), "PORT": str(self.port), "GONGKAI_WORKERS": "1"}
        return kept | settings | here | self.settings

    @property
    def log(self) -> str:
        return (self.home.parent / "log").read_text("utf-8")

    def start(self) -> None:
        with (self.home.parent / "log").open("w") as log:
            self.process = subprocess.Popen(
                [*GONGKAI, "serve"], env=self.environment, stdout=log, stderr=log, text=True, cwd=self.home.parent
            )
        eventually(lambda: "Ctrl-C" in self.log or self.process.poll() is not None)  # type: ignore[union-attr]
        assert self.process.poll() is None, self.log

    def call(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*GONGKAI, *arguments], env=self.environment, capture_output=True, text=True, timeout=60, check=False
        )

    def django(self, code: str) -> str:
        """What some lines print that run in the instance."""
        imports = "from django_tasks_db.models import DBTaskResult\nfrom tests.web.tasks.deeds import *"
        whole = f"import django\ndjango.setup()\n{imports}\n{code}"
        done = subprocess.run(
            [sys.executable, "-c", whole], env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            with error:
                return error.code, ""
        except OSError:
            return 0, ""

    def child(self, name: str) -> int:
        """The process of that name right below the supervisor."""
        assert self.process is not None
        (pid, *_) = [*(pid for pid, args in descendants(self.process.pid).items() if args.endswith(f"child {name}")), 0]
        return pid

    def everything(self) -> list[int]:
        assert self.process is not None
        return [self.process.pid, *descendants(self.process.pid)]

    def stop(self, number: int = signal.SIGTERM) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(30)


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[Instance]:
    made = Instance(tmp_path / "home")
    yield made
    if made.process is not None and made.process.poll() is None:
        made.process.kill()
        made.process.wait()


def test_it_comes_up_serves_and_goes(instance: Instance) -> None:
    instance.start()
    assert f"http://127.0.0.1:{instance.port}/" in instance.log
    status, page = instance.get("/")
    assert status == 200
    eventually(lambda: instance.get("/readyz")[0] == 200)

    # Static files are named by digest and kept by browsers for good.
    (sheet,) = [part.split('"')[0] for part in page.split('href="') if part.startswith("/static/") and ".css" in part]
    with urllib.request.urlopen(f"http://127.0.0.1:{instance.port}{sheet}") as answer:
        assert "immutable" in answer.headers["Cache-Control"]
    assert 'gongkai_requests_total{page="portal",status="200"} 1.0' in instance.get("/metrics")[1]
    assert "path=/ status=200" in instance.log

    # One home, one supervisor; one port, one server.
    second = instance.call("serve", "--port", str(free_port()))
    assert (second.returncode, second.stdout) == (3, "")
    assert "已在运行" in second.stderr
    other = Instance(instance.home.parent / "other", instance.port)
    taken = other.call("serve", "--lang", "en")
    assert taken.returncode == 3
    assert f"--port {instance.port + 1}" in taken.stderr

    pids = instance.everything()
    begun = time.monotonic()
    assert instance.stop() == 0
    assert time.monotonic() - begun < 10
    assert [pid for pid in pids if alive(pid)] == []


def test_a_second_start_keeps_everything(instance: Instance) -> None:
    assert instance.call("manage", "prepare").returncode == 0
    secret = (instance.home / "secrets" / "gongkai_secret_key").read_text()
    instance.django("always_fail.enqueue()")
    again = instance.call("manage", "prepare")
    assert (again.returncode, again.stderr) == (0, "")
    assert (instance.home / "secrets" / "gongkai_secret_key").read_text() == secret
    assert instance.django("print(DBTaskResult.objects.count())") == "1"


def test_a_database_of_a_later_version_is_left_alone(instance: Instance) -> None:
    instance.call("manage", "prepare")
    later = "MigrationRecorder(connection).record_applied('agencies', '0099_later')"
    instance.django(f"from django.db import connection\nfrom django.db.migrations.recorder import *\n{later}")
    refused = instance.call("manage", "prepare")
    assert refused.returncode != 0
    assert "更新的版本" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_what_is_killed_comes_back_and_a_task_is_taken_over(instance: Instance, tmp_path: Path) -> None:
    instance.start()
    first = {name: instance.child(name) for name in ("web", "worker")}

    instance.django(f"linger.enqueue({str(tmp_path / 'pids')!r})")
    eventually((tmp_path / "pids").exists)
    assert int((tmp_path / "pids").read_text()) == first["worker"]
    for pid in first.values():
        os.kill(pid, signal.SIGKILL)
    eventually(lambda: instance.get("/healthz")[0] == 200)
    for name, pid in first.items():
        eventually(lambda name=name, pid=pid: instance.child(name) not in {0, pid})  # type: ignore[misc]
    assert "意外结束" in instance.log

    eventually(lambda: (tmp_path / "pids").read_text().count("\n") == 2)
    assert int((tmp_path / "pids").read_text().split()[1]) == instance.child("worker")
    state = "print(DBTaskResult.objects.get(task_path__contains='linger').status)"
    eventually(lambda: instance.django(state) == "SUCCESSFUL")

    # The server's own processes, too.
    (page_process,) = descendants(instance.child("web"))
    os.kill(page_process, signal.SIGKILL)
    eventually(lambda: instance.get("/healthz")[0] == 200)


def test_nothing_is_left_of_a_supervisor_that_was_killed(instance: Instance) -> None:
    instance.start()
    pids = instance.everything()
    assert len(pids) == 4
    instance.stop(signal.SIGKILL)
    eventually(lambda: not [pid for pid in pids if alive(pid)], 5)
    instance.start()  # and the lock has gone with it
    assert instance.get("/healthz")[0] == 200


def test_the_demo_is_refused_where_real_data_is(instance: Instance) -> None:
    instance.call("manage", "prepare")
    real = """
from gongkai.web.accounts.models import User
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import Actor
with act(by=Actor("测试")) as done:
    user = User.objects.create(username="real", name="real")
    done.note("user.added", of=user.thing)
"""
    instance.django(real)
    refused = instance.call("serve", "--demo")
    assert refused.returncode == 3
    assert "真实数据" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_start_without_the_switch_says_that_a_demo_is_there(instance: Instance) -> None:
    instance.call("manage", "prepare")
    invented = """
from gongkai.web.accounts.models import User
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import Actor
with act(by=Actor("测试")) as done:
    user = User.objects.create(username="jingban", name="经小办（演示）", demo=True)
    done.note("user.added", of=user.thing)
"""
    instance.django(invented)
    assert "演示账号不能登录" in instance.call("manage", "prepare").stderr


@pytest.fixture
def on_postgresql(tmp_path: Path) -> Iterator[Instance]:
    cluster = Cluster.start()
    url, key = cluster.url(), "a key of fifty characters at random, for this test alone"
    made = Instance(
        tmp_path / "home", settings={"DATABASE_URL": url, "GONGKAI_SECRET_KEY": key, "GONGKAI_FIELD_KEY": key}
    )
    yield made
    if made.process is not None and made.process.poll() is None:
        made.stop()
    cluster.stop()


def test_several_servers_share_a_database_that_may_go_away(on_postgresql: Instance, tmp_path: Path) -> None:
    """Of those that start at once one prepares; a connection that is lost ends no process and no task."""
    one = on_postgresql
    other = Instance(tmp_path / "other", settings=one.settings)
    command = [*GONGKAI, "manage", "prepare"]
    preparing = [
        subprocess.Popen(command, env=each.environment, stderr=subprocess.PIPE, text=True) for each in (one, other)
    ]
    assert [process.communicate()[1].count("准备数据库") + 10 * process.returncode for process in preparing] in (
        [0, 1],
        [1, 0],
    )
    one.start()
    before = one.everything()
    lose = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname IS NOT NULL"
    )
    path = tmp_path / "written"
    one.django(f"from django.db import connection; connection.cursor().execute({lose!r}); write.enqueue({str(path)!r})")
    eventually(path.exists)
    assert one.get("/")[0] == 200
    assert one.everything() == before
