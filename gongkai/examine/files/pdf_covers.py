"""Text of a PDF page that something was drawn over, or that was drawn so that nobody sees it."""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium  # type: ignore[import-untyped, unused-ignore]

from gongkai.examine.model import Box, Finding, Place
from gongkai.examine.rules import finding
from gongkai.report.reading.media import pdf_calls
from gongkai.report.reading.media.pdf_calls import Address, Floats
from gongkai.report.reading.media.pdf_rules import MAX_FORM_DEPTH, MAX_PAGE_OBJECTS, RuleReader, box_through
from gongkai.report.reading.media.pdf_unseen import unseen_texts

MAX_COVERS = 5_000
"""Boxes and pictures of one page that are looked under."""

_UNIT: Floats = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_LEAST = 4.0
"""Points: what is thinner is a rule."""
_MOST = 0.6
"""Of the page: what is larger is its ground, or a scan over its text layer."""
_BAND = 24.0
_LEAST_CHARACTERS = 2
_OPAQUE = 0.9
_SIDES = 6
_CURVES = 24
"""Points of a box with rounded corners."""
_NEAR = 0.5
"""Points by which what stands on a side may be beside it."""
_DRAWING = 20
"""Paths of a page that are more than a frame."""
_LAST = 1 << 30
_ASIDE = 4.0
"""Points by which a letter may stand out of its page: the corners of crop marks, of bleeding edges."""
_SMALLEST = 0.9
_LEAST_ASTRAY = 6


class Cover(NamedTuple):
    """What may hide text: its box, when it was drawn, its object; ``picture`` for pictures."""

    box: Box
    order: int
    item: Address
    picture: bool


class _Layers:
    """The objects of a page in the order in which they are drawn, forms taken apart."""

    def __init__(self, sheet: Any) -> None:
        self.order: dict[Address, int] = {}
        self.paths: list[tuple[Address, int, Floats]] = []
        self.images: list[tuple[Address, int, Floats]] = []
        self.left = MAX_PAGE_OBJECTS
        self.next = 0
        count = min(pdfium.FPDFPage_CountObjects(sheet), MAX_PAGE_OBJECTS)
        self.read(pdf_calls.page_objects(sheet, count), _UNIT, 0)

    def read(self, items: list[Address], matrix: Floats, depth: int) -> None:
        self.left -= len(items)
        own = pdf_calls.matrices(items)
        for item, kind, placed in zip(items, list(pdf_calls.kinds(items)), list(own), strict=True):
            self.next += 1
            if kind == pdf_calls.TEXT:
                self.order[item] = self.next
            elif kind == pdf_calls.PATH:
                self.paths.append((item, self.next, matrix))
            elif kind == pdf_calls.IMAGE:
                self.images.append((item, self.next, matrix))
            elif kind == pdf_calls.FORM and depth < MAX_FORM_DEPTH and placed is not None and self.left > 0:
                self.read(pdf_calls.form_objects(item, self.left), _times(placed, matrix), depth + 1)


def is_drawn(sheet: Any) -> bool:
    """Whether a page shows pictures or drawings."""
    layers = _Layers(sheet)
    return bool(layers.images) or len(layers.paths) > _DRAWING


def covered(handle: Any, sheet: Any, text: Any, characters: str, number: int) -> Iterator[Finding]:
    """A finding for each box or picture that lies over text."""
    layers = _Layers(sheet)
    first = min(layers.order.values(), default=0)
    if not first:
        return
    width, height = pdfium.FPDF_GetPageWidthF(sheet), pdfium.FPDF_GetPageHeightF(sheet)
    covers = [
        cover
        for cover in _covers(layers, first)
        if min(cover.box[2] - cover.box[0], cover.box[3] - cover.box[1]) >= _LEAST
        and (cover.box[2] - cover.box[0]) * (cover.box[3] - cover.box[1]) < _MOST * max(width * height, 1)
    ][:MAX_COVERS]
    if not covers:
        return
    hidden = _under(covers, layers, text, characters)
    for cover, count in hidden.items():
        if count < _LEAST_CHARACTERS or (cover.picture and not _is_opaque(handle, sheet, cover.item)):
            continue
        left, bottom, right, top = (round(value, 1) for value in cover.box)
        place = Place(page=number, box=(left, bottom, right, top))
        yield finding("covered-text", place, details={"page": number, "count": count})


