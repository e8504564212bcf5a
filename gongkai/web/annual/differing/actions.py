"""Within the acts that publish, replace, accept or return a report: whether what is public is what was accepted."""

from __future__ import annotations

from gongkai.report import read_records
from gongkai.report.schema import Record, Report
from gongkai.report.writing import write_report
from gongkai.web import clock
from gongkai.web.agencies.models import Agency
from gongkai.web.annual.differing.comparing import difference
from gongkai.web.annual.models import AnnualReport, Divergence, Filing, FilingVersion, Origin, State
from gongkai.web.annual.models.collecting import COUNTED
from gongkai.web.audit.notes import Act


def hold(agency: int) -> None:
    """First in such an act: of an agency's report one is published or judged at a time, so that neither misses the
    other."""
    Agency.objects.select_for_update().get(pk=agency)


def look_again(agency: int, year: int, done: Act) -> None:
    """Last in such an act: compare what is public on a year with whatever was accepted, and keep where they differ."""
    filings = Filing.objects.filter(agency=agency, collection__year=year)
    Divergence.objects.filter(filing__in=filings).delete()
    public = AnnualReport.objects.filter(agency=agency, year=year, state=State.PUBLISHED).first()
    if public is None:
        return
    for filing in filings.filter(state__in=COUNTED).select_related("agency", "collection"):
        _compare(filing, filing.versions.get(number=filing.latest), public, done)


def _as_read(version: FilingVersion) -> Record:
    """As our reader reads it: what was made here was filed before it was written, and prose is read by its place."""
    if version.origin != Origin.MADE:
        return version.report
    return read_records(write_report(version.report, "html").encode(), "")[0]


def _compare(filing: Filing, version: FilingVersion, public: AnnualReport, done: Act) -> None:
    read, filed = public.read(), _as_read(version)
    if version.digest == public.sha256 or not isinstance(read, Report) or not isinstance(filed, Report):
        return
    found = difference(filed, read)
    if not found:
        return
    Divergence.objects.create(
        filing=filing, number=version.number, report=public, cells=dict(found.cells), sections=list(found.sections),
        made=clock.now(),
    )  # fmt: skip
    new = {"version": version.number, "cells": len(found.cells), "sections": len(found.sections)}
    done.note("filing.diverged", of=filing.thing, agency=filing.agency.holder, new=new)
