"""OLE containers: Word 97–2003 (.doc), WPS Writer (.wps) and Excel (.xls), told apart by their streams.

WPS Writer's own .wps files carry a Word-compatible ``WordDocument`` stream and read as such. Other programs' files
under that name (Microsoft Works, WPS for DOS) are refused with ``unknown-wps``.
"""

from __future__ import annotations

import io
import struct

import olefile

from gongkai.report import limits
from gongkai.report.reading.blocks import Document, UnreadableDocument
from gongkai.report.reading.media.collector import Collector
from gongkai.report.reading.media.word_binary import read_word
from gongkai.report.reading.media.xls import read_workbook

WORD = "application/msword"
WPS = "application/kswps"
"""A Word-compatible document in a stream of WPS's own name; the registered vnd.ms-works is another program's format."""
EXCEL = "application/vnd.ms-excel"

MAX_STREAMS = 20_000

_WORD_STREAMS = {"worddocument": WORD, "wpsdocument": WPS}
_WORKBOOK_STREAMS = ("workbook", "book")
_OTHER_WPS = ("contents", "matost", "wpsworddocument")
_SUMMARY = "\x05summaryinformation"
_CODE_PAGES = {936: "gb18030", 54936: "gb18030", 1200: "utf-16-le", 65001: "utf-8", 950: "big5", 1252: "cp1252"}

# What olefile and struct raise over bytes that are no such container, or no longer one.
_BROKEN = (OSError, struct.error, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)


def read_ole(data: bytes) -> Document:
    """Read a .doc, .wps or .xls; raises :class:`UnreadableDocument` where the container holds none of them."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            return _read(container)
    except UnreadableDocument:
        raise
    except _BROKEN as error:
        raise UnreadableDocument("broken-document", what="ole") from error


def _read(container: olefile.OleFileIO[str]) -> Document:
    entries = container.listdir(streams=True, storages=False)
    if len(entries) > MAX_STREAMS:
        raise UnreadableDocument("limit-reached", what="parts", limit=MAX_STREAMS)
    streams = {entry[0].lower(): entry[0] for entry in entries if len(entry) == 1}

    def stream(name: str) -> bytes:
        if name not in streams:
            return b""
        return bytes(container.openstream([streams[name]]).read(limits.MAX_PART_BYTES))

    if "encryptedpackage" in streams:
        raise UnreadableDocument("encrypted")
    for name, media_type in _WORD_STREAMS.items():
        if name in streams:
            document = Document(media_type, title=_title(stream(_SUMMARY)))
            read_word(
                stream(name),
                {table: stream(table) for table in ("0table", "1table")},
                stream("data"),
                Collector(document),
                foreign=media_type == WPS,
            )
            return document
    for name in _WORKBOOK_STREAMS:
        if name in streams:
            document = Document(EXCEL, title=_title(stream(_SUMMARY)))
            read_workbook(stream(name), Collector(document))
            return document
    if any(name in streams for name in _OTHER_WPS):
        raise UnreadableDocument("unknown-wps")
    raise UnreadableDocument("unknown-format", what="ole", streams=", ".join(sorted(streams.values())[:8]))


def _title(summary: bytes) -> str | None:
    """The title among the document's properties (property 2 of the first set), in their code page (property 1)."""
    try:
        (begin,) = struct.unpack_from("<I", summary, 44)
        (count,) = struct.unpack_from("<I", summary, begin + 4)
        places = {}
        for i in range(min(count, 64)):
            key, offset = struct.unpack_from("<II", summary, begin + 8 + 8 * i)
            places[key] = begin + offset
        code_page = struct.unpack_from("<H", summary, places[1] + 4)[0] if 1 in places else 1252
        kind, size = struct.unpack_from("<II", summary, places[2])
        raw = summary[places[2] + 8 : places[2] + 8 + (size * 2 if kind == 31 else size)]
        text = raw.decode("utf-16-le" if kind == 31 else _CODE_PAGES.get(code_page, "gb18030"))
    except (struct.error, KeyError, UnicodeDecodeError, OverflowError):
        return None
    return text.rstrip("\0").strip()[: limits.MAX_CELL_CHARACTERS] or None
