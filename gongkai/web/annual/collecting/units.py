"""Whose report a government's lead office waits for, as its tree stood at the end of the year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from gongkai.web.agencies.kinds import Kind
from gongkai.web.agencies.models import Agency, AgencyName, Placement
from gongkai.web.annual.models.collecting import Change

#: Offices inside an agency report with it; organs led from above report there. Either is added by hand where it is
#: otherwise in a region.
NOT_AWAITED = (Kind.INTERNAL, Kind.VERTICAL)


@dataclass
class Unit:
    """A unit that stood directly below at the year's end, with its name of that day and what happened to it before."""

    agency: Agency
    name: str
    changes: list[dict[str, str]] = field(default_factory=list)


def last_day(year: int, today: date) -> date:
    """The day whose tree counts: the year's last, or today while it runs."""
    return min(date(year, 12, 31), today)


def units(lead: Agency, year: int, today: date) -> list[Unit]:
    """The units directly below that report, by their place in the tree; as many queries for many as for few."""
    day = last_day(year, today)
    below = Placement.objects.filter(superior=lead).on(day).exclude(agency__kind__in=NOT_AWAITED)
    rows = list(Agency.objects.filter(pk__in=below.values("agency")).order_by("path"))
    found = {row.pk: Unit(row, row.name) for row in rows}
    within = Q(agency__in=below.values("agency"))
    for name in AgencyName.objects.filter(within).on(day):
        found[name.agency_id].name = name.name
    _tell_renamed(found, within, year)
    _tell_moved(found, within, year)
    heirs = absorbed(year)
    for unit in found.values():
        for one in heirs.get(unit.agency.pk, ()):
            unit.changes.append(_change(Change.ABSORBED, one.closed, one.name))
    return list(found.values())


def _tell_renamed(found: Mapping[int, Unit], within: Q, year: int) -> None:
    for name in AgencyName.objects.filter(within, until__year=year):
        found[name.agency_id].changes.append(_change(Change.RENAMED, name.until, name.name))


def _tell_moved(found: Mapping[int, Unit], within: Q, year: int) -> None:
    for place in Placement.objects.filter(within, until__year=year).select_related("superior"):
        above = place.superior.name if place.superior is not None else ""
        found[place.agency_id].changes.append(_change(Change.MOVED, place.until, above))


def _change(what: Change, day: date | None, name: str) -> dict[str, str]:
    return {"what": what.value, "day": str(day), "name": name}


def left(lead: Agency, year: int, today: date) -> list[tuple[Agency, date]]:
    """The units that left in the year, by moving elsewhere or by ceasing to be, with the day."""
    gone = Placement.objects.filter(superior=lead, until__year=year, until__lte=last_day(year, today))
    still = Placement.objects.filter(superior=lead).on(last_day(year, today)).values("agency")
    rows = gone.exclude(agency__in=still).exclude(agency__kind__in=NOT_AWAITED).select_related("agency")
    return [(row.agency, row.until) for row in rows.order_by("until", "agency__path")]


def absorbed(year: int) -> dict[int, list[Agency]]:
    """The agencies that ceased to be in a year, by the one that answers for them at its end."""
    closed = Agency.objects.filter(closed__range=(date(year, 1, 2), date(year, 12, 31))).order_by("closed", "path")
    rows = {row.pk: row for row in closed}
    found: dict[int, list[Agency]] = {}
    for row in rows.values():
        heir = _heir(row, rows)
        if heir is not None:
            found.setdefault(heir, []).append(row)
    return found


def _heir(row: Agency, closed: Mapping[int, Agency]) -> int | None:
    """Where what it left is at the year's end: through those that themselves ceased to be in the year."""
    heir = row.merged_into_id or row.heir_id
    while heir is not None and heir in closed and heir != row.pk:
        heir = closed[heir].merged_into_id or closed[heir].heir_id
    return heir


def with_absorbed(agency: Agency, year: int) -> list[int]:
    """The agency and those whose year it reports on because they ended in it there."""
    return [agency.pk, *(one.pk for one in absorbed(year).get(agency.pk, ()))]
