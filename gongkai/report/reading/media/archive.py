"""The zip package around .docx and .xlsx: parts are unpacked when asked for, within the limits, as safe XML."""

from __future__ import annotations

import io
import lzma
import posixpath
import struct
import zipfile
import zlib

from lxml import etree

from gongkai.report import limits
from gongkai.report.reading.blocks import UnreadableDocument

MAX_ENTRIES = 20_000
"""Parts a package may list; real ones have a few dozen."""

MAX_ELEMENTS = 1_500_000
"""Start and end tags of one XML part: a tree costs some 120 bytes for each, whatever the part's size."""

_CHUNK = 1 << 20
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    OSError,
    EOFError,
    ValueError,
    KeyError,
    IndexError,
    OverflowError,
    NotImplementedError,  # zipfile: a compression or version it does not know
    RuntimeError,
)
"""What the standard library raises over a damaged package, or one of a kind that it does not know."""

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT = (
    # ISO 29500 strict names what everybody else writes as "transitional": one spelling from here on
    (b"http://purl.oclc.org/ooxml/officeDocument", b"http://schemas.openxmlformats.org/officeDocument/2006"),
    (b"http://purl.oclc.org/ooxml/wordprocessingml", b"http://schemas.openxmlformats.org/wordprocessingml/2006"),
    (b"http://purl.oclc.org/ooxml/spreadsheetml", b"http://schemas.openxmlformats.org/spreadsheetml/2006"),
)


class Archive:
    """One opened package. Part names are compared without case; a backslash counts as a slash."""

    def __init__(self, data: bytes) -> None:
        self._unpacked = 0
        if data.count(b"PK\x01\x02") > MAX_ENTRIES:
            raise UnreadableDocument("limit-reached", what="parts", limit=MAX_ENTRIES)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except BROKEN as error:
            raise UnreadableDocument("broken-document", what="zip") from error
        self._parts = {_key(info.filename): info for info in self._zip.infolist()}

    def names(self) -> list[str]:
        """The parts of the package, in its order."""
        return [info.filename.replace("\\", "/").lstrip("/") for info in self._parts.values()]

    def read(self, name: str) -> bytes | None:
        """The bytes of a part, or None where the package has no such part."""
        info = self._parts.get(_key(name))
        if info is None:
            return None
        if info.flag_bits & 0x1:
            raise UnreadableDocument("encrypted")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise UnreadableDocument("broken-document", what=info.filename)
        allowed = min(limits.MAX_PART_BYTES, limits.MAX_UNPACKED_BYTES - self._unpacked)
        if info.file_size > allowed:
            raise UnreadableDocument("limit-reached", what="unpacked-bytes", limit=allowed)
        chunks: list[bytes] = []
        size = 0
        try:
            with self._zip.open(info) as part:
                while chunk := part.read(_CHUNK):
                    size += len(chunk)
                    if size > allowed:  # the declared size lied
                        raise UnreadableDocument("limit-reached", what="unpacked-bytes", limit=allowed)
                    chunks.append(chunk)
        except BROKEN as error:
            raise UnreadableDocument("broken-document", what=info.filename) from error
        self._unpacked += size
        return b"".join(chunks)

    def xml(self, name: str) -> etree._Element | None:
        """A part as an element tree, or None where there is no such part."""
        data = self.read(name)
        return None if data is None else parse_xml(data, name)

    def relationships(self, part: str) -> dict[str, tuple[str, str]]:
        """What ``part`` ("" for the package) points to inside the package: id → (last word of the type, part name)."""
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        found: dict[str, tuple[str, str]] = {}
        for relationship in () if root is None else root.iter(_RELATIONSHIP):
            if relationship.get("TargetMode") == "External":
                continue
            target = (relationship.get("Target") or "").replace("\\", "/")
            kind = (relationship.get("Type") or "").rpartition("/")[2]
            path = target if target.startswith("/") else posixpath.join(folder, target)
            found[relationship.get("Id") or ""] = (kind, posixpath.normpath(path).lstrip("/"))
        return found

    def main_part(self, default: str) -> str:
        """The part the package names as its main document, else ``default``."""
        for kind, target in self.relationships("").values():
            if kind == "officeDocument" and _key(target) in self._parts:
                return target
        return default

    def title(self) -> str | None:
        """The title among the document's properties, if it says one and can be read."""
        try:
            root = self.xml("docProps/core.xml")
        except UnreadableDocument:
            return None
        text = None if root is None else root.findtext("{http://purl.org/dc/elements/1.1/}title")
        return (text or "").strip()[: limits.MAX_CELL_CHARACTERS] or None


def parse_xml(data: bytes, what: str) -> etree._Element:
    """A tree without entities, DTD, comments or network; nesting is bounded by libxml2 (256 without ``huge_tree``)."""
    if data.count(b"<") > MAX_ELEMENTS or data.count(b"=") > 2 * MAX_ELEMENTS:
        raise UnreadableDocument("limit-reached", what="elements", limit=MAX_ELEMENTS)
    for strict, transitional in _STRICT:
        if strict in data:
            data = data.replace(strict, transitional)
    for encoding in ("ascii", "utf-16-le", "utf-16-be"):
        if "<!DOCTYPE".encode(encoding) in data:
            raise UnreadableDocument("broken-document", what=what)
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        if "xcessive depth" in str(error):
            raise UnreadableDocument("limit-reached", what="depth", limit=256) from error
        raise UnreadableDocument("broken-document", what=what) from error
    # A document type written in an encoding that hides its letters from the search above.
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableDocument("broken-document", what=what)
    return root


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
