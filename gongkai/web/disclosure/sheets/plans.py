"""What an import would do, line by line, before anything is written."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.web.disclosure.sheets.cells import Column, Wrong
from gongkai.web.disclosure.sheets.reading import Line


class State(models.TextChoices):
    """What becomes of a line."""

    WRONG = "wrong", gettext_lazy("有误")
    NEW = "new", gettext_lazy("新增")
    CHANGED = "changed", gettext_lazy("变更")
    ENDED = "ended", gettext_lazy("停用")
    UNCHANGED = "unchanged", gettext_lazy("不变")


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


@dataclass(frozen=True)
class Plan:
    """All lines of a list."""

    lines: Sequence[Planned]

    def of(self, *states: State) -> list[Planned]:
        return [line for line in self.lines if line.state in states]

    @cached_property
    def counts(self) -> Counter[State]:
        return Counter(line.state for line in self.lines)

    @property
    def writes(self) -> int:
        return sum(self.counts[state] for state in (State.NEW, State.CHANGED, State.ENDED))

    @cached_property
    def digest(self) -> str:
        """Of what it would do: the same list on other rows has another."""
        said = [
            (line.number, line.state.value, getattr(line.row, "pk", None), sorted(map(str, line.facts.items())))
            for line in self.lines
        ]
        return sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


Key = Callable[[Mapping[str, Any]], Hashable]
#: From a whole line to what is wrong with it: field and message.
Check = Callable[[Mapping[str, Any]], Iterable[tuple[str, str]]]


def plan(
    lines: Iterable[Line], columns: Sequence[Column], *, key: Key, check: Check, there: Mapping[Hashable, Any],
    facts_of: Callable[[Any], Mapping[str, Any]], whole: bool = False,
) -> Plan:  # fmt: skip
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
