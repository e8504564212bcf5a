"""Tasks that the tests enqueue."""

from __future__ import annotations

import os
import time
from pathlib import Path

from django_tasks import task

from gongkai.web.tasks.backend import GivenUp


@task(attempts=3)
def write(path: str, text: str = "done") -> None:
    Path(path).write_text(text)


@task(attempts=3)
def fail_twice(path: str) -> str:
    """Fails, and fails again, and then does it."""
    with Path(path).open("a") as file:
        file.write("x")
    if len(Path(path).read_text()) < 3:
        raise OSError("not yet, 13800000000")
    return "done"


@task(attempts=2)
def always_fail() -> None:
    raise ValueError("a word that somebody wrote")


@task(attempts=5)
def give_up() -> None:
    raise GivenUp("没有这份文件")


@task(attempts=3)
def linger(path: str) -> None:
    """Says which process does it; the first attempt never ends."""
    begun = Path(path).exists()
    with Path(path).open("a") as file:
        file.write(f"{os.getpid()}\n")
    if not begun:
        time.sleep(120)


def no_task() -> None:
    """Something else of that module."""
