"""The process that does tasks: a few threads, and one that says that it lives, keeps the timetable and tidies up.

A busy database or a lost connection never ends it; it waits and goes on.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from uuid import uuid4

from django.db import close_old_connections, connection
from django.utils import timezone

from gongkai.web.tasks.attempts import PASSING, claim, perform, take_back
from gongkai.web.tasks.models import Worker, this_host
from gongkai.web.tasks.timetable import enqueue_due

log = logging.getLogger("gongkai.tasks")


class Loop:
    """Threads that do tasks until told to stop."""

    def __init__(self, *, at_once: int, idle: float = 0.5, beat: float = 5.0, grace: float = 8.0) -> None:
        self.at_once, self.idle, self.beat, self.grace = at_once, idle, beat, grace
        self.stopping = threading.Event()
        now = timezone.now()
        self.me = Worker(id=uuid4().hex, host=this_host(), process=os.getpid(), started=now, seen=now)

    def stop(self) -> None:
        """Begin nothing more."""
        self.stopping.set()

    def run(self) -> None:
        """Work until `stop`; then what is under way has `grace` seconds, and is taken back by the next worker."""
        while not self.stopping.is_set() and not self._surviving(self._live):
            self.stopping.wait(self.idle)
        # Daemons: a task that hangs does not keep the process.
        threads = [threading.Thread(target=self._work, daemon=True) for _ in range(self.at_once)]
        for thread in threads:
            thread.start()
        log.info("worker started: %s, %d tasks at once", self.me.pk, self.at_once)
        while not self.stopping.wait(self.beat):
            self._surviving(self._live)
        until = time.monotonic() + self.grace
        for thread in threads:
            thread.join(max(0, until - time.monotonic()))
        self._surviving(lambda: Worker.objects.filter(pk=self.me.pk).delete())
        log.info("worker ended: %s", self.me.pk)

    def _live(self) -> None:
        self.me.seen = timezone.now()
        self.me.save()
        take_back(self.me)
        enqueue_due(self.me.seen)

    def _work(self) -> None:
        trouble = 0
        while not self.stopping.is_set():
            found: list[bool] = []
            if self._surviving(lambda found=found: found.append(self._one())):  # type: ignore[misc]
                trouble = 0
                if not found[0]:
                    self.stopping.wait(self.idle)
            else:
                trouble = min(trouble + 1, 6)
                self.stopping.wait(self.idle * 2**trouble)
        connection.close()

    def _one(self) -> bool:
        row = claim(self.me.pk)
        if row is not None:
            perform(row)
        return row is not None

    def _surviving(self, step: Callable[[], object]) -> bool:
        """Do one step; a database that is busy or away is waited for."""
        close_old_connections()
        try:
            step()
        except PASSING as error:
            log.warning("database busy or away: %s", type(error).__name__)
            connection.close()
            return False
        except Exception:
            log.exception("worker: unexpected")
            return False
        return True
