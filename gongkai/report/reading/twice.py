"""What one report prints twice: last year's table beside this year's, a table of an annex, a row for each year.

A caption before the table, or the row's own label, may tell which is the report's own. Where none does and the numbers
differ, none of them is known to be the report's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from gongkai.report.reading.dates import YEAR, period_of, year_of
from gongkai.report.reading.found import ORDER, REMEDY_GROUPS, FoundRemedies, FoundRow, FoundRows
from gongkai.report.reading.headings import headed
from gongkai.report.reading.lines import Line
from gongkai.report.reading.values import NUMBER, Value, parse_value, parse_values

DISCLOSURE, REQUESTS, REMEDIES = "disclosure", "requests", "remedies"
UNSETTLED = "两次印出"
"""Stands in the cells of a row that is printed twice: a word, which the sums do not fill."""

_LONGEST_CAPTION = 45
_ABOVE = 60  # lines above a table's first row in which its caption may stand, heads one a line among them
_WHOLE = 15  # numbers of 表四 in one row
_CELLS = 7  # of a row of 表三
_MOST = {DISCLOSURE: 1, REQUESTS: 2}
"""Rows with other numbers before the table counts as printed twice."""
_NUMERALS = "一二三四五六"
_ANNEX = re.compile(r"^[#\s【\[（(]*附(?:件|表|录|：|:|$|\s*\d|[一二三四五六七八九十])")
_PAST = re.compile(r"上(?:一)?年(?!结转|度?结转)|去年|往年|历年")
_PAST_ROW = re.compile(r"[（(]\s*(?:上一?年|去年|往年)度?\s*[）)]")
_YEAR_OF_ROW = re.compile(r"[（(]\s*(20[0-4]\d)\s*年?度?\s*[)）]|^\s*(20[0-4]\d)\s*年度?|(20[0-4]\d)\s*年度?\s*$")
_PROSE = re.compile(r"[，。；,;]|同比|相比|[比较][上去2二]")
_ANNEXED = -1
_GONE_BY = -2

_Item = FoundRow | FoundRemedies


def is_twice(found: FoundRows) -> bool:
    """Whether anything of the form is printed a second time with other numbers."""
    return bool(_conflicting(found.rows)) or _remedies_conflict(found.remedies)


def own_tables(found: FoundRows, lines: Sequence[Line], year: int | None) -> FoundRows:
    """The rows without those that a caption or their label gives to another year than ``year``, or to an annex.

    Only tables printed twice are looked at, and only where another copy is left.
    """
    marks = _marks(found, lines)

    def foreign(item: _Item) -> bool:
        mark = marks.get(id(item))
        return mark is not None and (mark < 0 or (year is not None and mark != year))

    rows: list[FoundRow] = []
    for table in (DISCLOSURE, REQUESTS):
        own = [row for row in found.rows if row.row.startswith(table)]
        rows += _without(own, foreign) if _conflicting(own, any_edition=True) else own
    remedies = found.remedies
    if _remedies_conflict(remedies):
        kept = [item for item in remedies if not foreign(item)]
        remedies = kept if any(_printed(item) for item in kept) else remedies
    return FoundRows(sorted(rows, key=lambda row: row.line), remedies)


def leave_unsettled(found: FoundRows, rows: Sequence[FoundRow]) -> tuple[set[str], set[str]]:
    """The tables printed twice with different numbers, and the rows of other tables; the cells of these are emptied.

    ``rows`` are those of the report that were chosen among ``found``.
    """
    tables = {REMEDIES} if _remedies_conflict(found.remedies) else set()
    names = _conflicting(found.rows)
    for table, most in _MOST.items():
        own = {name for name in names if name.startswith(table)}
        if len(own) > most:
            tables.add(table)
            names -= own
    for row in rows:
        if row.row in names:
            width = _CELLS if row.row.startswith(REQUESTS) else len(row.head.columns) if row.head else len(row.cells)
            row.cells = [UNSETTLED] * width
            row.values = parse_values(row.cells)
            row.glued = row.mixed = False
    return tables, names


def _without(rows: list[FoundRow], foreign: Callable[[_Item], bool]) -> list[FoundRow]:
    """``rows`` without the foreign ones, if these do not make up most of the table."""
    kept = [row for row in rows if not foreign(row)]
    names = {row.row for row in kept if row.numbers}
    dropped = {row.row for row in rows if row.numbers and foreign(row)}
    return kept if dropped & names and 2 * len(names) >= len(dropped) else rows


# --- different numbers -----------------------------------------------------------------------------------------------


def _conflicting(rows: Sequence[FoundRow], *, any_edition: bool = False) -> set[str]:
    """Ids of the rows that stand twice with different numbers."""
    count = Counter([row.row for row in rows if row.numbers])
    if max(count.values(), default=0) < 2:
        return set()
    seen: dict[tuple[str, str], str] = {}
    rows = [row for row in rows if count[row.row] > 1]
    whole = {row.row for row in rows if _is_whole(row)}
    names: set[str] = set()
    for row in rows:
        fewest = 1 if row.row.startswith(DISCLOSURE) or row.glued else 2
        if row.numbers < fewest or (row.row in whole and not _is_whole(row)):
            continue  # prose, or a row of a table that sets years or bodies side by side
        key = (row.row, row.head.edition if row.head and not any_edition else "")
        own = _digits(row.values)
        if seen.setdefault(key, own) != own:
            names.add(row.row)
    return names


def _is_whole(row: FoundRow) -> bool:
    """Whether the row has all its cells, below the heads of its block where it is one of 表二."""
    if row.row.startswith(DISCLOSURE):
        return row.head is not None and (row.glued or row.numbers == len(row.head.columns))
    return row.glued or len(row.cells) >= _CELLS


def _digits(values: Sequence[Value]) -> str:
    """The numbers, one behind the other as they are also printed run together."""
    return "".join(str(value.number) for value in values if value.kind == NUMBER)


def _remedies_conflict(remedies: Sequence[FoundRemedies]) -> bool:
    """Whether 表四, or one of its groups, stands twice with different numbers."""
    if len(remedies) < 2:
        return False
    seen: dict[tuple[str, ...], str] = {}
    for item in remedies:
        if not _printed(item):
            continue
        whole = len(item.cells) >= _WHOLE
        if not whole and len(item.cells) != 5 * len(item.groups):
            continue
        own = _digits(parse_values(item.cells))
        if seen.setdefault(REMEDY_GROUPS if whole else item.groups, own) != own:
            return True
    return False


def _printed(item: FoundRemedies) -> bool:
    return any(parse_value(cell).kind == NUMBER for cell in item.cells)


# --- whose they are --------------------------------------------------------------------------------------------------


def _marks(found: FoundRows, lines: Sequence[Line]) -> dict[int, int]:
    """By item, the year its caption or label names, or a negative number for an annex and for years gone by."""
    items: list[_Item] = sorted([*found.rows, *found.remedies], key=lambda item: item.line)
    marks: dict[int, int] = {}
    mark: int | None = None  # of the lines read so far
    numeral = -1
    above = -1
    last: dict[str, _Item] = {}
    for item in items:
        caption: int | None = None
        for line in lines[max(above + 1, item.line - _ABOVE) : item.line]:
            text = _only_text(line)
            if not 2 <= len(text) <= _LONGEST_CAPTION:
                continue
            if sections := headed(text):
                place = _NUMERALS.index(sections[0])
                if mark != _ANNEXED or place > numeral:  # an annex may have headings of its own
                    mark = caption = None
                numeral = max(numeral, place)
            if (named := _caption(text)) is not None:
                caption = named
        table = item.row.partition(".")[0] if isinstance(item, FoundRow) else REMEDIES
        if caption is not None:
            mark = caption
        elif mark != _ANNEXED and above != item.line and table in last and _goes_back(item, last[table]):
            mark = None
        own = _label(lines[item.line]) if isinstance(item, FoundRow) else None
        if own is None:
            own = mark
        if own is not None:
            marks[id(item)] = own
        last[table] = item
        above = item.line
    return marks


def _goes_back(item: _Item, before: _Item) -> bool:
    """Whether the table begins anew with ``item``."""
    if isinstance(item, FoundRow):
        return isinstance(before, FoundRow) and ORDER[item.row] <= ORDER[before.row]
    return not isinstance(before, FoundRow) and bool(set(item.groups) & set(before.groups))


def _only_text(line: Line) -> str:
    """The text of a line that has one, "" for others."""
    filled = [cell for cell in line.cells if cell.strip()]
    return filled[0].strip() if len(filled) == 1 else ""


def _caption(text: str) -> int | None:
    """The mark of a line that says whose the table below it is; None for other lines."""
    if _ANNEX.match(text):
        return _ANNEXED
    if _PROSE.search(text):
        return None
    if "月" in text:
        period = period_of(text)
        return period[1].year if period is not None else None
    years = {year_of(year) for year in YEAR.findall(text)}
    if len(years) == 1:
        return years.pop()
    return _GONE_BY if not years and _PAST.search(text) else None


def _label(line: Line) -> int | None:
    """The mark of a row whose label names a year."""
    for text in line.cells:
        if len(text) > 3 and (match := _YEAR_OF_ROW.search(text)):
            return int(match[1] or match[2] or match[3])
        if _PAST_ROW.search(text):
            return _GONE_BY
    return None
