"""Office documents of 97–2003: their text and properties; what they hide is not to be found with certainty."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import Any

import olefile

from gongkai.examine.engine import safe
from gongkai.examine.model import Finding, Place
from gongkai.examine.rules import finding
from gongkai.examine.text.masks import person
from gongkai.report.reading.blocks import UnreadableDocument
from gongkai.report.reading.media.ole import MAX_STREAMS

_BROKEN = (OSError, struct.error, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)
_KINDS = {
    "worddocument": ("doc", "as-docx"),
    "wpsdocument": ("doc", "as-docx"),
    "workbook": ("xls", "as-xlsx"),
    "book": ("xls", "as-xlsx"),
    "powerpoint document": ("ppt", "as-pptx"),
}
_MACROS = frozenset(("vba", "_vba_project_cur", "macros"))


def examine_ole(data: bytes) -> list[Finding]:
    """Properties, macros, embedded objects, and that no more was looked for."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            entries = container.listdir(streams=True, storages=True)
            if len(entries) > MAX_STREAMS:
                raise UnreadableDocument("limit-reached", what="parts", limit=MAX_STREAMS)
            return [*_streams([[part.lower() for part in entry] for entry in entries]), *_properties(container)]
    except _BROKEN as error:
        raise UnreadableDocument("broken-document", what="ole") from error


def _streams(entries: list[list[str]]) -> Iterator[Finding]:
    top = {entry[0] for entry in entries if entry}
    if "encryptedpackage" in top:
        yield finding("encrypted", Place())
        return
    what, instead = next((kind for name, kind in _KINDS.items() if name in top), ("unknown", "as-pdf"))
    yield finding("examined-in-part", Place(), details={"what": what, "instead": instead})
    if any(_MACROS.intersection(entry) for entry in entries):
        yield finding("macro", Place())
    objects = {entry[1] for entry in entries if len(entry) > 1 and entry[0] == "objectpool"}
    if objects:
        yield finding("embedded-object", Place(part="ObjectPool"), details={"count": len(objects)})


def _properties(container: olefile.OleFileIO[str]) -> Iterator[Finding]:
    meta: Any = container.get_metadata()

    def text(value: object) -> str:
        raw = value.decode("utf-8" if _is_utf8(value) else "gb18030", "replace") if isinstance(value, bytes) else value
        return " ".join(str(raw or "").replace("\0", "").split())[:60]

    people = (("author", text(meta.author)), ("last-saved-by", text(meta.last_saved_by)))
    told = [(word, person(name)) for word, name in people if name]
    company = text(meta.company)
    if company:
        told.append(("company", safe(company)))
    if told:
        yield finding("document-properties", Place(part="SummaryInformation"), details={"what": tuple(told)})


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
