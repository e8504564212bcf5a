"""Tasks that know how often they may be tried.

@task(title=_("封存审计记录"), attempts=10)
def seal(day: str) -> None: ...

seal.enqueue("2026-03-02")    # in the transaction of the act: rolled back, it was never asked for
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.functional import Promise
from django_tasks.base import Task
from django_tasks_db import DatabaseBackend

StrOrPromise = str | Promise

#: The wait after the first failure; it doubles with each.
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)


class GivenUp(Exception):
    """A task that will not succeed however often it is tried; the message is shown on the desk."""


@dataclass(frozen=True, kw_only=True)
class RetriedTask(Task[Any, Any]):
    """A task with its name for officers, and the number of times it is begun at most."""

    title: StrOrPromise = ""
    attempts: int = 6
    #: What it was given is personal: not kept once it is done, and only for days where it failed (`housekeeping`).
    private: bool = False


class Backend(DatabaseBackend):
    """Tasks in the instance's own database."""

    task_class = RetriedTask  # type: ignore[assignment]


def wait_after(attempt: int) -> timedelta:
    """How long to wait after the failure of this attempt; a quarter more or less, so that not all come back at once."""
    wait = min(FIRST_WAIT * 2 ** min(attempt - 1, 20), LONGEST_WAIT)
    return wait * random.uniform(0.75, 1.25)
