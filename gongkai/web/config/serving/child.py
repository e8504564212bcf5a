"""The processes below the supervisor: `python -m gongkai.web.config.serving.child web|worker`."""

from __future__ import annotations

import os
import sys

from gongkai.web.config.serving.parent import PARENT, end_with_parent


def web() -> None:
    """The HTTP server. Its own processes end with it as it ends with the supervisor."""
    # Late, both: one child needs one of them.
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    from gongkai.web.config.settings import BIND, LOGGING, PORT, THREADS, WORKERS

    os.environ[PARENT] = str(os.getpid())
    Server(
        "gongkai.web.config.wsgi:application",
        address=BIND,
        port=PORT,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=THREADS,
        # Twice as many requests as threads may wait in a process; the rest wait in the socket's queue.
        backpressure=THREADS * 3,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
        websockets=False,
        log_level=LogLevels.error,
        log_dictconfig=LOGGING,
    ).serve()


def worker() -> None:
    """The worker of the background tasks."""
    from django.core.management import execute_from_command_line  # late: the other child does not need it

    execute_from_command_line(["gongkai manage", "work"])


if __name__ == "__main__":
    end_with_parent()
    {"web": web, "worker": worker}[sys.argv[1]]()
