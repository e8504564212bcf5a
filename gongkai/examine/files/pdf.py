"""PDF: the text of its pages with its places, and what stands in the file beside what is seen."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped, unused-ignore]

from gongkai.examine.body import Content, Link
from gongkai.examine.engine import safe
from gongkai.examine.files.pdf_covers import char_box, covered, is_drawn, unseen
from gongkai.examine.files.pdf_marks import examine_marks
from gongkai.examine.limits import MAX_EXAMINED_CHARACTERS
from gongkai.examine.model import Finding, Place
from gongkai.examine.rules import finding
from gongkai.examine.text.masks import person
from gongkai.report.limits import MAX_PAGES
from gongkai.report.reading.media.pdf import MAX_PAGE_CHARACTERS, opened_pdf
from gongkai.report.reading.media.pdf_rules import MAX_PAGE_OBJECTS

_LINE = re.compile(r"[^\r\n]+")
_TOP_LINES = 4
_END = re.compile(rb"startxref\s+\d+\s+%%EOF")
_SCRIPT = re.compile(rb"/S\s*/(?:JavaScript|Launch)\b|/JavaScript\s*(?:\d+\s+\d+\s+R|<<)")
_MOST_LINKS = 500
_NOTHING = ("unspecified", "untitled", "anonymous", "admin", "administrator", "user")

Bases = dict[tuple[int, int], tuple[int, int]]
"""Page and line → the numbers, on its page, of the line's first character and of the one behind its last."""


def read_pdf(data: bytes, content: Content) -> tuple[list[Finding], Bases]:
    """Put the document's text into ``content``; the findings of what it hides, and where its lines begin."""
    content.wrapped = True
    bases: Bases = {}
    with opened_pdf(data) as handle:
        found = [*_document(handle, data)]
        for name in (b"Title", b"Subject", b"Keywords"):
            content.add(_meta(handle, name), Place(part="Info"))
        count = pdfium.FPDF_GetPageCount(handle)
        scans, characters = [], 0
        for index in range(min(count, MAX_PAGES)):
            sheet = pdfium.FPDF_LoadPage(handle, index)
            if not sheet:
                found.append(finding("part-unreadable", Place(page=index + 1), details={"what": f"{index + 1}"}))
                continue
            try:
                said = _page(handle, sheet, index + 1, content, bases, found)
                if not said and is_drawn(sheet):
                    scans.append(index + 1)
            finally:
                pdfium.FPDF_ClosePage(sheet)
            characters += said
            if characters > MAX_EXAMINED_CHARACTERS:
                break
        if count > MAX_PAGES:
            found.append(finding("limit-reached", Place(), details={"what": "pages", "limit": MAX_PAGES}))
        if scans:
            pages = ", ".join(map(str, scans[:10])) + (" …" if len(scans) > 10 else "")
            said_of = (("some-pages", pages),)
            found.append(finding("picture-only", Place(page=scans[0]), details={"what": said_of}))
    return found, bases


def _document(handle: Any, data: bytes) -> Iterator[Finding]:
    told = []
    for word, name in (("author", b"Author"), ("subject", b"Subject"), ("keywords", b"Keywords")):
        if (value := _meta(handle, name)) and value.lower() not in _NOTHING:
            told.append((word, person(value) if word == "author" else safe(value[:40])))
    if told:
        yield finding("document-properties", Place(part="Info"), details={"what": tuple(told)})
    attached = pdfium.FPDFDoc_GetAttachmentCount(handle)
    if attached > 0:
        yield finding("embedded-object", Place(part="EmbeddedFiles"), details={"count": attached})
    if pdfium.FPDFDoc_GetJavaScriptActionCount(handle) > 0 or _SCRIPT.search(data):
        yield finding("macro", Place(part="JavaScript"))
    earlier = len(_END.findall(data)) - 1
    if b"/Linearized" in data[:1_024]:
        earlier -= 1
    if earlier > 0 and b"/ByteRange" not in data:  # a signature is added to what it signs
        yield finding("earlier-versions", Place(), details={"count": earlier})


def _meta(handle: Any, name: bytes) -> str:
    size = pdfium.FPDF_GetMetaText(handle, name, None, 0)
    if not 2 < size <= 4096:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDF_GetMetaText(handle, name, buffer, size)
    return " ".join(buffer.raw.decode("utf-16-le", "replace").replace("\0", "").split())


