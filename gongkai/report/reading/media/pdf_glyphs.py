"""A PDF page's glyphs, by calls of the PDFium library: characters, boxes as they are seen, and what hides them."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterable, Iterator
from itertools import compress, pairwise
from operator import sub
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped, unused-ignore]

from gongkai.report.reading.media.pdf_calls import glyph_boxes, is_generated
from gongkai.report.reading.media.pdf_unseen import without
from gongkai.report.reading.media.printed import CHARACTER_GAP, Boxes, Run, plain
from gongkai.report.reading.media.ruled import Line, RuledTable

_BLANK = re.compile("[\x00-\x1f\x7f-\xa0\xad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff\uffff]")

_WORD = re.compile("[^ ]+")

_SAME_GAP = 0.06
"""Of an em: figures of one number stand this evenly."""


class Frame:
    """The visible part of a page, and how its contents are turned to be read upright."""

    def __init__(self, sheet: Any, turns: int) -> None:
        box = pdfium.FS_RECTF(0.0, 842.0, 595.0, 0.0)
        pdfium.FPDF_GetPageBoundingBox(sheet, box)
        self.left, self.right = sorted((box.left, box.right))
        self.bottom, self.top = sorted((box.bottom, box.top))
        self.turns = turns % 4  # quarters clockwise
        self.width, self.height = self.right - self.left, self.top - self.bottom
        if self.turns % 2:
            self.width, self.height = self.height, self.width
        # from where x and y are counted, and in which direction
        self._x = (self.left, 1) if self.turns < 2 else (self.right, -1)
        self._y = (self.bottom, 1) if self.turns in (1, 2) else (self.top, -1)

    def boxes(self, boxes: Boxes) -> Boxes:
        """Boxes of PDF coordinates (y growing upwards) as they are seen, y growing downwards."""
        left, top, right, bottom = boxes
        if self._x[1] < 0:
            left, right = right, left
        if self._y[1] > 0:
            top, bottom = bottom, top
        left, right = _counted(left, *self._x), _counted(right, *self._x)
        top, bottom = _counted(top, *self._y), _counted(bottom, *self._y)
        return (top, left, bottom, right) if self.turns % 2 else (left, top, right, bottom)

    def turned(self, across: Iterable[Line], down: Iterable[Line]) -> tuple[list[Line], list[Line]]:
        """Rules of PDF coordinates as they are seen."""
        lying, standing = _moved(across, self._x, self._y), _moved(down, self._y, self._x)
        return (standing, lying) if self.turns % 2 else (lying, standing)


def _counted(values: list[float], origin: float, sign: int) -> list[float]:
    """Coordinates counted from another origin, backwards where the sign is -1."""
    if sign < 0:
        return [origin - value for value in values]
    return [value - origin for value in values] if origin else values


def _moved(lines: Iterable[Line], along: tuple[float, int], across: tuple[float, int]) -> list[Line]:
    """Lines counted from another origin: their pieces by ``along``, where they lie by ``across``."""
    (origin, sign), (level, way) = along, across
    if sign > 0:
        return [
            (way * (at - level), [(start - origin, end - origin) for start, end in pieces] if origin else pieces)
            for at, pieces in lines
        ]
    return [(way * (at - level), [(origin - end, origin - start) for start, end in pieces]) for at, pieces in lines]


def read_runs(sheet: Any, text: Any, count: int, unseen: set[int]) -> tuple[list[Run], Frame]:
    """A page's glyphs, without those of ``unseen`` objects, as runs in the order they are drawn, and their frame."""
    if count <= 0:
        return [], Frame(sheet, 0)
    characters = _characters(text, count)
    if unseen:
        characters = without(characters, text, unseen)
    marks = [character != " " for character in characters]
    boxes = glyph_boxes(text, marks)
    _mend_boxes(text, characters, boxes, marks)
    frame = Frame(sheet, _turns(sheet, text, characters))
    generated = is_generated(text)
    runs: list[Run] = []
    for run in _runs(characters, frame.boxes(boxes), frame):
        if run.spaced and runs and run.text[0] < "\u2000" and runs[-1].text[-1] < "\u2000":
            run.spaced = not generated(run.first - 1)
        runs.append(run)
    return runs, frame


