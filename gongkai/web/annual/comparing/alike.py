"""Prose that units share, found by an index of hashes, so that no report is compared with all others.

Of each longer section the smallest hashes of its shingles are kept (`ProseKey`). Sections that have some in common are
read and compared; the others are not alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Count

from gongkai.report.checks import similarity
from gongkai.report.checks.similarity import normalised, smallest
from gongkai.report.checks.years import REPEATED, SHORT
from gongkai.web.annual.models import AnnualReport, ProseKey, State

#: Hashes of a section by which alike ones find each other, and others that are looked at: those with most in common.
KEYS, CANDIDATES = 8, 12
#: So many have to be the same: of two sections that are alike by as much as is told of, one pair in twelve thousand has
#: fewer (eight draws of which four in five agree), and what is said everywhere brings together few.
AGREED = 2


@dataclass(frozen=True)
class Alike:
    """A section that stands in another unit's report as well."""

    section: str
    slug: str
    name: str
    year: int
    #: In per cent.
    share: int


def keys(text: str) -> list[int]:
    """The hashes of a section; none of a short one, which says what all say."""
    plain = normalised(text)
    return smallest(plain, KEYS) if len(plain) >= SHORT else []


def index(report: AnnualReport, sections: Mapping[str, str]) -> None:
    """Within an act: keep the hashes of a report, in place of those that were there."""
    ProseKey.objects.filter(report=report).delete()
    ProseKey.objects.bulk_create(
        ProseKey(report=report, section=section[:4], key=key)
        for section, text in sections.items()
        for key in keys(text)
    )


def alike(agency: int, year: int, sections: Mapping[str, str]) -> list[Alike]:
    """Where the prose of an agency's report on a year stands in published ones of other agencies on that year or the
    one before; for each section the most alike first."""
    return [found for section, text in sections.items() for found in _alike(agency, year, section, text)]


def _alike(agency: int, year: int, section: str, text: str) -> Iterator[Alike]:
    if not (wanted := keys(text)):
        return
    near = (
        ProseKey.objects.filter(section=section[:4], key__in=wanted, report__year__in=(year, year - 1))
        .filter(report__state=State.PUBLISHED)
        .exclude(report__agency=agency)
    )
    shared = near.values_list("report").annotate(shared=Count("pk")).filter(shared__gte=AGREED)
    ranked = shared.order_by("-shared", "report")[:CANDIDATES]
    rows = AnnualReport.objects.filter(pk__in=[pk for pk, _shared in ranked])
    found = []
    for slug, name, then, theirs in rows.values_list("agency__slug", "agency__name", "year", "record__sections"):
        share = similarity(text, theirs.get(section, ""))
        if share >= REPEATED:
            found.append(Alike(section, slug, name, then, round(100 * share)))
    yield from sorted(found, key=lambda one: (-one.share, one.slug, -one.year))
