"""The public list of agencies: what stands below one, ready to be shown."""

from __future__ import annotations

from django.db.models import Count, Q

from gongkai.web.agencies.models import Agency, AgencyQuerySet


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
    return list(Agency.objects.filter(path__in=paths).order_by("path"))
