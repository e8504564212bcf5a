"""Rows as found → the cells of one edition's form: numbers where they are certain, None elsewhere, and why.

Which form a block of 表二 follows is told by its heads; the edition is that of most labelled rows. A row of 表三 or 表四
whose numbers do not stand one in each column is given to the solver with every placement its layout allows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from gongkai.report.editions import Column, Edition, Sum, load_edition, printed_rows
from gongkai.report.reading.placing import FORM_ROWS, Reading, blank_inside, place_remedies, place_requests
from gongkai.report.reading.found import FoundRemedies, FoundRow
from gongkai.report.reading.solve import Option, solve
from gongkai.report.reading.values import (
    BLANK,
    HALF_WIDTH,
    NOT_APPLICABLE,
    NUMBER,
    Value,
    parse_value,
    scale,
    split_run,
)
from gongkai.report.rules import finding
from gongkai.report.schema import Finding, Number

_TABLES = {"disclosure": "表二", "requests": "表三", "remedies": "表四"}


@dataclass(slots=True)
class Alignment:
    """The cells of one report. ``edition`` is None where neither labels nor year tell it."""

    edition: str | None
    cells: dict[str, Number | None] = field(default_factory=dict)
    printed: dict[str, str] = field(default_factory=dict)
    repaired: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    rows: int = 0
    numbers: int = 0


def align(
    rows: Sequence[FoundRow],
    remedies: Sequence[FoundRemedies],
    year: int | None,
    *,
    lost: bool = False,
    in_place: bool = False,
) -> Alignment:
    """Cells of the form from the rows of one report.

    ``rows`` holds at most one row per row id and edition; ``year`` decides the edition only where no label does;
    ``lost`` tells that equal lines were dropped, so that positions mean nothing; ``in_place`` that blanks are vouched
    for.
    """
    edition_id, findings = _edition(rows, remedies, year)
    result = Alignment(edition_id, findings=findings)
    result.rows = sum(1 for row in rows if row.cells) + len(remedies)
    result.numbers = sum(row.numbers for row in rows) + sum(
        1 for item in remedies for cell in item.cells if parse_value(cell).kind == NUMBER
    )
    if edition_id is None:
        return result
    edition = load_edition(edition_id)
    result.cells = dict.fromkeys(edition.cells)
    if lost:
        result.findings.append(finding("printed-once"))
        return result
    requests = [row for row in rows if row.row.startswith("requests.")]
    settled = _settle(
        place_requests(requests, in_place=in_place) + place_remedies(remedies, in_place=in_place), edition, result
    )
    if any(row.glued for row in requests):
        settled = _confirm_runs(requests, edition, settled)
    _put_readings(settled, edition, result)
    whole = all(
        result.cells.get(cell) is not None for row in requests if row.glued for cell in FORM_ROWS[row.row].cells
    )
    in_place = in_place or any(blank_inside(row.values) for row in rows)
    for row in rows:
        if row.row.startswith("disclosure."):
            _disclosure(row, edition, result, runs_are_whole=whole and bool(requests), in_place=in_place)
    _missing(result, edition)
    return result


# --- edition ---------------------------------------------------------------------------------------------------------


def _edition(
    rows: Sequence[FoundRow], remedies: Sequence[FoundRemedies], year: int | None
) -> tuple[str | None, list[Finding]]:
    votes: Counter[str] = Counter()
    requests_2021 = 0
    single_six = False
    for row in rows:
        if row.head is not None and row.row.startswith("disclosure."):
            votes[row.head.edition] += 1
        elif row.row in ("disclosure.other_services", "disclosure.procurement"):
            votes["2019"] += 1
        elif (
            row.row in ("requests.other_not_supplemented", "requests.other_fee_unpaid", "requests.other_reason")
            and row.cells
        ):
            requests_2021 += 1
        elif row.row == "requests.other_handling" and row.numbers:
            single_six = True
    if requests_2021:
        votes["2021"] += requests_2021
    elif single_six and not votes:
        votes["2019"] += 1
    if votes:
        ranked = votes.most_common()
        edition = ranked[0][0]
        if len(ranked) > 1 and ranked[0][1] == ranked[1][1] and year is not None:
            edition = "2021" if year >= 2021 else "2019"
        tables = {row.head.edition for row in rows if row.head is not None and row.numbers}
        if len(tables) > 1:
            other = "2019" if edition == "2021" else "2021"
            return edition, [finding("edition-mixed", edition=edition, other=other)]
        return edition, []
    if year is not None:
        edition = "2021" if year >= 2021 else "2019"
        return edition, [finding("edition-by-year", year=year, edition=edition)]
    return None, []


# --- 表二 --------------------------------------------------------------------------------------------------------------


def _disclosure(row: FoundRow, edition: Edition, result: Alignment, *, runs_are_whole: bool, in_place: bool) -> None:
    columns: tuple[Column, ...]
    unit = None
    if row.head is not None:
        columns, unit = row.head.columns, row.head.unit
    else:
        home = edition if row.row in edition.rows else load_edition("2019")
        columns = home.rows[row.row].columns
        cells = [cell for cell in row.cells if parse_value(cell).kind != BLANK]
        if len(cells) != len(columns) and not row.glued:
            other = load_edition("2019" if edition.id == "2021" else "2021").rows.get(row.row)
            if other is None or len(other.columns) != len(cells):
                if cells:
                    _ambiguous(row.row, len(columns), len(cells), edition, result)
                return
            columns = other.columns
    width = len(columns)
    texts = _disclosure_texts(row, width, runs_are_whole=runs_are_whole, in_place=in_place)
    if texts is None:
        numbers = sum(1 for cell in row.cells if parse_value(cell).kind == NUMBER)
        _ambiguous(row.row, width, numbers, edition, result)
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
        ways = split_run(digits, width)
        sure = len(ways) == 1 and (runs_are_whole or not digits.strip("0"))
        return [str(number) for number in ways[0]] if sure else None
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
    if in_place and kinds[0] != BLANK or len(cells) == width and (row.grid or in_place) or inner_blank:
        return window
    return None  # blanks that were collapsed to the end look just like this


def _put(cell: str, column: Column, text: str, head_unit: str | None, edition: Edition, result: Alignment) -> None:
    value = parse_value(text)
    number: Number | None = None
    if value.kind == NUMBER and value.number is not None:
        number = value.number
        if column.unit == "元":
            unit = value.unit or head_unit or column.printed_unit or "元"
            if value.unit is None and head_unit is None and number:
                result.findings.append(
                    finding("unit-assumed", [cell], place=_place(cell, edition), text=text.strip(), unit=unit)
                )
            number = scale(number, unit)
        elif value.unit is not None or not (value.is_count or (column.signed and isinstance(number, int))):
            number = None
    result.cells[cell] = number
    if number is None or not value.plain:
        result.printed[cell] = text.strip()


def _place(cell: str, edition: Edition) -> str:
    known = edition.cells.get(cell) or load_edition("2019" if edition.id == "2021" else "2021").cells.get(cell)
    return known.place if known else cell


def _ambiguous(row: str, expected: int, found: int, edition: Edition, result: Alignment) -> None:
    home = edition if row in edition.rows else load_edition("2019" if edition.id == "2021" else "2021")
    cells = [name for name in home.rows[row].cells if name in result.cells]
    result.findings.append(
        finding("row-ambiguous", cells, row=home.rows[row].label[-1], expected=expected, found=found)
    )


# --- 表三 and 表四 --------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Settled:
    """A row after solving: ``numbers`` None where it stays ambiguous."""

    reading: Reading
    numbers: Option | None


def _settle(readings: list[Reading], edition: Edition, result: Alignment) -> list[_Settled]:
    """Numbers in their places as they are; the open rows as far as the sums solve them."""
    open_rows = [reading for reading in readings if len(reading.options) != 1 or None in reading.options[0]]
    solved: dict[str, Option | None] = {}
    if open_rows:
        columns = {reading.row: FORM_ROWS[reading.row].cells for reading in readings}
        solved = solve({reading.row: reading.options for reading in readings}, columns, _sums(readings, edition))
    return [
        _Settled(reading, solved[reading.row] if reading.row in solved else reading.options[0]) for reading in readings
    ]


def _sums(readings: Sequence[Reading], edition: Edition) -> tuple[Sum, ...]:
    """The sums of the edition, or of the other one where rows of the other are printed."""
    names = {reading.row for reading in readings}
    home = edition if names <= set(edition.rows) else load_edition("2021")
    return home.sums(names)


def _confirm_runs(rows: Sequence[FoundRow], edition: Edition, settled: list[_Settled]) -> list[_Settled]:
    """Numbers run together count only where every column's sums confirm them: a blank may hide in a run."""
    known = {
        cell: number
        for item in settled
        for cell, number in zip(FORM_ROWS[item.reading.row].cells, item.numbers or (), strict=False)
    }
    confirmed = all(
        all(known.get(cell) is not None for cell in total.cells)
        and sum(known[cell] or 0 for cell in total.totals) == sum(known[cell] or 0 for cell in total.parts)
        for total in _sums([item.reading for item in settled], edition)
        if total.rule in ("R1", "R2")
    )
    runs = {row.row for row in rows if row.glued and row.cells and row.cells[0].translate(HALF_WIDTH).strip("0")}
    return [_Settled(item.reading, None) if item.reading.row in runs and not confirmed else item for item in settled]


