"""PDF with a text layer: glyphs and ruled lines become grids and paragraphs in reading order.

The PDFium library gives glyphs (``pdf_glyphs``) and straight lines (``pdf_rules``); what they mean is decided by pure
geometry in ``printed`` (words, lines, paragraphs) and ``ruled`` (tables). Coordinates are points, turned so that pages
are read upright, y growing downwards.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped, unused-ignore]

from gongkai.report import limits
from gongkai.report.reading.blocks import Block, Document, Grid, GridCell, Paragraph, UnreadableDocument
from gongkai.report.reading.pdf_glyphs import Clips, read_runs
from gongkai.report.reading.pdf_guard import excess
from gongkai.report.reading.pdf_rules import MAX_PAGE_OBJECTS, MAX_PATH_SEGMENTS, RuleReader
from gongkai.report.reading.printed import (
    Line,
    Run,
    cell_text,
    goes_on,
    is_page_number,
    joined_text,
    lines_of,
    margins,
    plain,
)
from gongkai.report.reading.ruled import RuledTable, find_tables

MAX_PAGE_CHARACTERS = 100_000
"""Characters of one page that are looked at."""

_LOCK = Lock()  # PDFium may be used by one thread at a time
_ENCRYPTED = (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
_CATALOGUE = re.compile(rb"(\d{1,8})\s+0\s+obj\s{0,9}<<[^>]{0,500}?/Type\s{0,9}/Catalog")


@dataclass(slots=True)
class _Page:
    """What one page holds before paragraphs are joined across pages."""

    number: int
    width: float = 0.0
    height: float = 0.0
    parts: list[Line | tuple[Grid, RuledTable]] = field(default_factory=list)
    has_text: bool = False
    has_drawing: bool = False


def read_pdf(data: bytes) -> Document:
    """Read a PDF's pages: ruled tables as grids (``page`` set, one per page part), everything else as paragraphs.

    Coordinates are not kept. Page numbers at head and foot are left out; columns without rules are joined by tabs.
    Notes: ``no-text-layer`` with ``pages``, ``limit-reached`` with ``what`` and ``limit``, ``broken-document`` with
    ``what``. Raises UnreadableDocument: ``encrypted`` (a password is needed), ``no-text-layer`` (``pages``),
    ``empty-document``, ``broken-document`` (``what``), ``limit-reached`` (``what``, ``limit``).
    """
    too_much = excess(data)
    if too_much:
        raise UnreadableDocument("limit-reached", what=too_much[0], limit=too_much[1])
    document = Document("application/pdf")
    with _LOCK, _opened(data) as handle:
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
    document.blocks = _blocks(pages)
    if len(document.blocks) > limits.MAX_BLOCKS:
        document.notes.append(("limit-reached", {"what": "blocks", "limit": limits.MAX_BLOCKS}))
        del document.blocks[limits.MAX_BLOCKS :]
    return document


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    start = data.find(b"%PDF-", 0, 4096)
    if start > 0:
        data = data[start:]
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


def _read_pages(handle: Any, document: Document) -> list[_Page]:
    count = pdfium.FPDF_GetPageCount(handle)
    if count > limits.MAX_PAGES:
        document.notes.append(("limit-reached", {"what": "pages", "limit": limits.MAX_PAGES}))
    pages: list[_Page] = []
    broken: list[int] = []
    characters = cells = 0
    for index in range(min(count, limits.MAX_PAGES)):
        sheet = pdfium.FPDF_LoadPage(handle, index)
        if not sheet:
            broken.append(index + 1)
            continue
        try:
            page = _Page(index + 1)
            pages.append(page)
            found = _read_page(sheet, page, document)
        finally:
            pdfium.FPDF_ClosePage(sheet)
        characters += found
        cells += sum(len(part[1].cells) for part in page.parts if isinstance(part, tuple))
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


def _read_page(sheet: Any, page: _Page, document: Document) -> int:
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
        runs, frame = read_runs(sheet, text, count)
        if not runs:
            return count
        page.has_text = True
        page.width, page.height = frame.width, frame.height
        ems = sorted(run.em for run in runs)
        tolerance = min(4.0, max(1.0, 0.4 * ems[len(ems) // 10]))
        tables = find_tables(*frame.turned(rules.across, rules.down), tolerance)
        if tables is None or rules.cut:
            _note(document, "rules of a page", MAX_PATH_SEGMENTS)
        _lay_out(page, runs, tables or [], Clips(text, frame))
    finally:
        pdfium.FPDFText_ClosePage(text)
    return count


def _note(document: Document, what: str, limit: int) -> None:
    note: tuple[str, dict[str, Any]] = ("limit-reached", {"what": what, "limit": limit})
    if note not in document.notes:
        document.notes.append(note)


def _lay_out(page: _Page, runs: list[Run], tables: list[RuledTable], clips: Clips) -> None:
    """Give each run to the table cell that holds it, the rest to lines; both in reading order."""
    held, loose = _shared_out(runs, tables, clips)
    grids: list[tuple[Grid, RuledTable]] = []
    for table, cells in zip(tables, held, strict=True):
        if cells:
            grids.append((_grid(table, cells, page.number), table))
    grids.sort(key=lambda pair: pair[1].ys[0])
    lines = _without_page_numbers(lines_of(loose), page)
    for grid in grids:
        while lines and (lines[0].top + lines[0].bottom) / 2 <= grid[1].ys[0]:
            page.parts.append(lines.pop(0))
        page.parts.append(grid)
    page.parts += lines


def _shared_out(
    runs: list[Run], tables: list[RuledTable], clips: Clips
) -> tuple[list[dict[int, list[Run]]], list[Run]]:
    """The runs in each table's cells, and those outside tables."""
    held: list[dict[int, list[Run]]] = [{} for _ in tables]
    if not tables:
        return held, runs
    loose: list[Run] = []
    inside: list[tuple[Run, int, int]] = []
    over: list[tuple[Run, int, int]] = []
    spills = False
    for run in runs:
        x, y = (run.left + run.right) / 2, (run.top + run.bottom) / 2
        for number, table in enumerate(tables):
            cell = table.cell_at(x, y)
            if cell is not None:
                left, top, right, bottom = table.bounds(cell)
                fits = run.left >= left - 1.5 and run.right <= right + 1.5
                spills = spills or not fits or y - 0.5 * run.em < top - 1.5 or y + 0.5 * run.em > bottom + 1.5
                (inside if fits else over).append((run, number, cell))
                break
        else:
            number = next((number for number, table in enumerate(tables) if table.is_near(x, y, 2 * run.em)), -1)
            visible = clips.cell(run, tables[number]) if number >= 0 else None
            if visible is None:
                loose.append(run)
            else:
                spills = True
                inside.append((run, number, visible))
    for run, number, cell in inside:
        visible = clips.cell(run, tables[number]) if spills else None
        held[number].setdefault(cell if visible is None else visible, []).append(run)
    for run, number, cell in over:
        visible = clips.cell(run, tables[number])
        if visible is not None:
            held[number].setdefault(visible, []).append(run)
            continue
        for part, place in _parted(run, tables[number], cell, set(held[number])):
            held[number].setdefault(place, []).append(part)
    return held, loose


