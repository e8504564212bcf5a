"""From Word's cells to blocks: many tables only hold a page together, and their content is the document."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.report.reading.blocks import Block, Grid, GridCell, Paragraph

SLIVER = 30
"""Twips (half a millimetre): no column that is meant to be one is narrower."""


@dataclass(slots=True)
class Cell:
    """A cell while its table is being read: what it holds may be tables again."""

    content: list[Block]
    col: int
    colspan: int = 1
    rowspan: int = 1


def table_blocks(rows: Sequence[Sequence[Cell]]) -> list[Block]:
    """The table as a grid, its inner tables behind it; or only its content, where the table is there for layout."""
    if _is_layout(rows):
        return [block for row in rows for cell in row for block in cell.content]
    inner: list[Block] = []
    grid: list[list[GridCell]] = []
    for row in rows:
        line: list[GridCell] = []
        for cell in row:
            line.append(GridCell(_plain_text(cell.content), cell.col, cell.colspan, cell.rowspan))
            inner.extend(block for block in cell.content if isinstance(block, Grid))
        grid.append(line)
    return [Grid(own_columns(grid)), *inner]


def own_columns(grid: list[list[GridCell]]) -> list[list[GridCell]]:
    """The grid with only the columns at which one of its cells begins: writers leave others behind."""
    begins = sorted({cell.col for row in grid for cell in row})
    if begins == list(range(len(begins))) and all(c.col + c.colspan <= len(begins) for row in grid for c in row):
        return grid
    number = {column: i for i, column in enumerate(begins)}
    return [
        [
            GridCell(text, number[col], bisect_left(begins, col + colspan) - number[col], rowspan)
            for text, col, colspan, rowspan in row
        ]
        for row in grid
    ]


def snap(rows: Sequence[Sequence[Cell]], widths: Sequence[int]) -> None:
    """Close the slivers between columns (``widths`` in twips) that come from edges dragged by hand, row by row."""
    if not any(0 < width <= SLIVER for width in widths) or sum(widths) < 10 * SLIVER * len(widths):
        return
    number = [0]
    for width in widths:
        number.append(number[-1] + (width > SLIVER))
    last = len(widths)
    cells = [cell for row in rows for cell in row]
    if any(cell.col + cell.colspan > last or number[cell.col] == number[cell.col + cell.colspan] for cell in cells):
        return  # cells that stand in a sliver, or beyond the columns that have a width
    for cell in cells:
        begin, end = number[cell.col], number[cell.col + cell.colspan]
        cell.col, cell.colspan = begin, end - begin


def _is_layout(rows: Sequence[Sequence[Cell]]) -> bool:
    """True for a table of one column, and for one that holds more cells of other tables than text of its own."""
    if all(len(row) <= 1 for row in rows):
        return True
    own = inner = 0
    for row in rows:
        for cell in row:
            grids = [block for block in cell.content if isinstance(block, Grid)]
            if grids:
                inner += sum(len(line) for grid in grids for line in grid.rows)
            else:
                own += any(isinstance(block, Paragraph) and block.text.strip() for block in cell.content)
    return 0 < inner >= own


def _plain_text(content: Sequence[Block]) -> str:
    """The paragraphs of one cell as its text, a line each; blank lines around them are no text."""
    return "\n".join(block.text for block in content if isinstance(block, Paragraph)).strip("\n")
