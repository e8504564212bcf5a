"""Requests are bound to each other, and unbound; nothing of it happens by itself."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongkai.web import clock
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import recorded
from gongkai.web.personal import blind_indexes
from gongkai.web.requests.actions.ground import held, saved
from gongkai.web.requests.bonds import answered_with, lead_of
from gongkai.web.requests.models import Bond, Case, Relation
from gongkai.web.workflow.refusals import Refused


def bind(case: Case, to: Case, bond: Bond, *, reason: str, by: Officer, version: int | None = None) -> Relation:
    """Say that a request repeats another that was answered, or is answered with another.

    :raises Refused: where they are of two agencies or applicants, or stand otherwise than the bond says.
    """
    by.require(Permission.DRAFT, case.agency)
    if not reason.strip():
        raise Refused(_("请写明理由。"))
    with act(by=by.actor) as done:
        first, second = sorted((case, to), key=lambda one: one.pk)
        rows = {one.pk: held(one, archived=one.pk == to.pk) for one in (first, second)}
        case, to = held(rows[case.pk], version), rows[to.pk]
        if obstacle := _obstacle(case, to) or {Bond.REPEATS: _repeats, Bond.TOGETHER: _together}[bond](case, to):
            raise Refused(obstacle)
        if Relation.objects.standing().filter(case=case, bond=bond).exists():
            raise Refused(_("这件申请已经登记过“%(bond)s”，要改的，请先解除。") % {"bond": bond.label})
        row: Relation = Relation.objects.create(
            case=case, to=to, bond=bond, reason=reason.strip(), made=clock.now(), made_by=by.user
        )
        saved(case)
        new = {"bond": recorded(bond.label), "to": to.number, "reason": row.reason}
        done.note("case.bound", of=case.thing, agency=case.agency.holder, new=new)
    return row


def unbind(relation: Relation, *, reason: str, by: Officer) -> None:
    """Undo it.

    :raises Refused: where the common answer has gone out, or it is a part that was split off.
    """
    by.require(Permission.DRAFT, relation.case.agency)
    if not reason.strip():
        raise Refused(_("请写明理由。"))
    with act(by=by.actor) as done:
        case = held(relation.case)
        relation = Relation.objects.select_for_update().select_related("to").get(pk=relation.pk)
        if relation.ended is not None:
            raise Refused(_("这一关系已经解除。"))
        if relation.bond == Bond.PART:
            raise Refused(_("拆分不能解除；可以一并答复。"))
        if relation.bond == Bond.TOGETHER and case.told.ended is not None:
            raise Refused(_("已经一并答复，不能再解除。"))
        relation.ended, relation.ended_by = clock.now(), by.user
        relation.save(update_fields=["ended", "ended_by"])
        saved(case)
        new = {"bond": recorded(Bond(relation.bond).label), "to": relation.to.number, "reason": reason.strip()}
        done.note("case.unbound", of=case.thing, agency=case.agency.holder, new=new)


def _obstacle(case: Case, to: Case) -> str:
    if case.pk == to.pk:
        return _("请写另一件申请的登记编号。")
    if case.agency_id != to.agency_id:
        return _("只有同一机关收到的申请可以关联。")
    if to.applicant.identity_index not in blind_indexes(case.applicant.identity_number):
        return _("两件申请不是同一申请人提出的（按证件号码），不能关联。")
    return _("这件申请已经办结。") if case.told.ended is not None else ""


def _repeats(case: Case, to: Case) -> str:
    """《条例》第三十六条第（六）项: answered before, and asked for again after."""
    if not to.told.outcome or to.told.ended is None or to.told.outcome.startswith("other_"):
        return _("%(number)s还没有答复，不能作为重复申请的依据（《条例》第三十六条第（六）项）。") % {
            "number": to.number
        }
    if case.told.arrived < to.told.ended:
        return _("这件申请在%(number)s答复之前提出，不是重复申请；可以一并答复。") % {"number": to.number}
    return ""


def _together(case: Case, to: Case) -> str:
    if case.told.received is None or to.told.received is None:
        return _("还没有经双方确认的申请，不能一并答复。")
    if to.told.ended is not None:
        return _("%(number)s已经办结，不能一并答复。") % {"number": to.number}
    if lead_of(to) is not None:
        return _("%(number)s与另一件一并答复，请直接关联那一件。") % {"number": to.number}
    return _("已有别的申请与这一件一并答复。") if answered_with(case) else ""
