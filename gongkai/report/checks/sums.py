"""勾稽: which sums are broken, and which single cell could be to blame.

A blank is never counted as 0. A sum with an unknown cell is not assessable, unless what is known on one side already
exceeds the other side, all of it known: numbers are not negative, so it is broken whatever stands in the blank.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import inf
from operator import itemgetter
from typing import Any

from gongkai.report.checks.values import place, plain
from gongkai.report.editions import Edition, Sum, load_edition
from gongkai.report.rules import finding
from gongkai.report.schema import Finding, Number, Report

RULE_IDS = {"R1": "column-balance", "R2": "column-sum", "R3": "row-sum", "R4": "remedies-sum", "(六)": "group-sum"}
"""The finding's rule for each rule of the form."""

_PLACES_SHOWN = 6


@dataclass(frozen=True, slots=True)
class _Plan:
    """The sums of an edition with the cells of both sides as getters on one list of values."""

    edition: Edition
    cells: tuple[str, ...]
    sums: tuple[tuple[Sum, Any, Any], ...]
    index: dict[str, int]
    sums_of: dict[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class _State:
    """A sum that is broken or has blanks: ``totals`` and ``parts`` are what is known of its two sides."""

    number: int
    sum: Sum
    totals: Number
    parts: Number
    blank_totals: tuple[str, ...]
    blank_parts: tuple[str, ...]

    @property
    def blanks(self) -> tuple[str, ...]:
        return self.blank_totals + self.blank_parts

    @property
    def broken(self) -> bool:
        if self.blank_totals and self.blank_parts:
            return False
        if self.blank_totals:
            return self.totals > self.parts
        if self.blank_parts:
            return self.parts > self.totals
        return self.totals != self.parts


def check_sums(report: Report) -> Iterator[Finding]:
    """Broken sums: for each group of them that hang together first the cells that alone would mend it, then each sum;
    after them, table by table, the sums that blanks leave open."""
    if report.edition is None:
        return
    plan = _plan(report.edition, _printed_choice(report))
    values = list(map(report.cells.get, plan.cells))
    states: list[_State] = []
    for number, (item, totals, parts) in enumerate(plan.sums):
        try:
            if sum(totals(values)) != sum(parts(values)):
                states.append(_state(number, item, report))
        except TypeError:
            states.append(_state(number, item, report))
    if not states:
        return
    unexplained: dict[str, list[_State]] = {}
    for group in _connected([state for state in states if state.broken]):
        mends = _mends(plan, report, group)
        if mends:
            yield _blame(plan, report, group, mends)
            yield from (_broken(plan, state) for state in group)
        else:
            unexplained.setdefault(_table(group[0]), []).extend(group)
    for table, group in unexplained.items():
        yield finding("sums-broken-together", table=table, count=len(group))
        yield from (_broken(plan, state) for state in group)
    yield from _open(plan, report, [state for state in states if not state.broken])


# --- the plan ------------------------------------------------------------------------------------------------------


@cache
def _choices(edition_id: str) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """Rows that the form prints one way or another, as alternatives of full row ids: (六) as three rows or one."""
    rules = load_edition(edition_id).sum_rules
    return tuple(
        tuple(tuple(f"{rule['table']}.{row}" for row in alternative) for alternative in term)
        for rule in rules
        for term in rule["of"]
        if isinstance(term, list)
    )


def _printed_choice(report: Report) -> frozenset[str]:
    """Of the rows that are a choice those that carry a number, or where none does, those that are printed."""
    assert report.edition is not None
    rows = [row for choice in _choices(report.edition) for alternative in choice for row in alternative]
    if not rows:
        return frozenset()
    columns = load_edition(report.edition).rows[rows[0]].columns
    numbered, printed = set(), set()
    for row in rows:
        for column in columns:
            cell = f"{row}.{column.id}"
            if report.cells.get(cell) is not None:
                numbered.add(row)
                break
            if cell in report.printed:
                printed.add(row)
    return frozenset(numbered or printed)


@cache
def _plan(edition_id: str, printed: frozenset[str]) -> _Plan:
    edition = load_edition(edition_id)
    sums = edition.sums(printed) + tuple(_group_sums(edition, printed))
    cells = tuple(dict.fromkeys(cell for item in sums for cell in item.cells))
    index = {cell: position for position, cell in enumerate(cells)}
    sums_of: dict[str, list[int]] = {}
    for number, item in enumerate(sums):
        for cell in item.cells:
            sums_of.setdefault(cell, []).append(number)
    getters = tuple((item, _getter(index, item.totals), _getter(index, item.parts)) for item in sums)
    return _Plan(edition, cells, getters, index, {cell: tuple(numbers) for cell, numbers in sums_of.items()})


def _group_sums(edition: Edition, printed: frozenset[str]) -> Iterator[Sum]:
    """Where a group is printed as one row and as its parts, the one row is the sum of the parts."""
    for choice in _choices(edition.id):
        whole = next((alternative[0] for alternative in choice if len(alternative) == 1), None)
        parts = next((alternative for alternative in choice if len(alternative) > 1), None)
        if whole in printed and parts and printed & set(parts):
            for column in edition.rows[parts[0]].columns:
                yield Sum("(六)", column.id, (f"{whole}.{column.id}",), tuple(f"{row}.{column.id}" for row in parts))


def _getter(index: dict[str, int], cells: Sequence[str]) -> Any:
    if len(cells) == 1:
        position = index[cells[0]]
        return itemgetter(slice(position, position + 1))
    return itemgetter(*(index[cell] for cell in cells))


def _state(number: int, item: Sum, report: Report) -> _State:
    sides: list[Any] = []
    for side in (item.totals, item.parts):
        known = {cell: value for cell in side if (value := report.cells.get(cell)) is not None}
        sides += [sum(known.values()), tuple(cell for cell in side if cell not in known)]
    return _State(number, item, sides[0], sides[2], sides[1], sides[3])


# --- blame ---------------------------------------------------------------------------------------------------------


def _connected(states: list[_State]) -> Iterator[list[_State]]:
    """Broken sums in groups that share cells, each in the order of the form."""
    left = states
    while left:
        group, cells, left = [left[0]], set(left[0].sum.cells), left[1:]
        while near := [state for state in left if not cells.isdisjoint(state.sum.cells)]:
            group += near
            cells.update(*(state.sum.cells for state in near))
            left = [state for state in left if state not in near]
        yield sorted(group, key=lambda state: state.number)


def _mends(plan: _Plan, report: Report, group: list[_State]) -> dict[str, Number | str]:
    """The cells that, changed alone, make every sum of the group hold and break no other, with what they must be."""
    common = set(group[0].sum.cells).intersection(*(state.sum.cells for state in group[1:]))
    mends: dict[str, Number | str] = {}
    for cell in plan.edition.cells:
        if cell in common and (value := report.cells.get(cell)) is not None:
            mend = _mend(plan, report, cell, value)
            if mend is not None:
                mends[cell] = mend
    return mends


def _blame(plan: _Plan, report: Report, group: list[_State], mends: dict[str, Number | str]) -> Finding:
    shown = " / ".join(
        f"{place(cell, plan.edition)} {plain(report.cells[cell])}→{mend}" for cell, mend in mends.items()
    )
    return finding("sum-broken", mends, table=_table(group[0]), count=len(group), mends=shown, values=mends)


def _mend(plan: _Plan, report: Report, cell: str, value: Number) -> Number | str | None:
    """What ``cell`` must be for every sum it is in to hold: a number, a bound (``≤4``), or None where nothing does."""
    low, high = 0.0, inf
    for number in plan.sums_of[cell]:
        state = _state(number, plan.sums[number][0], report)
        is_total = cell in state.sum.totals
        mine, other = (state.totals, state.parts) if is_total else (state.parts, state.totals)
        my_blanks, other_blanks = (
            (state.blank_totals, state.blank_parts) if is_total else (state.blank_parts, state.blank_totals)
        )
        needed = other - (mine - value)
        if not other_blanks:
            high = min(high, needed)
        if not my_blanks:
            low = max(low, needed)
    if low > high or (low == high and low % 1):
        return None
    if low == high:
        return int(low)
    return f"≤{plain(high)}" if high < inf else f"≥{plain(low)}"


# --- findings ------------------------------------------------------------------------------------------------------


def _table(state: _State) -> str:
    return "表四" if state.sum.rule == "R4" else "表三"


def _label(plan: _Plan, item: Sum) -> str:
    """The row's or column's own label."""
    if item.rule in {"R3", "R4"}:
        return plan.edition.rows[item.scope].label[-1]
    return plan.edition.cells[item.totals[0]].column.label


def _broken(plan: _Plan, state: _State) -> Finding:
    details: dict[str, Any] = {
        "table": _table(state),
        "label": _label(plan, state.sum),
        "found": plain(state.totals),
        "expected": plain(state.parts),
        "parts": list(state.sum.parts),
    }
    if state.blanks:
        details["more"], details["less"] = plain(max(state.totals, state.parts)), plain(min(state.totals, state.parts))
        details["blanks"] = list(state.blanks)
        return finding("part-exceeds-total", state.sum.totals, **details)
    return finding(RULE_IDS[state.sum.rule], state.sum.totals, **details)


def _open(plan: _Plan, report: Report, states: Iterable[_State]) -> Iterator[Finding]:
    optional = {row for choice in _choices(plan.edition.id) for alternative in choice for row in alternative}
    for table in ("表三", "表四"):
        blanks: dict[str, None] = {}
        count = 0
        for state in states:
            item = state.sum
            # A row or table that is not printed is for the reader to report; a group's own row may stay blank.
            if _table(state) != table or item.rule == "(六)":
                continue
            if len(state.blanks) == len(item.cells) and (item.scope in optional or not _is_printed(report, item)):
                continue
            count += 1
            blanks |= dict.fromkeys(state.blanks)
        if blanks:
            shown = "、".join(place(cell, plan.edition) for cell in list(blanks)[:_PLACES_SHOWN])
            shown += "…" if len(blanks) > _PLACES_SHOWN else ""
            yield finding("sum-not-assessable", blanks, table=table, count=count, missing=len(blanks), places=shown)


def _is_printed(report: Report, item: Sum) -> bool:
    return any(cell in report.printed for cell in item.cells)
