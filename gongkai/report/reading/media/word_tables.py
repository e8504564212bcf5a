"""Rows of a Word 97–2003 table brought to common columns, with their merged cells ([MS-DOC])."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from gongkai.report.reading.blocks import Block
from gongkai.report.reading.media.layout import Cell


@dataclass(slots=True)
class Row:
    """A finished row: what its cells hold, and their edges and merge bits as the row's end mark gives them."""

    cells: list[list[Block]]
    bounds: tuple[int, ...]
    merges: tuple[int, ...]

    def edges(self) -> list[int]:
        """One edge more than cells, rising; made up in equal steps where the row gives none."""
        edges = list(self.bounds[: len(self.cells) + 1]) or [0]
        for i in range(1, len(edges)):
            edges[i] = max(edges[i], edges[i - 1])
        last = edges[-1]
        edges += [last + 1000 * i for i in range(1, len(self.cells) + 2 - len(edges))]
        return edges

    def merge(self, cell: int) -> tuple[int, str | None]:
        """The two bits of horizontal merging, and restart or continue for vertical merging."""
        bits = self.merges[cell] if cell < len(self.merges) else 0
        return bits & 3, "restart" if bits & 64 else "continue" if bits & 32 else None


def laid_out(rows: list[Row]) -> list[list[Cell]]:
    """Cells with common columns: Word gives every row its own edges (in twips), which are snapped to each other."""
    edges = [row.edges() for row in rows]
    columns = _columns(edges)
    laid: list[list[Cell]] = []
    above: dict[int, tuple[int, Cell]] = {}
    for number, row in enumerate(rows):
        line: list[Cell] = []
        merges: dict[int, tuple[int, Cell]] = {}
        free = 0
        first_mark = 0
        for i, content in enumerate(row.cells):
            col = max(columns[edges[number][i]], free)
            free = max(columns[edges[number][i + 1]], col + 1)
            across, down = row.merge(i)
            # Writers disagree which of the two bits means "first"; the first bit seen in a run is the first cell's.
            first_mark = 0 if not across else first_mark or across
            if across and across != first_mark and line:
                line[-1].colspan = free - line[-1].col
            elif down == "continue" and col in above:
                first, cell = merges[col] = above[col]
                cell.rowspan = number - first + 1
            else:
                cell = Cell(content, col, free - col)
                line.append(cell)
                if down is not None:
                    merges[col] = (number, cell)
        laid.append(line)
        above = merges
    return laid


def _columns(edges: list[list[int]]) -> dict[int, int]:
    """Edge → number of the column that begins there; edges nearer than a quarter of the narrowest cell are one."""
    widths = [right - left for row in edges for left, right in pairwise(row) if right - left > 15]
    tolerance = min(60, min(widths, default=60) // 4)
    columns: dict[int, int] = {}
    number, anchor = -1, None
    for edge in sorted({edge for row in edges for edge in row}):
        if anchor is None or edge - anchor > tolerance:
            number, anchor = number + 1, edge
        columns[edge] = number
    return columns
