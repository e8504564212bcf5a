"""What kinds of lists there are: each says its columns, what is there, and what becomes of a confirmed list."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise

from gongkai.web.agencies.lists.previews import Plan
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.audit.notes import Act
from gongkai.web.disclosure.sheets.cells import Column
from gongkai.web.disclosure.sheets.plans import Check, Key, Planned, plan
from gongkai.web.disclosure.sheets.reading import Line
from gongkai.web.visibility import Reader


@dataclass(frozen=True)
class Room:
    """One kind of list."""

    id: str
    name: str | Promise
    columns: Sequence[Column]
    key: Key
    check: Check
    #: By key, what the agency has on a day, as the reader knows it.
    there: Callable[[Agency, date, Reader], Mapping[Hashable, Any]]
    facts_of: Callable[[Any], Mapping[str, Any]]
    #: Do what was planned, from a day on.
    apply: Callable[[Agency, Plan[Planned], date, Officer, Act], None]
    #: The name of the desk's page of an agency's list.
    page: str
    #: Whether it may be told that a list is complete.
    ends: bool = False
    #: A column whose equal neighbours are printed as one cell.
    merge: str = ""

    def plan(self, lines: Iterable[Line], agency: Agency, day: date, by: Officer, *, whole: bool) -> Plan[Planned]:
        """What a list would do."""
        return plan(
            lines, self.columns, key=self.key, check=self.check, there=self.there(agency, day, by),
            facts_of=self.facts_of, whole=whole and self.ends,
        )  # fmt: skip

    def rows(self, listed: Iterable[Any]) -> Iterable[list[str]]:
        """What is there as a sheet has it."""
        for one in listed:
            facts = self.facts_of(one)
            yield [column.show(facts[column.field]) for column in self.columns]


ROOMS: dict[str, Room] = {}


def open_room(room: Room) -> None:
    """Make a kind of list known."""
    ROOMS[room.id] = room
