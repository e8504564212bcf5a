"""Which found rows make up one report: a page can name the form's rows in menus and prose, and can hold two reports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from gongkai.report.reading.found import ORDER, FoundRemedies, FoundRow, FoundRows
from gongkai.report.reading.lines import Line
from gongkai.report.reading.twice import REQUESTS, leave_unsettled, own_tables

_SAME = 3  # rows with numbers that two runs share before they count as two tables
_NEAR = 25  # lines above the first row below a known head where a row without one still belongs to the table
_NOISE = 10  # numbers below which a second run is prose, no table


@dataclass(slots=True)
class Part:
    """The rows of one report, each at most once per edition; ``start`` and ``end`` are the lines of its tables."""

    rows: list[FoundRow] = field(default_factory=list)
    remedies: list[FoundRemedies] = field(default_factory=list)
    twice: set[str] = field(default_factory=set)
    """Tables the report prints a second time with other numbers, as those who add last year's do, by their prefix."""
    rows_twice: set[str] = field(default_factory=set)
    """Rows of the other tables of which the same is true."""

    @property
    def start(self) -> int:
        return min(self._lines(), default=-1)

    @property
    def end(self) -> int:
        return max(self._lines(), default=-1)

    def _lines(self) -> list[int]:
        return [row.line for row in self.rows] + [item.line for item in self.remedies]

    @property
    def numbers(self) -> int:
        return sum(row.numbers for row in self.rows)


def parts_of(found: FoundRows) -> list[Part]:
    """The reports in a document, one part each, at least one."""
    groups = _groups([row for row in found.rows if row.row.startswith("requests.")])
    parts = [Part(group) for group in groups] or [Part()]
    starts = [part.start for part in parts]
    disclosure: list[list[FoundRow]] = [[] for _ in parts]
    for row in found.rows:
        if row.row.startswith("disclosure."):
            following = [index for index, start in enumerate(starts) if start > row.line]
            disclosure[following[0] if following else len(parts) - 1].append(row)
    for item in found.remedies:
        before = [index for index, start in enumerate(starts) if start < item.line]
        parts[before[-1] if before else 0].remedies.append(item)
    for part, rows in zip(parts, disclosure, strict=True):
        part.rows = _blocks(rows) + part.rows
        if len(part.remedies) > 1:
            printed = [item for item in part.remedies if any(item.cells)]
            whole = [item for item in printed if len(item.cells) >= 15]
            part.remedies = whole[:1] or printed[:3] or part.remedies[:1]
    return parts


def without_second_tables(parts: Sequence[Part], begins: Callable[[int, int], bool]) -> list[Part]:
    """The parts that are reports: one with nothing but a 表三, and no beginning of a report before it, is none.

    ``begins(first, last)`` tells whether a report begins on the lines from ``first`` up to ``last``.
    """
    reports = [parts[0]]
    for part in parts[1:]:
        alone = all(row.row.startswith("requests.") for row in part.rows)
        if alone and not begins(reports[-1].end + 1, part.start):
            reports[-1].twice.add(REQUESTS)
            reports[-1].remedies = reports[-1].remedies or part.remedies
        else:
            reports.append(part)
    return reports


def settle(part: Part, found: FoundRows, lines: Sequence[Line], year: int | None) -> None:
    """Leaves in ``part`` what is the report's own, its year being ``year``, of what its ``found`` rows hold twice.

    What cannot be told apart is noted in ``twice`` and ``rows_twice``.
    """
    own = own_tables(found, lines, year)
    parts = without_second_tables(parts_of(own), lambda first, last: False)
    if len(parts) == 1:
        part.rows, part.remedies, part.twice = parts[0].rows, parts[0].remedies, parts[0].twice
    tables, part.rows_twice = leave_unsettled(own, part.rows)
    part.twice |= tables


def _groups(rows: Sequence[FoundRow]) -> list[list[FoundRow]]:
    """Rows of 表三 by table: runs in the form's order, joined where they complete each other."""
    runs: list[list[FoundRow]] = []
    for row in rows:
        if runs and ORDER[row.row] > ORDER[runs[-1][-1].row]:
            runs[-1].append(row)
        else:
            runs.append([row])
    groups: list[dict[str, FoundRow]] = []
    for run in runs:
        numbered = {row.row for row in run if row.numbers > 1}
        home = groups[-1] if groups else None
        if home is not None and len(numbered & {name for name, row in home.items() if row.numbers > 1}) >= _SAME:
            home = None
        if home is None:
            home = {}
            groups.append(home)
        for row in run:
            held = home.get(row.row)
            if (
                held is None
                or row.numbers > held.numbers
                or (row.numbers == held.numbers and len(row.cells) > len(held.cells))
            ):
                home[row.row] = row
    tables = [sorted(group.values(), key=lambda row: row.line) for group in groups]
    most = max((_numbers(table) for table in tables), default=0)
    if most >= 2 * _NOISE:
        tables = [table for table in tables if _numbers(table) >= _NOISE]
    if len(tables) < 2:
        return tables
    distinct: list[list[FoundRow]] = []
    for table in tables:
        printed = [(row.row, row.cells) for row in table]
        if not any(printed == [(row.row, row.cells) for row in other] for other in distinct):
            distinct.append(table)
    if most == 0 and len(distinct) > 1:
        return [max(distinct, key=len)]
    return distinct


def _numbers(rows: Sequence[FoundRow]) -> int:
    return sum(row.numbers for row in rows)


def _blocks(rows: Sequence[FoundRow]) -> list[FoundRow]:
    """Rows of 表二: for each row and form the one that stands below its heads and has the most numbers."""
    best: dict[tuple[str, str], FoundRow] = {}
    for row in rows:
        key = (row.row, row.head.edition if row.head else "")
        held = best.get(key)
        if held is None or row.numbers >= held.numbers:
            best[key] = row
    # A menu that names the rows of a block can seem to hold the heads of another form, but has no numbers.
    numbered = {name for (name, edition), row in best.items() if edition and row.numbers}
    best = {key: row for key, row in best.items() if row.numbers or not key[1] or key[0] not in numbered}
    headed = {name for name, edition in best if edition}
    kept = [row for (name, edition), row in best.items() if edition or name not in headed]
    if headed:
        lines = [row.line for row in kept if row.head is not None]
        kept = [row for row in kept if row.head is not None or (row.numbers and min(lines) - _NEAR <= row.line)]
    return sorted(kept, key=lambda row: row.line)
