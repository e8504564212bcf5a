"""An instance that runs: `gongkai serve` with real processes on a home of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError

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
        eventually(lambda: "Ctrl-C" in self.log or self.process.poll() is not None, 90)  # type: ignore[union-attr]
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
