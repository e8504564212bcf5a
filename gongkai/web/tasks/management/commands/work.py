"""`gongkai manage work`: do tasks until told to end."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from gongkai.web.tasks.worker import Loop


class Command(BaseCommand):
    help = "执行后台任务，直到收到 SIGTERM 或 SIGINT。 Do background tasks until SIGTERM or SIGINT."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--at-once", type=int, default=settings.TASKS_AT_ONCE, help="tasks at a time")

    def handle(self, *args: Any, **options: Any) -> None:
        loop = Loop(at_once=max(1, options["at_once"]))
        for number in (signal.SIGTERM, signal.SIGINT):
            # By another thread: this one may hold just the lock that stopping takes.
            signal.signal(number, lambda *_: threading.Thread(target=loop.stop).start())
        loop.run()
