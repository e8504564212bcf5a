"""A backup as one file: a tar whose last member says what the others are, by digest.

database.sqlite3 or database.dump · files/… · secrets/… · manifest.json
"""

from __future__ import annotations

import hashlib
import json
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

FORMAT = 1
MANIFEST = "manifest.json"
FOLDERS = ("files", "secrets")
PIECE = 1 << 20


class DamagedBackup(ValueError):
    """A file that is no backup, or not the one that was written; the message says what is wrong."""


@dataclass
class Writer:
    """Adds members to a tar that is written in one go, and digests what it adds."""

    tar: tarfile.TarFile
    members: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, name: str, path: Path) -> None:
        """One file, as it is now; one that has just been removed is left out."""
        try:
            with path.open("rb") as file:
                info = tarfile.TarInfo(name)
                info.size, info.mode = path.stat().st_size, 0o600
                digested = _Digested(file)
                self.tar.addfile(info, digested)  # type: ignore[arg-type]
        except FileNotFoundError:
            return
        self.members[name] = {"size": info.size, "sha256": digested.digest.hexdigest()}

    def add_folder(self, name: str, folder: Path) -> None:
        """Every file of a folder, below `name`."""
        for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
            if path.is_file() and not path.is_symlink():
                self.add(str(PurePosixPath(name, *path.relative_to(folder).parts)), path)

    def finish(self, facts: dict[str, Any], scratch: Path) -> None:
        """Write the manifest: what is said of the instance, and every member."""
        path = scratch / MANIFEST
        path.write_text(json.dumps({"format": FORMAT, **facts, "members": self.members}, ensure_ascii=False, indent=1))
        self.add(MANIFEST, path)


class _Digested:
    """A file whose bytes are digested as they are read."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.file.read(size)
        self.digest.update(data)
        return data


def read(path: Path, into: Callable[[str], Path | None] = lambda name: None) -> dict[str, Any]:
    """Read a backup from end to end and check every digest; the manifest.

    `into` says where a member goes, which is asked before its digest is known: a place of no consequence.

    :raises DamagedBackup: where anything is missing, besides, or other than written.
    """
    found: dict[str, dict[str, Any]] = {}
    manifest: dict[str, Any] = {}
    try:
        with tarfile.open(path, "r|") as tar:
            for info, file in _members(tar):
                if manifest:
                    raise DamagedBackup(f"{info.name}: after the end")
                if info.name == MANIFEST:
                    manifest = json.loads(file.read(PIECE * 256))
                else:
                    found[info.name] = {"size": info.size, "sha256": _copy(file, into(info.name))}
    except (tarfile.TarError, EOFError, ValueError, RecursionError) as error:
        if isinstance(error, DamagedBackup):
            raise
        raise DamagedBackup(str(error)) from None
    if not isinstance(manifest, dict) or not manifest:
        raise DamagedBackup(f"{MANIFEST}: missing")
    if manifest.get("format") != FORMAT:
        raise DamagedBackup(f"format {manifest.get('format')}")
    members = manifest.get("members")
    if not isinstance(members, dict):
        raise DamagedBackup(f"{MANIFEST}: members")
    wrong = sorted(name for name in members.keys() | found.keys() if members.get(name) != found.get(name))
    if wrong:
        raise DamagedBackup(", ".join(wrong[:5]))
    return manifest


def _members(tar: tarfile.TarFile) -> Iterator[tuple[tarfile.TarInfo, BinaryIO]]:
    """Plain files of the known folders only: nothing of a backup may land elsewhere."""
    for info in tar:
        parts = PurePosixPath(info.name).parts
        place = len(parts) == 1 and parts[0].partition(".")[0] in {"database", "files", "manifest"}
        if not (place or (len(parts) > 1 and parts[0] in FOLDERS)) or not info.isreg() or ".." in parts:
            raise DamagedBackup(f"{info.name}: no member of a backup")
        file = tar.extractfile(info)
        assert file is not None
        yield info, file  # type: ignore[misc]


def _copy(file: BinaryIO, to: Path | None) -> str:
    digest = hashlib.sha256()
    target = None
    if to is not None:
        to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        target = to.open("wb")
    try:
        while piece := file.read(PIECE):
            digest.update(piece)
            if target is not None:
                target.write(piece)
    finally:
        if target is not None:
            target.close()
    return digest.hexdigest()
