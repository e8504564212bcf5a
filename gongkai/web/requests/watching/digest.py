"""The daily mail of an officer: requests due within five, three and one working days, what is late, what waits.

A mail says numbers and days and where to look: nothing of who asks, or for what. Read in a few queries for the whole
instance, however many offices there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from gongkai.law.clock import STAGES
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.permissions import Permission
from gongkai.web.agencies.roster import Roster
from gongkai.web.clock import begin_of
from gongkai.web.requests.models import RecordedFact, Told, Urging
from gongkai.web.requests.supervising.reading import escalated_after, escalations
from gongkai.workdays import is_workday, workdays_between

#: Due within so many working days: told of in these steps.
STEPS = (1, 3, 5)
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
    """What one officer is told: what is late, due soon by step, waits, was urged, is new, and is escalated below."""

    user: int
    late: list[Item] = field(default_factory=list)
    soon: dict[int, list[Item]] = field(default_factory=lambda: {step: [] for step in STEPS})
    waiting: list[Item] = field(default_factory=list)
    #: Urged by who supervises, without a reply.
    urged: list[Item] = field(default_factory=list)
    #: What who asks did since the mail before, each with its word.
    news: list[tuple[Item, str]] = field(default_factory=list)
    escalated: list[Item] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.grave or self.news or any(self.soon.values()))

    @property
    def grave(self) -> bool:
        """Whether something is late, or was urged."""
        return bool(self.late or self.escalated or self.urged)

    def sorted(self) -> Digest:
        for items in (self.late, self.escalated):
            items.sort(key=lambda item: (-item.late, item.number))
        for items in (*self.soon.values(), self.waiting, self.urged):
            items.sort(key=lambda item: (item.due or date.max, item.number))
        self.news.sort(key=lambda one: one[0].number)
        return self


def digests(today: date) -> Iterator[Digest]:
    """Those of all officers for whom something is due or late; nothing on a day off."""
    if not is_workday(today).working:
        return
    offices, found = Roster(today), dict[int, Digest]()
    paths = dict(Agency.objects.values_list("pk", "path"))
    rows = Told.objects.filter(ended=None).select_related("case__agency")
    urged, known = set(Urging.objects.open().values_list("case", flat=True)), escalations()
    for row in rows.iterator():
        item, step = _item(row), _step(row, today)
        for user in charged(row, offices, paths):
            digest = found.setdefault(user, Digest(user))
            _put(digest, item, step)
            if row.pk in urged:
                digest.urged.append(item)
        if item.late and item.late >= escalated_after(paths[row.agency_id], known):
            for user in offices.holding(Permission.SUPERVISE, row.agency_id, paths[row.agency_id]):
                found.setdefault(user, Digest(user)).escalated.append(item)
    for fact in _news(today):
        told = fact.case.told
        for user in charged(told, offices, paths):
            found.setdefault(user, Digest(user)).news.append((_item(told), fact.fact.name))
    yield from (digest.sorted() for digest in found.values() if digest)


def news_between(today: date) -> tuple[datetime, datetime]:
    """From when until when something came in that a mail of today calls new: since the morning of the working day
    before, and not today."""
    before = next(day for back in range(1, 31) if is_workday(day := today - timedelta(back)).working)
    return begin_of(before), begin_of(today)


def _news(today: date) -> QuerySet[RecordedFact]:
    """What who asks did of late."""
    since, until = news_between(today)
    rows: QuerySet[RecordedFact] = RecordedFact.objects.standing().filter(
        recorded_by=None, recorded__gte=since, recorded__lt=until
    )
    return rows.select_related("case__told", "case__agency")


def _item(row: Told) -> Item:
    return Item(row.case.number, row.case.agency.name, row.due, row.provisional, row.late, row.stage)


def _step(item: Told, today: date) -> int | None:
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
