"""The form as printed: a report's three tables as rows of cells with spans, built from the edition's data."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from itertools import groupby
from typing import Literal

from gongkai.report.editions import EDITION_IDS, Block, Column, Edition, Row, Table, load_edition, printed_rows
from gongkai.report.schema import Number, Report

APPLICANTS = "申请人情况"
ITEM = "信息内容"
SCALES = {"元": 1, "万元": 10_000}

Kind = Literal["caption", "head", "label", "value"]


@dataclass(frozen=True, slots=True)
class FormCell:
    """One cell where it begins. ``cell`` is the id of a value's cell; ``col`` counts from 0, spans expanded."""

    kind: Kind
    text: str
    col: int
    colspan: int = 1
    rowspan: int = 1
    cell: str | None = None


@dataclass(frozen=True, slots=True)
class FormTable:
    """A table of the form. ``rows`` is empty where the report prints nothing of it."""

    id: str
    section: str
    width: int
    rows: tuple[tuple[FormCell, ...], ...]

    def matrix(self) -> list[list[str]]:
        """Every row with ``width`` texts; a merged cell stands where it begins, the rest of it is empty."""
        result = []
        for row in self.rows:
            texts = [""] * self.width
            for cell in row:
                texts[cell.col] = cell.text
            result.append(texts)
        return result


def form_tables(report: Report, *, unprinted: bool = False) -> tuple[FormTable, ...]:
    """The report's tables, each cell with its printed text; none without an edition.

    Rows that the report does not print are left out, or kept with empty values where ``unprinted`` is set and the form
    requires them (a table of which nothing is printed stays empty). Cells of another edition that the report prints
    too stand beside the edition's own.
    """
    if report.edition not in EDITION_IDS:
        return ()
    edition = load_edition(report.edition)
    printed = printed_rows(report.cells, report.printed)
    builders: dict[str, Callable[[Report, tuple[Block, ...]], FormTable]] = {
        "disclosure": _disclosure,
        "requests": _requests,
        "remedies": _remedies,
    }
    result = []
    for table in edition.tables:
        blocks = _blocks(report, edition, table)
        rows = [row for block in blocks for row in block.rows]
        labels = {row.label for row in rows if row.id in printed}
        keep = {row.id for row in rows if row.id in printed}
        if keep and unprinted:
            # (六)其他处理 printed as one row stands for its three rows, which are then not missing.
            keep |= {row.id for row in rows if row.required and row.label[:-1] not in labels}
        chosen = (replace(block, rows=tuple(row for row in block.rows if row.id in keep)) for block in blocks)
        kept = tuple(block for block in chosen if block.rows)
        result.append(builders[table.id](report, kept) if kept else FormTable(table.id, table.section, 0, ()))
    return tuple(result)


def printed_text(report: Report, cell: str, column: Column) -> str:
    """What the report prints in a cell: the text it kept, else the number in the form's own unit, else nothing."""
    if (text := report.printed.get(cell)) is not None:
        return text
    value = report.cells.get(cell)
    if value is None:
        return ""
    return number_text(value, SCALES.get(column.printed_unit or "", 1))


