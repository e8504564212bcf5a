"""Rows as found → the cells of one edition's form: numbers where they are certain, None elsewhere, and why.

Which form a block of 表二 follows is told by its heads; the edition is that of most labelled rows. A row of 表三 or 表四
whose numbers do not stand one in each column is given to the solver with every placement its layout allows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from gongkai.report.editions import Column, Edition, Row, load_edition, printed_rows
from gongkai.report.reading.rows import FoundRemedies, FoundRow
from gongkai.report.reading.solve import Option, placements, solve
from gongkai.report.reading.values import BLANK, NOT_APPLICABLE, NUMBER, Value, parse_value, scale, split_run
from gongkai.report.rules import finding
from gongkai.report.schema import Finding, Number

_REMEDY_GROUPS = ("review", "litigation_direct", "litigation_after_review")
_ROWS = {**load_edition("2019").rows, **load_edition("2021").rows}
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


@dataclass(slots=True)
class _Reading:
    """One row read: options for the solver, and the text of each column where positions are certain."""

    row: str
    options: list[Option]
    texts: list[str] | None
    found: int
    values: list[Value] | None = None


def align(rows: Sequence[FoundRow], remedies: Sequence[FoundRemedies], year: int | None, *, lost: bool = False) -> Alignment:
    """Cells of the form from the rows of one report.

    ``rows`` holds at most one row per row id and edition; ``year`` decides the edition only where no label does;
    ``lost`` tells that equal lines were dropped, so that positions mean nothing.
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
    for row in rows:
        if row.row.startswith("disclosure."):
            _disclosure(row, edition, result)
    readings = _requests([row for row in rows if row.row.startswith("requests.")])
    readings += _remedies(remedies)
    _settle(readings, edition, result)
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
        elif row.row in ("requests.other_not_supplemented", "requests.other_fee_unpaid", "requests.other_reason") and row.cells:
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
    if year is not None and (rows or remedies):
        edition = "2021" if year >= 2021 else "2019"
        return edition, [finding("edition-by-year", year=year, edition=edition)]
    if year is not None:
        return ("2021" if year >= 2021 else "2019"), []
    return None, []


# --- 表二 --------------------------------------------------------------------------------------------------------------


def _disclosure(row: FoundRow, edition: Edition, result: Alignment) -> None:
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
                    _ambiguous(row.row, row.row, len(columns), len(cells), edition, result)
                return
            columns = other.columns
    width = len(columns)
    texts = _disclosure_texts(row, width)
    if texts is None:
        numbers = sum(1 for cell in row.cells if parse_value(cell).kind == NUMBER)
        _ambiguous(row.row, f"{row.row}.{columns[0].id}", width, numbers, edition, result)
        for column in columns:
            result.cells.setdefault(f"{row.row}.{column.id}", None)
        return
    for column, text in zip(columns, texts, strict=True):
        _put(f"{row.row}.{column.id}", column, text, unit, edition, result)


def _disclosure_texts(row: FoundRow, width: int) -> list[str] | None:
    """The text of each column; None where it is not certain which column a number stands in."""
    cells = row.cells
    kinds = [parse_value(cell).kind for cell in cells]
    filled = [cell for cell, kind in zip(cells, kinds, strict=True) if kind != BLANK]
    if row.glued and len(filled) == 1 and width > 1:
        ways = split_run(filled[0], width)
        return [str(number) for number in ways[0]] if len(ways) == 1 else None
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
    if row.columns is not None and len(cells) == width or inner_blank:
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
                result.findings.append(finding("unit-assumed", [cell], place=_place(cell, edition), text=text.strip(), unit=unit))
            number = scale(number, unit)
        elif value.unit is not None:
            number = None
    result.cells[cell] = number
    if number is None or not value.plain:
        result.printed[cell] = text.strip()


def _place(cell: str, edition: Edition) -> str:
    known = edition.cells.get(cell) or load_edition("2019" if edition.id == "2021" else "2021").cells.get(cell)
    return known.place if known else cell


def _ambiguous(row: str, cell: str, expected: int, found: int, edition: Edition, result: Alignment) -> None:
    home = edition if row in edition.rows else load_edition("2019" if edition.id == "2021" else "2021")
    cells = [name for name in home.rows[row].cells if name in result.cells]
    result.findings.append(
        finding("row-ambiguous", cells, row=home.rows[row].label[-1], expected=expected, found=found)
    )


# --- 表三 and 表四 ------------------------------------------------------------------------------------------------------


