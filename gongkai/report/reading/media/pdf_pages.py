"""Glyphs and tables of PDF pages → blocks: each run in the cell that holds it, the rest as lines of paragraphs."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter

from gongkai.report import limits
from gongkai.report.reading.blocks import Block, Paragraph, Rows
from gongkai.report.reading.media.pdf_glyphs import Clips
from gongkai.report.reading.media.printed import (
    Line,
    Run,
    cell_text,
    goes_on,
    is_page_number,
    joined_text,
    lines_of,
    margins,
)
from gongkai.report.reading.media.ruled import SHORTEST_RULE, Place, RuledTable


@dataclass(slots=True)
class Page:
    """What one page holds before paragraphs are joined across pages."""

    number: int
    width: float = 0.0
    height: float = 0.0
    parts: list[Line | Rows] = field(default_factory=list)
    cells: int = 0
    has_text: bool = False
    has_drawing: bool = False


def lay_out(page: Page, runs: list[Run], tables: list[RuledTable], clips: Clips) -> None:
    """Give each run to the table cell that holds it, the rest to lines; both in reading order."""
    held, outside = _shared_out(runs, tables, clips)
    loose: list[Run] = []
    for run in outside:
        loose += clips.drawn_apart(run, loose=True) if len(run.text) > 3 and run.text.isdigit() else [run]
    read: list[tuple[Rows, RuledTable]] = []
    for table, cells in zip(tables, held, strict=True):
        if cells:
            read.append((_rows(table, cells), table))
            page.cells += len(table.cells)
    read.sort(key=lambda pair: pair[1].ys[0])
    lines = _without_page_numbers(lines_of(loose), page)
    for rows, table in read:
        while lines and (lines[0].top + lines[0].bottom) / 2 <= table.ys[0]:
            page.parts.append(lines.pop(0))
        page.parts.append(rows)
    page.parts += lines


def _shared_out(
    runs: list[Run], tables: list[RuledTable], clips: Clips
) -> tuple[list[dict[int, list[Run]]], list[Run]]:
    """The runs in each table's cells, and those outside tables."""
    held: list[dict[int, list[Run]]] = [{} for _ in tables]
    if not tables:
        return held, runs
    loose: list[Run] = []
    over: list[tuple[Run, int, int]] = []
    spills = False
    for run in runs:
        begin, end, half = run.left, run.right, 0.5 * run.em
        x, y = (begin + end) / 2, (run.top + run.bottom) / 2
        for number, table in enumerate(tables):
            cell = table.cell_at(x, y)
            if cell is not None:
                left, top, right, bottom = table.bounds(cell)
                if begin >= left - 1.5 and end <= right + 1.5:
                    spills = spills or y - half < top - 1.5 or y + half > bottom + 1.5
                    held[number].setdefault(cell, []).append(run)
                else:
                    spills = True
                    over.append((run, number, cell))
                break
        else:
            number = next((number for number, table in enumerate(tables) if table.is_near(x, y, 2 * run.em)), -1)
            visible = clips.cell(run, tables[number]) if number >= 0 else None
            if visible is None:
                loose.append(run)
            else:
                spills = True
                held[number].setdefault(visible, []).append(run)
    if spills:
        held = [_where_seen(cells, table, clips) for cells, table in zip(held, tables, strict=True)]
    for run, number, cell in over:
        visible = clips.cell(run, tables[number])
        if visible is not None:
            held[number].setdefault(visible, []).append(run)
            continue
        for piece in clips.drawn_apart(run):
            for part, place in _parted(piece, tables[number], cell, set(held[number])):
                held[number].setdefault(place, []).append(part)
    return held, loose


def _where_seen(cells: dict[int, list[Run]], table: RuledTable, clips: Clips) -> dict[int, list[Run]]:
    """The runs in a table's cells, each moved to the cell to which its visible part belongs."""
    seen: dict[int, list[Run]] = {}
    for cell, runs in cells.items():
        for run in runs:
            visible = clips.cell(run, table)
            seen.setdefault(cell if visible is None else visible, []).append(run)
    for runs in seen.values():
        runs.sort(key=_first)
    return seen


_first = attrgetter("first")


