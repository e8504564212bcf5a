"""Text of a PDF page that is no part of what it says: white on white, not drawn at all, or askew, as watermarks are."""

from __future__ import annotations

from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped, unused-ignore]

from gongkai.report.reading.media import pdf_calls
from gongkai.report.reading.media.pdf_calls import Address, Floats
from gongkai.report.reading.media.pdf_rules import RuleReader, box_through

_NOT_DRAWN = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
_FILLED = (pdfium.FPDF_TEXTRENDERMODE_FILL, pdfium.FPDF_TEXTRENDERMODE_FILL_CLIP)
_WHITE = 250
"""Of 255: as bright is white."""
_ASKEW = 0.15
"""Rise for each step: less is a page that was laid down carelessly."""
_SAMPLE, _ENDS = 20, 3
_ORDINARY = {0, 1, 2}
_Placed = tuple[Address, Floats]
_Box = tuple[float, float, float, float]


def unseen_texts(rules: RuleReader, *, askew: bool = True) -> set[Address]:
    """The text objects of the page that ``rules`` read which are not seen or stand ``askew``.

    Text that is not drawn over a picture, or on a page without other text, is the layer that makes a scan readable.
    """
    if not any(_is_suspect(_sample(items)) for items, _ in rules.texts if items):
        return set()
    pale: list[_Placed] = []
    veiled: list[_Placed] = []
    slanted: set[Address] = set()
    total = 0
    for items, matrix in rules.texts:
        total += len(items)
        modes, colours = pdf_calls.render_modes(items), pdf_calls.fill_colours(items)
        for item, mode, colour, own in zip(items, modes, colours, pdf_calls.matrices(items), strict=True):
            if mode in _NOT_DRAWN:
                veiled.append((item, matrix))
            elif mode in _FILLED and _is_pale(colour):
                pale.append((item, matrix))
            if _is_askew(own):
                slanted.add(item)
    unseen = slanted if askew and 2 * len(slanted) < total else set()
    if pale and not rules.shadings:
        grounds = _boxes(rules.images) + _boxes([(_coloured(items), matrix) for items, matrix in rules.paths])
        unseen |= _not_over(pale, grounds)
    if veiled and len(veiled) < total:
        unseen |= _not_over(veiled, _boxes(rules.images))
    return unseen


def _sample(items: list[Address]) -> list[Address]:
    """Some of many texts: the first and last, where marks are put, and others evenly; a question costs its time."""
    if len(items) <= _SAMPLE:
        return items
    return [*items[:_ENDS], *items[_ENDS : -_ENDS : len(items) // _SAMPLE + 1], *items[-_ENDS:]]


def _is_suspect(items: list[Address]) -> bool:
    return (
        any(map(_is_pale, pdf_calls.fill_colours(items)))
        or not _ORDINARY.issuperset(pdf_calls.render_modes(items))
        or any(map(_is_askew, pdf_calls.matrices(items)))
    )


def _is_pale(colour: Floats | None) -> bool:
    return colour is not None and (colour[0] >= _WHITE <= min(colour) or colour[3] == 0)


def _is_askew(matrix: Floats | None) -> bool:
    if matrix is None or not matrix[1]:
        return False
    steps = abs(matrix[0]), abs(matrix[1])
    return min(steps) > _ASKEW * max(steps)


def without(characters: str, text: Any, unseen: set[Address]) -> str:
    """The characters of a text page, blanks in place of those of objects that are not seen."""
    owner = pdf_calls.text_object(text)
    return "".join([" " if owner(place) in unseen else character for place, character in enumerate(characters)])


def _coloured(paths: list[Address]) -> list[Address]:
    """The paths that are filled with another colour than white."""
    modes, colours = pdf_calls.draw_modes(paths), pdf_calls.fill_colours(paths)
    return [
        path
        for path, mode, colour in zip(paths, modes, colours, strict=True)
        if mode and mode[0] and (colour is None or (min(colour[:3]) < _WHITE and colour[3] > 0))
    ]


def _boxes(groups: list[tuple[list[Address], Floats]]) -> list[_Box]:
    return [box_through(matrix, box) for items, matrix in groups for box in pdf_calls.bounds(items) if box]


def _not_over(texts: list[_Placed], grounds: list[_Box]) -> set[Address]:
    """The texts whose middle lies on none of the grounds."""
    found: set[Address] = set()
    for item, matrix in texts:
        for left, bottom, right, top in _boxes([([item], matrix)]):
            x, y = (left + right) / 2, (bottom + top) / 2
            if not any(box[0] <= x <= box[2] and box[1] <= y <= box[3] for box in grounds):
                found.add(item)
    return found
