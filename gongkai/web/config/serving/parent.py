"""Ending with one's parent, even where that was killed and could tell nobody."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time

PARENT = "GONGKAI_PARENT"
PR_SET_PDEATHSIG = 1


def announced(environment: dict[str, str]) -> dict[str, str]:
    """The environment for a child of this process."""
    return {**environment, PARENT: str(os.getpid())}


def end_with_parent() -> None:
    """Let this process end as soon as the one that announced itself in the environment is gone.

    Nothing announced: nothing done. The kernel does it on Linux, a thread that looks every second elsewhere.
    """
    said = os.environ.get(PARENT, "")
    if not said:
        return
    parent = int(said)
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    else:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    if os.getppid() != parent:  # gone before we had asked
        os._exit(1)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