def _put_readings(settled: Sequence[_Settled], edition: Edition, result: Alignment) -> None:
    for item in settled:
        reading = item.reading
        cells = FORM_ROWS[reading.row].cells
        if reading.texts is not None and reading.values is not None:
            _put_placed(item, reading.texts, reading.values, result)
            continue
        if reading.short:
            label = FORM_ROWS[reading.row].label[-1]
            result.findings.append(finding("cell-missing", cells, row=label, expected=len(cells), found=reading.found))
        for index, cell in enumerate(cells):
            result.cells[cell] = item.numbers[index] if item.numbers else None
            if item.numbers:
                result.repaired[cell] = f"本行应有{len(cells)}格，印出{reading.found}个数字，由行、列的勾稽关系唯一确定"
        if not item.numbers:
            _ambiguous(reading.row, len(cells), reading.found, edition, result)


def _put_placed(item: _Settled, texts: Sequence[str], values: Sequence[Value], result: Alignment) -> None:
    """A row whose cells stand in their places; the sums may have filled blanks."""
    row = FORM_ROWS[item.reading.row]
    printed = item.reading.options[0]
    if None not in printed and all([value.plain for value in values]):
        result.cells.update(zip(row.cells, printed, strict=True))
        return
    solved = item.numbers or printed
    for cell, column, text, value, own, number in zip(
        row.cells, row.columns, texts, values, printed, solved, strict=True
    ):
        if own is None and value.kind != BLANK:
            number = None  # “/”, “-” and words are no blanks: what stands there is not for the sums to say
        result.cells[cell] = number
        if own is None or not value.plain:
            result.printed[cell] = text.strip()
        if own is None and number is not None:
            result.repaired[cell] = f"“{column.label}”一格空白，由行、列的勾稽关系唯一确定"


