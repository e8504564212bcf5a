"""A published report is made anew: it stays public until another is published in its place, and says why."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.annual.making.actions import version_of
from gongkai.web.annual.models import Compilation
from gongkai.web.annual.models.making import COMPILATION
from gongkai.web.audit.acts import act
from gongkai.web.workflow.actions import begin
from gongkai.web.workflow.models import Process
from gongkai.web.workflow.refusals import Refused


def begin_anew(compilation: Compilation, *, reason: str, by: Officer) -> Compilation:
    """Make a published report anew, from the records of now and the prose as it was.

    :raises Refused: without a reason, or where it is not published, or made anew already.
    """
    by.require(Permission.DISCLOSE, compilation.agency)
    if not reason.strip():
        raise Refused(_("请写明为什么要更正已公布的年度报告。"))
    with act(by=by.actor) as done:
        row: Compilation = (
            Compilation.objects.select_for_update(of=("self",)).select_related("agency").get(pk=compilation.pk)
        )
        if row.report_id is None or running(row):
            raise Refused(_("只有已经公布、没有在更正的年度报告可以更正。"))
        row.issued, row.version = None, row.version + 1
        row.save(update_fields=["issued", "version"])
        begin(row, kind=COMPILATION, agency=row.agency, version=version_of(row), by=by)
        done.note("annual.begun_anew", of=row.thing, agency=row.agency.holder, new={"reason": reason.strip()})
    return row


def running(compilation: Compilation) -> bool:
    """Whether it is being made."""
    rows = Process.objects.running().filter(kind=COMPILATION, object_id=compilation.pk)
    return bool(rows.exists())
