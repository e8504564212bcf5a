"""The cells of a table that was pasted, as a reader of it saw them.

Hidden rows and columns are left out; what is merged over them, or over rows that hold nothing else, is merged over what
is left.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from gongkai.web.disclosure.texts.paragraphs import style_of

#: A cell over more columns is none.
WIDEST = 100


class Cell(NamedTuple):
    """A cell, and over how many columns and rows it goes."""

    node: LexborNode
    colspan: int
    rowspan: int


class _Place(NamedTuple):
    node: LexborNode
    top: int
    bottom: int
    left: int
    right: int


def cells_of(table: LexborNode) -> list[list[Cell]]:
    """Row by row; those of a table in a cell are not its own."""
    rows = [row for row in table.css("tr") if _table_of(row) == table]
    places = _placed(rows, columns := _hidden_columns(table))
    shown_rows = [number for number, row in enumerate(rows) if not _hidden(row, "height")]
    shown_columns = [number for number in range(max((p.right for p in places), default=0)) if number not in columns]
    seen = [p for p in places if _count(shown_rows, p.top, p.bottom) and _count(shown_columns, p.left, p.right)]
    begins = [shown_rows[bisect_left(shown_rows, place.top)] for place in seen]
    held = sorted(set(begins))
    found: dict[int, list[tuple[int, Cell]]] = {number: [] for number in held}
    for place, row in zip(seen, begins, strict=True):
        spans = (_count(shown_columns, place.left, place.right), _count(held, place.top, place.bottom))
        found[row].append((place.left, Cell(place.node, *spans)))
    return [[cell for _left, cell in sorted(found[number], key=lambda one: one[0])] for number in held]


def captions_of(table: LexborNode) -> list[LexborNode]:
    """What stands above it, as a part of it."""
    return [node for node in table.iter() if node.tag == "caption"]


def _placed(rows: Sequence[LexborNode], hidden: set[int]) -> list[_Place]:
    """Where each cell stands; one that is itself hidden takes a place in a hidden column only."""
    found: list[_Place] = []
    taken: dict[int, int] = {}  # by column: the first row that is free again
    for top, row in enumerate(rows):
        left = 0
        for node in row.iter():
            if node.tag not in ("td", "th"):
                continue
            while taken.get(left, 0) > top:
                left += 1
            unseen = _hidden(node)
            if unseen and left not in hidden:
                continue
            right = left + min(_span(node, "colspan") or 1, WIDEST)
            bottom = min(top + (_span(node, "rowspan") or len(rows)), len(rows))
            for column in range(left, right):
                taken[column] = bottom
            if not unseen:
                found.append(_Place(node, top, bottom, left, right))
            left = right
    return found


def _hidden_columns(table: LexborNode) -> set[int]:
    found: set[int] = set()
    place = 0
    for column in table.css("col"):
        if _table_of(column) == table:
            after = place + min(_span(column, "span") or 1, WIDEST)
            if _hidden(column, "width"):
                found.update(range(place, after))
            place = after
    return found


def _hidden(node: LexborNode, measure: str = "") -> bool:
    said = style_of(node)
    return (
        said.get("display") == "none"
        or said.get("visibility") == "collapse"
        or "hidden" in node.attributes
        or (bool(measure) and node.attributes.get(measure) == "0")
    )


def _span(node: LexborNode, name: str) -> int:
    """0, of rows, is as many as there are."""
    said = (node.attributes.get(name) or "").strip()
    return int(said) if said.isascii() and said.isdigit() and len(said) <= 5 else 1


def _count(numbers: Sequence[int], first: int, after: int) -> int:
    return bisect_left(numbers, after) - bisect_left(numbers, first)


def _table_of(inner: LexborNode) -> LexborNode | None:
    node = inner.parent
    while node is not None and node.tag != "table":
        node = node.parent
    return node
