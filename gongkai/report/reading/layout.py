"""Which Word tables are tables: many only hold a page together, and their content is the document."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.report.reading.blocks import Block, Grid, Paragraph


def is_layout(rows: Sequence[Sequence[Sequence[Block]]]) -> bool:
    """True for a table (rows of cells of blocks) of one column, and for one that holds mostly other tables."""
    if all(len(row) <= 1 for row in rows):
        return True
    own = inner = 0
    for row in rows:
        for content in row:
            grids = [block for block in content if isinstance(block, Grid)]
            inner += sum(len(line) for grid in grids for line in grid.rows)
            own += not grids and any(isinstance(block, Paragraph) and block.text.strip() for block in content)
    return inner > 0 and inner >= own


def plain_text(content: Sequence[Block]) -> str:
    """The paragraphs of one cell as its text, a line each; blank lines around them are no text."""
    return "\n".join(block.text for block in content if isinstance(block, Paragraph)).strip("\n")
