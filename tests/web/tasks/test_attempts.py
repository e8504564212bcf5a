"""A task is tried until it is done or was tried often enough, and what a dead worker held is taken back."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError, transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gongkai.web.tasks import attempts, worker
from gongkai.web.tasks.attempts import claim, failed, perform, run_due, take_back
from gongkai.web.tasks.backend import LONGEST_WAIT, wait_after
from gongkai.web.tasks.failures import sentence
from gongkai.web.tasks.models import SILENCE, Worker, this_host
from gongkai.web.tasks.worker import Loop
from tests.web.tasks import deeds

pytestmark = pytest.mark.django_db


def only() -> DBTaskResult:
    return DBTaskResult.objects.get()


def hurry() -> None:
    """The wait is over."""
    DBTaskResult.objects.update(run_after=timezone.now())


def living(pk: str = "w", *, process: int | None = None, host: str = "", silent: timedelta = timedelta()) -> Worker:
    now = timezone.now()
    return Worker.objects.create(
        id=pk, host=host or this_host(), process=process or os.getpid(), started=now, seen=now - silent
    )


def dead_process() -> int:
    """The number of a process that has ended."""
    pid = os.fork()
    if not pid:
        os._exit(0)
    os.waitpid(pid, 0)
    return pid


def test_a_task_that_fails_is_tried_again_later_each_time(tmp_path: Path) -> None:
    deeds.fail_twice.enqueue(str(tmp_path / "x"))
    assert run_due() == 1
    assert only().status == TaskResultStatus.READY
    assert timedelta(seconds=3) < only().run_after - timezone.now() < timedelta(seconds=7)
    assert run_due() == 0
    hurry()
    run_due()
    assert only().run_after - timezone.now() > timedelta(seconds=7)
    hurry()
    run_due()
    row = only()
    assert (row.status, row.return_value, len(row.worker_ids)) == (TaskResultStatus.SUCCESSFUL, "done", 3)
    assert row.traceback == ""


def test_a_task_that_was_tried_often_enough_has_failed() -> None:
    deeds.always_fail.enqueue()
    for _ in range(3):
        run_due()
        hurry()
    assert (only().status, len(only().worker_ids)) == (TaskResultStatus.FAILED, 2)
    assert str(sentence(only())) == "程序出错（ValueError），详情见服务器日志。"


def test_a_task_may_give_up_at_once_and_say_why() -> None:
    deeds.give_up.enqueue()
    run_due()
    assert (only().status, sentence(only())) == (TaskResultStatus.FAILED, "没有这份文件")


@pytest.mark.parametrize("path", ["tests.web.tasks.deeds.gone", "no.such.module", "tests.web.tasks.deeds.no_task"])
def test_a_task_that_this_version_does_not_know_has_failed(path: str) -> None:
    deeds.always_fail.enqueue()
    DBTaskResult.objects.update(task_path=path)
    run_due()
    assert only().status == TaskResultStatus.FAILED


def test_waits_grow_and_have_an_end() -> None:
    assert [wait_after(n) < wait_after(n + 2) for n in range(1, 9)] == [True] * 8
    assert wait_after(100) <= LONGEST_WAIT * 1.25


def test_what_is_rolled_back_was_never_enqueued(tmp_path: Path) -> None:
    with transaction.atomic():
        deeds.write.enqueue(str(tmp_path / "x"))
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.exists()


def test_a_task_is_one_worker_s(tmp_path: Path) -> None:
    deeds.write.enqueue(str(tmp_path / "x"))
    assert claim("a") is not None
    assert claim("b") is None


@pytest.mark.parametrize(
    ("case", "taken"),
    [("alive", 0), ("ended", 1), ("killed", 1), ("silent elsewhere", 1), ("alive elsewhere", 0), ("before me", 1)],
)
def test_what_a_dead_worker_held_is_taken_back(case: str, taken: int, tmp_path: Path) -> None:
    me = living("me")
    deeds.write.enqueue(str(tmp_path / "x"))
    claim("w")
    if case == "alive":
        living(process=os.getppid())
    if case == "killed":
        living(process=dead_process())
    if case == "silent elsewhere":
        living(host="other", silent=SILENCE * 2)
    if case == "alive elsewhere":
        living(host="other", process=dead_process())
    if case == "before me":  # in a container every worker may be process 1
        living(process=me.process)
    assert take_back(me) == taken
    assert (only().status == TaskResultStatus.READY) == bool(taken)
    assert not taken or str(sentence(only())) == "执行它的进程意外结束。"


def test_a_worker_thought_dead_does_not_end_what_is_another_s(tmp_path: Path) -> None:
    deeds.write.enqueue(str(tmp_path / "x"))
    slow = claim("slow")
    assert slow is not None
    assert take_back() == 1
    hurry()
    again = claim("quick")
    perform(slow)
    assert only().status == TaskResultStatus.RUNNING
    assert again is not None
    perform(again)
    assert only().status == TaskResultStatus.SUCCESSFUL
    failed(slow, OSError())
    assert only().status == TaskResultStatus.SUCCESSFUL


class Away:
    """A connection outside a transaction."""

    in_atomic_block = False
    closed = 0

    def close(self) -> None:
        self.closed += 1


def test_a_busy_database_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the round of the worker ends by it, nor is the end of a task lost."""
    away, left = Away(), [1, 1, 1]

    def busy() -> None:
        if left:
            left.pop()
            raise OperationalError("database is locked")

    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    for module in (attempts, worker):
        monkeypatch.setattr(module, "connection", away)
    monkeypatch.setattr("time.sleep", lambda _: None)
    assert Loop(at_once=1)._surviving(busy) is False
    attempts.insist(busy)
    assert (left, away.closed) == ([], 3)
    assert Loop(at_once=1)._surviving(busy) is True
