"""A file that is no backup of ours is refused in words, and lands nowhere."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from gongkai.cli.messages import Failure
from gongkai.web.config.keeping import archive, backups

WHOLE = dict.fromkeys(backups.SAID, "") | {"format": 1, "members": {}}


def tar(folder: Path, name: str, data: bytes = b"", kind: bytes = tarfile.REGTYPE) -> Path:
    path = folder / "backup.tar"
    with tarfile.open(path, "w") as made:
        info = tarfile.TarInfo(name)
        info.size, info.type, info.linkname = len(data), kind, "/etc/passwd"
        made.addfile(info, io.BytesIO(data))
    return path


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("/etc/cron.d/x", tarfile.REGTYPE),
        ("files/../../x", tarfile.REGTYPE),
        ("./files/../../x", tarfile.REGTYPE),
        ("elsewhere/x", tarfile.REGTYPE),
        ("files/x", tarfile.SYMTYPE),
        ("files/x", tarfile.LNKTYPE),
        ("secrets/x", tarfile.FIFOTYPE),
    ],
)
def test_no_member_lands_outside_its_folders(name: str, kind: bytes, tmp_path: Path) -> None:
    with pytest.raises(archive.DamagedBackup):
        archive.read(tar(tmp_path, name, kind=kind), lambda member: tmp_path / "out" / member)
    assert [path.name for path in tmp_path.iterdir()] == ["backup.tar"]


@pytest.mark.parametrize(
    "said",
    [
        b"[]",
        b"null",
        b"7",
        b"\xff",
        b"[" * 200_000,
        b'{"format": 1}',
        json.dumps({name: said for name, said in WHOLE.items() if name != "rows"}).encode(),
        json.dumps(WHOLE | {"members": [1]}).encode(),
    ],
)
def test_a_manifest_that_says_too_little_is_refused(said: bytes, tmp_path: Path) -> None:
    with pytest.raises(Failure):
        backups._checked(tar(tmp_path, "manifest.json", said))


class Written:
    """Keeps what a backup would hold."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}

    def add(self, name: str, path: Path) -> None:
        self.texts[name] = path.read_text()

    def add_folder(self, name: str, folder: Path) -> None:
        """Nothing is there."""


def test_files_kept_elsewhere_are_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Elsewhere(SimpleNamespace):
        def path(self, name: str) -> str:
            raise NotImplementedError

        def digests(self) -> Iterator[tuple[str, datetime]]:
            yield "ab" * 32, datetime.now(UTC)

    written = Written()
    backups._add_files(written, tmp_path, tmp_path)  # type: ignore[arg-type]
    assert written.texts == {}
    monkeypatch.setattr(backups, "store", Elsewhere)
    backups._add_files(written, tmp_path, tmp_path)  # type: ignore[arg-type]
    assert written.texts == {"files.txt": "ab" * 32 + "\n"}
