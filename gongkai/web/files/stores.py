"""Where the bytes lie: named by their digest, on local disk or in S3. What lies there is never changed."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Protocol

from django.core.files.storage import FileSystemStorage, storages
from storages.backends.s3 import S3Storage

from gongkai.web.files.refusals import Missing

CHUNK = 256 * 1024


class Store(Protocol):
    """What both stores can do beside being one of Django's storages."""

    def keep(self, digest: str, file: IO[bytes]) -> None:
        """Have the bytes, whole and on the disk, when this returns; whoever had them before, they are not doubled."""

    def chunks(self, digest: str, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """The bytes from `start` to before `stop`, piece by piece. Raises Missing at once."""

    def place(self, digest: str) -> str:
        """Where on this machine's disk the bytes lie as a file; empty: not there."""

    def digests(self) -> Iterator[tuple[str, datetime]]:
        """All that is kept, and since when."""

    def discard(self, digest: str, *, before: datetime) -> bool:
        """Remove bytes that were not kept again since a time; whether they were removed."""


def store() -> Any:
    """The store of this instance: `STORAGES["files"]`."""
    return storages["files"]


def place_of(digest: str) -> str:
    """`ab/cd/abcd…`: no folder grows too full."""
    return f"{digest[:2]}/{digest[2:4]}/{digest}"


class LocalStore(FileSystemStorage):
    """A folder of the instance."""

    def keep(self, digest: str, file: IO[bytes]) -> None:
        target = Path(self.path(place_of(digest)))
        size = file.seek(0, os.SEEK_END)
        with contextlib.suppress(FileNotFoundError):
            os.utime(target)  # somebody's already; now too young to be collected
            if target.stat().st_size == size:
                return
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as part:
                file.seek(0)
                while chunk := file.read(CHUNK):
                    part.write(chunk)
                part.flush()
                os.fsync(part.fileno())
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        for folder in (target.parent, target.parent.parent, target.parent.parent.parent):
            _sync(folder)

    def chunks(self, digest: str, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        path = self.path(place_of(digest))
        try:
            there = stat.S_ISREG(os.lstat(path).st_mode)  # no link that somebody laid there
        except FileNotFoundError:
            there = False
        if not there:
            raise Missing(digest)
        return _pieces(path, start, stop)

    def place(self, digest: str) -> str:
        return self.path(place_of(digest))

    def digests(self) -> Iterator[tuple[str, datetime]]:
        for path in Path(self.location).glob("??/??/*"):
            with contextlib.suppress(FileNotFoundError):
                yield path.name, datetime.fromtimestamp(path.stat().st_mtime, UTC)

    def discard(self, digest: str, *, before: datetime) -> bool:
        target = Path(self.path(place_of(digest)))
        aside = target.with_name(f".{digest}.gone")
        try:
            target.rename(aside)  # from here on, who uploads the same bytes writes them anew
        except FileNotFoundError:
            return False
        if datetime.fromtimestamp(aside.stat().st_mtime, UTC) >= before:
            with contextlib.suppress(FileExistsError):  # kept again a moment ago: put back, unless it is there already
                os.link(aside, target)
            aside.unlink()
            return False
        aside.unlink()
        return True


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _pieces(path: str, start: int, stop: int | None) -> Iterator[bytes]:
    """Opened when the first piece is asked for, so that an answer that is never sent leaves nothing open."""
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC), "rb") as file:
        file.seek(start)
        left = None if stop is None else stop - start
        while left is None or left > 0:
            chunk = file.read(CHUNK if left is None else min(CHUNK, left))
            if not chunk:
                return
            left = None if left is None else left - len(chunk)
            yield chunk


class S3Store(S3Storage):
    """A bucket, private; the platform reads it on behalf of whoever may see."""

    def keep(self, digest: str, file: IO[bytes]) -> None:
        file.seek(0)
        # Again even where it is there: its age is what keeps it from being collected. An object appears whole or not.
        key = self._normalize_name(place_of(digest))
        checked = {"ChecksumAlgorithm": "SHA256"}
        self.connection.meta.client.upload_fileobj(_Lent(file), self.bucket_name, key, ExtraArgs=checked)

    def chunks(self, digest: str, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        if stop is not None and stop <= start:
            return iter(())
        wanted = f"bytes={start}-{'' if stop is None else stop - 1}"
        given = {"Range": wanted} if start or stop is not None else {}
        try:
            answer = self.bucket.Object(self._normalize_name(place_of(digest))).get(**given)
        except self.connection.meta.client.exceptions.ClientError as error:
            if error.response["Error"]["Code"] in {"NoSuchKey", "404"}:
                raise Missing(digest) from None
            raise
        return answer["Body"].iter_chunks(CHUNK)

    def place(self, digest: str) -> str:
        return ""

    def digests(self) -> Iterator[tuple[str, datetime]]:
        for kept in self.bucket.objects.filter(Prefix=self.location):
            yield kept.key.rpartition("/")[2], kept.last_modified

    def discard(self, digest: str, *, before: datetime) -> bool:
        kept = self.bucket.Object(self._normalize_name(place_of(digest)))
        if kept.last_modified >= before:
            return False
        kept.delete()
        return True


class _Lent:
    """A file that boto3 reads and would close."""

    def __init__(self, file: IO[bytes]) -> None:
        self.read = file.read
        self.seek = file.seek
        self.tell = file.tell

    def close(self) -> None:
        """Left to whoever lent it."""
