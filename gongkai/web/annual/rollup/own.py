"""A government's own figures, apart from what its units report; and its report against both, by R13."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from gongkai.report import check_family
from gongkai.report.schema import Finding, Number, Report, Source
from gongkai.web.agencies.models import Agency
from gongkai.web.annual.collecting.units import with_absorbed
from gongkai.web.annual.figures import Year, form, numbers, printed
from gongkai.web.annual.models import AnnualReport, Collection, CompilationVersion
from gongkai.web.annual.rollup.sums import MOST, Sums


def own(collection: Collection, today: date) -> dict[str, Number]:
    """What the records of the government itself count, as it is printed."""
    agencies = Agency.objects.filter(pk__in=with_absorbed(collection.agency, collection.year))
    return {id_: printed(id_, value) for id_, value in numbers(Year(agencies, collection.year, today)).items()}


class Parent(NamedTuple):
    """The government's report, and by what it is told from another."""

    report: Report
    digest: str


def parent_of(collection: Collection) -> Parent | None:
    """The government's report: as it went to review here last, or as it was read; None: there is none yet."""
    versions = CompilationVersion.objects.filter(
        compilation__agency=collection.agency_id, compilation__year=collection.year
    )
    fixed = versions.order_by("-number").first()
    if fixed is not None:
        return Parent(fixed.report, fixed.digest)
    read = AnnualReport.objects.filter(agency=collection.agency_id, year=collection.year).first()
    found = read.read() if read is not None else None
    return Parent(found, read.sha256) if read is not None and isinstance(found, Report) else None


#: What was found of a report against the sums that it was compared with; thousands of units take their time.
_kept: OrderedDict[tuple[object, ...], tuple[Finding, ...]] = OrderedDict()


def against_parts(
    collection: Collection, parent: Parent, found: Sums, own_figures: Mapping[str, Number]
) -> tuple[Finding, ...]:
    """R13: where the government's numbers are not those of its units with its own. Only asked when all are there."""
    report = parent.report
    if found.missing or found.strange or report.edition != form().id:
        return ()
    key = (collection.token, parent.digest, tuple(own_figures.items()))
    if key not in _kept:
        children = [_bare(report, one.name, one.cells) for one in found.parts]
        _kept[key] = check_family(report, [*children, _bare(report, report.agency or "", own_figures)])
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return _kept[key]


def _bare(parent: Report, name: str, cells: Mapping[str, Number | None]) -> Report:
    """As much of a report as the check looks at."""
    return Report(Source(name, "", "", 0), agency=name, year=parent.year, edition=parent.edition, cells=cells)