def _parted(run: Run, table: RuledTable, cell: int, taken: set[int]) -> list[tuple[Run, int]]:
    """The parts of a run that reaches over a rule, by the centres of its numbers and characters.

    What would come to stand in a neighbouring cell that has a text of its own stays with the rest of the run.
    """
    middle = (run.top + run.bottom) / 2
    parts: list[list[int]] = []
    end = 0
    for atom in run.atoms():
        found = table.cell_at((atom.left + atom.right) / 2, middle)
        place = cell if found is None else found
        end += len(atom.text)
        if parts and parts[-1][2] == place:
            parts[-1][1] = end
        else:
            parts.append([end - len(atom.text), end, place])
    home = parts[0][2]
    if home in taken:
        home = next((part[2] for part in parts if part[2] not in taken), home)
    for part in parts:
        if part[2] in taken:
            part[2] = home
    return [(run.cut(start, end), place) for start, end, place in parts]


def _rows(table: RuledTable, cells: dict[int, list[Run]]) -> Rows:
    """The texts of the table's cells, each in the row where its cell begins."""
    rows: list[list[str]] = [[] for _ in table.owner]
    columns = _without_slivers(table, cells)
    places = table.cells
    for number, (row, col, _, colspan) in enumerate(places):
        if columns is None or columns[col] < columns[col + colspan]:
            runs = cells.get(number)
            rows[row].append(cell_text(runs)[: limits.MAX_CELL_CHARACTERS] if runs else "")
    if columns is not None:
        places = [place for place in places if columns[place[1]] < columns[place[1] + place[3]]]
    if table.open_bottom and rows[-1] and not any(rows[-1]) and not _is_crossed(places, len(rows) - 1):
        del rows[-1]
    if table.open_top and not any(rows[0]) and not _is_crossed(places, 1):
        del rows[0]
    return Rows(rows)


def _is_crossed(places: list[Place], edge: int) -> bool:
    """Whether a cell reaches over the edge between two rows."""
    return any(row < edge < row + rowspan for row, _, rowspan, _ in places)


def _without_slivers(table: RuledTable, cells: dict[int, list[Run]]) -> list[int] | None:
    """Numbers of the column edges if the gaps between cells with borders of their own are no columns; None without."""
    thin = {col for col, (left, right) in enumerate(pairwise(table.xs)) if right - left < SHORTEST_RULE}
    if not thin:
        return None
    held = [(col, colspan) for _, col, _, colspan in map(table.cells.__getitem__, cells)]
    thin -= {col for col, colspan in held if colspan == 1}
    numbers = [0]
    for col in range(len(table.xs) - 1):
        numbers.append(numbers[-1] + (col not in thin))
    if any(numbers[col] == numbers[col + colspan] for col, colspan in held):
        return None
    return numbers


def _without_page_numbers(lines: list[Line], page: Page) -> list[Line]:
    if lines and lines[-1].top > 0.88 * page.height and _is_page_number(lines[-1], lines[-2:-1], page):
        lines.pop()
    if lines and lines[0].bottom < 0.1 * page.height and _is_page_number(lines[0], lines[1:2], page):
        lines.pop(0)
    return lines


def _is_page_number(line: Line, neighbours: list[Line], page: Page) -> bool:
    """A number between dashes, or a bare one near to the page's own that stands apart from the text."""
    if not is_page_number(line.text):
        return False
    if not line.text.isdigit():
        return True
    apart = all(max(other.top - line.bottom, line.top - other.bottom) > line.em for other in neighbours)
    return apart and abs(int(line.text) - page.number) <= 30


def blocks_of(pages: list[Page]) -> list[Block]:
    """Pages to blocks; lines of one paragraph are joined, also over a page's end."""
    edges: dict[int, list[Line]] = {}
    for page in pages:
        lines = [part for part in page.parts if isinstance(part, Line) and "\t" not in part.text]
        edges.setdefault(round(page.width), []).extend(lines)
    columns = {width: margins(lines) for width, lines in edges.items() if lines}
    blocks: list[Block] = []
    before: Line | None = None
    before_page = 0
    for page in pages:
        left, right = columns.get(round(page.width), (0.0, page.width))
        for part in page.parts:
            if not isinstance(part, Line):
                blocks.append(part)
                before = None
                continue
            last = blocks[-1] if blocks else None
            if (
                before is not None
                and isinstance(last, Paragraph)
                and len(last.text) + len(part.text) < limits.MAX_CELL_CHARACTERS
                and goes_on(before, part, left, right, same_page=before_page == page.number)
            ):
                last.text = joined_text(last.text, part.text, before.right > right - 0.6 * before.em)
            else:
                blocks.append(Paragraph(part.text[: limits.MAX_CELL_CHARACTERS], page=page.number))
            before, before_page = part, page.number
    return blocks
