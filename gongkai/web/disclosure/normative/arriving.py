"""清理 that was done elsewhere comes in, decision by decision, with the effect that it had there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from gongkai.web.agencies.actions.ground import held_open
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.acts import act
from gongkai.web.disclosure.actions.attaching import find_anew
from gongkai.web.disclosure.force import over
from gongkai.web.disclosure.models import CleanUp, CleanUpDecision, Document
from gongkai.web.workflow.refusals import Refused


@dataclass(frozen=True)
class Session:
    """A clean-up as it was: what it is called, and how far it came."""

    title: str
    kind: str
    day: date
    closed: date | None
    listed: Document | None
    applied: date | None


def bring_decision(
    agency: Agency, said: Session, document: Document, *, verdict: str, note: str, by: Officer
) -> CleanUpDecision:
    """One decision, and the session with the first of them. What a session that took effect repealed is repealed.

    :raises Refused: where the session here is another of that name, or knows the document already.
    """
    by.require(Permission.DISCLOSE, agency)
    with act(by=by.actor) as done:
        agency = held_open(agency)
        if (document.agency_id, document.kind) != (agency.pk, said.kind):
            raise Refused(_("“%(title)s”不是本机关这一种类的文件。") % {"title": document.title})
        session = _session(agency, said, by)
        decision, new = CleanUpDecision.objects.get_or_create(
            session=session, document=document, defaults={"verdict": verdict, "note": note}
        )
        if not new:
            raise Refused(_("这次清理已有对“%(title)s”的决定。") % {"title": document.title})
        if session.applied and over(decision, session.applied, session.listed):
            find_anew(document, by=by)
        done.note("clean_up.moved_in", of=session.thing, agency=agency.holder, new={"document": document.title})
    return decision


def _session(agency: Agency, said: Session, by: Officer) -> CleanUp:
    rows = CleanUp.objects.select_for_update(of=("self",)).filter(agency=agency, kind=said.kind)
    found: CleanUp | None = rows.filter(title=said.title, day=said.day).first()
    how_far = {"closed": said.closed, "listed": said.listed, "applied": said.applied}
    if found is not None:
        if any(getattr(found, name) != value for name, value in how_far.items()):
            raise Refused(_("本平台已有同名的清理，办结或生效的情况不同。"))
        return found
    if said.applied and not (said.closed and said.listed and said.listed.out_since):
        raise Refused(_("清理已生效的，须写明办结日期和已公开的清理结果。"))
    if said.closed is None and rows.filter(closed=None).exists():
        raise Refused(_("本机关还有一次清理没有办结。"))
    made: CleanUp = CleanUp.objects.create(
        agency=agency, kind=said.kind, title=said.title, day=said.day, opened_by=by.user, **how_far
    )
    return made