# --- what is not there -------------------------------------------------------------------------------------------------


def _missing(result: Alignment, edition: Edition) -> None:
    """Findings on cells without a number and on rows and tables that are not printed."""
    blanks: dict[str, list[str]] = {}
    for cell, text in result.printed.items():
        if result.cells.get(cell) is not None:
            continue
        kind = parse_value(text).kind
        known = edition.cells.get(cell)
        table = known.table if known else "disclosure"
        if kind == NUMBER:
            result.findings.append(finding("count-not-whole", [cell], places=f"{_place(cell, edition)}印作“{text}”"))
        elif kind in (BLANK, NOT_APPLICABLE):
            blanks.setdefault(table, []).append(cell)
        else:
            result.findings.append(finding("cell-unreadable", [cell], place=_place(cell, edition), text=text))
    for cells in blanks.values():
        result.findings.append(finding("cell-not-applicable", cells, place=_place(cells[0], edition), count=len(cells)))
    printed = printed_rows(result.cells, result.printed)
    printed |= {
        cell.rsplit(".", 1)[0] for item in result.findings if item.rule == "row-ambiguous" for cell in item.cells
    }
    for part in edition.tables:
        required = [row for row in part.rows if row.required]
        absent = [row for row in required if row.id not in printed]
        if part.id == "requests" and "requests.other_handling" in printed:
            absent = [row for row in absent if not row.id.startswith("requests.other_")]
        if len(absent) == len(required):
            result.findings.append(finding("table-missing", [f"{part.rows[0].cells[0]}"], table=_TABLES[part.id]))
        elif absent:
            labels = "”“".join(row.label[-1] for row in absent)
            result.findings.append(
                finding("row-missing", [row.cells[0] for row in absent], table=_TABLES[part.id], rows=labels)
            )