def _parted(run: Run, table: RuledTable, cell: int, taken: set[int]) -> list[tuple[Run, int]]:
    """The parts of a run that reaches over a rule, by the centres of its numbers and characters.

    What would come to stand in a neighbouring cell that has a text of its own stays with the rest of the run.
    """
    middle = (run.top + run.bottom) / 2
    parts: list[list[int]] = []
    end = 0
    for atom in run.atoms():
        found = table.cell_at((atom.left + atom.right) / 2, middle)
        place = cell if found is None else found
        end += len(atom.text)
        if parts and parts[-1][2] == place:
            parts[-1][1] = end
        else:
            parts.append([end - len(atom.text), end, place])
    home = parts[0][2]
    if home in taken:
        home = next((part[2] for part in parts if part[2] not in taken), home)
    for part in parts:
        if part[2] in taken:
            part[2] = home
    return [(run.cut(start, end), place) for start, end, place in parts]


def _grid(table: RuledTable, cells: dict[int, list[Run]], page: int) -> Grid:
    rows: list[list[GridCell]] = [[] for _ in table.owner]
    for number, place in enumerate(table.cells):
        runs = cells.get(number)
        text = cell_text(runs)[: limits.MAX_CELL_CHARACTERS] if runs else ""
        rows[place.row].append(GridCell(text, place.col, place.colspan, place.rowspan))
    if table.open_top and all(not cell.text and cell.rowspan == 1 for cell in rows[0]):
        del rows[0]
    if table.open_bottom and rows[-1] and all(not cell.text for cell in rows[-1]) and _spans_fit(rows[:-1]):
        del rows[-1]
    return Grid(rows, page)


def _spans_fit(rows: list[list[GridCell]]) -> bool:
    return all(index + cell.rowspan <= len(rows) for index, row in enumerate(rows) for cell in row)


def _without_page_numbers(lines: list[Line], page: _Page) -> list[Line]:
    if lines and lines[-1].top > 0.88 * page.height and _is_page_number(lines[-1], lines[-2:-1], page):
        lines.pop()
    if lines and lines[0].bottom < 0.1 * page.height and _is_page_number(lines[0], lines[1:2], page):
        lines.pop(0)
    return lines


def _is_page_number(line: Line, neighbours: list[Line], page: _Page) -> bool:
    """A number between dashes, or a bare one near to the page's own that stands apart from the text."""
    if not is_page_number(line.text):
        return False
    if not line.text.isdigit():
        return True
    apart = all(max(other.top - line.bottom, line.top - other.bottom) > line.em for other in neighbours)
    return apart and abs(int(line.text) - page.number) <= 30


def _blocks(pages: list[_Page]) -> list[Block]:
    """Pages to blocks; lines of one paragraph are joined, also over a page's end."""
    edges: dict[int, list[Line]] = {}
    for page in pages:
        lines = [part for part in page.parts if isinstance(part, Line) and "\t" not in part.text]
        edges.setdefault(round(page.width), []).extend(lines)
    columns = {width: margins(lines) for width, lines in edges.items() if lines}
    blocks: list[Block] = []
    before: Line | None = None
    before_page = 0
    for page in pages:
        left, right = columns.get(round(page.width), (0.0, page.width))
        for part in page.parts:
            if not isinstance(part, Line):
                blocks.append(part[0])
                before = None
                continue
            last = blocks[-1] if blocks else None
            if (
                before is not None
                and isinstance(last, Paragraph)
                and len(last.text) + len(part.text) < limits.MAX_CELL_CHARACTERS
                and goes_on(before, part, left, right, same_page=before_page == page.number)
            ):
                last.text = joined_text(last.text, part.text, before.right > right - 0.6 * before.em)
            else:
                blocks.append(Paragraph(part.text[: limits.MAX_CELL_CHARACTERS], page=page.number))
            before, before_page = part, page.number
    return blocks


def _ranges(numbers: list[int]) -> str:
    """``[1, 2, 3, 5]`` as ``1–3、5``."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][-1] + 1:
            ranges[-1][1:] = [number]
        else:
            ranges.append([number])
    return "、".join("–".join(map(str, span)) for span in ranges)
