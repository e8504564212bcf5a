"""Taking a file in: piece by piece to the disk, looked at, kept in the store. The database is not touched.

It is done before the act that notes it, so that no transaction waits for a disk; bytes that no act ever notes are
collected after a day (`gongkai manage collect_files`).
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, Any

from django.conf import settings
from django.core.files import File as DjangoFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from gongkai.web.files.kinds import Kind, kind_of, packed, taken, unpacked_size
from gongkai.web.files.names import extension_of, safe_name
from gongkai.web.files.pictures import measure, without_place
from gongkai.web.files.refusals import Refused
from gongkai.web.files.stores import CHUNK, store

_IN_MEMORY = 1 << 20


@dataclass(frozen=True)
class Received:
    """A file whose bytes are in the store: what an action makes a `File` of."""

    sha256: str
    size: int
    media_type: str
    name: str
    width: int | None = None
    height: int | None = None
    #: A photograph that tells where it was taken.
    located: bool = False


#: The same with its bytes, where they are kept elsewhere.
Held = tuple[Received, bytes]


def receive(source: IO[bytes] | DjangoFile | Iterable[bytes], *, name: str) -> Received:
    """Keep the bytes and say what they are.

    :raises Refused: with what to do, where the file is too large, of a kind that is not taken, or dangerous.
    """
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
        received = _examined(source, file, name, settings.FILES_LARGEST)
        store().keep(received.sha256, file)
    return received


def hold(source: IO[bytes] | DjangoFile | Iterable[bytes], *, name: str, largest: int) -> Held:
    """The same of a file that is kept elsewhere, encrypted: its bytes, which no store has.

    :raises Refused: as `receive` does.
    """
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
        received = _examined(source, file, name, largest)
        file.seek(0)
        return received, file.read()


def _examined(source: Any, file: IO[bytes], name: str, largest: int) -> Received:
    digest, size = _spool(source, file, largest)
    kind = kind_of(file, extension_of(name))
    if kind not in taken():
        raise Refused(_("本系统不接收%(kind)s。请转换成其他格式后再上传。"), code="kind", params={"kind": kind.label})
    found = _looked_at(file, kind)
    return Received(digest, size, kind.media_type, safe_name(name, kind.extensions), *found)


def _spool(source: Any, file: IO[bytes], largest: int) -> tuple[str, int]:
    """Copy in pieces, counting and hashing."""
    digest, size = hashlib.sha256(), 0
    for chunk in _pieces(source):
        size += len(chunk)
        if size > largest:
            raise too_large(largest)
        digest.update(chunk)
        file.write(chunk)
    return digest.hexdigest(), size


def _pieces(source: Any) -> Iterable[bytes]:
    if hasattr(source, "chunks"):
        return source.chunks(CHUNK)
    if hasattr(source, "read"):
        return iter(lambda: source.read(CHUNK), b"")
    return source


def _looked_at(file: IO[bytes], kind: Kind) -> tuple[int, int, bool] | tuple[()]:
    if packed(kind):
        _unpackable(file)
    if kind.is_image:
        found = measure(file, kind.media_type)
        return found.width, found.height, found.located
    return ()


def _unpackable(file: IO[bytes]) -> None:
    try:
        size = unpacked_size(file, settings.FILES_LARGEST_UNPACKED)
    except Exception as error:  # zipfile raises whatever its parts raise over damaged bytes
        raise Refused(_("文件已损坏，打不开。请用办公软件打开并另存后再上传。"), code="broken") from error
    if size > settings.FILES_LARGEST_UNPACKED:
        raise Refused(
            _("文档展开后超过 %(limit)s。请删去其中过大的图片或表格后再上传。"),
            code="bomb",
            params={"limit": filesizeformat(settings.FILES_LARGEST_UNPACKED)},
        )


def placeless(photograph: Received) -> Received:
    """The same picture without what the camera noted in it, above all where it was taken."""
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
        for chunk in store().chunks(photograph.sha256):
            file.write(chunk)
        extension, data = without_place(file, photograph.media_type)
    return receive([data], name=photograph.name.rpartition(".")[0] + extension)


def too_large(largest: int) -> Refused:
    return Refused(
        _("文件超过 %(limit)s。请压缩其中的图片，或分成几个文件上传。"),
        code="large",
        params={"limit": filesizeformat(largest)},
    )
