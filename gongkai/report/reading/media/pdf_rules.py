"""A PDF page's straight lines, by calls of the PDFium library: strokes, thin rectangles, frames, also inside forms."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import Any

from gongkai.report.reading.media import pdf_calls
from gongkai.report.reading.media.pdf_calls import Address, Floats

MAX_PAGE_OBJECTS = 100_000
"""Drawn objects (rules, pictures, texts) of one page, forms included, that are looked at."""

MAX_PATH_SEGMENTS = 100_000
"""Segments of one page's paths that are looked at."""

MAX_FORM_DEPTH = 8
"""Forms within forms that are opened to find rules."""

THICKEST_RULE = 3.0
"""Points up to which a filled rectangle is a rule."""

_KINDS = (pdf_calls.PATH, pdf_calls.IMAGE, pdf_calls.FORM, pdf_calls.TEXT, pdf_calls.SHADING)
_UNIT: Floats = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_SIDES = 5  # points of a closed rectangle
_Point = tuple[float, float]


class RuleReader:
    """The straight lines of a page, in PDF coordinates, how many pictures and other shapes it has, and its objects."""

    def __init__(self) -> None:
        self.across: defaultdict[float, list[tuple[float, float]]] = defaultdict(list)  # what is drawn at each height
        self.down: defaultdict[float, list[tuple[float, float]]] = defaultdict(list)
        self.texts: list[tuple[list[Address], Floats]] = []  # objects, and the matrix of the forms around them
        self.images: list[tuple[list[Address], Floats]] = []
        self.paths: list[tuple[list[Address], Floats]] = []
        self.shadings = 0
        self.pictures = 0
        self.curves = 0
        self.cut = False
        self._objects = MAX_PAGE_OBJECTS
        self._segments = MAX_PATH_SEGMENTS

    def read_page(self, sheet: Any, count: int) -> None:
        """Rules of the first ``count`` objects of a page."""
        self._read(pdf_calls.page_objects(sheet, count), _UNIT, 0)

    def _read(self, items: list[Address], matrix: Floats, depth: int) -> None:
        self._objects -= len(items)
        of_kind: dict[int, list[Address]] = {kind: [] for kind in _KINDS}
        for item, kind in zip(items, pdf_calls.kinds(items), strict=True):
            if kind in of_kind:
                of_kind[kind].append(item)
        paths, images, forms, texts, shadings = of_kind.values()
        self.texts.append((texts, matrix))
        self.images.append((images, matrix))
        self.paths.append((paths, matrix))
        self.shadings += len(shadings)
        self.pictures += len(images)
        self._not_thin(images, matrix)
        self._add_paths(self._not_thin(self._not_cells(paths, matrix), matrix), matrix)
        if depth >= MAX_FORM_DEPTH:
            return
        for form, own in zip(forms, pdf_calls.matrices(forms), strict=True):
            if self._objects <= 0:
                self.cut = True
            elif own is not None:
                self._read(pdf_calls.form_objects(form, self._objects), _times(own, matrix), depth + 1)

    def _not_cells(self, paths: list[Address], above: Floats) -> list[Address]:
        """The paths that are no stroked rectangles: most tables are drawn as these, cell by cell."""
        five = [path for path, count in zip(paths, pdf_calls.segment_counts(paths), strict=True) if count == _SIDES]
        stroked = [path for path, mode in zip(five, pdf_calls.draw_modes(five), strict=True) if mode and mode[1]]
        cells: set[Address] = set()
        matrices, corners = pdf_calls.matrices(stroked), pdf_calls.corners(stroked, _SIDES)
        for path, own, points in zip(stroked, matrices, corners, strict=True):
            if own is not None and points is not None:
                matrix = own if above is _UNIT else _times(own, above)
                if matrix[1] == matrix[2] == 0 and self._add_rectangle(points, matrix):
                    cells.add(path)
        return [path for path in paths if path not in cells] if cells else paths

    def _not_thin(self, items: list[Address], matrix: Floats) -> list[Address]:
        """The objects whose boxes are no rules."""
        large = []
        for item, box in zip(items, pdf_calls.bounds(items), strict=True):
            if box is not None:
                left, bottom, right, top = box if matrix is _UNIT else box_through(matrix, box)
                if (right - left > THICKEST_RULE < top - bottom) or not self._thin((left, bottom), (right, top)):
                    large.append(item)
        return large

    def _thin(self, one: _Point, other: _Point) -> bool:
        """Take a thin box for a rule; a dot may be part of a dotted rule either way."""
        left, bottom, right, top = box_through(_UNIT, one + other)
        flat, narrow = top - bottom <= THICKEST_RULE, right - left <= THICKEST_RULE
        if flat:
            self.across[(top + bottom) / 2].append((left, right))
        if narrow:
            self.down[(left + right) / 2].append((bottom, top))
        return flat or narrow

    def _add_paths(self, paths: list[Address], above: Floats) -> None:
        """Rules from paths that are wide and high: frames, whole tables drawn at once, rows of rules."""
        counts, modes = pdf_calls.segment_counts(paths), pdf_calls.draw_modes(paths)
        for path, count, mode, own in zip(paths, counts, modes, pdf_calls.matrices(paths), strict=True):
            if own is not None and mode is not None and (mode[1] or count > _SIDES):
                matrix = own if above is _UNIT else _times(own, above)
                self._add_path(path, count, matrix, stroked=bool(mode[1]))

    def _add_rectangle(self, points: Floats, matrix: Floats) -> bool:
        """The sides of a path if its five points go round a rectangle that is wide and high."""
        left, bottom, x2, y2, right, top, x4, y4, x5, y5 = points
        if x5 != left or y5 != bottom:
            return False
        if not (x2 == left and y2 == top and x4 == right and y4 == bottom) and not (
            x2 == right and y2 == bottom and x4 == left and y4 == top
        ):
            return False
        a, _, _, d, e, f = matrix
        left, right, bottom, top = left * a + e, right * a + e, bottom * d + f, top * d + f
        if left > right:
            left, right = right, left
        if bottom > top:
            bottom, top = top, bottom
        if right - left <= THICKEST_RULE or top - bottom <= THICKEST_RULE:
            return False
        lying, standing = (left, right), (bottom, top)
        self.across[bottom].append(lying)
        self.across[top].append(lying)
        self.down[left].append(standing)
        self.down[right].append(standing)
        return True

    def _add_path(self, path: Address, count: int, matrix: Floats, *, stroked: bool) -> None:
        outlines = self._outlines(path, count, matrix)
        if stroked:
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
                for outside, inside in ((outer[0], left), (outer[2], right)):
                    self.down[(outside + inside) / 2].append((bottom, top))
                for outside, inside in ((outer[1], bottom), (outer[3], top)):
                    self.across[(outside + inside) / 2].append((left, right))
            outer = (left, bottom, right, top)

    def _outlines(self, path: Address, count: int, matrix: Floats) -> list[list[_Point]]:
        """The path's points, one list for each of its parts; curves are taken by their end points."""
        if count > self._segments:
            count, self.cut = max(self._segments, 0), True
        self._segments -= count
        outlines: list[list[_Point]] = []
        if not count:
            return outlines
        points = pdf_calls.points(path, count)
        ways = pdf_calls.moves_and_closes(path, count)
        for point, (moves, closes) in zip(points, ways, strict=True):
            if point is None:
                return []
            if moves or not outlines:
                outlines.append([])
            outlines[-1].append(_through(matrix, *point))
            if closes:
                outlines[-1].append(outlines[-1][0])
        return outlines


def _box_of(outline: list[_Point]) -> tuple[float, float, float, float] | None:
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


def _times(first: Floats, then: Floats) -> Floats:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def box_through(matrix: Floats, box: Floats) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of a box given by opposite corners, behind ``matrix``."""
    one, other = _through(matrix, box[0], box[1]), _through(matrix, box[2], box[3])
    left, right = (one[0], other[0]) if one[0] <= other[0] else (other[0], one[0])
    bottom, top = (one[1], other[1]) if one[1] <= other[1] else (other[1], one[1])
    return left, bottom, right, top


def _through(matrix: Floats, x: float, y: float) -> _Point:
    if matrix is _UNIT:
        return x, y
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