def number_text(value: Number, scale: int = 1) -> str:
    """The number divided by ``scale``, exactly and without an exponent."""
    text = format(Decimal(repr(value)) / scale, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def column_label(report: Report, row: str, column: Column) -> str:
    """A column's head; that of money names the unit the row's amount is printed in where the form's own is not 元."""
    if column.unit != "元":
        return column.label
    unit = _printed_unit(report, f"{row}.{column.id}", column)
    return column.label if unit == "元" and column.printed_unit is None else f"{column.label}（单位：{unit}）"


def _printed_unit(report: Report, cell: str, column: Column) -> str:
    """The unit that makes the kept text of an amount its number; the form's own where the text decides nothing."""
    default = column.printed_unit or column.unit
    value, text = report.cells.get(cell), report.printed.get(cell)
    if not value or not text:
        return default
    try:
        number = Decimal(unicodedata.normalize("NFKC", text).replace(",", "").strip())
    except InvalidOperation:
        return default
    fitting = [unit for unit, scale in SCALES.items() if number * scale == Decimal(repr(value))]
    return fitting[0] if fitting else default


def _blocks(report: Report, edition: Edition, table: Table) -> tuple[Block, ...]:
    """The table's blocks, and those of other editions as far as the report prints cells that only they have."""
    others = [load_edition(other) for other in EDITION_IDS if other != edition.id]
    extra = [cell for cell in report.cells if cell not in edition.cells]
    foreign = {
        cell
        for cell in extra
        if (report.cells[cell] is not None or cell in report.printed) and any(cell in other.cells for other in others)
    }
    if not foreign:
        return table.blocks
    blocks = list(table.blocks)
    for other in others:
        for block in other.table(table.id).blocks:
            rows = tuple(row for row in block.rows if foreign.intersection(row.cells))
            if not rows:
                continue
            if table.id == "disclosure":
                columns = tuple(c for c in block.columns if any(f"{row.id}.{c.id}" in foreign for row in rows))
                blocks.append(Block(block.caption, columns, tuple(replace(row, columns=columns) for row in rows)))
            else:
                blocks[0] = replace(blocks[0], rows=_merged(blocks[0].rows, rows))
    return tuple(blocks)


def _merged(own: tuple[Row, ...], others: tuple[Row, ...]) -> tuple[Row, ...]:
    """``others`` set before the first row that follows their group: (六)其他处理 before (七)总计."""
    place = next((i for i, row in enumerate(own) if row.id == "requests.concluded"), len(own))
    return own[:place] + others + own[place:]


def _disclosure(report: Report, blocks: tuple[Block, ...]) -> FormTable:
    width = 1 + max(len(block.columns) for block in blocks)
    rows: list[tuple[FormCell, ...]] = []
    for block in blocks:
        rows.append((FormCell("caption", block.caption, 0, width),))
        # A block with fewer columns fills the width: its last column spans the rest.
        spans = [1] * (len(block.columns) - 1) + [width - len(block.columns)]
        heads = [column_label(report, block.rows[0].id, column) for column in block.columns]
        rows.append((FormCell("head", ITEM, 0), *_spread("head", heads, spans)))
        for row in block.rows:
            label = FormCell("label", row.label[-1], 0)
            rows.append((label, *_spread("value", _values(report, row), spans, row.cells)))
    return FormTable("disclosure", "二", width, tuple(rows))


def _requests(report: Report, blocks: tuple[Block, ...]) -> FormTable:
    (block,) = blocks
    depth = 3
    heads = [(APPLICANTS, *(column.group or (column.label,)), column.label) for column in block.columns]
    note = load_edition(report.edition or "").table("requests").note
    rows = [list(row) for row in _head_rows(heads, first=depth)]
    rows[0].insert(0, FormCell("head", note, 0, depth, len(rows)))
    labels = [row.label + (row.label[-1],) * (depth - len(row.label)) for row in block.rows]
    label_cells = {(box.index, box.depth): box for box in _boxes(labels)}
    for index, row in enumerate(block.rows):
        cells = [
            FormCell("label", box.text, level, box.depths, box.count)
            for level in range(depth)
            if (box := label_cells.get((index, level)))
        ]
        rows.append([*cells, *_spread("value", _values(report, row), [1] * len(row.columns), row.cells, depth)])
    return FormTable("requests", "三", depth + len(block.columns), tuple(tuple(row) for row in rows))


def _remedies(report: Report, blocks: tuple[Block, ...]) -> FormTable:
    (block,) = blocks
    depth = max(len(row.label) for row in block.rows)
    heads: list[tuple[str, ...]] = []
    values: list[str] = []
    cells: list[str] = []
    for row in block.rows:
        group = row.label[:1] * (depth - len(row.label)) + row.label
        heads += [(*group, column.label) for column in row.columns]
        values += _values(report, row)
        cells += row.cells
    data = tuple(_spread("value", values, [1] * len(values), cells, 0))
    return FormTable("remedies", "四", len(values), (*_head_rows(heads), data))


def _values(report: Report, row: Row) -> list[str]:
    return [printed_text(report, f"{row.id}.{column.id}", column) for column in row.columns]


def _spread(
    kind: Kind, texts: Sequence[str], spans: Sequence[int], cells: Sequence[str] = (), start: int = 1
) -> Iterator[FormCell]:
    col = start
    for number, (text, span) in enumerate(zip(texts, spans, strict=True)):
        yield FormCell(kind, text, col, span, 1, cells[number] if cells else None)
        col += span


def _head_rows(paths: Sequence[tuple[str, ...]], first: int = 0) -> list[tuple[FormCell, ...]]:
    """Column heads with merged groups, from one path of equal length per column."""
    rows: list[list[FormCell]] = [[] for _ in paths[0]]
    for box in sorted(_boxes(paths), key=lambda box: box.index):
        rows[box.depth].append(FormCell("head", box.text, first + box.index, box.count, box.depths))
    return [tuple(row) for row in rows]


@dataclass(frozen=True, slots=True)
class _Box:
    """A merged label: ``count`` paths from ``index`` on share ``text`` on ``depths`` levels from ``depth`` on."""

    text: str
    index: int
    count: int
    depth: int
    depths: int


def _boxes(paths: Sequence[tuple[str, ...]], depth: int = 0, offset: int = 0) -> Iterator[_Box]:
    start = offset
    for text, group in groupby(paths, key=lambda path: path[depth]):
        members = list(group)
        end = depth + 1
        while end < len(members[0]) and all(path[end] == text for path in members):
            end += 1
        yield _Box(text, start, len(members), depth, end - depth)
        if end < len(members[0]):
            yield from _boxes(members, end, start)
        start += len(members)
