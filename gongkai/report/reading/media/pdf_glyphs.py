"""A PDF page's glyphs, by calls of the PDFium library: characters, boxes as they are seen, and what hides them."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped, unused-ignore]

from gongkai.report.reading.media.pdf_calls import glyph_boxes, is_generated
from gongkai.report.reading.media.pdf_unseen import without
from gongkai.report.reading.media.printed import CHARACTER_GAP, Run, plain
from gongkai.report.reading.media.ruled import Line, RuledTable

_BLANK = re.compile("[\x00-\x20\x7f-\xa0\xad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff\uffff]")

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

    def box(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        """A box of PDF coordinates (y growing upwards) as it is seen: left, top, right, bottom, y growing downwards."""
        if self.turns == 0:
            return left - self.left, self.top - top, right - self.left, self.top - bottom
        if self.turns == 1:
            return bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
        if self.turns == 2:
            return self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
        return self.top - top, self.right - right, self.top - bottom, self.right - left

    def turned(self, across: Iterable[Line], down: Iterable[Line]) -> tuple[list[Line], list[Line]]:
        """Rules of PDF coordinates as they are seen."""
        x, y = (self.left, 1), (self.top, -1)
        if self.turns == 1:
            x, y = (self.left, 1), (self.bottom, 1)
        elif self.turns == 2:
            x, y = (self.right, -1), (self.bottom, 1)
        elif self.turns == 3:
            x, y = (self.right, -1), (self.top, -1)
        lying, standing = _moved(across, x, y), _moved(down, y, x)
        return (standing, lying) if self.turns % 2 else (lying, standing)


def _moved(lines: Iterable[Line], along: tuple[float, int], across: tuple[float, int]) -> list[Line]:
    """Lines with coordinates counted from another origin, backwards where its sign is -1; ``along`` is their own."""
    (origin, sign), (level, way) = along, across
    if sign > 0:
        return [(way * (at - level), start - origin, end - origin) for at, start, end in lines]
    return [(way * (at - level), origin - end, origin - start) for at, start, end in lines]


def read_runs(sheet: Any, text: Any, count: int, unseen: set[int]) -> tuple[list[Run], Frame]:
    """A page's glyphs, without those of ``unseen`` objects, as runs in the order they are drawn, and their frame."""
    if count <= 0:
        return [], Frame(sheet, 0)
    characters = _characters(text, count)
    if unseen:
        characters = without(characters, text, unseen)
    flat = glyph_boxes(text, count)
    _mend_boxes(text, characters, flat)
    frame = Frame(sheet, _turns(sheet, text, characters))
    upright = frame.turns == 0
    left0, top0, width, height = frame.left, frame.top, frame.width + 2, frame.height + 2
    runs: list[Run] = []
    run: Run | None = None
    end = lowest = highest = nearest = furthest = 0.0  # where the run ends, and where a glyph of it would stand
    spaced = False
    generated = is_generated(text)
    glyphs = zip(characters, flat[0::4], flat[1::4], flat[2::4], flat[3::4], strict=True)
    for place, (character, left, top, right, bottom) in enumerate(glyphs):
        if character == " ":
            spaced = True
            continue
        if upright:
            left, top, right, bottom = left - left0, top0 - top, right - left0, top0 - bottom
        else:
            left, top, right, bottom = frame.box(left, top, right, bottom)
        middle = (top + bottom) / 2
        if left > width or right < -2 or not -2 <= middle <= height:
            continue
        if run is not None and not spaced and lowest < bottom < highest and nearest < left - end < furthest:
            run.right = end = right
            run.text += character
            run.edges.append((left, right))
            continue
        wide = right - left
        em = wide if character > "\u2e80" and wide > 0 else min(bottom - top, 2 * wide) or 1.0
        run = Run(left, top, right, bottom, character, place, [(left, right)], em, spaced and place > 0)
        if run.spaced and runs and character < "\u2000" and runs[-1].text[-1] < "\u2000":
            run.spaced = not generated(place - 1)
        runs.append(run)
        spaced = False
        end, lowest, highest = right, bottom - 0.3 * em, bottom + 0.3 * em
        nearest, furthest = -0.35 * em, CHARACTER_GAP * em
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
    sample = _sample(characters)
    if not sample:
        return
    heights = [top - bottom for top, bottom in zip(flat[1::4], flat[3::4], strict=True)]
    usual = sorted(heights[place] for place in sample)[len(sample) // 2]
    low, high = 0.4 * usual, 2.5 * usual
    if any(em > 0 and not 0.6 <= usual / em <= 2.2 for em, _, _, _ in (_size(text, place) for place in sample[:5])):
        low = high  # no height on this page is believed
    for place in [place for place, height in enumerate(heights) if not low < height < high]:
        character = characters[place]
        if character == " ":
            continue
        where = place * 4
        left, top, right, bottom = flat[where : where + 4]
        em, size, x, y = _size(text, place)
        if em <= 0 or (0.5 <= (top - bottom) / em <= 2.0 and right - left <= 2 * em):
            continue
        if abs(right - left - size) < 0.02 * size and abs(top - bottom - size) < 0.02 * size:  # vertical writing
            flat[where : where + 4] = x - em / 2, y, x + em / 2, y - em
        else:
            right = right if 0 < right - left <= 2 * em else left + (em if character > "\u2e80" else em / 2)
            flat[where : where + 4] = left, y + 0.88 * em, right, y - 0.12 * em


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

    def drawn_apart(self, run: Run, *, loose: bool = False) -> list[Run]:
        """A run cut where two of its figures were drawn by different calls: numbers too wide for their cells touch.

        Where no rule stands between them (``loose``), or every figure was drawn by itself, the gap between two numbers
        is another than that within them.
        """
        drawn = [pdfium.FPDFText_GetTextObject(self._text, run.first + index) for index in range(len(run.text))]
        calls = [ctypes.addressof(item.contents) if item else 0 for item in drawn]
        gaps = {
            index: run.edges[index][0] - run.edges[index - 1][1]
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
