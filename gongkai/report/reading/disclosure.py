"""表二: the numbers of a row in the columns of its block, money in 元."""

from __future__ import annotations

from gongkai.report.editions import Column, Edition, load_edition
from gongkai.report.reading.alignment import Alignment, other_edition, place_of
from gongkai.report.reading.found import FoundRow
from gongkai.report.reading.values import (
    BLANK,
    HALF_WIDTH,
    NOT_APPLICABLE,
    NUMBER,
    TEXT,
    filled_up,
    parse_value,
    scale,
    split_run,
)
from gongkai.report.rules import finding
from gongkai.report.schema import Number


def put_disclosure(row: FoundRow, edition: Edition, result: Alignment, *, runs_are_whole: bool, in_place: bool) -> None:
    """The numbers of a row of 表二 in the columns its heads name, or the form's where no heads stand above."""
    columns: tuple[Column, ...]
    unit = None
    if row.head is not None:
        columns, unit = row.head.columns, row.head.unit
    else:
        home = edition if row.row in edition.rows else load_edition("2019")
        columns = home.rows[row.row].columns
        cells = [cell for cell in row.cells if parse_value(cell).kind != BLANK]
        if len(cells) != len(columns) and not row.glued:
            other = other_edition(edition).rows.get(row.row)
            if other is None or len(other.columns) != len(cells):
                if cells:
                    result.leave_open(row.row, len(columns), len(cells), edition)
                return
            columns = other.columns
    width = len(columns)
    texts = _disclosure_texts(row, width, runs_are_whole=runs_are_whole, in_place=in_place)
    if texts is None:
        numbers = sum(1 for cell in row.cells if parse_value(cell).kind == NUMBER)
        result.leave_open(row.row, width, numbers, edition)
        for column in columns:
            result.cells.setdefault(f"{row.row}.{column.id}", None)
        return
    for column, text in zip(columns, texts, strict=True):
        _put(f"{row.row}.{column.id}", column, text, unit, edition, result)


def _disclosure_texts(row: FoundRow, width: int, *, runs_are_whole: bool, in_place: bool) -> list[str] | None:
    """The text of each column; None where it is not certain which column a number stands in.

    Numbers run together are taken apart only where no blank can hide among them: all zeros, or 表三 shows none.
    """
    cells = row.cells
    kinds = [parse_value(cell).kind for cell in cells]
    filled = [cell for cell, kind in zip(cells, kinds, strict=True) if kind != BLANK]
    if row.glued and len(filled) == 1 and width > 1:
        digits = filled[0].translate(HALF_WIDTH)
        ways = split_run(digits, width) if digits.isdigit() else []
        sure = len(ways) == 1 and (runs_are_whole or not digits.strip("0"))
        return [str(number) for number in ways[0]] if sure else None
    if row.grid and len(cells) > width and kinds[width - 1] != BLANK and len(set(cells[width - 1 :])) == 1:
        return cells[:width]  # the last column is merged with those that other blocks have, and repeated in each
    if len(filled) == width:
        return filled
    if len(filled) > width:
        certain = [cell for cell, kind in zip(cells, kinds, strict=True) if kind in (NUMBER, NOT_APPLICABLE)]
        return certain if len(certain) == width and not row.vertical else None
    if not filled:
        return [""] * width
    if len(cells) < width:
        return None
    if any(kind != BLANK for kind in kinds[width:]):
        return None
    window = cells[:width]
    last = max(index for index, kind in enumerate(kinds) if kind != BLANK)
    inner_blank = any(kind == BLANK for kind in kinds[:last])
    if (in_place and kinds[0] != BLANK) or (len(cells) == width and (row.grid or in_place)) or inner_blank:
        return window
    return None  # blanks that were collapsed to the end look just like this


def _put(cell: str, column: Column, text: str, head_unit: str | None, edition: Edition, result: Alignment) -> None:
    value = parse_value(text)
    if value.kind == TEXT:
        value = filled_up(text) or value
    number: Number | None = None
    if value.kind == NUMBER and value.number is not None:
        number = value.number
        if column.unit == "元":
            unit = value.unit or head_unit or column.printed_unit or "元"
            if value.unit is None and head_unit is None and number:
                result.findings.append(
                    finding("unit-assumed", [cell], place=place_of(cell, edition), text=text.strip(), unit=unit)
                )
            number = scale(number, unit)
        elif value.unit is not None or not (value.is_count or (column.signed and isinstance(number, int))):
            number = None
    result.cells[cell] = number
    if number is None or not value.plain:
        result.printed[cell] = text.strip()
