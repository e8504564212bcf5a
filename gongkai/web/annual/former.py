"""Reports of years before this system was there: an agency brings them in as they were published, and shows them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.annual.actions import NotImportable, import_report
from gongkai.web.annual.models import AnnualReport, Compilation
from gongkai.web.annual.received import one_report
from gongkai.web.files.intake import Received
from gongkai.web.files.stores import store
from gongkai.web.workflow.refusals import Refused


def bring(agency: Agency, received: Received, year: int | None, *, by: Officer) -> AnnualReport:
    """Keep a report as it was published elsewhere; it is public once it is published here, too.

    :raises Refused: where it is none, it cannot be read within bounds, or its year is made in this system.
    """
    report = one_report(received)
    said = year or report.year
    if Compilation.objects.filter(agency=agency, year=said or 0).exists():
        raise Refused(_("%(year)s年的年度报告在本系统编制，请在那里公布。") % {"year": said})
    data = b"".join(store().chunks(received.sha256))
    try:
        return import_report(agency, data=data, name=received.name, year=year, report=report, by=by)
    except NotImportable as error:
        raise Refused(str(error)) from error
