"""What is filed: a report made here, a document that was sent, or one that was fetched."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _

from gongkai.report import check_report
from gongkai.report.schema import Report
from gongkai.web import clock
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.annual.differing.actions import hold, look_again
from gongkai.web.annual.models import Collection, Compilation, CompilationVersion, Filing, FilingState, Origin
from gongkai.web.annual.models.collecting import COUNTED
from gongkai.web.annual.models.making import COMPILATION
from gongkai.web.annual.received import one_report
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import recorded
from gongkai.web.files.actions import store as keep
from gongkai.web.files.intake import Received
from gongkai.web.visibility import Level
from gongkai.web.workflow.models import Process
from gongkai.web.workflow.refusals import Refused

#: The states of the making in which a report is signed, and so may be filed.
SIGNED = ("signed", "published")


def file_made(filing: Filing, *, by: Officer) -> Filing:
    """File the report that was made and signed here.

    :raises Refused: where there is none yet, or the lead office has accepted one.
    """
    by.require(Permission.DISCLOSE, filing.agency)
    made = signed_of(filing.agency, filing.collection.year)
    if made is None:
        raise Refused(_("年度报告签发以后才能报送；现在还没有签发的年度报告。"))
    version, compilation = made
    report = replace(version.report, issued=compilation.issued)
    report = report.with_findings(check_report(report))
    said = {"origin": Origin.MADE, "digest": version.digest, "made": version}
    return _filed(filing, report, said, by=by)


def signed_of(agency: Agency, year: int) -> tuple[CompilationVersion, Compilation] | None:
    """The agency's signed report on a year as it was fixed, and its making; None: there is none."""
    row = Compilation.objects.filter(agency=agency, year=year).first()
    if row is None or not Process.objects.filter(kind=COMPILATION, object_id=row.pk, state__in=SIGNED).exists():
        return None
    return row.versions.get(number=row.latest), row


def file_document(filing: Filing, received: Received, *, address: str = "", by: Officer) -> Filing:
    """File a document, read as far as our reader reads it; the raw copy is kept.

    :raises Refused: where it is no report on the year, or holds several, or the lead office has accepted one.
    """
    require_either(filing, by)
    report = of_year(one_report(received), filing.collection.year, received.name)
    return file_report(filing, report, received, address=address, by=by)


def file_report(filing: Filing, report: Report, received: Received, *, address: str = "", by: Officer) -> Filing:
    """File what a document was read as.

    :raises Refused: where the lead office has accepted one, or it was filed before.
    """
    require_either(filing, by)
    said = {"origin": Origin.FETCHED if address else Origin.UPLOADED, "digest": received.sha256, "address": address}
    return _filed(filing, report, said, received=received, by=by)


def require_either(filing: Filing, by: Officer) -> None:
    """Pass for the unit's own 公开办, and for the lead office."""
    if not by.may(Permission.SUPERVISE, filing.collection.agency):
        by.require(Permission.DISCLOSE, filing.agency)


def of_year(report: Report, year: int, name: str) -> Report:
    """The report, where it is on the year.

    :raises Refused: where it says another.
    """
    if report.year is not None and report.year != year:
        said = {"name": name, "found": report.year, "year": year}
        raise Refused(_("%(name)s：这是%(found)d年的报告，收集的是%(year)d年的。") % said)
    return report


def _filed(
    filing: Filing, report: Report, said: dict[str, Any], *, received: Received | None = None, by: Officer
) -> Filing:
    """Keep it as the next version; the same again is none."""
    with act(by=by.actor) as done:
        hold(filing.agency_id)
        row = held(filing)
        if row.state in COUNTED:
            raise Refused(_("主管部门已经接收；要更正的，请主管部门先退回。"))
        if row.versions.filter(number=row.latest, digest=said["digest"]).exists():
            raise Refused(_("与上次报送的相同。请先按退回意见更正，再报送。"))
        if received is not None:
            said["file"] = keep(
                received, agency=row.agency.holder, level=Level.INTERNAL, by=by.actor, searchable=False
            )  # fmt: skip
        now = clock.now()
        row.latest += 1
        row.versions.create(
            number=row.latest, record=report.as_dict(), cells=dict(report.cells), edition=report.edition or "",
            errors=sum(one.severity == "error" for one in report.findings),
            warnings=sum(one.severity == "warn" for one in report.findings), by=by.user, time=now, **said,
        )  # fmt: skip
        row.filed = row.filed or now
        set_state(row, FilingState.SUBMITTED)
        new = {"version": row.latest, "origin": recorded(Origin(said["origin"]).label), "sha256": said["digest"]}
        done.note("filing.filed", of=row.thing, agency=row.agency.holder, new=new)
        look_again(row.agency_id, row.collection.year, done)
    return row


def held(filing: Filing) -> Filing:
    """Within an act: the filing, held until it ends; after its agency, where that is held, too."""
    row: Filing = Filing.objects.select_for_update().get(pk=filing.pk)
    row.agency, row.collection = filing.agency, filing.collection
    return row


def set_state(row: Filing, state: FilingState) -> None:
    """Within an act: the filing's state; where it counts from now on, or no more, under another version of the sums."""
    counted = row.state in COUNTED
    row.state, row.version = state, row.version + 1
    row.save(update_fields=["state", "version", "latest", "filed"])
    if counted != (state in COUNTED):
        renew(row.collection)


def renew(collection: Collection) -> None:
    """Within an act: what the sums are made of is another."""
    Collection.objects.filter(pk=collection.pk).update(token=uuid4())


def require_lead(collection: Collection, by: Officer) -> None:
    """Pass for the lead office of the government.

    :raises NotPermitted: for everybody else.
    """
    by.require(Permission.SUPERVISE, collection.agency)