def _page(handle: Any, sheet: Any, number: int, content: Content, bases: Bases, found: list[Finding]) -> int:
    """Take one page; how many characters other than blanks it has."""
    text = pdfium.FPDFText_LoadPage(sheet)
    if not text:
        return 0
    try:
        count = min(pdfium.FPDFText_CountChars(text), MAX_PAGE_CHARACTERS)
        characters = _characters(text, count)
        for line, match in enumerate(_LINE.finditer(characters), 1):
            bases[number, line] = match.span()
            content.add(match.group(), Place(paragraph=line, page=number), top=line <= _TOP_LINES)
        if pdfium.FPDFPage_CountObjects(sheet) > MAX_PAGE_OBJECTS:
            said = {"what": "objects of a page", "limit": MAX_PAGE_OBJECTS}
            found.append(finding("limit-reached", Place(page=number), details=said))
        else:
            found += covered(handle, sheet, text, characters, number)
            found += unseen(sheet, text, characters, number)
        found += examine_marks(sheet, text, characters, number, content)
        _links(handle, sheet, number, content)
        return len(characters) - characters.count(" ") - characters.count("\n") - characters.count("\r")
    finally:
        pdfium.FPDFText_ClosePage(text)


def _characters(text: Any, count: int) -> str:
    """One character for each glyph of a page."""
    if count <= 0:
        return ""
    buffer = ctypes.create_string_buffer(2 * count + 2)
    written = pdfium.FPDFText_GetText(text, 0, count, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
    characters = buffer.raw[: 2 * max(written - 1, 0)].decode("utf-16-le", "replace")
    if len(characters) != count:
        codes = (pdfium.FPDFText_GetUnicode(text, index) for index in range(count))
        characters = "".join(chr(code) if 0 < code < 0xD800 or 0xDFFF < code < 0x110000 else " " for code in codes)
    return characters.replace("\x02", "-").replace("\0", " ")


def _links(handle: Any, sheet: Any, number: int, content: Content) -> None:
    start, link = ctypes.c_int(0), pdfium.FPDF_LINK()
    for _ in range(_MOST_LINKS):
        if not pdfium.FPDFLink_Enumerate(sheet, start, link):
            break
        action = pdfium.FPDFLink_GetAction(link)
        if not action or pdfium.FPDFAction_GetType(action) != pdfium.PDFACTION_URI:
            continue
        size = pdfium.FPDFAction_GetURIPath(handle, action, None, 0)
        if 1 < size <= 4096:
            buffer = ctypes.create_string_buffer(size)
            pdfium.FPDFAction_GetURIPath(handle, action, buffer, size)
            content.links.append(Link(buffer.value.decode("utf-8", "replace"), "", Place(page=number)))


def boxed(data: bytes, found: Sequence[Finding], bases: Bases) -> list[Finding]:
    """The findings with the boxes of what they are about, which only the open document tells."""
    wanted = {item.place.page for item in found if item.place.start is not None and item.place.page}
    if not wanted:
        return list(found)
    result = []
    with opened_pdf(data) as handle:
        open_page = _OpenPage(handle)
        for item in found:
            place = item.place
            line = bases.get((place.page or 0, place.paragraph or 0))
            if place.start is None or place.end is None or place.page is None or line is None:
                result.append(item)
                continue
            start, end = line[0] + place.start, line[0] + place.end
            if end > line[1] and (after := bases.get((place.page, (place.paragraph or 0) + 1))):
                end += after[0] - line[1] - 1  # in the text one character parts the two lines
            box = open_page.box(place.page, start, end)
            result.append(replace(item, place=replace(place, box=box)))
        open_page.close()
    return result


class _OpenPage:
    """The page last asked for; findings come page by page."""

    def __init__(self, handle: Any) -> None:
        self.handle = handle
        self.number = 0
        self.sheet: Any = None
        self.text: Any = None

    def box(self, number: int, start: int, end: int) -> tuple[float, float, float, float] | None:
        """The box around some characters of a page."""
        if number != self.number:
            self.close()
            self.number = number
            self.sheet = pdfium.FPDF_LoadPage(self.handle, number - 1)
            self.text = pdfium.FPDFText_LoadPage(self.sheet) if self.sheet else None
        boxes = [box for index in range(start, min(end, start + 400)) if (box := char_box(self.text, index))]
        if not boxes:
            return None
        lefts, bottoms, rights, tops = zip(*boxes, strict=True)
        return (round(min(lefts), 1), round(min(bottoms), 1), round(max(rights), 1), round(max(tops), 1))

    def close(self) -> None:
        if self.text:
            pdfium.FPDFText_ClosePage(self.text)
        if self.sheet:
            pdfium.FPDF_ClosePage(self.sheet)
        self.sheet = self.text = None