def _covers(layers: _Layers, first: int) -> Iterator[Cover]:
    paths = [path for path in layers.paths if path[1] > first]
    items = [path[0] for path in paths]
    modes, colours = pdf_calls.draw_modes(items), pdf_calls.fill_colours(items)
    rows = zip(paths, modes, colours, pdf_calls.bounds(items), pdf_calls.segment_counts(items), strict=True)
    for (item, order, matrix), mode, colour, box, count in rows:
        filled = mode and mode[0] and colour is not None and colour[3] >= 255 and _is_box(item, count)
        if box is not None and (filled or (mode and mode[1] and _is_bar(item, count, box))):
            yield Cover(box_through(matrix, box), order, item, False)
    images = [image for image in layers.images if image[1] > first]
    for (item, order, matrix), box in zip(images, pdf_calls.bounds([image[0] for image in images]), strict=True):
        if box is not None:
            yield Cover(box_through(matrix, box), order, item, True)


def _is_box(path: Address, count: int) -> bool:
    """A rectangle that hides what is under it; its corners may be rounded."""
    if not 4 <= count <= _CURVES or pdfium.FPDFPageObj_HasTransparency(_pointer(path)):
        return False
    points = [point for point in pdf_calls.points(path, count) if point is not None]
    if count <= _SIDES and all(len({round(point[axis], 1) for point in points}) == 2 for axis in (0, 1)):
        return True
    return len(points) > _SIDES and _runs_along(points)


def _runs_along(points: list[Floats]) -> bool:
    """Whether all points lie on the sides of their box, and those above and below along half of it at least."""
    sides = [(min(values), max(values)) for values in zip(*points, strict=True)]
    (left, right), (bottom, top) = sides
    on = [[point for point in points if abs(point[1] - level) < _NEAR] for level in (bottom, top)]
    beside = [point for point in points if min(abs(point[0] - left), abs(point[0] - right)) < _NEAR]
    if not {*on[0], *on[1], *beside} >= set(points):
        return False
    return all(max(x for x, _y in row) - min(x for x, _y in row) >= (right - left) / 2 for row in on)


def _is_bar(path: Address, count: int, box: Floats) -> bool:
    """A straight line so thick that it hides what is under it."""
    if count != 2 or min(box[2] - box[0], box[3] - box[1]) < _LEAST:
        return False
    points = [point for point in pdf_calls.points(path, count) if point is not None]
    straight = len(points) == 2 and any(abs(points[0][axis] - points[1][axis]) < _NEAR for axis in (0, 1))
    colour = [ctypes.c_uint() for _ in range(4)]
    known = pdfium.FPDFPageObj_GetStrokeColor(_pointer(path), *colour)
    return (
        straight and bool(known) and colour[3].value == 255 and not pdfium.FPDFPageObj_HasTransparency(_pointer(path))
    )


