"""Agencies as the public looks for them: level by level, or by a name they have or had."""

from __future__ import annotations

from django.db.models import Count, Prefetch, Q, Value
from django.db.models.functions import Replace

from gongkai.web.agencies.models import Agency, AgencyName, AgencyQuerySet

GOVERNMENT = "人民政府"


def below(agency: Agency | None) -> AgencyQuerySet:
    """The open agencies directly below one, or at the top, each with the number below it (`below_it`)."""
    counted = Count("subordinates", filter=Q(subordinates__closed=None))
    rows = Agency.objects.open().filter(superior=agency).only("slug", "name", "kind", "address", "phone", "path")
    return rows.annotate(below_it=counted).order_by("path")


def above(agency: Agency) -> list[Agency]:
    """From the top down to the one above, in one query."""
    parts = agency.path.split(".")[:-2]
    paths = [".".join(parts[: depth + 1]) + "." for depth in range(len(parts))]
    return list(Agency.objects.filter(path__in=paths).order_by("path")) if paths else []


def named(words: str) -> AgencyQuerySet:
    """Agencies with every word in a name they have or had; those that are closed too, and where they went."""
    found = Agency.objects.alias(bare=Replace("name", Value(GOVERNMENT), Value("|")))
    for word in words.split():
        # 民政 is in every 人民政府, and nobody means that
        name = "bare" if word in GOVERNMENT and word not in ("人民", "政府", GOVERNMENT) else "name"
        names = AgencyName.objects.alias(bare=Replace("name", Value(GOVERNMENT), Value("|")))
        had = names.filter(**{f"{name}__icontains": word}).values("agency")
        found = found.filter(Q(**{f"{name}__icontains": word}) | Q(short_name__icontains=word) | Q(pk__in=had))
    former = Prefetch("names", AgencyName.objects.exclude(until=None), to_attr="former")
    return found.select_related("superior", "merged_into").prefetch_related(former).order_by("path")
