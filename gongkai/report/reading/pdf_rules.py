"""A PDF page's straight lines, by calls of the PDFium library: strokes, thin rectangles, frames, also inside forms."""

from __future__ import annotations

import ctypes
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped, unused-ignore]

from gongkai.report.reading.ruled import Rule

MAX_PAGE_OBJECTS = 100_000
"""Drawn objects (rules, pictures, texts) of one page, forms included, that are looked at."""

MAX_PATH_SEGMENTS = 100_000
"""Segments of one page's paths that are looked at."""

MAX_FORM_DEPTH = 8
"""Forms within forms that are opened to find rules."""

THICKEST_RULE = 3.0
"""Points up to which a filled rectangle is a rule."""

_Matrix = tuple[float, float, float, float, float, float]
_UNIT: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class RuleReader:
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
                for one, other in pairwise(outline):
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
                self.down += [Rule((a + b) / 2, bottom, top) for a, b in ((outer[0], left), (outer[2], right))]
                self.across += [Rule((a + b) / 2, left, right) for a, b in ((outer[1], bottom), (outer[3], top))]
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
