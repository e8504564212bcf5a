"""What the import of a list of agencies would do, line by line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from gongkai.web.agencies.kinds import Kind, Tier
from gongkai.web.agencies.lists.columns import HEAD_OF
from gongkai.web.agencies.lists.previews import State
from gongkai.web.agencies.lists.reading import Line
from gongkai.web.agencies.models import Agency


@dataclass(frozen=True)
class Fault:
    """What is wrong with a cell, or with the line, and what to do."""

    field: str
    text: str
    message: str

    @property
    def head(self) -> str:
        return HEAD_OF.get(self.field, "")


@dataclass(frozen=True)
class Change:
    """A field and what it would become."""

    field: str
    old: str
    new: str

    @property
    def head(self) -> str:
        return HEAD_OF[self.field]


@dataclass(eq=False)
class Planned:
    """One line and what it would do."""

    line: Line
    #: Cleaned cells; blank ones are not among them.
    facts: dict[str, Any] = field(default_factory=dict)
    #: The agency that the line is about; None: a new one.
    agency: Agency | None = None
    #: The superior it gives, if it gives one: an agency, or a line that founds one.
    superior: Agency | Planned | None = None
    says_superior: bool = False
    #: The agency to be founded.
    founded: Agency | None = None
    changes: list[Change] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def number(self) -> int:
        return self.line.number

    @property
    def name(self) -> str:
        """The name that it will bear."""
        return str(self.facts.get("name") or (self.agency.name if self.agency else self.line.cells.get("name", "")))

    @property
    def state(self) -> State:
        if self.faults:
            return State.WRONG
        if self.agency is None:
            return State.NEW
        return State.CHANGED if self.changes else State.UNCHANGED

    @property
    def above(self) -> Agency | Planned | None:
        """The superior that it will have."""
        return self.superior if self.says_superior or self.agency is None else self.agency.superior

    @property
    def said(self) -> list[tuple[str, str]]:
        """What is to be entered of a new agency, by the columns' heads."""
        if self.agency:
            return []
        return [(HEAD_OF[name], shown(name, value)) for name, value in self.facts.items() if name != "name" and value]

    @property
    def effect(self) -> tuple[Any, ...]:
        changes = [(change.field, change.old, change.new) for change in self.changes]
        facts = sorted(self.facts.items(), key=lambda fact: fact[0])
        agency = self.agency.pk if self.agency else None
        return self.number, self.state.value, agency, facts, changes, key(self.above)

    def wrong(self, field: str, message: str) -> None:
        self.faults.append(Fault(field, self.line.cells.get(field, ""), message))


def key(superior: Agency | Planned | None) -> tuple[str, int]:
    """A superior, there already or to be founded, as one value."""
    if superior is None:
        return "", 0
    if isinstance(superior, Planned):
        return ("agency", superior.agency.pk) if superior.agency else ("line", superior.number)
    return "agency", superior.pk


def shown(name: str, value: Any) -> str:
    """A value as a clerk reads it."""
    if name == "kind" and value:
        return str(Kind(value).label)
    if name == "tier" and value:
        return str(Tier(value).label)
    return str(value or "")