def _requests(rows: Sequence[FoundRow]) -> list[_Reading]:
    """Each row's seven columns, or the placements its layout allows. Full rows tell where rows of their shape begin."""
    offsets: dict[_Shape, Counter[int]] = {}
    parsed = []
    for row in rows:
        kinds = [parse_value(cell).kind for cell in row.cells]
        filled = [index for index, kind in enumerate(kinds) if kind != BLANK]
        parsed.append((row, kinds, filled))
        if len(filled) == 7 and filled[-1] - filled[0] == 6:
            offsets.setdefault(_shape(row), Counter())[filled[0]] += 1
    return [_request(row, kinds, filled, offsets) for row, kinds, filled in parsed if row.cells or not _is_group(row.row)]


_Shape = tuple[int, int, int]


def _shape(row: FoundRow) -> _Shape:
    """Rows of one shape begin at one place: as deep in the form, the label as far in, as many fields."""
    if row.vertical:
        return (0, 0, 0)
    return (len(_ROWS[row.row].label), row.start, row.fields)


def _is_group(row: str) -> bool:
    """（六）其他处理 names a row in one form and a group of rows in the other: without cells it is a group."""
    return row == "requests.other_handling"


def _request(
    row: FoundRow, kinds: list[str], filled: list[int], offsets: dict[_Shape, Counter[int]]
) -> _Reading:
    cells = row.cells
    if row.glued and len(filled) == 1:
        return _Reading(row.row, list(split_run(cells[filled[0]].translate(_DIGITS), 7)), None, len(filled))
    if len(filled) == 7:
        texts = [cells[index] for index in filled]
        if filled[-1] - filled[0] == 6 or all(kinds[index] == NUMBER for index in filled):
            return _certain(row.row, texts)
    if not filled:
        return _certain(row.row, [""] * 7)
    numbers = [value.number for index in filled if (value := parse_value(cells[index])).kind == NUMBER and value.number is not None]
    if len(filled) > 7:
        if len(numbers) == 7:
            return _certain(row.row, [cells[index] for index in filled if kinds[index] == NUMBER])
        return _Reading(row.row, [], None, len(filled))
    start = _window(row, cells, filled, offsets)
    if start is not None:
        window = cells[start : start + 7]
        first, last = filled[0] - start, filled[-1] - start
        collapsed = first == 0 and last < 6 and len(filled) == last + 1
        if not collapsed:
            return _certain(row.row, window)
    if len(numbers) != len(filled) or any(parse_value(cells[index]).unit for index in filled):
        return _Reading(row.row, [], None, len(filled))  # a text or a dash among them takes a place, too
    return _Reading(row.row, placements(numbers, 7), None, len(filled))


_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")


def _window(
    row: FoundRow, cells: list[str], filled: list[int], offsets: dict[_Shape, Counter[int]]
) -> int | None:
    """Index of the first of the seven columns, where the layout shows it."""
    if len(cells) == 7:
        return 0
    if len(cells) < 7:
        return None
    known = offsets.get(_shape(row))
    if known is None and not row.vertical:
        known = Counter()
        for (depth, _, fields), counter in offsets.items():
            if depth and fields == row.fields:
                known += counter
    if known and len(known) == 1:
        start = next(iter(known))
        if start <= filled[0] and filled[-1] < start + 7 <= len(cells):
            return start
    return None


def _certain(row: str, texts: list[str]) -> _Reading:
    values = [parse_value(text) for text in texts]
    option: Option = tuple(
        value.number if value.kind == NUMBER and value.unit is None else None for value in values
    )
    return _Reading(row, [option], texts, sum(1 for value in values if value.kind != BLANK), values)


