"""Who works on a request: an office of the agency, an officer. It changes no term (《条例》第三十三条)."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.acts import act
from gongkai.web.requests.actions.ground import held, saved
from gongkai.web.requests.models import Case
from gongkai.web.requests.reading import units_of
from gongkai.web.workflow.refusals import Refused


def assign(case: Case, *, unit: Agency | None, handler: User | None, by: Officer, version: int | None = None) -> Case:
    """Give a request to an office of the agency, to an officer, to both, or back to the disclosure office.

    :raises Refused: where either does not belong to the agency, or it has ended.
    """
    by.require(Permission.DISCLOSE, case.agency)
    with act(by=by.actor) as done:
        case = held(case, version)
        if case.told.ended is not None:
            raise Refused(_("这件申请已经办结。"))
        if unit is not None and not units_of(case.agency).filter(pk=unit.pk).exists():
            raise Refused(_("“%(unit)s”不是本机关的内设机构。") % {"unit": unit.name})
        if handler is not None and not Officer(handler, today=by.today).may(Permission.DRAFT, case.agency):
            raise Refused(_("%(name)s在本机关没有办理的权限。") % {"name": handler.name})
        old = {"unit": case.unit.name if case.unit else "", "assignee": case.handler.name if case.handler else ""}
        case.unit, case.handler = unit, handler
        saved(case, "unit", "handler")
        new = {"unit": unit.name if unit else "", "assignee": handler.name if handler else ""}
        done.note("case.assigned", of=case.thing, agency=case.agency.holder, old=old, new=new)
    return case


def assign_all(cases: Sequence[Case], *, unit: Agency | None, handler: User | None, by: Officer) -> int:
    """The same for several requests, all or none; how many.

    :raises Refused: as above, naming the request; or where there is none.
    """
    if not cases:
        raise Refused(_("请先选择要交办的申请。"))
    with act(by=by.actor):
        for case in sorted(cases, key=lambda one: one.pk):
            try:
                assign(case, unit=unit, handler=handler, by=by)
            except Refused as refused:
                raise Refused(_("%(number)s：%(reason)s") % {"number": case.number, "reason": refused}) from None
    return len(cases)
