"""Where a reader puts its blocks: counts them against the limits and says so once when a limit is reached."""

from __future__ import annotations

from typing import Any

from gongkai.report import limits
from gongkai.report.reading.blocks import Block, Document, Grid, GridCell, Paragraph


class Collector:
    """Takes blocks in reading order; what is beyond a limit is dropped and noted in the document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._lines = 0
        self._cells = 0
        self._characters = 0

    def full(self) -> bool:
        """For a reader that is about to go on: True, and noted, once nothing more would be taken."""
        for what, counted, limit in (
            ("blocks", self._lines, limits.MAX_BLOCKS),
            ("cells", self._cells, limits.MAX_CELLS),
            ("characters", self._characters, limits.MAX_TEXT_CHARACTERS),
        ):
            if counted >= limit:
                self.reached(what, limit)
                return True
        return False

    def reached(self, what: str, limit: int) -> None:
        """Note a limit, once for each kind."""
        note: tuple[str, dict[str, Any]] = ("limit-reached", {"what": what, "limit": limit})
        if note not in self.document.notes:
            self.document.notes.append(note)

    def add(self, block: Block) -> None:
        if isinstance(block, Paragraph):
            if self._take_line():
                block.text = self._cut(block.text)
                self.document.blocks.append(block)
            return
        assert isinstance(block, Grid)  # office documents know their columns
        rows: list[list[GridCell]] = []
        for row in block.rows:
            # The grid is laid out densely later on, so a row costs its width, not its number of cells.
            width = max((cell.col + cell.colspan for cell in row), default=0)
            if self._cells + width > limits.MAX_CELLS:
                self._cells = limits.MAX_CELLS
                self.reached("cells", limits.MAX_CELLS)
                break
            if not self._take_line():
                break
            self._cells += width
            rows.append([self._cut_cell(cell) for cell in row])
        if any(rows):
            self.document.blocks.append(Grid(rows))

    def _take_line(self) -> bool:
        if self._lines >= limits.MAX_BLOCKS:
            self.reached("blocks", limits.MAX_BLOCKS)
            return False
        if self._characters >= limits.MAX_TEXT_CHARACTERS:
            self.reached("characters", limits.MAX_TEXT_CHARACTERS)
            return False
        self._lines += 1
        return True

    def _cut_cell(self, cell: GridCell) -> GridCell:
        text, col, colspan, rowspan = cell
        if colspan > limits.MAX_SPAN or rowspan > limits.MAX_SPAN:
            self.reached("span", limits.MAX_SPAN)
        return GridCell(self._cut(text), col, min(colspan, limits.MAX_SPAN), min(rowspan, limits.MAX_SPAN))

    def _cut(self, text: str) -> str:
        self._characters += len(text)
        if len(text) > limits.MAX_CELL_CHARACTERS:
            self.reached("cell-characters", limits.MAX_CELL_CHARACTERS)
            return text[: limits.MAX_CELL_CHARACTERS]
        return text
