"""Labels of 表三 that are broken around their numbers, put together again.

In text taken from a page, numbers stand beside the middle of a label of several lines: ``3.危及“``, then the numbers,
then ``三安全一稳定”``. Pieces make a row's label only if together they are its exact wording.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongkai.report.reading.found import SIX
from gongkai.report.reading.labels import exact_row, find_label
from gongkai.report.reading.lines import Line
from gongkai.report.reading.values import BLANK, TEXT, parse_values

_SIDEWAYS = "三、本年度办理结果"  # its pieces stand beside the rows where the column is narrow
_REACH = 3  # lines above and below the numbers that a label takes up
_FEWEST = 2
_LONGEST = 60

_Piece = tuple[int, str]
"""A line's number and one of its texts, or the end of one."""


def mended(lines: Sequence[Line]) -> list[Line]:
    """The lines, those of broken labels with the whole label before the numbers."""
    result = list(lines)
    for number, line in enumerate(lines):
        if line.grid or len(line.cells) <= _FEWEST:
            continue
        first = _first_value(line)
        if len(line.cells) - first < _FEWEST or first > 2:
            continue
        if (found := _label(result, number, first)) is not None:
            label, used = found
            result[number] = Line([label, *line.cells[first:]], marked=line.marked, drawn=line.drawn)
            for place in used:
                result[place] = Line([])
    return result


def _first_value(line: Line) -> int:
    """Where the values begin; the number of cells where there is none, or where a text stands among them."""
    kinds = [value.kind for value in parse_values(line.cells)]
    first = len(kinds)
    while first and kinds[first - 1] not in (TEXT, BLANK):
        first -= 1
    return first if BLANK not in kinds else len(kinds)


def _label(lines: Sequence[Line], number: int, first: int) -> tuple[str, set[int]] | None:
    """The only label that the pieces around the numbers make, and the lines they take up."""
    own = lines[number].cells[:first]
    if own and exact_row(own[-1]):
        return None
    middles = [(number, text) for text in _ends(own[-1])] if own else []
    above, below = list(_pieces(lines, number, -1)), list(_pieces(lines, number, 1))
    found: dict[str, tuple[str, set[int]]] = {}
    for pieces in _ways(above, middles, below):
        text = "".join(text for _, text in pieces)
        if (row := exact_row(text)) and all(_is_piece(part, row) for _, part in pieces):
            found[row] = (text, {place for place, _ in pieces if place != number})
    if len(found) > 1:
        found.pop(SIX, None)  # a group's label, beside its rows
    return next(iter(found.values())) if len(found) == 1 else None


def _is_piece(text: str, row: str) -> bool:
    """Whether ``text`` is no label of its own, but maybe the row's in short."""
    label = find_label(text)
    return label is None or label.row == row


def _ways(above: list[_Piece], middles: list[_Piece], below: list[_Piece]) -> Iterator[tuple[_Piece, ...]]:
    for middle in middles:
        yield (middle,)
        yield from ((piece, middle) for piece in above)
        yield from ((middle, piece) for piece in below)
    for piece in above:
        for end in below:
            yield piece, end
            yield from ((piece, middle, end) for middle in middles)


def _pieces(lines: Sequence[Line], number: int, step: int) -> Iterator[_Piece]:
    """Texts on the lines before or behind the numbers, up to the next numbers."""
    seen = 0
    place = number + step
    while 0 <= place < len(lines) and seen < _REACH:
        line = lines[place]
        kinds = {value.kind for value in parse_values(line.cells)}
        if line.grid or kinds - {TEXT} or any(len(cell) > _LONGEST for cell in line.cells):
            return
        cells = [cell for cell in line.cells if not _is_sideways(cell)]
        seen += bool(cells)
        for cell in cells:
            yield from ((place, text) for text in _ends(cell))
        place += step


def _ends(text: str) -> list[str]:
    """The text, and what is left of it behind each white space: the label of a group may stand before."""
    words = text.split()
    return ["".join(words[start:]) for start in range(len(words))]


def _is_sideways(text: str) -> bool:
    return len(text) < len(_SIDEWAYS) and text in _SIDEWAYS
