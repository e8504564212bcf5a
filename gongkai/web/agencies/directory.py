"""Agencies as one looks for them, on the portal and on the desk: level by level, or by a name they have or had."""

from __future__ import annotations

from django.db.models import Count, F, Prefetch, Q

from gongkai.web.agencies.models import Agency, AgencyName, AgencyQuerySet


def directory(*parents: Agency | None) -> AgencyQuerySet:
    """The open agencies directly below one (None: at the top) or several, each with `count_below`: open ones."""
    below = Count("subordinates", filter=Q(subordinates__closed=None))
    place = Q(superior__in=[parent for parent in parents if parent])
    if None in parents:
        place |= Q(superior=None)
    return Agency.objects.open().filter(place).annotate(count_below=below).order_by("path")


def ancestors(agency: Agency) -> list[Agency]:
    """From the top down to its superior: one query."""
    parts = agency.path.split(".")[:-2]
    paths = [".".join(parts[:depth]) + "." for depth in range(1, len(parts) + 1)]
    return list(Agency.objects.filter(path__in=paths).order_by("path")) if paths else []


def named(words: str) -> AgencyQuerySet:
    """Agencies that the words may mean, open ones first; those that are closed too, with where they went (`former`:
    names they had)."""
    former = Prefetch("names", AgencyName.objects.exclude(until=None), to_attr="former")
    found = Agency.objects.called(words).select_related("superior", "merged_into").prefetch_related(former)
    return found.order_by(F("closed").asc(nulls_first=True), "path")
