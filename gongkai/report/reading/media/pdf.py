"""PDF with a text layer: glyphs and ruled lines become rows of texts and paragraphs in reading order.

The PDFium library gives glyphs (``pdf_glyphs``) and straight lines (``pdf_rules``); what they mean is decided by pure
geometry in ``printed`` (words, lines, paragraphs), ``ruled`` (tables) and ``pdf_pages`` (what stands in which cell).
Coordinates are points, turned so that pages are read upright, y growing downwards.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped, unused-ignore]

from gongkai.report import limits
from gongkai.report.reading.blocks import Document, UnreadableDocument
from gongkai.report.reading.media.pdf_fonts import use_own_font
from gongkai.report.reading.media.pdf_glyphs import Clips, read_runs
from gongkai.report.reading.media.pdf_guard import excess
from gongkai.report.reading.media.pdf_pages import Page, blocks_of, lay_out
from gongkai.report.reading.media.pdf_rules import MAX_PAGE_OBJECTS, MAX_PATH_SEGMENTS, RuleReader
from gongkai.report.reading.media.pdf_unseen import unseen_texts
from gongkai.report.reading.media.printed import plain
from gongkai.report.reading.media.ruled import find_tables

MAX_PAGE_CHARACTERS = 100_000
"""Characters of one page that are looked at."""

_LOCK = Lock()  # PDFium may be used by one thread at a time
_ENCRYPTED = (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
_CATALOGUE = re.compile(rb"(\d{1,8})\s+0\s+obj\s{0,9}<<[^>]{0,500}?/Type\s{0,9}/Catalog")


def read_pdf(data: bytes) -> Document:
    """Read a PDF's pages: ruled tables as the texts of their rows, page by page, everything else as paragraphs.

    Coordinates are not kept. Page numbers at head and foot are left out; columns without rules are joined by tabs.
    Notes: ``no-text-layer`` with ``pages``, ``limit-reached`` with ``what`` and ``limit``, ``broken-document`` with
    ``what``. Raises UnreadableDocument: ``encrypted`` (a password is needed), ``no-text-layer`` (``pages``),
    ``empty-document``, ``broken-document`` (``what``), ``limit-reached`` (``what``, ``limit``).
    """
    document = Document("application/pdf")
    with opened_pdf(data) as handle:
        document.title = _title(handle)
        pages = _read_pages(handle, document)
    scans = [page.number for page in pages if page.has_drawing and not page.has_text]
    if not any(page.has_text for page in pages):
        if scans:
            raise UnreadableDocument("no-text-layer", pages=_ranges(scans))
        for rule, details in document.notes:
            raise UnreadableDocument(rule, **details)
        raise UnreadableDocument("empty-document")
    if scans:
        document.notes.append(("no-text-layer", {"pages": _ranges(scans)}))
    if b"%%EOF" not in data[-4096:]:
        document.notes.append(("partly-broken", {"what": "no end of file"}))
    document.blocks = blocks_of(pages)
    if len(document.blocks) > limits.MAX_BLOCKS:
        document.notes.append(("limit-reached", {"what": "blocks", "limit": limits.MAX_BLOCKS}))
        del document.blocks[limits.MAX_BLOCKS :]
    return document


@contextmanager
def opened_pdf(data: bytes) -> Iterator[Any]:
    """PDFium's handle of a document, nobody else's meanwhile; raises UnreadableDocument as ``read_pdf`` does."""
    too_much = excess(data)
    if too_much:
        raise UnreadableDocument("limit-reached", what=too_much[0], limit=too_much[1])
    with _LOCK, _opened(data) as handle:
        yield handle


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    start = data.find(b"%PDF-", 0, 4096)
    if start > 0:
        data = data[start:]
    use_own_font()
    handle = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not handle and pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_FORMAT:
        data = _with_trailer(data)
        handle = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not handle:
        error = pdfium.FPDF_GetLastError()
        if error in _ENCRYPTED:
            raise UnreadableDocument("encrypted")
        raise UnreadableDocument("broken-document", what="no PDF structure" if start >= 0 else "no PDF header")
    try:
        yield handle
    finally:
        pdfium.FPDF_CloseDocument(handle)


def _with_trailer(data: bytes) -> bytes:
    """A file that lost its end with a new one, which names the last catalogue found."""
    catalogues = _CATALOGUE.findall(data)
    return data + b"\ntrailer<</Root %s 0 R>>\n%%%%EOF" % catalogues[-1] if catalogues else data


def _title(handle: Any) -> str | None:
    size = pdfium.FPDF_GetMetaText(handle, b"Title", None, 0)
    if not 2 < size <= 4096:
        return None
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDF_GetMetaText(handle, b"Title", buffer, size)
    return plain(buffer.raw.decode("utf-16-le", "replace").rstrip("\0").strip()) or None


def _read_pages(handle: Any, document: Document) -> list[Page]:
    count = pdfium.FPDF_GetPageCount(handle)
    if count > limits.MAX_PAGES:
        document.notes.append(("limit-reached", {"what": "pages", "limit": limits.MAX_PAGES}))
    pages: list[Page] = []
    broken: list[int] = []
    characters = cells = 0
    for index in range(min(count, limits.MAX_PAGES)):
        sheet = pdfium.FPDF_LoadPage(handle, index)
        if not sheet:
            broken.append(index + 1)
            continue
        try:
            page = Page(index + 1)
            pages.append(page)
            found = _read_page(sheet, page, document)
        finally:
            pdfium.FPDF_ClosePage(sheet)
        characters += found
        cells += page.cells
        if characters > limits.MAX_TEXT_CHARACTERS:
            document.notes.append(("limit-reached", {"what": "characters", "limit": limits.MAX_TEXT_CHARACTERS}))
            break
        if cells > limits.MAX_CELLS:
            document.notes.append(("limit-reached", {"what": "cells", "limit": limits.MAX_CELLS}))
            break
    if broken:
        document.notes.append(("partly-broken", {"what": "pages " + _ranges(broken)}))
        if not pages:
            raise UnreadableDocument("broken-document", what="no page can be opened")
    return pages


def _read_page(sheet: Any, page: Page, document: Document) -> int:
    """Fill ``page``; the number of characters looked at."""
    objects: int = pdfium.FPDFPage_CountObjects(sheet)
    if objects > MAX_PAGE_OBJECTS:
        _note(document, "objects of a page", MAX_PAGE_OBJECTS)
        return 0
    rules = RuleReader()
    rules.read_page(sheet, objects)
    page.has_drawing = rules.pictures > 0 or rules.curves > 20
    text = pdfium.FPDFText_LoadPage(sheet)
    if not text:
        return 0
    try:
        count: int = pdfium.FPDFText_CountChars(text)
        if count > MAX_PAGE_CHARACTERS:
            _note(document, "characters of a page", MAX_PAGE_CHARACTERS)
            count = MAX_PAGE_CHARACTERS
        runs, frame = read_runs(sheet, text, count, unseen_texts(rules))
        if not runs:
            return count
        page.has_text = True
        page.width, page.height = frame.width, frame.height
        ems = sorted(run.em for run in runs)
        tolerance = min(4.0, max(1.0, 0.4 * ems[len(ems) // 10]))
        tables = find_tables(*frame.turned(rules.across.items(), rules.down.items()), tolerance)
        if tables is None or rules.cut:
            _note(document, "rules of a page", MAX_PATH_SEGMENTS)
        lay_out(page, runs, tables or [], Clips(text, frame))
    finally:
        pdfium.FPDFText_ClosePage(text)
    return count


def _note(document: Document, what: str, limit: int) -> None:
    note: tuple[str, dict[str, Any]] = ("limit-reached", {"what": what, "limit": limit})
    if note not in document.notes:
        document.notes.append(note)


def _ranges(numbers: list[int]) -> str:
    """``[1, 2, 3, 5]`` as ``1–3、5``."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][-1] + 1:
            ranges[-1][1:] = [number]
        else:
            ranges.append([number])
    return "、".join("–".join(map(str, span)) for span in ranges)
