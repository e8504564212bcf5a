"""Remarks on passages, with which a document was sent back: worked off one by one."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.acts import act
from gongkai.web.disclosure.models import Document, SettledRemark
from gongkai.web.workflow.models import Step
from gongkai.web.workflow.refusals import Refused


def settle(document: Document, step: Step | None, place: int, *, settled: bool, by: Officer) -> None:
    """Say that a remark is worked off, or that it is not yet.

    :raises Refused: where the step has no such remark, or is not one of the document's.
    """
    by.require(Permission.DRAFT, document.agency)
    own = step is not None and (step.process.kind, step.process.object_id) == (document.kind, document.pk)
    if step is None or not own or not 0 <= place < len(step.passages):
        raise Refused(_("没有这条批注，请刷新页面。"))
    with act(by=by.actor) as done:
        rows = SettledRemark.objects.filter(step=step, place=place)
        if settled:
            SettledRemark.objects.get_or_create(step=step, place=place, defaults={"user": by.user})
        else:
            rows.delete()
        verb = "document.remark_settled" if settled else "document.remark_reopened"
        done.note(verb, of=document.thing, agency=document.agency.holder,
                  new={"number": place + 1, "version": step.reviewed})  # fmt: skip
