"""Paths, folders and standard input, as inputs in a steady order."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

STDIN = "-"

SKIPPED_FOLDERS = frozenset({"__pycache__", "__MACOSX", "node_modules"})
SKIPPED_SUFFIXES = frozenset(
    [
        ".py",
        ".pyc",
        ".js",
        ".mjs",
        ".css",
        ".map",
        ".json",
        ".jsonl",
        ".ndjson",
        ".yaml",
        ".yml",
        ".toml",
        ".ini",
        ".lock",
        ".parquet",
        ".sqlite",
        ".db",
        ".log",
        ".svg",
        ".ico",
        ".woff",
        ".woff2",
        ".ttf",
        ".otf",
        ".eot",
        ".mp3",
        ".mp4",
        ".avi",
        ".mov",
        ".so",
        ".dll",
        ".exe",
    ]
)
SKIPPED_STEMS = frozenset({"readme", "license", "changelog"})
"""What is certainly no report: inside a folder it is passed over; named itself it is tried."""


_AT_ONCE = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class NotAFile(OSError):
    """A pipe, a device or a folder where a file is wanted."""


@dataclass(frozen=True, slots=True)
class Input:
    """One document to be read: a file, or bytes at hand. ``name`` is what the records call it."""

    name: str
    path: str | None = None
    data: bytes | None = None

    def read(self, most: int) -> bytes:
        """The bytes, at most one more than ``most``, so that what is too large is seen and not held.

        :raises OSError: when the file cannot be read; :class:`NotAFile` where it is none.
        """
        if self.data is not None:
            return self.data
        assert self.path is not None
        # Not to be waited for: a named pipe or a device has no size to trust; nothing of it is read.
        descriptor = os.open(self.path, _AT_ONCE)
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise NotAFile(None, "not a regular file", self.path)
        except OSError:
            os.close(descriptor)
            raise
        with os.fdopen(descriptor, "rb") as file:
            return file.read(most + 1)


def find_inputs(paths: Iterable[str], stdin: bytes | None = None) -> Iterator[Input]:
    """The files that ``paths`` name, folders with all below them in the order of their names.

    In folders are passed over: links to folders, hidden files, lock files of office programs, what
    :data:`SKIPPED_SUFFIXES` and :data:`SKIPPED_STEMS` name, and the ``…_files`` folder that a browser saves beside a
    page. A path that does not exist, and a link that leads nowhere, is yielded: reading it says so.
    """
    for path in paths:
        if path == STDIN and stdin is not None:
            yield Input("<stdin>", data=stdin)
        elif Path(path).is_dir():
            yield from _folder(path)
        else:
            yield file_input(path)


def file_input(path: str) -> Input:
    """The input of a path; its name is printable also where the path's bytes are not UTF-8."""
    return Input(os.fsencode(path).decode("utf-8", "replace"), path)


def _folder(path: str) -> Iterator[Input]:
    try:
        entries = sorted(os.scandir(path), key=lambda entry: entry.name)
    except OSError:
        yield file_input(path)
        return
    stems = {Path(entry.name).stem for entry in entries if entry.name.lower().endswith((".htm", ".html"))}
    for entry in entries:
        name = entry.name
        if name.startswith((".", "~$")):
            continue
        if entry.is_dir(follow_symlinks=False):
            beside_a_page = name.removesuffix("_files").removesuffix(".files") in stems and name.endswith("files")
            if name not in SKIPPED_FOLDERS and not beside_a_page:
                yield from _folder(entry.path)
        elif not _certainly_none(Path(name)) and _to_be_read(entry):
            yield file_input(entry.path)


def _to_be_read(entry: os.DirEntry[str]) -> bool:
    """Whether the entry is a file, or a link that leads nowhere: reading it says so."""
    try:
        return stat.S_ISREG(entry.stat().st_mode)
    except OSError:
        return True


def _certainly_none(name: Path) -> bool:
    return name.suffix.lower() in SKIPPED_SUFFIXES or name.stem.lower() in SKIPPED_STEMS
