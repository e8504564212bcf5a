"""PDF with a text layer: glyphs and ruled lines become grids and paragraphs in reading order.

All calls of the PDFium library are here; what its glyphs and rules mean is decided in ``printed`` (words, lines,
paragraphs) and ``ruled`` (tables). Coordinates are points, turned so that the page is read upright, y growing downwards.
"""

from __future__ import annotations

import ctypes
import math
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import pypdfium2.raw as pdfium

from gongkai.report import limits
from gongkai.report.reading.blocks import Block, Document, Grid, GridCell, Paragraph, UnreadableDocument
from gongkai.report.reading.printed import (
    CHARACTER_GAP,
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
from gongkai.report.reading.ruled import Rule, RuledTable, find_tables

MAX_PAGE_CHARACTERS = 100_000
"""Characters of one page that are looked at."""

MAX_PAGE_OBJECTS = 100_000
"""Drawn objects (rules, pictures, texts) of one page, forms included, that are looked at."""

MAX_PATH_SEGMENTS = 100_000
"""Segments of one page's paths that are looked at."""

MAX_FORM_DEPTH = 8
"""Forms within forms that are opened to find rules."""

MAX_CONTENT_BYTES = 64 * 1024 * 1024
"""Unpacked bytes of one compressed stream that is no picture; a document with a larger one is refused unopened."""

THICKEST_RULE = 3.0
"""Points up to which a filled rectangle is a rule."""

_LOCK = Lock()  # PDFium may be used by one thread at a time
_ENCRYPTED = (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
_BLANK = re.compile("[\x00-\x20\x7f-\xa0\xad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff\uffff]")
_STREAM = re.compile(rb"stream\r?\n")
_Matrix = tuple[float, float, float, float, float, float]
_UNIT: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


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
    if _unpacks_too_far(data):
        raise UnreadableDocument("limit-reached", what="unpacked bytes", limit=MAX_CONTENT_BYTES)
    document = Document("application/pdf")
    with _LOCK, _opened(data) as handle:
        document.title = _title(handle)
        pages = _read_pages(handle, document)
    scans = [page.number for page in pages if page.has_drawing and not page.has_text]
    if not any(page.has_text for page in pages):
        if scans:
            raise UnreadableDocument("no-text-layer", pages=_ranges(scans))
        raise UnreadableDocument("empty-document")
    if scans:
        document.notes.append(("no-text-layer", {"pages": _ranges(scans)}))
    if b"%%EOF" not in data[-4096:]:
        document.notes.append(("broken-document", {"what": "no end of file"}))
    document.blocks = _blocks(pages)
    return document


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    start = data.find(b"%PDF-", 0, 4096)
    if start > 0:
        data = data[start:]
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
        document.notes.append(("broken-document", {"what": "pages " + _ranges(broken)}))
        if not pages:
            raise UnreadableDocument("broken-document", what="no page can be opened")
    return pages


def _read_page(sheet: Any, page: _Page, document: Document) -> int:
    """Fill ``page``; the number of characters looked at."""
    objects = pdfium.FPDFPage_CountObjects(sheet)
    if objects > MAX_PAGE_OBJECTS:
        _note(document, "objects of a page", MAX_PAGE_OBJECTS)
        page.has_drawing = True
        return 0
    rules = _Rules()
    rules.read_page(sheet, objects)
    page.has_drawing = rules.pictures > 0 or rules.curves > 20
    text = pdfium.FPDFText_LoadPage(sheet)
    if not text:
        return 0
    try:
        count = pdfium.FPDFText_CountChars(text)
        if count > MAX_PAGE_CHARACTERS:
            _note(document, "characters of a page", MAX_PAGE_CHARACTERS)
            count = MAX_PAGE_CHARACTERS
        runs, frame = _runs(sheet, text, count)
        if not runs:
            return count
        page.has_text = True
        page.width, page.height = frame.width, frame.height
        ems = sorted(run.em for run in runs)
        tolerance = min(4.0, max(1.0, 0.4 * ems[len(ems) // 10]))
        tables = find_tables(*frame.turned(rules.across, rules.down), tolerance)
        if tables is None or rules.cut:
            _note(document, "rules of a page", MAX_PATH_SEGMENTS)
        _lay_out(page, runs, tables or [], _Clips(text, frame))
    finally:
        pdfium.FPDFText_ClosePage(text)
    return count


def _note(document: Document, what: str, limit: int) -> None:
    note: tuple[str, dict[str, object]] = ("limit-reached", {"what": what, "limit": limit})
    if note not in document.notes:
        document.notes.append(note)


# Glyphs


class _Frame:
    """The visible part of a page, and how its contents are turned to be read upright."""

    def __init__(self, sheet: Any, turns: int) -> None:
        box = [ctypes.c_float() for _ in range(4)]
        edges = [0.0, 0.0, 595.0, 842.0]
        if pdfium.FPDFPage_GetCropBox(sheet, *box) or pdfium.FPDFPage_GetMediaBox(sheet, *box):
            edges = [edge.value for edge in box]
        self.left, self.right = sorted((edges[0], edges[2]))
        self.bottom, self.top = sorted((edges[1], edges[3]))
        self.turns = turns % 4  # quarters clockwise
        self.width, self.height = self.right - self.left, self.top - self.bottom
        if self.turns % 2:
            self.width, self.height = self.height, self.width

    def box(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        """A box of PDF coordinates (y growing upwards) as it is seen: left, top, right, bottom, y growing downwards."""
        if self.turns == 0:
            return left - self.left, self.top - top, right - self.left, self.top - bottom
        if self.turns == 1:
            return bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
        if self.turns == 2:
            return self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
        return self.top - top, self.right - right, self.top - bottom, self.right - left

    def turned(self, across: list[Rule], down: list[Rule]) -> tuple[list[Rule], list[Rule]]:
        """Rules as they are seen."""
        seen_across, seen_down = [], []
        for at, start, end in across:
            left, top, right, bottom = self.box(start, at, end, at)
            if self.turns % 2:
                seen_down.append(Rule(left, top, bottom))
            else:
                seen_across.append(Rule(top, left, right))
        for at, start, end in down:
            left, top, right, bottom = self.box(at, end, at, start)
            if self.turns % 2:
                seen_across.append(Rule(top, left, right))
            else:
                seen_down.append(Rule(left, top, bottom))
        return seen_across, seen_down


def _runs(sheet: Any, text: Any, count: int) -> tuple[list[Run], _Frame]:
    """A page's glyphs as runs, in the order they are drawn, and the frame they are seen in."""
    characters = _characters(text, count)
    boxes = (pdfium.FS_RECTF * max(count, 1))()
    get, first, size = pdfium.FPDFText_GetLooseCharBox, boxes[0], ctypes.sizeof(pdfium.FS_RECTF)
    byref = ctypes.byref
    for offset in range(0, count * size, size):
        get(text, offset // size, byref(first, offset))
    flat = memoryview(boxes).cast("B").cast("f").tolist()
    _mend_boxes(text, characters, flat)
    frame = _Frame(sheet, pdfium.FPDFPage_GetRotation(sheet) - _slant(text, characters))
    upright = frame.turns == 0
    left0, top0, width, height = frame.left, frame.top, frame.width + 2, frame.height + 2
    runs: list[Run] = []
    run: Run | None = None
    spaced = False
    for place, character in enumerate(characters):
        if character == " ":
            spaced = True
            continue
        where = place * 4
        if upright:
            left, right = flat[where] - left0, flat[where + 2] - left0
            top, bottom = top0 - flat[where + 1], top0 - flat[where + 3]
        else:
            left, top, right, bottom = frame.box(*flat[where : where + 4])
        middle = (top + bottom) / 2
        if left > width or right < -2 or not -2 <= middle <= height:
            continue
        if run is not None and not spaced:
            gap = left - run.right
            if abs(bottom - run.bottom) < 0.3 * run.em and -0.35 * run.em < gap < CHARACTER_GAP * run.em:
                run.right = right
                run.text += character
                run.edges.append((left, right))
                continue
        wide = right - left
        em = wide if character > "\u2e80" and wide > 0 else min(bottom - top, 2 * wide) or 1.0
        run = Run(left, top, right, bottom, character, place, [(left, right)], em, spaced and place > 0)
        if run.spaced and runs and character < "\u2000" and runs[-1].text[-1] < "\u2000":
            run.spaced = not pdfium.FPDFText_IsGenerated(text, place - 1)
        runs.append(run)
        spaced = False
    return runs, frame


def _characters(text: Any, count: int) -> str:
    """One character for each glyph of a page; a space for everything that leaves no mark."""
    buffer = ctypes.create_string_buffer(2 * count + 2)
    written = pdfium.FPDFText_GetText(text, 0, count, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
    characters = buffer.raw[: 2 * max(written - 1, 0)].decode("utf-16-le", "replace")
    if len(characters) != count:  # glyphs without a meaning, characters beyond the basic plane
        codes = (pdfium.FPDFText_GetUnicode(text, index) for index in range(count))
        characters = "".join(chr(code) if code < 0xD800 or 0xDFFF < code < 0x110000 else " " for code in codes)
    characters = characters.replace("\x02", "-").replace("\ufffe", "-")  # PDFium's marks for a hyphen at a line's end
    return _BLANK.sub(" ", plain(characters))


def _mend_boxes(text: Any, characters: str, flat: list[float]) -> None:
    """Correct the boxes of glyphs whose font says nothing true about its height.

    PDFium does not scale the boxes of fonts for vertical writing, and it believes a font's ascent and descent.
    """
    heights = sorted(flat[1::4][place] - flat[3::4][place] for place in _sample(characters))
    if not heights:
        return
    usual = heights[len(heights) // 2]
    samples = [_size(text, place) for place in _sample(characters)[:5]]
    doubtful = any(em > 0 and not 0.6 <= usual / em <= 2.2 for em, _, _, _ in samples)
    for place, character in enumerate(characters):
        if character == " ":
            continue
        where = place * 4
        left, top, right, bottom = flat[where : where + 4]
        if not doubtful and 0.4 * usual < top - bottom < 2.5 * usual:
            continue
        em, size, x, y = _size(text, place)
        if em <= 0 or (0.5 <= (top - bottom) / em <= 2.0 and right - left <= 2 * em):
            continue
        if abs(right - left - size) < 0.02 * size and abs(top - bottom - size) < 0.02 * size:  # vertical writing
            flat[where : where + 4] = x - em / 2, y, x + em / 2, y - em
        else:
            right = right if 0 < right - left <= 2 * em else left + (em if character > "\u2e80" else em / 2)
            flat[where : where + 4] = left, y + 0.88 * em, right, y - 0.12 * em


def _sample(characters: str) -> list[int]:
    places = [place for place, character in enumerate(characters) if character != " "]
    return places[:: max(1, len(places) // 20)]


def _size(text: Any, place: int) -> tuple[float, float, float, float]:
    """(em in points, font size before scaling, x, y of the origin) of a glyph."""
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFText_GetMatrix(text, place, matrix):
        return 0.0, 0.0, 0.0, 0.0
    size = pdfium.FPDFText_GetFontSize(text, place)
    return abs(size) * math.hypot(matrix.c, matrix.d), size, matrix.e, matrix.f


def _slant(text: Any, characters: str) -> int:
    """Quarters by which most of a page's text is turned clockwise."""
    quarters = [round(pdfium.FPDFText_GetCharAngle(text, place) / (math.pi / 2)) % 4 for place in _sample(characters)]
    usual = max(set(quarters), key=quarters.count) if quarters else 0
    return usual if quarters.count(usual) > 0.7 * len(quarters) else 0


# Rules


class _Rules:
    """The straight lines of a page, in PDF coordinates, and how many pictures and other shapes it has."""

    def __init__(self) -> None:
        self.across: list[Rule] = []
        self.down: list[Rule] = []
        self.pictures = 0
        self.curves = 0
        self.cut = False
        self._objects = MAX_PAGE_OBJECTS
        self._segments = MAX_PATH_SEGMENTS
        self._box = tuple(ctypes.c_float() for _ in range(4))
        self._matrix = pdfium.FS_MATRIX()

    def read_page(self, sheet: Any, count: int) -> None:
        get, kind, text = pdfium.FPDFPage_GetObject, pdfium.FPDFPageObj_GetType, pdfium.FPDF_PAGEOBJ_TEXT
        for index in range(count):
            item = get(sheet, index)
            what = kind(item)
            if what != text:
                self._add(item, what, _UNIT, 0)

    def _add(self, item: Any, kind: int, matrix: _Matrix, depth: int) -> None:
        self._objects -= 1
        if self._objects < 0:
            self.cut = True
        elif kind == pdfium.FPDF_PAGEOBJ_FORM:
            if depth >= MAX_FORM_DEPTH or not pdfium.FPDFPageObj_GetMatrix(item, self._matrix):
                return
            inner = _times(_plain_matrix(self._matrix), matrix)
            for index in range(min(pdfium.FPDFFormObj_CountObjects(item), max(self._objects, 0))):
                child = pdfium.FPDFFormObj_GetObject(item, index)
                if child:
                    self._add(child, pdfium.FPDFPageObj_GetType(child), inner, depth + 1)
        elif kind in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE):
            self.pictures += kind == pdfium.FPDF_PAGEOBJ_IMAGE
            left, bottom, right, top = self._box
            if not pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
                return
            corners = _through(matrix, left.value, bottom.value), _through(matrix, right.value, top.value)
            if not self._thin(*corners) and kind == pdfium.FPDF_PAGEOBJ_PATH:
                self._add_path(item, matrix)

    def _thin(self, one: tuple[float, float], other: tuple[float, float]) -> bool:
        """Take a thin box for a rule; a dot may be part of a dotted rule either way."""
        left, right = (one[0], other[0]) if one[0] <= other[0] else (other[0], one[0])
        bottom, top = (one[1], other[1]) if one[1] <= other[1] else (other[1], one[1])
        flat, narrow = top - bottom <= THICKEST_RULE, right - left <= THICKEST_RULE
        if flat:
            self.across.append(Rule((top + bottom) / 2, left, right))
        if narrow:
            self.down.append(Rule((left + right) / 2, bottom, top))
        return flat or narrow

    def _add_path(self, item: Any, matrix: _Matrix) -> None:
        """Rules from a path that is wide and high: a frame, a whole table drawn at once, a row of rules."""
        count = pdfium.FPDFPath_CountSegments(item)
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        if not pdfium.FPDFPath_GetDrawMode(item, fill, stroke) or (not stroke.value and count <= 5):
            return
        if not pdfium.FPDFPageObj_GetMatrix(item, self._matrix):
            return
        matrix = _times(_plain_matrix(self._matrix), matrix)
        outlines = self._outlines(item, count, matrix)
        if stroke.value:
            for outline in outlines:
                for one, other in zip(outline, outline[1:], strict=False):
                    if not self._thin(one, other):
                        self.curves += 1
            return
        boxes = [box for box in map(_box_of, outlines) if box]
        self.curves += len(outlines) - len(boxes)
        outer: tuple[float, float, float, float] | None = None
        for left, bottom, right, top in boxes:
            if self._thin((left, bottom), (right, top)):
                continue
            if outer and _ring(outer, (left, bottom, right, top)):
                for one, other, start, end in ((outer[0], left, bottom, top), (outer[2], right, bottom, top)):
                    self.down.append(Rule((one + other) / 2, start, end))
                for one, other, start, end in ((outer[1], bottom, left, right), (outer[3], top, left, right)):
                    self.across.append(Rule((one + other) / 2, start, end))
            outer = (left, bottom, right, top)

    def _outlines(self, item: Any, count: int, matrix: _Matrix) -> list[list[tuple[float, float]]]:
        """The path's points, one list for each of its parts; curves are taken by their end points."""
        if count > self._segments:
            count, self.cut = max(self._segments, 0), True
        self._segments -= count
        outlines: list[list[tuple[float, float]]] = []
        x, y = self._box[0], self._box[1]
        for index in range(count):
            segment = pdfium.FPDFPath_GetPathSegment(item, index)
            if not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
                continue
            point = _through(matrix, x.value, y.value)
            if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO or not outlines:
                outlines.append([point])
            else:
                outlines[-1].append(point)
            if pdfium.FPDFPathSegment_GetClose(segment):
                outlines[-1].append(outlines[-1][0])
        return outlines


def _box_of(outline: list[tuple[float, float]]) -> tuple[float, float, float, float] | None:
    """The box of a rectangle or of a mitred border side; None for any other shape."""
    if not 4 <= len(outline) <= 6:
        return None
    xs, ys = [x for x, _ in outline], [y for _, y in outline]
    box = min(xs), min(ys), max(xs), max(ys)
    if box[2] - box[0] > THICKEST_RULE and box[3] - box[1] > THICKEST_RULE:
        square = all(min(x - box[0], box[2] - x) < 0.5 and min(y - box[1], box[3] - y) < 0.5 for x, y in outline)
        return box if square else None
    return box


def _ring(outer: tuple[float, float, float, float], inner: tuple[float, float, float, float]) -> bool:
    """Whether two boxes are the outer and inner edge of one frame."""
    gaps = inner[0] - outer[0], inner[1] - outer[1], outer[2] - inner[2], outer[3] - inner[3]
    return all(0 <= gap <= THICKEST_RULE + 1 for gap in gaps)


def _plain_matrix(matrix: Any) -> _Matrix:
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(first: _Matrix, then: _Matrix) -> _Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _through(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    if matrix is _UNIT:
        return x, y
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


# Layout


class _Clips:
    """The boxes outside of which drawn texts are hidden: spreadsheets cut a label off so at its cell's edge."""

    def __init__(self, text: Any, frame: _Frame) -> None:
        self._text, self._frame = text, frame
        self._point = ctypes.c_float(), ctypes.c_float()

    def cell(self, run: Run, table: RuledTable) -> int | None:
        """The cell to which the visible box of a run belongs; None where it is no cell and lies in none."""
        item = pdfium.FPDFText_GetTextObject(self._text, run.first)
        clip = pdfium.FPDFPageObj_GetClipPath(item) if item else None
        left, top, right, bottom = 0.0, 0.0, self._frame.width, self._frame.height
        for path in range(min(pdfium.FPDFClipPath_CountPaths(clip), 20) if clip else 0):
            points = [self._read(clip, path, index) for index in range(self._count(clip, path))]
            if points:
                xs, ys = [x for x, _ in points], [y for _, y in points]
                box = self._frame.box(min(xs), max(ys), max(xs), min(ys))
                left, top, right, bottom = max(left, box[0]), max(top, box[1]), min(right, box[2]), min(bottom, box[3])
        if not (left < right and top < bottom):
            return None
        cell = table.cell_at((left + right) / 2, (top + bottom) / 2)
        if cell is None:
            return None
        edges = table.bounds(cell)
        inside = left > edges[0] - 3 and top > edges[1] - 3 and right < edges[2] + 3 and bottom < edges[3] + 3
        return cell if inside else None

    def _count(self, clip: Any, path: int) -> int:
        return min(pdfium.FPDFClipPath_CountPathSegments(clip, path), 50)

    def _read(self, clip: Any, path: int, index: int) -> tuple[float, float]:
        x, y = self._point
        pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(clip, path, index), x, y)
        return x.value, y.value


def _lay_out(page: _Page, runs: list[Run], tables: list[RuledTable], clips: _Clips) -> None:
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
    runs: list[Run], tables: list[RuledTable], clips: _Clips
) -> tuple[list[dict[int, list[Run]]], list[Run]]:
    """The runs in each table's cells, and those outside tables."""
    held: list[dict[int, list[Run]]] = [{} for _ in tables]
    loose: list[Run] = []
    if not tables:
        return held, runs
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
            loose.append(run)
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
    if lines and lines[-1].top > 0.86 * page.height and is_page_number(lines[-1].text):
        lines.pop()
    if lines and lines[0].bottom < 0.12 * page.height and is_page_number(lines[0].text):
        lines.pop(0)
    return lines


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


def _unpacks_too_far(data: bytes) -> bool:
    """Whether a small compressed stream unpacks to more than ``MAX_CONTENT_BYTES``; pictures do not count."""
    for match in _STREAM.finditer(data):
        start = match.end()
        unpacker = zlib.decompressobj()
        try:
            size = len(unpacker.decompress(data[start : start + 512], 200_000))
            if size < 100_000:  # ordinary text and fonts are packed to a tenth, not to a two-hundredth
                continue
            if b"/Image" in data[max(0, start - 600) : start].rpartition(b"obj")[2]:
                continue
            rest, position = unpacker.unconsumed_tail, start + 512
            while size <= MAX_CONTENT_BYTES and not unpacker.eof:
                if not rest:
                    rest, position = data[position : position + 65536], position + 65536
                    if not rest:
                        break
                size += len(unpacker.decompress(rest, 1_000_000))
                rest = unpacker.unconsumed_tail
        except zlib.error:
            continue
        if size > MAX_CONTENT_BYTES:
            return True
    return False
