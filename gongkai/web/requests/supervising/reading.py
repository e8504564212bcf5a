"""How the requests of the agencies stand that an officer supervises: one line each, in two queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, Q
from django.shortcuts import get_object_or_404

from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.models.agencies import lineage
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.requests.filtering import by_clock
from gongkai.web.requests.models import Case, Escalation, Told, Urging
from gongkai.web.requests.models.told import ToldQuerySet

#: Late by so many working days, where no supervising organ has set it otherwise (ours).
ESCALATED = 3


@dataclass(frozen=True)
class Line:
    """An agency: its open requests now, and what it received and finished in a year."""

    agency: str
    slug: str
    open: int
    soon: int
    overdue: int
    #: Working days of the latest one that is open.
    worst: int
    received: int
    ended: int
    #: Of those that ended, after their term.
    ended_late: int
    #: Urgings that nobody replied to.
    urged: int


def lines(officer: Officer, year: int) -> Sequence[Line]:
    """Those with requests that are open or of the year: what is late first."""
    today, mine = officer.today, supervised(officer)
    arrived, ended = Q(received__year=year), Q(ended__year=year)
    rows = (
        mine.filter(Q(ended=None) | arrived | ended)
        .order_by()
        .values("case__agency__name", "case__agency__slug", "case__agency__path")
        .annotate(
            open=Count("pk", filter=Q(ended=None)),
            soon=Count("pk", filter=by_clock("soon", today)),
            overdue=Count("pk", filter=by_clock("overdue", today)),
            worst=Max("late", filter=by_clock("overdue", today)),
            arrived_then=Count("pk", filter=arrived),
            ended_then=Count("pk", filter=ended),
            ended_late=Count("pk", filter=ended & Q(late__gt=0)),
        )
    )
    waiting = Urging.objects.open().filter(case__agency__in=officer.where(Permission.SUPERVISE))
    urged = dict(waiting.order_by().values_list("case__agency__slug").annotate(Count("pk")))
    found = [
        Line(
            row["case__agency__name"], slug := row["case__agency__slug"], row["open"], row["soon"], row["overdue"],
            row["worst"] or 0, row["arrived_then"], row["ended_then"], row["ended_late"], urged.get(slug, 0),
        )
        for row in sorted(rows, key=lambda row: row["case__agency__path"])
    ]  # fmt: skip
    return sorted(found, key=lambda line: (-line.overdue, -line.worst))


def supervised(officer: Officer) -> ToldQuerySet:
    """The requests of the agencies that an officer supervises."""
    rows: ToldQuerySet = Told.objects.visible_to(officer)
    return rows.filter(case__agency__in=officer.where(Permission.SUPERVISE))


def to_urge(officer: Officer, agency: str, cases: Sequence[int]) -> list[Case]:
    """Of the requests that the officer supervises: those that are late of an agency, else these."""
    rows = supervised(officer).filter(ended=None).select_related("case__agency")
    if agency:
        rows = rows.filter(by_clock("overdue", officer.today), case__agency__slug=agency)
    else:
        rows = rows.filter(pk__in=cases)
    return [row.case for row in rows.order_by("due", "pk")]


def found(officer: Officer, pk: int) -> Urging:
    """One urging that the officer may see; else 404."""
    rows = Urging.objects.visible_to(officer).filter(case__agency__in=officer.where(Permission.READ_INTERNAL))
    row: Urging = get_object_or_404(
        rows.select_related("case__agency", "case__told", "organ", "made_by", "replied_by"), pk=pk
    )
    return row


def escalations() -> dict[str, int]:
    """After how many days who supervises is told, by the path of the agency that it is set for."""
    return dict(Escalation.objects.values_list("agency__path", "days"))


def escalated_after(path: str, known: dict[str, int]) -> int:
    """For an agency: what is set for it, or for the nearest above it."""
    return next((known[step] for step in lineage(path) if step in known), ESCALATED)


def organs(officer: Officer) -> list[tuple[Agency, int]]:
    """The agencies for which the officer sets after how many days, each with what holds now."""
    known = escalations()
    mine = officer.where(Permission.SUPERVISE).open().order_by("path")
    tops: list[Agency] = []
    for agency in mine:
        if not tops or not agency.path.startswith(tops[-1].path):
            tops.append(agency)
    return [(agency, escalated_after(agency.path, known)) for agency in tops]
