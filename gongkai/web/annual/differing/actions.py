"""Within the acts that publish, replace, file, accept or return a report: whether what is public is what was filed."""

from __future__ import annotations

from gongkai.report import read_records
from gongkai.report.schema import Record, Report
from gongkai.report.writing import write_report
from gongkai.web import clock
from gongkai.web.agencies.models import Agency
from gongkai.web.annual.differing.comparing import difference
from gongkai.web.annual.models import AnnualReport, Divergence, Filing, FilingState, FilingVersion, Origin, State
from gongkai.web.annual.models.collecting import COUNTED
from gongkai.web.audit.notes import Act

#: What was filed and stands.
STANDING = (FilingState.SUBMITTED, *COUNTED)


def hold(agency: int) -> None:
    """First in such an act: of an agency's report one is published or judged at a time, so that neither misses the
    other."""
    Agency.objects.select_for_update(no_key=True).values_list("pk").get(pk=agency)


def look_again(agency: int, year: int, done: Act) -> None:
    """Last in such an act, whichever way the report went out: what was accepted and is public says so, and where it
    differs from what was filed, and not returned, is kept."""
    public = AnnualReport.objects.filter(agency=agency, year=year).first()
    if public is None:  # so nothing was ever kept of it
        return
    filings = Filing.objects.filter(agency=agency, collection__year=year)
    Divergence.objects.filter(filing__in=filings).delete()
    if public.state != State.PUBLISHED:
        return
    standing = filings.filter(state__in=STANDING).select_for_update(of=("self",))
    for filing in standing.select_related("agency", "collection"):
        if filing.state == FilingState.ACCEPTED:  # the sums stay as they are
            filing.state, filing.version = FilingState.PUBLISHED, filing.version + 1
            filing.save(update_fields=["state", "version"])
            done.note("filing.published", of=filing.thing, agency=filing.agency.holder)
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
