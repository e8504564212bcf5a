"""Rows as found → the cells of one edition's form: numbers where they are certain, None elsewhere, and why.

Which form a block of 表二 follows is told by its heads; the edition is that of most labelled rows. A row of 表三 or
表四 whose numbers do not stand one in each column is given to the solver with every placement its layout allows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.report.editions import Edition, Sum, load_edition
from gongkai.report.reading.alignment import FORM_ROWS, Alignment
from gongkai.report.reading.disclosure import put_disclosure
from gongkai.report.reading.found import ABSENT, FoundRemedies, FoundRow
from gongkai.report.reading.missing import note_missing
from gongkai.report.reading.placing import Reading, blank_inside, option, place_requests
from gongkai.report.reading.remedies import place_remedies
from gongkai.report.reading.solve import Option, solve
from gongkai.report.reading.values import BLANK, HALF_WIDTH, NUMBER, Value, parse_value
from gongkai.report.rules import finding
from gongkai.report.schema import Finding

_TABLE = 8  # rows that show how a table is printed


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
    placed = place_requests(requests, in_place=in_place)
    runs_are_whole = _runs_are_whole(requests, placed)
    placed += place_remedies(remedies, in_place=in_place, runs_are_whole=runs_are_whole)
    settled = _settle(placed, edition, result)
    if any(row.glued for row in requests):
        settled = _confirm_runs(requests, edition, settled, runs_are_whole=runs_are_whole)
    _put_readings(settled, edition, result)
    whole = all(
        result.cells.get(cell) is not None for row in requests if row.glued for cell in FORM_ROWS[row.row].cells
    )
    in_place = in_place or any(blank_inside(row.values) for row in rows if row.numbers < len(row.values))
    for row in rows:
        if row.row.startswith("disclosure."):
            put_disclosure(row, edition, result, runs_are_whole=whole and bool(requests), in_place=in_place)
    note_missing(result, edition)
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


# --- 表三 and 表四 ------------------------------------------------------------------------------------------------


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


def _runs_are_whole(rows: Sequence[FoundRow], readings: Sequence[Reading]) -> bool:
    """Whether the table's rows are run together and each can be read as its seven numbers: none lacks one."""
    options = {reading.row: reading.options for reading in readings}
    runs = [row.row for row in rows if row.glued and row.cells]
    return len(runs) >= _TABLE and all(options.get(row) for row in runs)


def _confirm_runs(
    rows: Sequence[FoundRow], edition: Edition, settled: list[_Settled], *, runs_are_whole: bool
) -> list[_Settled]:
    """Numbers run together count only where every column's sums confirm them: a blank may hide in a run.

    It cannot where seven figures add up as seven numbers, as then no six of them do; and where every row's run can be
    read as seven numbers, no row of the table lost one.
    """
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
    runs = {row.row: row.cells[0].translate(HALF_WIDTH) for row in rows if row.glued and row.cells}
    sure = {row for row, digits in runs.items() if not digits.strip("0") or (runs_are_whole and len(digits) == 7)}
    return [
        _Settled(item.reading, None) if item.reading.row in runs.keys() - sure and not confirmed else item
        for item in settled
    ]


def _put_readings(settled: Sequence[_Settled], edition: Edition, result: Alignment) -> None:
    for item in settled:
        reading = item.reading
        cells = FORM_ROWS[reading.row].cells
        if reading.plain:
            result.cells.update(zip(cells, reading.options[0], strict=True))
            continue
        if reading.texts is not None and reading.values is not None:
            _put_placed(item, reading.texts, reading.values, result)
            continue
        if item.numbers and reading.window and _agrees(item.numbers, reading.window):
            values = [parse_value(text) for text in reading.window]
            _put_placed(item, reading.window, values, result)
            continue
        if reading.short:
            label = FORM_ROWS[reading.row].label[-1]
            result.findings.append(finding("cell-missing", cells, row=label, expected=len(cells), found=reading.found))
        if reading.whole:
            whole = [cell for row in reading.whole for cell in FORM_ROWS[row].cells]
            result.findings.append(
                finding("row-ambiguous", whole, row="表四", expected=len(whole), found=reading.found)
            )
            continue
        for index, cell in enumerate(cells):
            result.cells[cell] = item.numbers[index] if item.numbers else None
            if item.numbers:
                result.repaired[cell] = f"本行应有{len(cells)}格，印出{reading.found}个数字，由行、列的勾稽关系唯一确定"
        if not item.numbers:
            result.leave_open(reading.row, len(cells), reading.found, edition)


def _agrees(numbers: Option, texts: Sequence[str]) -> bool:
    """Whether every number stands in its place among ``texts``, the rest being blank."""
    values = [parse_value(text) for text in texts]
    return all(value.kind == BLANK or value.number == number for value, number in zip(values, numbers, strict=True))


def _put_placed(item: _Settled, texts: Sequence[str], values: Sequence[Value], result: Alignment) -> None:
    """A row whose cells stand in their places; the sums may have filled blanks."""
    row = FORM_ROWS[item.reading.row]
    printed = item.reading.options[0] if texts is item.reading.texts else option(values)
    solved = item.numbers or printed
    for cell, column, text, value, own, number in zip(
        row.cells, row.columns, texts, values, printed, solved, strict=True
    ):
        if text == ABSENT:
            continue
        if own is None and value.kind != BLANK:
            number = None  # “/”, “-” and words are no blanks: what stands there is not for the sums to say
        result.cells[cell] = number
        if own is None or not value.plain:
            result.printed[cell] = text.strip()
        if own is None and number is not None:
            result.repaired[cell] = f"“{column.label}”一格空白，由行、列的勾稽关系唯一确定"
