"""The daily mail of an officer: requests due within five, three and one working days, what is late, what waits.

A mail says numbers and days and where to look: nothing of who asks, or for what. Read in a few queries for the whole
instance, however many offices there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from gongkai.law.clock import STAGES
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.permissions import Permission
from gongkai.web.agencies.roster import Roster
from gongkai.web.requests.models import Told
from gongkai.workdays import is_workday, workdays_between

#: Due within so many working days: told of in these steps.
STEPS = (1, 3, 5)
#: Late by so many working days, the offices that supervise the agency are told, too.
ESCALATED = 3
#: Stages in which the office waits for others: named where they last.
WAITING = ("unconfirmed", "supplement", "payment", "consulting")


@dataclass(frozen=True)
class Item:
    """One request in a mail."""

    number: str
    agency: str
    due: date | None
    provisional: bool
    late: int
    stage: str

    @property
    def state(self) -> str:
        return STAGES[self.stage]


@dataclass
class Digest:
    """What one officer is told: what is late, due soon by step, waits, and, of agencies below, what is escalated."""

    user: int
    late: list[Item] = field(default_factory=list)
    soon: dict[int, list[Item]] = field(default_factory=lambda: {step: [] for step in STEPS})
    waiting: list[Item] = field(default_factory=list)
    escalated: list[Item] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.late or self.escalated or any(self.soon.values()))

    def sorted(self) -> Digest:
        for items in (self.late, self.escalated):
            items.sort(key=lambda item: (-item.late, item.number))
        for items in (*self.soon.values(), self.waiting):
            items.sort(key=lambda item: (item.due or date.max, item.number))
        return self


def digests(today: date) -> Iterator[Digest]:
    """Those of all officers for whom something is due or late; nothing on a day off."""
    if not is_workday(today).working:
        return
    offices, found = Roster(today), dict[int, Digest]()
    paths = dict(Agency.objects.values_list("pk", "path"))
    rows = Told.objects.filter(ended=None).select_related("case__agency")
    for row in rows.iterator():
        item = Item(row.case.number, row.case.agency.name, row.due, row.provisional, row.late, row.stage)
        step = _step(item, today)
        for user in charged(row, offices, paths):
            _put(found.setdefault(user, Digest(user)), item, step)
        if item.late >= ESCALATED:
            for user in offices.holding(Permission.SUPERVISE, row.agency_id, paths[row.agency_id]):
                found.setdefault(user, Digest(user)).escalated.append(item)
    yield from (digest.sorted() for digest in found.values() if digest)


def _step(item: Item, today: date) -> int | None:
    if item.due is None or item.due < today:
        return None
    left = workdays_between(today, item.due).days
    return next((step for step in STEPS if left <= step), None)


def charged(row: Told, offices: Roster, paths: dict[int, str]) -> set[int]:
    """Whose request it is: the officer in charge, else the unit's clerks, else the disclosure office; of each who is
    away the deputy as well."""
    case, own = row.case, (row.agency_id, paths[row.agency_id])
    if case.handler_id in offices.holding(Permission.DRAFT, *own):
        return offices.with_deputies({case.handler_id}, Permission.DRAFT, *own)
    if case.unit_id is not None:
        unit = (case.unit_id, paths[case.unit_id])
        if clerks := offices.holding(Permission.DRAFT, *unit):
            return offices.with_deputies(clerks, Permission.DRAFT, *unit)
    return offices.with_deputies(offices.holding(Permission.DISCLOSE, *own), Permission.DISCLOSE, *own)


def _put(digest: Digest, item: Item, step: int | None) -> None:
    if item.late:
        digest.late.append(item)
    elif step is not None:
        digest.soon[step].append(item)
    elif item.stage in WAITING:
        digest.waiting.append(item)
