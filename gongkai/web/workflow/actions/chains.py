"""The steps that an agency asks for, from a day on. What is under way keeps the chain it began with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import recorded
from gongkai.web.workflow.kinds import kind_of
from gongkai.web.workflow.models import Chain
from gongkai.web.workflow.refusals import Refused

SETTERS = (Permission.MANAGE_AGENCIES, Permission.DISCLOSE)


def require_setter(agency: Agency, by: Officer) -> None:
    """Pass where the officer may set chains there; raise NotPermitted where not."""
    if not any(by.may(permission, agency) for permission in SETTERS):
        by.require(Permission.DISCLOSE, agency)


def set_chain(agency: Agency, *, kind: str, steps: Sequence[str], since: date, by: Officer) -> Chain:
    """Ask for these steps from a day on; what was asked for until then ends on it. Steps that the law wants stay."""
    require_setter(agency, by)
    table = kind_of(kind).table
    if since < by.today:
        raise Refused(_("启用日期不能早于今天：已经开始的事项仍按原环节办理。"))
    unknown = [step for step in steps if step not in table.steps]
    if unknown:
        raise Refused(_("没有“%(step)s”这个环节。") % {"step": _("、").join(unknown)})
    chain = table.chain(steps)
    with act(by=by.actor) as done:
        old = _end(agency, kind, since)
        row: Chain = Chain.objects.create(agency=agency, kind=kind, steps=chain, since=since)
        done.note(
            "workflow.chain_set",
            of=agency.thing,
            agency=agency.holder,
            old={"steps": "、".join(table.states[step].name for step in old)},
            new={
                "kind": recorded(kind_of(kind).label),
                "steps": "、".join(table.states[step].name for step in chain),
                "since": since.isoformat(),
            },
        )
    return row


def end_chain(agency: Agency, *, kind: str, until: date, by: Officer) -> None:
    """Ask for nothing of its own from a day on: what the agency above asks for holds again."""
    require_setter(agency, by)
    if until < by.today:
        raise Refused(_("停用日期不能早于今天。"))
    with act(by=by.actor) as done:
        old = _end(agency, kind, until)
        if not old:
            raise Refused(_("本机关没有自己的环节设置。"))
        done.note(
            "workflow.chain_ended",
            of=agency.thing,
            agency=agency.holder,
            old={"steps": "、".join(kind_of(kind).table.states[step].name for step in old)},
            new={"kind": recorded(kind_of(kind).label), "until": until.isoformat()},
        )


def _end(agency: Agency, kind: str, day: date) -> list[str]:
    """End the chain in force on a day, drop what was planned to begin on it or later; the steps that ended."""
    rows = Chain.objects.select_for_update().filter(agency=agency, kind=kind)
    running = rows.filter(Q(until=None) | Q(until__gt=day), since__lt=day).first()
    planned = rows.filter(since__gte=day)
    ended: list[str] = running.steps if running else next((row.steps for row in planned), [])
    if running:
        running.until = day
        running.save()
    planned.delete()
    return ended
