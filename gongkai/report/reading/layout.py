"""From Word's cells to blocks: many tables only hold a page together, and their content is the document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.report.reading.blocks import Block, Grid, GridCell, Paragraph


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
    return [Grid(grid), *inner]


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