def _runs(characters: str, boxes: Boxes, frame: Frame) -> Iterator[Run]:
    """The runs of glyphs that lie on the page; where a space was is told by ``spaced``."""
    lefts, tops, rights, bottoms = boxes
    width, height = frame.width + 2, frame.height + 2
    for word in _WORD.finditer(characters):
        start, end = word.span()
        spaced = start > 0
        while start < end:
            left, top, right, bottom = lefts[start], tops[start], rights[start], bottoms[start]
            if left > width or right < -2 or not -2 <= (top + bottom) / 2 <= height:
                start += 1
                continue
            wide = right - left
            em = wide if characters[start] > "\u2e80" and wide > 0 else min(bottom - top, 2 * wide) or 1.0
            lowest, highest = bottom - 0.3 * em, bottom + 0.3 * em
            nearest, furthest = -0.35 * em, CHARACTER_GAP * em
            stop = start + 1
            while (
                stop < end
                and lowest < bottoms[stop] < highest
                and nearest < lefts[stop] - right < furthest
                and lefts[stop] <= width
            ):
                right = rights[stop]
                stop += 1
            yield Run(left, top, right, bottom, characters[start:stop], start, em, spaced, boxes)
            start, spaced = stop, False


def _characters(text: Any, count: int) -> str:
    """One character for each glyph of a page; a space for everything that leaves no mark."""
    buffer = ctypes.create_string_buffer(2 * count + 2)
    written = pdfium.FPDFText_GetText(text, 0, count, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
    characters = buffer.raw[: 2 * max(written - 1, 0)].decode("utf-16-le", "replace")
    if len(characters) != count:  # glyphs without a meaning, characters beyond the basic plane
        codes = (pdfium.FPDFText_GetUnicode(text, index) for index in range(count))
        characters = "".join(chr(code) if code < 0xD800 or 0xDFFF < code < 0x110000 else " " for code in codes)
    characters = characters.replace("\x02", "-").replace("\ufffe", "-")  # PDFium's marks for a hyphen at a line's end
    return _BLANK.sub(" ", plain(characters.replace("\r\n", "  ")))


def _mend_boxes(text: Any, characters: str, boxes: Boxes, marks: list[bool]) -> None:
    """Correct the boxes of glyphs whose font says nothing true about its height.

    PDFium does not scale the boxes of fonts for vertical writing, and it believes a font's ascent and descent.
    """
    sample = _sample(characters)
    if not sample:
        return
    lefts, tops, rights, bottoms = boxes
    usual = sorted([tops[place] - bottoms[place] for place in sample])[len(sample) // 2]
    low, high = 0.4 * usual, 2.5 * usual
    if any(em > 0 and not 0.6 <= usual / em <= 2.2 for em, _, _, _ in (_size(text, place) for place in sample[:5])):
        low = high  # no height on this page is believed
    heights = [*map(sub, compress(tops, marks), compress(bottoms, marks))]
    if low < min(heights) and max(heights) < high:
        return
    for place, height in zip(compress(range(len(marks)), marks), heights, strict=True):
        if low < height < high:
            continue
        left, top, right, bottom = lefts[place], tops[place], rights[place], bottoms[place]
        em, size, x, y = _size(text, place)
        if em <= 0 or (0.5 <= (top - bottom) / em <= 2.0 and right - left <= 2 * em):
            continue
        if abs(right - left - size) < 0.02 * size and abs(top - bottom - size) < 0.02 * size:  # vertical writing
            left, top, right, bottom = x - em / 2, y, x + em / 2, y - em
        else:
            right = right if 0 < right - left <= 2 * em else left + (em if characters[place] > "\u2e80" else em / 2)
            top, bottom = y + 0.88 * em, y - 0.12 * em
        lefts[place], tops[place], rights[place], bottoms[place] = left, top, right, bottom


def _sample(characters: str) -> list[int]:
    step = max(1, len(characters) // 25)
    return [place for place in range(0, len(characters), step) if characters[place] != " "]


def _size(text: Any, place: int) -> tuple[float, float, float, float]:
    """(em in points, font size before scaling, x, y of the origin) of a glyph."""
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFText_GetMatrix(text, place, matrix):
        return 0.0, 0.0, 0.0, 0.0
    size = pdfium.FPDFText_GetFontSize(text, place)
    return abs(size) * math.hypot(matrix.c, matrix.d), size, matrix.e, matrix.f


def _turns(sheet: Any, text: Any, characters: str) -> int:
    """Quarters by which a page is turned clockwise so that most of its text is upright, whatever its /Rotate says."""
    sample = _sample(characters)
    quarters = [round(-pdfium.FPDFText_GetCharAngle(text, place) / (math.pi / 2)) % 4 for place in sample]
    usual = max(set(quarters), key=quarters.count) if quarters else 0
    turns: int = usual if quarters.count(usual) > 0.6 * len(quarters) else pdfium.FPDFPage_GetRotation(sheet)
    return turns


class Clips:
    """The boxes outside of which drawn texts are hidden: spreadsheets cut a label off so at its cell's edge."""

    def __init__(self, text: Any, frame: Frame) -> None:
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
                (x1,), (y1,), (x2,), (y2,) = self._frame.boxes(([min(xs)], [max(ys)], [max(xs)], [min(ys)]))
                left, top, right, bottom = max(left, x1), max(top, y1), min(right, x2), min(bottom, y2)
        if not (left < right and top < bottom):
            return None
        cell = table.cell_at((left + right) / 2, (top + bottom) / 2)
        if cell is None:
            return None
        edges = table.bounds(cell)
        inside = left > edges[0] - 3 and top > edges[1] - 3 and right < edges[2] + 3 and bottom < edges[3] + 3
        return cell if inside else None

    def drawn_apart(self, run: Run, *, loose: bool = False) -> list[Run]:
        """A run cut where two of its figures were drawn by different calls: numbers too wide for their cells touch.

        Where no rule stands between them (``loose``), or every figure was drawn by itself, the gap between two numbers
        is another than that within them.
        """
        drawn = [pdfium.FPDFText_GetTextObject(self._text, run.first + index) for index in range(len(run.text))]
        calls = [ctypes.addressof(item.contents) if item else 0 for item in drawn]
        edges = run.edges
        gaps = {
            index: edges[index][0] - edges[index - 1][1]
            for index in range(1, len(calls))
            if run.text[index - 1 : index + 1].isdigit()
        }
        cuts = [index for index in gaps if calls[index] != calls[index - 1]]
        if cuts and (loose or len(cuts) + 1 == sum(character.isdigit() for character in run.text)):
            within = sorted(gap for index, gap in gaps.items() if index not in cuts) or sorted(gaps.values())
            usual = within[len(within) // 2]
            cuts = [index for index in cuts if abs(gaps[index] - usual) > _SAME_GAP * run.em]
        pieces = [run.cut(start, end) for start, end in pairwise([0, *cuts, len(calls)])] if cuts else [run]
        for piece in pieces[1:]:
            piece.spaced = True
        return pieces

    def _count(self, clip: Any, path: int) -> int:
        count: int = pdfium.FPDFClipPath_CountPathSegments(clip, path)
        return min(count, 50)

    def _read(self, clip: Any, path: int, index: int) -> tuple[float, float]:
        x, y = self._point
        pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(clip, path, index), x, y)
        return x.value, y.value
