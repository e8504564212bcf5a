"""`gongkai serve` with real processes: they come up, come back, and go."""

from __future__ import annotations

import os
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.config.running import GONGKAI, Instance, alive, descendants, eventually, free_port
from tests.web.postgres import Cluster


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
    assert "route=/ status=200" in instance.log

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
    assert refused.stderr.startswith("gongkai: 这个实例有真实数据")
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
