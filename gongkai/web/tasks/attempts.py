"""One attempt at a task: claimed by one worker, done, and its end written; what a dead worker held is taken back."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from traceback import format_exception
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.utils import timezone
from django_tasks.base import TaskContext, TaskResultStatus
from django_tasks.utils import normalize_json
from django_tasks_db.models import DBTaskResult

from gongkai.web.tasks.backend import GivenUp, RetriedTask, wait_after
from gongkai.web.tasks.models import Worker

log = logging.getLogger("gongkai.tasks")

#: What is left of what a private task was given.
NOTHING: dict[str, Any] = {"args": [], "kwargs": {}}

#: What a database says that is busy or was away for a moment.
PASSING = (DatabaseError, InterfaceError)


class WorkerDied(Exception):
    """The worker ended before the task did."""


def claim(worker: str) -> DBTaskResult | None:
    """The next task that is due, now this worker's; None where nothing is."""
    ready = DBTaskResult.objects.ready()
    if not ready.exists():  # most of the time, and it takes no lock
        return None
    with transaction.atomic():
        row = ready.get_locked()
        if row is None:
            return None
        row.status, row.started_at = TaskResultStatus.RUNNING, timezone.now()
        row.worker_ids = [*row.worker_ids, worker]
        claimed = DBTaskResult.objects.filter(pk=row.pk, status=TaskResultStatus.READY).update(
            status=row.status, started_at=row.started_at, worker_ids=row.worker_ids
        )
        return row if claimed else None


def perform(row: DBTaskResult) -> None:
    """Do a claimed task and write how it ended. Whatever it raises ends here."""
    begun = time.monotonic()
    try:
        task = row.task
        result: Any = row.task_result
        context = [TaskContext(task_result=result)] if task.takes_context else []
        value = normalize_json(task.call(*context, *row.args_kwargs["args"], **row.args_kwargs["kwargs"]))
    except BaseException as error:
        failure = error
        insist(lambda: failed(row, failure))
    else:
        insist(lambda: succeeded(row, value))
        log.info("task done: %s %s, %.1f s", row.task_path, row.pk, time.monotonic() - begun)


def insist(write: Callable[[], None], *, tries: int = 60) -> None:
    """Write although the database is busy or away: what a task has done must not be forgotten."""
    for left in reversed(range(tries)):
        try:
            return write()
        except PASSING:
            if not left or connection.in_atomic_block:
                raise
            connection.close()
            time.sleep(min(5, 0.1 * 2 ** (tries - left)))


def succeeded(row: DBTaskResult, value: object) -> None:
    kept = NOTHING if private(row) else row.args_kwargs
    _end(
        row,
        status=TaskResultStatus.SUCCESSFUL,
        finished_at=timezone.now(),
        return_value=value,
        args_kwargs=kept,
        exception_class_path="",
        traceback="",
    )


def failed(row: DBTaskResult, error: BaseException) -> None:
    """To be tried again later, or, where it was tried often enough, failed."""
    task = task_of(row)
    attempt, most = len(row.worker_ids), task.attempts if task else 0
    told = {
        "exception_class_path": f"{type(error).__module__}.{type(error).__qualname__}",
        "traceback": "".join(format_exception(error)),
    }
    if isinstance(error, GivenUp | ImportError) or attempt >= most:
        _end(row, status=TaskResultStatus.FAILED, finished_at=timezone.now(), **told)
        log.error("task failed: %s %s after %d attempts, %s", row.task_path, row.pk, attempt, type(error).__name__)
        return
    wait = wait_after(attempt)
    _end(row, status=TaskResultStatus.READY, run_after=timezone.now() + wait, **told)
    log.warning(
        "task to be tried again: %s %s, attempt %d of %d, %s, in %d s",
        row.task_path, row.pk, attempt, most, type(error).__name__, wait.total_seconds(),
    )  # fmt: skip


def task_of(row: DBTaskResult) -> RetriedTask | None:
    """The task of a row; None where this version has no such task."""
    try:
        task: Any = row.task
    except (ImportError, SuspiciousOperation):
        return None
    return task if isinstance(task, RetriedTask) else None


def private(row: DBTaskResult) -> bool:
    """Whether what it was given is personal."""
    task = task_of(row)
    return task is not None and task.private


def _end(row: DBTaskResult, **values: object) -> None:
    """Unless it was taken back meanwhile: then it is another's."""
    DBTaskResult.objects.filter(
        pk=row.pk, status=TaskResultStatus.RUNNING, started_at=row.started_at
    ).update(**values)  # fmt: skip


def take_back(me: Worker | None = None) -> int:
    """Release the tasks that dead workers held; how many."""
    # The tasks first: a worker has its row before it claims one.
    running = list(DBTaskResult.objects.running())
    workers = list(Worker.objects.all())
    now = timezone.now()
    dead = [worker.pk for worker in workers if worker.dead(now=now, me=me)]
    alive = {worker.pk for worker in workers} - set(dead)
    held = [row for row in running if not row.worker_ids or row.worker_ids[-1] not in alive]
    for row in held:
        failed(row, WorkerDied())
    if dead:
        Worker.objects.filter(pk__in=dead).delete()
    return len(held)


def run_due(*, most: int = 1000) -> int:
    """Do, here and now, what is due; how many tasks. For commands and tests; the worker goes its own round."""
    for done in range(most):
        row = claim("here")
        if row is None:
            return done
        perform(row)
    return most
