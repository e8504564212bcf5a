"""How far a collection is: every unit, its state, who has not filed and who is late."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone

from gongkai.web.annual.differing.reading import APART
from gongkai.web.annual.models import (
    Collection,
    Compilation,
    Divergence,
    Fetching,
    Filing,
    FilingState,
    FilingVersion,
    Remark,
)
from gongkai.web.annual.models.collecting import COUNTED

#: What the board can be narrowed to, beside the states.
LATE, OUTSTANDING, EXCUSED, FAILED, DIFFERING = "late", "outstanding", "excused", "failed", "differing"


@dataclass(frozen=True)
class Standing:
    """A collection in numbers."""

    units: int
    states: dict[str, int]
    outstanding: int
    late: int
    excused: int
    #: Who published something else than was filed.
    differing: int
    #: Whose report was asked for at an address and did not come.
    failed: int


@dataclass(frozen=True)
class Line:
    """A unit on the board."""

    filing: Filing
    #: Of what was filed last: its errors; None: nothing was filed.
    errors: int | None
    remarks: int
    #: It is late by so many days: filed so, or not filed by today.
    late: int
    #: It is being made here.
    makes: bool
    #: Cells in which what is public differs from what was filed; 0: in prose alone; None: it does not.
    differs: int | None


def awaited(collection: Collection) -> Any:
    """What is awaited, filed or not."""
    return collection.filings.filter(excused="")


def standing(collection: Collection, today: date) -> Standing:
    """The numbers of a collection; two queries."""
    states = Counter(dict(awaited(collection).order_by().values_list("state").annotate(Count("pk"))))
    numbers = collection.filings.aggregate(
        late=Count("pk", filter=_late(collection, today)),
        all=Count("pk"),
        failed=Count("pk", filter=not_fetched()),
        differing=Count("pk", filter=APART),
    )
    units = sum(states.values())
    outstanding = states[FilingState.DRAFT] + states[FilingState.RETURNED]
    excused = numbers.pop("all") - units
    return Standing(units, dict(states), outstanding, excused=excused, **numbers)


def _late(collection: Collection, today: date) -> Q:
    """Filed after the day, or not filed though it is over."""
    after = Q(filed__date__gt=collection.due)
    return Q(excused="") & (after | Q(filed=None) if today > collection.due else after)


def failed() -> Exists:
    """Of a filing: the last fetch failed, and nothing was filed since."""
    newer = Fetching.objects.filter(filing=OuterRef("filing"), pk__gt=OuterRef("pk"))
    filed = FilingVersion.objects.filter(filing=OuterRef("filing"), time__gt=OuterRef("ended"))
    last = Fetching.objects.filter(~Exists(newer), ~Exists(filed), filing=OuterRef("pk"), ended__isnull=False)
    return Exists(last.exclude(failure=""))


def not_fetched() -> Q:
    """Awaited from an address, in vain."""
    return Q(failed(), excused="") & ~Q(state__in=COUNTED)


def narrowed(collection: Collection, to: str, today: date) -> Any:
    """The units of a state, or of one of the words above; all that are awaited where the word is none."""
    if to == EXCUSED:
        return collection.filings.exclude(excused="")
    if to == LATE:
        return awaited(collection).filter(_late(collection, today))
    if to == FAILED:
        return collection.filings.filter(not_fetched())
    if to == OUTSTANDING:
        return awaited(collection).filter(state__in=(FilingState.DRAFT, FilingState.RETURNED))
    if to == DIFFERING:
        return collection.filings.filter(APART)
    return awaited(collection).filter(state=to) if to in FilingState.values else awaited(collection)


def lines(collection: Collection, rows: list[Filing], today: date) -> list[Line]:
    """Those of a page; as many queries for many as for few."""
    pks = [row.pk for row in rows]
    latest = FilingVersion.objects.filter(filing__in=pks, number=F("filing__latest"))
    errors = dict(latest.values_list("filing", "errors"))
    remarks = Counter(Remark.objects.filter(filing__in=pks, settled=None).values_list("filing", flat=True))
    agencies = [row.agency_id for row in rows]
    made = Compilation.objects.filter(agency__in=agencies, year=collection.year).values_list("agency", flat=True)
    makes, apart = set(made), dict(Divergence.objects.filter(filing__in=pks).values_list("filing", "cells"))
    return [
        Line(
            row, errors.get(row.pk), remarks[row.pk], days_late(row, collection, today), row.agency_id in makes,
            len(apart[row.pk]) if row.pk in apart else None,
        )
        for row in rows
    ]  # fmt: skip


def days_late(row: Filing, collection: Collection, today: date) -> int:
    """By how many days; 0: not late."""
    if row.excused:
        return 0
    day = timezone.localdate(row.filed) if row.filed is not None else today
    return max((day - collection.due).days, 0)


def missing(collection: Collection) -> list[str]:
    """The names of those whose report is awaited and not accepted."""
    rows = awaited(collection).exclude(state__in=COUNTED).order_by("agency__path")
    return list(rows.values_list("name", flat=True))