def _under(covers: list[Cover], layers: _Layers, text: Any, characters: str) -> dict[Cover, int]:
    """How many characters lie under each cover, having been drawn before it."""
    bands: defaultdict[int, list[Cover]] = defaultdict(list)
    for cover in covers:
        for band in range(
            int(cover.box[1] // _BAND), min(int(cover.box[3] // _BAND), int(cover.box[1] // _BAND) + 400) + 1
        ):
            bands[band].append(cover)
    wanted = [not character.isspace() for character in characters]
    lefts, tops, rights, bottoms = pdf_calls.glyph_boxes(text, wanted)
    drawn_by = pdf_calls.text_object(text)
    hidden: defaultdict[Cover, int] = defaultdict(int)
    for index, is_wanted in enumerate(wanted):
        if not is_wanted:
            continue
        x, y = (lefts[index] + rights[index]) / 2, (tops[index] + bottoms[index]) / 2
        for cover in bands.get(int(y // _BAND), ()):
            left, bottom, right, top = cover.box
            if (
                not (left <= x <= right and bottom <= y <= top)
                or layers.order.get(drawn_by(index), _LAST) > cover.order
            ):
                continue
            # Some fonts lie about their height: what counts is where the glyph itself is drawn.
            box = char_box(text, index)
            if box and left <= (box[0] + box[2]) / 2 <= right and bottom <= (box[1] + box[3]) / 2 <= top:
                hidden[cover] += 1
                break
    return hidden


def char_box(text: Any, index: int) -> tuple[float, float, float, float] | None:
    """Left, bottom, right, top of a glyph."""
    if not text:
        return None
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    if not pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top):
        return None
    return left.value, bottom.value, right.value, top.value


def _is_opaque(handle: Any, sheet: Any, image: Address) -> bool:
    """Whether a picture hides what is under it: a seal does not."""
    pointer = _pointer(image)
    if pdfium.FPDFPageObj_HasTransparency(pointer):
        return False
    pixels = (ctypes.c_uint(), ctypes.c_uint())
    if not pdfium.FPDFImageObj_GetImagePixelSize(pointer, *pixels) or pixels[0].value * pixels[1].value > 25_000_000:
        return False
    bitmap = pdfium.FPDFImageObj_GetRenderedBitmap(handle, sheet, pointer)
    if not bitmap:
        return False
    try:
        if pdfium.FPDFBitmap_GetFormat(bitmap) != pdfium.FPDFBitmap_BGRA:
            return True
        size = pdfium.FPDFBitmap_GetStride(bitmap) * pdfium.FPDFBitmap_GetHeight(bitmap)
        alphas = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), size)[3::4]
        return bool(alphas) and alphas.count(255) >= _OPAQUE * len(alphas)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)


def unseen(sheet: Any, text: Any, characters: str, number: int) -> Iterator[Finding]:
    """A finding where a page has text that is white on white, beside the page, tiny, or not drawn at all, and is no
    layer of a scan."""
    if _strays(sheet, text, characters):
        yield finding("unseen-text", Place(page=number))
        return
    rules = RuleReader()
    rules.read_page(sheet, min(pdfium.FPDFPage_CountObjects(sheet), MAX_PAGE_OBJECTS))
    for item in unseen_texts(rules, askew=False):
        size = pdfium.FPDFTextObj_GetText(_pointer(item), text, None, 0)
        buffer = ctypes.create_string_buffer(max(size, 2))
        pdfium.FPDFTextObj_GetText(
            _pointer(item), text, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), max(size, 2)
        )
        if buffer.raw.decode("utf-16-le", "replace").strip("\0 \u3000\xa0\r\n\t"):
            yield finding("unseen-text", Place(page=number))
            return


def _strays(sheet: Any, text: Any, characters: str) -> bool:
    """Whether some words stand beside what is shown of a page, or in letters that are mere points."""
    shown = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(sheet, shown):
        return False
    wanted = [character.isalnum() for character in characters]
    lefts, tops, rights, bottoms = pdf_calls.glyph_boxes(text, wanted)
    count = 0
    for index in (index for index, is_wanted in enumerate(wanted) if is_wanted):
        x, y = (lefts[index] + rights[index]) / 2, (tops[index] + bottoms[index]) / 2
        beside = not (
            shown.left - _ASIDE <= x <= shown.right + _ASIDE and shown.bottom - _ASIDE <= y <= shown.top + _ASIDE
        )
        count += beside or 0 < abs(tops[index] - bottoms[index]) < _SMALLEST
    return count >= _LEAST_ASTRAY


def _pointer(item: Address) -> Any:
    return ctypes.cast(item, pdfium.FPDF_PAGEOBJECT)


def _times(first: Floats, then: Floats) -> Floats:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u
