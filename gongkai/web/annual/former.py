"""Reports of years before this system was there: an agency brings them in as they were published, and shows them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongkai.report.schema import Report
from gongkai.web.agencies.models import Agency, AgencyName
from gongkai.web.agencies.officers import Officer
from gongkai.web.annual.actions import NotImportable, import_report
from gongkai.web.annual.models import AnnualReport, Compilation, State
from gongkai.web.annual.received import one_report
from gongkai.web.files.intake import Received
from gongkai.web.files.stores import store
from gongkai.web.workflow.refusals import Refused


def bring(agency: Agency, received: Received, year: int | None, *, replaces: bool = False, by: Officer) -> AnnualReport:
    """Keep a report as it was published elsewhere; it is public once it is published here, too.

    :raises Refused: where it is none, it cannot be read within bounds, its year is made in this system, or it would
        take another off the portal and nobody said that it `replaces` it.
    """
    report = one_report(received)
    said = year or report.year
    if Compilation.objects.filter(agency=agency, year=said or 0).exists():
        raise Refused(_("%(year)s年的年度报告在本系统编制，请在那里公布。") % {"year": said})
    public = AnnualReport.objects.filter(agency=agency, year=said or 0, state=State.PUBLISHED)
    if not replaces and public.exclude(sha256=received.sha256).exists():
        words = _("%(year)s年的年度报告已经公布；确实要换成这个文件的，请勾选“替换已公布的报告”。")
        raise Refused(words % {"year": said})
    data = b"".join(store().chunks(received.sha256))
    try:
        return import_report(agency, data=data, name=received.name, year=year, report=report, by=by)
    except NotImportable as error:
        raise Refused(str(error)) from error


def doubts(row: AnnualReport) -> list[str]:
    """Where the document says another agency or year than it was brought in for: to be looked at, since former names
    and misprints are in many."""
    report = row.read()
    if not isinstance(report, Report):
        return []
    found = []
    names = {row.agency.name, *AgencyName.objects.filter(agency=row.agency).values_list("name", flat=True)}
    if report.agency and not any(report.agency.endswith(name) or name.endswith(report.agency) for name in names):
        found.append(_("原文里的机关是“%(name)s”。") % {"name": report.agency})
    if report.year and report.year != row.year:
        found.append(_("原文里的年度是%(year)s年。") % {"year": report.year})
    return found