def _remedies(found: Sequence[FoundRemedies]) -> list[_Reading]:
    """表四: fifteen numbers in one row, or five for each group whose heads stand above."""
    readings: dict[str, list[str]] = {}
    for item in found:
        cells = list(item.cells)
        kinds = [parse_value(cell).kind for cell in cells]
        filled = [cell for cell, kind in zip(cells, kinds, strict=True) if kind != BLANK]
        groups = item.groups
        for width in (15, 5 * len(groups)):
            names = _REMEDY_GROUPS if width == 15 else groups
            if not width or (width != 15 and len(groups) == 3):
                continue
            texts = None
            if len(cells) == width:
                texts = cells
            elif len(filled) == width:
                texts = filled
            elif len(cells) > width and not any(kind != BLANK for kind in kinds[width:]) and kinds[0] != BLANK:
                texts = cells[:width]
            if texts is not None:
                for index, name in enumerate(names):
                    readings.setdefault(name, texts[5 * index : 5 * index + 5])
                break
    if not readings and found:
        numbers = [value.number for cell in found[0].cells if (value := parse_value(cell)).kind == NUMBER and value.number is not None]
        return [_Reading(name, [], None, len(numbers)) for name in _REMEDY_GROUPS]
    result = []
    for name, texts in readings.items():
        filled_at = [index for index, text in enumerate(texts) if parse_value(text).kind != BLANK]
        if filled_at and filled_at[-1] < 4 and len(filled_at) == filled_at[-1] + 1 and len(found) == 1 and not _later_filled(readings, name):
            numbers = [v.number for i in filled_at if (v := parse_value(texts[i])).kind == NUMBER and v.number is not None]
            result.append(_Reading(name, placements(numbers, 5) if len(numbers) == len(filled_at) else [], None, len(filled_at)))
        else:
            result.append(_certain(name, texts))
    return result


def _later_filled(readings: dict[str, list[str]], name: str) -> bool:
    """A number in a later group shows that the blanks of this one stand in their places."""
    later = False
    for other, texts in readings.items():
        if later and any(parse_value(text).kind != BLANK for text in texts):
            return True
        later = later or other == name
    return False


def _settle(readings: list[_Reading], edition: Edition, result: Alignment) -> None:
    """Numbers in their places as they are; the open rows as far as the sums solve them."""
    if not readings:
        return
    other = load_edition("2019" if edition.id == "2021" else "2021")
    columns = {}
    rows: dict[str, Row] = {}
    for reading in readings:
        rows[reading.row] = edition.rows.get(reading.row) or other.rows[reading.row]
        columns[reading.row] = rows[reading.row].cells
    open_rows = [reading for reading in readings if len(reading.options) != 1 or None in reading.options[0]]
    solved: dict[str, Option | None] = {}
    if open_rows:
        options = {reading.row: reading.options for reading in readings}
        names = {reading.row for reading in readings}
        home = edition if not any(row not in edition.rows for row in names) else other
        solved = solve(options, columns, home.sums(names))
    for reading in readings:
        cells = columns[reading.row]
        if reading.texts is not None and reading.values is not None:
            numbers = solved.get(reading.row, reading.options[0])
            assert numbers is not None
            for cell, column, text, value, printed, number in zip(
                cells, rows[reading.row].columns, reading.texts, reading.values, reading.options[0], numbers, strict=True
            ):
                if printed is None and value.kind != BLANK:
                    number = None  # “/”, “-” and words are no blanks: what stands there is not for the sums to say
                result.cells[cell] = number
                if printed is None or not value.plain:
                    result.printed[cell] = text.strip()
                if printed is None and number is not None:
                    result.repaired[cell] = f"“{column.label}”一格空白，由行、列的勾稽关系唯一确定"
            continue
        vector = solved.get(reading.row)
        expected = len(cells)
        for index, cell in enumerate(cells):
            result.cells[cell] = vector[index] if vector else None
            if vector:
                result.repaired[cell] = f"本行应有{expected}格，印出{reading.found}个数字，由行、列的勾稽关系唯一确定"
        if not vector:
            _ambiguous(reading.row, cells[0], expected, reading.found, edition, result)


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
        if kind in (BLANK, NOT_APPLICABLE):
            blanks.setdefault(table, []).append(cell)
        else:
            result.findings.append(finding("cell-unreadable", [cell], place=_place(cell, edition), text=text))
    for cells in blanks.values():
        result.findings.append(finding("cell-not-applicable", cells, place=_place(cells[0], edition), count=len(cells)))
    printed = printed_rows(result.cells, result.printed) | {
        cell.rsplit(".", 1)[0] for item in result.findings if item.rule == "row-ambiguous" for cell in item.cells
    }
    for table in edition.tables:
        names = [row.id for row in table.rows if row.required]
        absent = [row for row in table.rows if row.required and row.id not in printed]
        if table.id == "requests" and "requests.other_handling" in printed:
            absent = [row for row in absent if not row.id.startswith("requests.other_")]
        if len(absent) == len(names):
            result.findings.append(finding("table-missing", [f"{table.rows[0].cells[0]}"], table=_TABLES[table.id]))
        elif absent:
            labels = "”“".join(row.label[-1] for row in absent)
            result.findings.append(
                finding("row-missing", [row.cells[0] for row in absent], table=_TABLES[table.id], rows=labels)
            )
