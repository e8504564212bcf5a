"""The cells of a table that was pasted, as they are seen: without the rows and columns that are hidden in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from gongkai.web.disclosure.texts.paragraphs import hidden

WIDEST, HIGHEST = 100, 999


class Cell(NamedTuple):
    """A cell over so many of the columns and rows that are seen."""

    node: LexborNode
    columns: int
    rows: int


class Seen(NamedTuple):
    """The rows that are seen, and how many rows and columns with words in them are not."""

    rows: list[list[Cell]]
    hidden: int


class _Placed(NamedTuple):
    node: LexborNode
    column: int
    columns: range
    rows: range


def seen(table: LexborNode) -> Seen:
    """The cells of a table's own rows. One that begins in a hidden row, and goes on, begins where it is first seen."""
    lines = [row for group in table.iter() for row in group.iter() if row.tag == "tr"]
    out = {at for at, row in enumerate(lines) if hidden(row) or row.attributes.get("height") == "0"}
    away = set(_hidden_columns(table))
    out |= set(range(len(lines))) - set(_begun(_placed(lines, away), out, away))
    rows: list[list[tuple[int, Cell]]] = [[] for _line in lines]
    lost = set()
    for placed in _placed(lines, away):
        shown = [row for row in placed.rows if row not in out]
        columns = sum(column not in away for column in placed.columns)
        if shown and columns and not hidden(placed.node):
            rows[shown[0]].append((placed.column, Cell(placed.node, columns, len(shown))))
        elif placed.node.text().strip():
            lost.add(("column", placed.column) if shown else ("row", placed.rows[0]))
    kept = [sorted(row, key=lambda cell: cell[0]) for at, row in enumerate(rows) if at not in out]
    return Seen([[cell for _column, cell in row] for row in kept], len(lost))


def _begun(cells: Iterable[_Placed], out: set[int], away: set[int]) -> Iterator[int]:
    """The rows in which a cell begins that is seen; the others are no rows, and none is merged over them."""
    for placed in cells:
        shown = next((row for row in placed.rows if row not in out), None)
        if shown is not None and set(placed.columns) - away and not hidden(placed.node):
            yield shown


def _hidden_columns(table: LexborNode) -> Iterator[int]:
    column = 0
    for node in (node for group in table.iter() for node in group.iter() if node.tag == "col"):
        width = _span(node, "span", WIDEST)
        yield from range(column, column + width) if hidden(node) or node.attributes.get("width") == "0" else ()
        column += width


def _placed(lines: list[LexborNode], away: set[int]) -> Iterator[_Placed]:
    """Where each cell begins, below those that reach down into its row."""
    reaches: dict[int, int] = {}
    for row, line in enumerate(lines):
        column = 0
        for node in line.iter():
            if node.tag not in ("td", "th"):
                continue
            while reaches.get(column, 0) > row:
                column += 1
            columns = range(column, column + _span(node, "colspan", WIDEST))
            reach = HIGHEST if node.attributes.get("rowspan") == "0" else _span(node, "rowspan", HIGHEST)
            rows = range(row, min(row + reach, len(lines)))
            yield _Placed(node, column, columns, rows)
            if hidden(node) and column not in away:
                continue  # below one that is merged, as programs of the web leave it: it has no place of its own
            reaches.update(dict.fromkeys(columns, rows.stop))
            column = columns.stop


def _span(node: LexborNode, name: str, most: int) -> int:
    said = node.attributes.get(name) or ""
    return max(1, min(int(said), most)) if said.isdecimal() and len(said) < 6 else 1
