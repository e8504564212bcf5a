"""Spreadsheets as blocks: the values of a sheet as printed, its merged cells, and what is prose rather than table."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_left, bisect_right
from collections.abc import Set
from dataclasses import dataclass, field
from decimal import Decimal

from gongkai.report import limits
from gongkai.report.reading.blocks import Block, Grid, GridCell, Paragraph
from gongkai.report.reading.media.collector import Collector
from gongkai.report.reading.media.layout import own_columns

_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DRAWN_POINT = re.compile(r"""[0#?](?:[\\!]\.|"\.")"?0""")
_SIMPLY_DRAWN = re.compile(r"""[#,]*0(?:[\\!]\.|"\.")(0{1,8})(?:_.)*""")
_THOUSANDS = re.compile(r"[0#?],+(?![0#?,])")
_DATE_LETTERS = re.compile(r"[ymdhs]", re.IGNORECASE)
_BUILT_IN_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_SENTENCE = re.compile(r"[。！？]")
_SECTION = re.compile(r"[一二三四五六七八九十]+、.*(?:情况|事项)$")
_ITEM = re.compile(r"第.{1,4}条")
"""How the captions inside table 二 begin: 第二十条第（一）项 belongs to the rows below it."""
_LONG_LABEL = 60
"""More characters than any row label of the form has; a lone text beyond is prose."""


@dataclass(slots=True)
class Sheet:
    """The non-empty cells of one sheet as (row, column) → text, and the merged ranges, both ends included."""

    name: str
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    """(first row, first column, last row, last column)"""

    def leave_out(self, rows: Set[int], columns: Set[int]) -> bool:
        """Drop cells of hidden rows and columns, whether any; a merged cell shows its text where it is still seen."""
        gone = {place for place in self.cells if place[0] in rows or place[1] in columns}
        if not gone:
            return False
        for number, (top, left, bottom, right) in enumerate(self.merges):
            if (top, left) in gone and bottom - top < limits.MAX_SPAN and right - left < limits.MAX_SPAN:
                y = next((row for row in range(top, bottom + 1) if row not in rows), None)
                x = next((column for column in range(left, right + 1) if column not in columns), None)
                if y is not None and x is not None:
                    self.cells[y, x] = self.cells[top, left]
                    self.merges[number] = (y, x, bottom, right)
        for place in gone:
            del self.cells[place]
        return True


def is_date_format(code: str) -> bool:
    """Whether a number format shows a date or a time."""
    return bool(_DATE_LETTERS.search(_QUOTED.sub("", code.split(";")[0])))


def is_date_number(identifier: int) -> bool:
    """The same for the built-in formats, which a file only numbers (27–36 and 50–58 are Chinese dates)."""
    return identifier in _BUILT_IN_DATES


def is_shifted_format(code: str) -> bool:
    """Whether a format shows another amount than the cell holds: ``0!.0000`` (元 as 万元), ``0,`` (thousands)."""
    first = code.split(";")[0]
    return bool(_DRAWN_POINT.search(first) or _THOUSANDS.search(_QUOTED.sub("", first)))


def shifted_text(value: float, code: str) -> str:
    """A number as a format shows it that is for another amount; with the format, and so no number, where unsure."""
    simple = _SIMPLY_DRAWN.fullmatch(code.split(";")[0])
    if simple is None or abs(value) >= 10**limits.MAX_DIGITS:
        return f"{number_text(value)} [{code}]"
    return f"{Decimal(round(value)).scaleb(-len(simple[1])):f}"


def number_text(value: float, *, date: bool = False, from_1904: bool = False) -> str:
    """A number as it would be written down: whole ones without ``.0``, dates as ISO."""
    if date and 0 <= value < 2_958_466:
        moment = datetime.datetime(1904, 1, 1) if from_1904 else datetime.datetime(1899, 12, 30)
        moment += datetime.timedelta(seconds=round(value * 86_400))
        if value < 1:
            return moment.time().isoformat()
        return moment.date().isoformat() if value == int(value) else moment.isoformat(" ")
    if value == int(value) and abs(value) < 10**limits.MAX_DIGITS:
        return str(int(value))
    return repr(value)


def add_sheet(sheet: Sheet, collector: Collector) -> None:
    """Add the sheet's blocks: tables as grids; as paragraphs the lone texts around them and sentences between.

    Rows and columns without any text are left out, so that the size follows the content and not the addresses.
    """
    rows, width = _rows(sheet, collector)
    grid: list[list[GridCell]] = []
    for row in rows:
        lone = _lone(row, width)
        if lone is None or (_ITEM.match(lone.text) if not grid else not _is_prose(lone.text)):
            grid.append(row)
            continue
        _add_grid(grid, width, collector)
        grid = []
        collector.add(Paragraph(lone.text))
    _add_grid(grid, width, collector)


def _add_grid(grid: list[list[GridCell]], width: int, collector: Collector) -> None:
    """The grid, and behind it the lone texts that close it; a label whose values were left blank is still its row."""
    behind: list[Block] = []
    while grid:
        lone = _lone(grid[-1], width)
        if lone is None or (len(grid) > 1 and lone.colspan == 1 and not _SENTENCE.search(lone.text)):
            break
        behind.insert(0, Paragraph(lone.text))
        grid.pop()
    if grid:
        collector.add(Grid(own_columns(grid)))
    for block in behind:
        collector.add(block)


def _lone(row: list[GridCell], width: int) -> GridCell | None:
    """The only text of a row that no merged cell reaches into."""
    texts = [cell for cell in row if cell.text.strip()]
    if len(texts) != 1 or any(cell.rowspan > 1 for cell in row) or sum(cell.colspan for cell in row) < width:
        return None
    return texts[0]


def _is_prose(text: str) -> bool:
    return len(text) > _LONG_LABEL or bool(_SENTENCE.search(text) or _SECTION.match(text.strip()))


def _rows(sheet: Sheet, collector: Collector) -> tuple[list[list[GridCell]], int]:
    if not sheet.cells:
        return [], 0
    rows = sorted({row for row, _ in sheet.cells})
    columns = sorted({column for _, column in sheet.cells})
    if len(rows) * len(columns) > limits.MAX_CELLS:
        collector.reached("cells", limits.MAX_CELLS)
        columns = columns[: limits.MAX_SPAN]
        rows = rows[: limits.MAX_CELLS // len(columns)]
    spans, covered = _merged(sheet, rows, columns, collector)
    out: list[list[GridCell]] = []
    for y, row in enumerate(rows):
        line: list[GridCell] = []
        for x, column in enumerate(columns):
            if (y, x) not in covered:
                height, width = spans.get((y, x), (1, 1))
                line.append(GridCell(sheet.cells.get((row, column), ""), x, width, height))
        out.append(line)
    return out, len(columns)


def _merged(
    sheet: Sheet, rows: list[int], columns: list[int], collector: Collector
) -> tuple[dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]]]:
    """Size of each merged cell that has text, and the places it covers, in rows and columns that are kept."""
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    painted = 0
    for top, left, bottom, right in sheet.merges:
        y, x = bisect_left(rows, top), bisect_left(columns, left)
        height, width = bisect_right(rows, bottom) - y, bisect_right(columns, right) - x
        if height < 1 or width < 1 or (y, x) in covered or rows[y] != top or columns[x] != left:
            continue
        painted += height * width
        if painted > 2 * limits.MAX_CELLS:
            collector.reached("merged-cells", 2 * limits.MAX_CELLS)
            break
        spans[y, x] = (height, width)
        covered.update((y + i, x + j) for i in range(height) for j in range(width) if i or j)
    return spans, covered
