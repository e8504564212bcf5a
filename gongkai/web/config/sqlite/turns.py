"""First come, first served, among threads and processes that write one SQLite file.

A queue is a file beside the database. Whoever comes takes a number: under a short lock on byte 0 it reads the last
number given, adds one, and locks the byte of that number for itself. Its turn has come when no byte before its own
is locked. Each turn has an open file of its own, and closing it gives every lock back: the kernel does so for a
process that dies, so that the queue outlives whoever stands in it.

The locks belong to the open file, not to the process (F_OFD_SETLK, Linux), or threads would not see each other's.
Where they are missing, everybody's turn comes at once and SQLite's own busy handler is all there is.
"""

from __future__ import annotations

import errno
import fcntl
import os
import struct
import time
from pathlib import Path

#: `struct flock` where a file offset has 64 bits; the process id has to be 0.
FLOCK = struct.Struct("@hhqqi0q")
SET, GET = getattr(fcntl, "F_OFD_SETLK", None), getattr(fcntl, "F_OFD_GETLK", None)
#: Seconds between two looks for each one that stands before; after a while, a twentieth of what was waited.
PAUSE = 0.0001
LONGEST_PAUSE = 0.02


class TurnNotReached(TimeoutError):
    """Others held the queue for longer than one may wait."""


class Turn:
    """One place in the queue, from joining it until leaving it."""

    def __init__(self, path: Path, *, patience: float) -> None:
        """Join the queue and wait.

        :raises TurnNotReached: after `patience` seconds; the place is given back.
        """
        self._file: int | None = None
        if SET is None:
            return
        end = time.monotonic() + patience
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            number = self._take_number(end)
            self._wait(number, end)
        except BaseException:
            self.leave()
            raise

    def leave(self) -> None:
        """Let the next one go."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _take_number(self, end: float) -> int:
        assert self._file is not None
        while not self._lock(0, 1):
            if time.monotonic() > end:
                raise TurnNotReached
            time.sleep(PAUSE)
        number = 1
        if self._locked(1, 0) is not None:  # somebody is in the queue; an empty one begins anew
            number = 1 + int.from_bytes(os.pread(self._file, 8, 0), "little")
        while not self._lock(number, 1):
            number += 1
        os.pwrite(self._file, number.to_bytes(8, "little"), 0)
        self._lock(0, 1, fcntl.F_UNLCK)
        return number

    def _wait(self, number: int, end: float) -> None:
        began = time.monotonic()
        while number > 1:
            first = self._locked(1, number - 1)
            if first is None:
                return
            now = time.monotonic()
            if now > end:
                raise TurnNotReached
            time.sleep(min(max(PAUSE * (number - first), (now - began) / 20), LONGEST_PAUSE))

    def _lock(self, start: int, length: int, kind: int = fcntl.F_WRLCK) -> bool:
        assert self._file is not None
        assert SET is not None
        try:
            fcntl.fcntl(self._file, SET, FLOCK.pack(kind, os.SEEK_SET, start, length, 0))
        except OSError as error:
            if error.errno in {errno.EAGAIN, errno.EACCES}:
                return False
            raise
        return True

    def _locked(self, start: int, length: int) -> int | None:
        """The first byte of a lock that somebody else has there; None: there is none. Length 0: to the end."""
        assert self._file is not None
        assert GET is not None
        asked = FLOCK.pack(fcntl.F_WRLCK, os.SEEK_SET, start, length, 0)
        kind, _whence, first, _length, _pid = FLOCK.unpack(fcntl.fcntl(self._file, GET, asked))
        return None if kind == fcntl.F_UNLCK else int(first)
