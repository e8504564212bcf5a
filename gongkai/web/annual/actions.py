"""What is done with annual reports: they are imported from a document, and published."""

from __future__ import annotations

import hashlib
from typing import Any

from django.utils.translation import gettext as _

from gongkai.report import check_report, read_records
from gongkai.report.schema import Report
from gongkai.web import clock
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.annual.comparing.alike import index
from gongkai.web.annual.differing.actions import hold, look_again
from gongkai.web.annual.models import AnnualReport, Source, State
from gongkai.web.annual.searchable import let_find
from gongkai.web.audit.acts import act
from gongkai.web.files.actions import set_level, store
from gongkai.web.files.intake import receive
from gongkai.web.visibility import Level

TITLE = 300


class NotImportable(ValueError):
    """A document is no annual report, or not the one it is said to be; the message says which."""


def import_report(
    agency: Agency, *, data: bytes, name: str, year: int | None = None, report: Report | None = None, by: Officer
) -> AnnualReport:
    """Read a document as the agency's annual report, check it and keep both; `report`: as it was read already. The same
    document twice changes nothing; another one for the same year replaces the first, which has to be published anew."""
    by.require(Permission.DISCLOSE, agency)
    digest = hashlib.sha256(data).hexdigest()
    report = report or read(data, name)
    year = year or report.year
    if year is None:
        raise NotImportable(_("%(name)s：没有读到年度，请指明是哪一年的报告。") % {"name": name})
    received = receive([data], name=name)
    with act(by=by.actor) as done:
        hold(agency.pk)  # one import of an agency at a time
        before = AnnualReport.objects.filter(agency=agency, year=year).first()
        if before is not None and before.sha256 == digest:
            done.note("annual.found_again", of=before.thing, agency=agency.holder, new={"sha256": digest})
            return before
        row = before or AnnualReport(agency=agency, year=year)
        old = {"sha256": row.sha256, "state": row.state} if before else {}
        if before is not None and before.state == State.PUBLISHED:
            set_level(before.source, level=Level.INTERNAL, agency=agency.holder, by=by)
        fill(row, report, digest)
        row.save()
        if not Source.objects.filter(report=row, file__sha256=digest).exists():
            file = store(received, agency=agency.holder, level=Level.INTERNAL, by=by.actor, searchable=False)
            Source.objects.create(report=row, file=file)
        let_find(row)
        index(row, report.sections)
        look_again(agency.pk, year, done)
        new = {"year": year, "sha256": digest, "file": name, "errors": row.errors, "warnings": row.warnings}
        done.note(
            "annual.replaced" if before else "annual.imported", of=row.thing, agency=agency.holder, old=old, new=new
        )
    return row


def read(data: bytes, name: str) -> Report:
    """The one report of a document, with what the checks find."""
    records = read_records(data, name)
    record = records[0]
    if not isinstance(record, Report):
        raise NotImportable(f"{name}：{record.reason}")
    if len(records) > 1:
        raise NotImportable(
            _("%(name)s：文件里有%(count)d份报告，请一份一个文件。") % {"name": name, "count": len(records)}
        )
    return record.with_findings(check_report(record))


def fill(row: AnnualReport, report: Report, digest: str) -> None:
    """Put what was read into the row; it is unpublished by that."""
    total = "requests.{}.total".format
    values: dict[str, Any] = {
        "edition": report.edition or "",
        "title": (report.title or "")[:TITLE],
        "issued": report.issued,
        "state": State.IMPORTED,
        "level": Level.INTERNAL,
        "record": report.as_dict(),
        "cells": dict(report.cells),
        "sha256": digest,
        "received": report.cells.get(total("received")),
        "concluded": report.cells.get(total("concluded")),
        "errors": sum(finding.severity == "error" for finding in report.findings),
        "warnings": sum(finding.severity == "warn" for finding in report.findings),
        "imported": clock.now(),
        "published": None,
    }
    for field, value in values.items():
        setattr(row, field, value)
    row.version = row.version + 1 if row.pk else 1


def publish_report(report: AnnualReport, *, by: Officer) -> AnnualReport:
    """Show the report to everybody (《条例》第四十九条). What is published already stays as it is."""
    by.require(Permission.DISCLOSE, report.agency)
    with act(by=by.actor) as done:
        hold(report.agency_id)
        row = AnnualReport.objects.select_for_update().select_related("agency").get(pk=report.pk)
        if row.state == State.PUBLISHED:
            done.note("annual.found_again", of=row.thing, agency=row.agency.holder, new={"sha256": row.sha256})
            return row
        row.state, row.level, row.published = State.PUBLISHED, Level.PUBLIC, clock.now()
        row.version += 1
        row.save()
        set_level(row.source, level=Level.PUBLIC, agency=row.agency.holder, by=by)
        let_find(row)
        done.note("annual.published", of=row.thing, agency=row.agency.holder, new={"sha256": row.sha256})
        look_again(row.agency_id, row.year, done)
    return row
