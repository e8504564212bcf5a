"""表三 with more columns than the form has (subtotals, another year, remarks): its own are told by their heads."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from gongkai.report.editions import load_edition
from gongkai.report.reading.labels import squash

_MOST_LINES = 6
_NATURAL, _APPLICANTS, _LEGAL = "自然人", "申请人情况", "法人或其他组织"
_WIDTH = 7
_LONG = 3

Places = tuple[int | None, ...]
"""For each cell behind a row's label its column in the form, None where the form has no such column."""


class RequestHeads:
    """The lines of heads above 表三, cell by cell, and what they say of the cells of its rows."""

    def __init__(self) -> None:
        self.lines: list[list[str]] = []
        self.places: Places | None = None

    def note(self, cells: list[str]) -> None:
        """A line of a table that has no numbers."""
        if len(self.lines) == _MOST_LINES:
            del self.lines[0]
        self.lines.append(cells)

    def settle(self) -> None:
        """A row of 表三 begins: the lines noted are its heads, if they name its columns at all."""
        lines, self.lines = self.lines, []
        for number, line in enumerate(lines):
            squashed = [squash(cell) for cell in line]
            if _NATURAL in squashed:
                above = [squash(cell) for cell in lines[number - 1]] if number else []
                below = [squash(cell) for cell in lines[number + 1]] if number + 1 < len(lines) else []
                self.places = _places(_in_one_line(above, squashed, below))
                return

    def columns(self) -> tuple[int, ...]:
        """The form's columns in printed order, without the cells that are none of them."""
        return tuple(place for place in self.places or () if place is not None)


def _in_one_line(above: list[str], line: list[str], below: list[str]) -> list[str]:
    """Heads of two or three storeys as those of one, from 自然人 on."""
    behind = above[above.index(_APPLICANTS) + 1 :] if above.count(_APPLICANTS) == 1 else []
    start = line.index(_NATURAL)
    if _LEGAL not in line:
        heads = line[start:]
    elif len(line) == len(below):  # merged cells stand in each column, or leave empty ones behind
        pairs = list(zip(line, below, strict=True))[start:]
        return [lower if upper in (_LEGAL, "") else upper for upper, lower in pairs]
    else:
        at = line.index(_LEGAL)
        heads = [*line[start:at], *below, *line[at + 1 :]]
    return [*heads, *(head for head in behind if head)]


def _places(heads: Sequence[str]) -> Places | None:
    """Columns of the form for ``heads``; () where two heads name one column, None where there is nothing to tell."""
    places = tuple(_place(head) for head in heads)
    named = [place for place in places if place is not None]
    others = [head for head, place in zip(heads, places, strict=True) if head and place is None]
    if len(set(named)) < _WIDTH or (not others and len(named) == _WIDTH):
        return None
    return places if len(named) == _WIDTH else ()


def _place(head: str) -> int | None:
    """The column that ``head`` names, exactly or with one character lost."""
    known = _known()
    if head in known or len(head) < _LONG:
        return known.get(head)
    return next((place for name, place in known.items() if len(name) == len(head) + 1 and _within(head, name)), None)


def _within(head: str, name: str) -> bool:
    return any(name[:lost] + name[lost + 1 :] == head for lost in range(len(name)))


@cache
def _known() -> dict[str, int]:
    columns = load_edition("2021").table("requests").rows[0].columns
    return {squash(name): place for place, column in enumerate(columns) for name in (column.label, *column.known)}
