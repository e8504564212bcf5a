"""What the import of a list would do: its lines read by their columns and matched with what is there."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from gongkai.web.agencies.lists.previews import Plan, State
from gongkai.web.disclosure.sheets.cells import Column, Wrong
from gongkai.web.disclosure.sheets.reading import Line


@dataclass(frozen=True)
class Fault:
    """What is wrong in which column, and what stands there."""

    head: str
    text: str
    message: str


@dataclass
class Planned:
    """One line and what it would do; `row` is what is there already."""

    number: int
    cells: Mapping[str, str]
    facts: dict[str, Any] = field(default_factory=dict)
    row: Any = None
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    ended: bool = False

    @property
    def state(self) -> State:
        if self.faults:
            return State.WRONG
        if self.ended:
            return State.ENDED
        if self.row is None:
            return State.NEW
        return State.CHANGED if self.changes else State.UNCHANGED

    @property
    def effect(self) -> tuple[Any, ...]:
        return self.number, self.state.value, getattr(self.row, "pk", None), sorted(map(str, self.facts.items()))


Key = Callable[[Mapping[str, Any]], Hashable]
#: From a whole line to what is wrong with it: field and message.
Check = Callable[[Mapping[str, Any]], Iterable[tuple[str, str]]]


def plan(
    lines: Iterable[Line], columns: Sequence[Column], *, key: Key, check: Check, there: Mapping[Hashable, Any],
    facts_of: Callable[[Any], Mapping[str, Any]], whole: bool = False,
) -> Plan[Planned]:  # fmt: skip
    """Match the lines with what is there by their key; with `whole`, what the list does not have is ended."""
    planned, seen = [], dict[Hashable, int]()
    heads = {column.field: column for column in columns}
    for line in lines:
        one = _read(line, columns)
        planned.append(one)
        if not one.faults:
            one.faults += [Fault(heads[name].head, line.cells.get(name, ""), said) for name, said in check(one.facts)]
        if one.faults:
            continue
        place = key(one.facts)
        if place in seen:
            said = _("与第%(line)d行重复。请只保留一行。") % {"line": seen[place]}
            one.faults.append(Fault("", "", said))
            continue
        seen[place] = line.number
        one.row = there.get(place)
        if one.row is not None:
            one.changes = list(_changes(facts_of(one.row), one.facts, columns))
    if whole:
        planned += [Planned(0, {}, dict(facts_of(row)), row, ended=True) for at, row in there.items() if at not in seen]
    return Plan(planned)


def _read(line: Line, columns: Sequence[Column]) -> Planned:
    one = Planned(line.number, line.cells)
    for column in columns:
        cell = line.cells.get(column.field, "")
        if column.required and not cell:
            one.faults.append(Fault(column.head, "", _("没有填写。")))
            continue
        try:
            one.facts[column.field] = column.read(cell)
        except Wrong as wrong:
            one.faults.append(Fault(column.head, cell, str(wrong)))
    return one


def _changes(
    old: Mapping[str, Any], new: Mapping[str, Any], columns: Sequence[Column]
) -> Iterable[tuple[str, str, str]]:
    for column in columns:
        was, now = old.get(column.field), new[column.field]
        if was != now:
            yield column.over + column.head, column.show(was), column.show(now)
