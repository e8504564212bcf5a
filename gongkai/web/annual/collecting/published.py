"""What a unit published beside what it filed: the same report, or not (《条例》第四十九条)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F

from gongkai.report.editions import load_edition
from gongkai.report.schema import Number, Report
from gongkai.web.annual.models import AnnualReport, Collection, Filing, FilingVersion, State
from gongkai.web.annual.models.making import EDITION

Cells = dict[str, Number | None]


@dataclass(frozen=True)
class Difference:
    """One cell in which the two differ."""

    cell: str
    place: str
    filed: Number | None
    published: Number | None


@dataclass(frozen=True)
class Beside:
    """What is public beside what was filed last: cells that differ, and sections whose words do."""

    report: AnnualReport
    cells: list[Difference]
    sections: list[str]

    @property
    def same(self) -> bool:
        return not self.cells and not self.sections


def beside(filing: Filing) -> Beside | None:
    """None: nothing was filed, or nothing of the year is public."""
    row = AnnualReport.objects.filter(
        agency=filing.agency_id, year=filing.collection.year, state=State.PUBLISHED
    ).first()  # fmt: skip
    if row is None or not filing.latest:
        return None
    filed, public = filing.versions.get(number=filing.latest).report, row.read()
    if not isinstance(public, Report):
        return None
    names = sorted({*filed.sections, *public.sections})
    said = [name for name in names if _words(filed, name) != _words(public, name)]
    return Beside(row, _differences(dict(filed.cells), dict(public.cells)), said)


def _words(report: Report, section: str) -> str:
    return "".join(report.sections.get(section, "").split())


def _differences(filed: Cells, public: Cells) -> list[Difference]:
    """Of the form's cells; one that neither states is no difference."""
    return [
        Difference(id_, cell.place, filed.get(id_), public.get(id_))
        for id_, cell in load_edition(EDITION).cells.items()
        if filed.get(id_) != public.get(id_)
    ]


def differing(collection: Collection, filings: Iterable[Filing] | None = None) -> dict[int, int]:
    """By filing the number of cells in which the published report differs from it; of these filings, or of all. Two
    queries."""
    filed, public = _figures(collection, filings)
    found = {pk: len(_differences(cells, public[agency])) for (pk, agency), cells in filed.items() if agency in public}
    return {pk: count for pk, count in found.items() if count}


def _figures(
    collection: Collection, filings: Iterable[Filing] | None
) -> tuple[dict[tuple[int, int], Cells], dict[int, Cells]]:
    versions = FilingVersion.objects.filter(filing__collection=collection, number=F("filing__latest"))
    reports = AnnualReport.objects.filter(year=collection.year, state=State.PUBLISHED)
    if filings is not None:
        rows = list(filings)
        versions = versions.filter(filing__in=[row.pk for row in rows])
        reports = reports.filter(agency__in=[row.agency_id for row in rows])
    else:
        reports = reports.filter(agency__in=collection.filings.values("agency"))
    said = versions.values_list("filing", "filing__agency", "cells")
    return {(pk, agency): cells for pk, agency, cells in said}, dict(reports.values_list("agency", "cells"))
