"""The calls of the PDFium library that a page needs thousands of, made for many objects at once.

Pointers are plain addresses here, so that ctypes has nothing to convert, and what a call writes lands in one array for
all objects: that makes half of a page's reading time a fifth. ``pypdfium2.raw`` serves all other calls.
"""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import compress, repeat
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped, unused-ignore]

from gongkai.report.reading.media.printed import Boxes

PATH, IMAGE, FORM = pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM
TEXT, SHADING = pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_SHADING
MOVE = pdfium.FPDF_SEGMENT_MOVETO


def _plain(function: Any) -> Callable[..., Any]:
    """The same function with addresses in place of typed pointers."""

    def plain(kind: Any) -> Any:
        return ctypes.c_void_p if isinstance(kind, type) and issubclass(kind, ctypes._Pointer) else kind

    prototype = ctypes.PYFUNCTYPE(plain(function.restype), *map(plain, function.argtypes))
    address = ctypes.cast(function, ctypes.c_void_p).value
    return prototype(address)  # type: ignore[arg-type]


_object = _plain(pdfium.FPDFPage_GetObject)
_form_object = _plain(pdfium.FPDFFormObj_GetObject)
_form_count = _plain(pdfium.FPDFFormObj_CountObjects)
_kind = _plain(pdfium.FPDFPageObj_GetType)
_bounds = _plain(pdfium.FPDFPageObj_GetBounds)
_matrix = _plain(pdfium.FPDFPageObj_GetMatrix)
_fill_colour = _plain(pdfium.FPDFPageObj_GetFillColor)
_render_mode = _plain(pdfium.FPDFTextObj_GetTextRenderMode)
_text_object = _plain(pdfium.FPDFText_GetTextObject)
_segments = _plain(pdfium.FPDFPath_CountSegments)
_draw_mode = _plain(pdfium.FPDFPath_GetDrawMode)
_segment = _plain(pdfium.FPDFPath_GetPathSegment)
_segment_kind = _plain(pdfium.FPDFPathSegment_GetType)
_segment_close = _plain(pdfium.FPDFPathSegment_GetClose)
_point = _plain(pdfium.FPDFPathSegment_GetPoint)
_glyph_box = _plain(pdfium.FPDFText_GetLooseCharBox)
_generated = _plain(pdfium.FPDFText_IsGenerated)

Address = int
Floats = tuple[float, ...]


def page_objects(sheet: Any, count: int) -> list[Address]:
    """The first ``count`` objects of a page."""
    return [*map(_object, repeat(_address(sheet), count), range(count))]


def form_objects(form: Address, most: int) -> list[Address]:
    """The objects of a form, no more than ``most``."""
    count = max(min(_form_count(form), most), 0)
    return [item for item in map(_form_object, repeat(form, count), range(count)) if item]


def kinds(items: Sequence[Address]) -> Iterator[int]:
    """What each object is: PATH, IMAGE, FORM, or something else."""
    return map(_kind, items)


def bounds(items: Sequence[Address]) -> Iterator[Floats | None]:
    """(left, bottom, right, top) of each object before the matrices of forms; None where it has none."""
    return _written(_bounds, items, "f", 4, apart=True)


def matrices(items: Sequence[Address]) -> Iterator[Floats | None]:
    """(a, b, c, d, e, f) of each object."""
    return _written(_matrix, items, "f", 6)


def draw_modes(items: Sequence[Address]) -> Iterator[Floats | None]:
    """(how it is filled, whether it is stroked) of each path; both are 0 for no."""
    return _written(_draw_mode, items, "i", 2, apart=True)


def fill_colours(items: Sequence[Address]) -> Iterator[Floats | None]:
    """(red, green, blue, alpha) up to 255 with which each object is filled; None where that is no plain colour."""
    return _written(_fill_colour, items, "I", 4, apart=True)


def render_modes(texts: Sequence[Address]) -> list[int]:
    """How each text is drawn: filled, stroked, not at all."""
    return [*map(_render_mode, texts)]


def text_object(text: Any) -> Callable[[int], Address]:
    """Tells of a glyph of a text page, by its place, the text object that draws it."""
    return partial(_text_object, _address(text))


def segment_counts(items: Sequence[Address]) -> list[int]:
    """How many segments each path has."""
    return [*map(_segments, items)]


def points(path: Address, count: int) -> list[Floats | None]:
    """(x, y) of the end points of a path's first ``count`` segments, before its matrix."""
    return [*_written(_point, [*map(_segment, repeat(path), range(count))], "f", 2, apart=True)]


def corners(paths: Sequence[Address], count: int) -> Iterator[Floats | None]:
    """The same of many paths of few points, each as x, y, x, y and so on."""
    size = 8 * count
    numbers, base = _room("f", 2 * count * len(paths))
    end = base + size * len(paths)
    done: list[list[int]] = []
    for place in range(count):
        segments = map(_segment, paths, repeat(ctypes.c_int(place)))
        xs = range(base + 8 * place, end, size)
        done.append([*map(_point, segments, xs, range(xs.start + 4, end, size))])
    rows = zip(*[iter(numbers)] * (2 * count), strict=True)
    if all(map(all, done)):
        return rows
    return (row if all(fine) else None for row, *fine in zip(rows, *done, strict=True))


def moves_and_closes(path: Address, count: int) -> list[tuple[bool, bool]]:
    """For the first ``count`` segments of a path: whether it begins a part, whether it returns to the part's start."""
    segments = [_segment(path, index) for index in range(count)]
    return [(_segment_kind(segment) == MOVE, bool(_segment_close(segment))) for segment in segments]


def glyph_boxes(text: Any, wanted: Sequence[bool]) -> Boxes:
    """Left, top, right, bottom of the glyphs of a text page that are ``wanted``; zeros in place of the others'."""
    count = len(wanted)
    edges, base = _room("f", 4 * count)
    starts = compress(range(base, base + 16 * count, 16), wanted)
    for _ in map(_glyph_box, repeat(_address(text)), compress(range(count), wanted), starts):
        pass
    return edges[0::4].tolist(), edges[1::4].tolist(), edges[2::4].tolist(), edges[3::4].tolist()


def is_generated(text: Any) -> Callable[[int], int]:
    """Tells of a glyph of a text page, by its place, whether PDFium put it there, as white space between columns."""
    return partial(_generated, _address(text))


def _address(handle: Any) -> Address:
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def _room(kind: str, count: int) -> tuple[array[float], int]:
    """Room for numbers of four bytes each, all 0, and its address."""
    room: array[float] = array(kind, bytes(4 * count))
    return room, room.buffer_info()[0]


def _written(
    call: Callable[..., int], items: Sequence[Address], kind: str, width: int, *, apart: bool = False
) -> Iterator[Floats | None]:
    """What ``call`` writes, ``width`` numbers for each item: behind one pointer, or ``apart`` behind one for each.

    None where the call failed.
    """
    size, count = 4 * width, len(items)
    numbers, base = _room(kind, width * count)
    starts = range(base, base + size, 4) if apart else [base]
    done = [*map(call, items, *(range(start, start + size * count, size) for start in starts))]
    rows = zip(*[iter(numbers)] * width, strict=True)
    if all(done):
        return rows
    return (row if fine else None for fine, row in zip(done, rows, strict=True))
