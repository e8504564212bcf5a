"""What happens in a reconsideration or a suit: entered, answered, concluded; a decision may reopen its request."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.law.clock import Fact
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import recorded
from gongkai.web.requests.actions.ground import held, taken_out
from gongkai.web.requests.actions.recording import put
from gongkai.web.requests.models import Case, Remedy, RemedyKind, Result
from gongkai.web.workflow.refusals import Refused, Stale

#: What the audit tells of an entry.
TOLD = (
    "kind",
    "organ",
    "number",
    "notified",
    "reply_by",
    "replied",
    "result",
    "concluded",
    "decision",
    "anew",
    "until",
)


def enter(case: Case, said: Mapping[str, Any], *, by: Officer) -> Remedy:
    """Write down that an applicant has gone to an organ of reconsideration or a court.

    :raises Refused: for a day to come or before the request came, or a suit after a reconsideration that is not its.
    """
    by.require(Permission.DISCLOSE, case.agency)
    with act(by=by.actor) as done:
        case = held(case, archived=True)
        _possible(said["notified"], by.today)
        if said["notified"] < case.told.arrived:
            raise Refused(_("收到通知之日早于申请到达之日（%(day)s）。") % {"day": case.told.arrived})
        after = said.get("after")
        if (after is not None) != (said["kind"] == RemedyKind.AFTER_REVIEW):
            raise Refused(_("复议后起诉的，请选择经过的复议；其他的不选。"))
        if after is not None and (after.case_id != case.pk or after.kind != RemedyKind.REVIEW or after.struck):
            raise Refused(_("所选的不是这件申请的行政复议。"))
        row = Remedy(case=case, entered_by=by.user, **{**said, "after": after})
        row.save()
        if case.archived is not None:
            taken_out(case, done, reason=recorded(gettext_lazy("登记了复议、诉讼")))
        done.note("remedy.entered", of=row.thing, agency=case.agency.holder, new=_told(row))
    return row


def reply(row: Remedy, *, on: date, version: int, by: Officer) -> Remedy:
    """The agency has answered the organ or the court."""
    return _changed(row, "remedy.replied", {"replied": on}, on=on, version=version, by=by)


def conclude(row: Remedy, said: Mapping[str, Any], *, version: int, by: Officer) -> Remedy:
    """It has ended. Where the request is to be dealt with anew, its clock starts again in the same act.

    :raises Refused: where it has ended already, or the clock knows nothing that could be set aside.
    """
    by.require(Permission.DISCLOSE, row.case.agency)
    if said.get("anew") and said["result"] != Result.CORRECTED:
        raise Refused(_("要求重新办理的，结果是“结果纠正”。"))
    with act(by=by.actor):
        case = held(row.case)
        row = _changed(row, "remedy.concluded", dict(said), on=said["concluded"], version=version, by=by)
        if row.anew:
            put(case, [Fact("remitted", said["concluded"], by=row.organ, until=row.until)], by=by)
    return row


def strike(row: Remedy, *, reason: str, version: int, by: Officer) -> Remedy:
    """What was entered wrongly does not count; it stays to be read.

    :raises Refused: without a reason, where a suit rests on it, or where the request is dealt with anew because of it.
    """
    by.require(Permission.DISCLOSE, row.case.agency)
    if not reason.strip():
        raise Refused(_("请写明作废的理由。"))
    with act(by=by.actor) as done:
        row = _held(row, version)
        if Remedy.objects.standing().filter(after=row).exists():
            raise Refused(_("另有一件诉讼登记为经过这件复议，请先作废那一件。"))
        if row.anew and _reopened(row):
            raise Refused(_("申请已经据此重新办理。请先在申请的经过里作废“收到复议决定或者判决，重新办理”。"))
        row.struck, row.struck_reason = True, reason.strip()
        _save(row, "struck", "struck_reason")
        done.note("remedy.struck", of=row.thing, agency=row.case.agency.holder, new={"reason": row.struck_reason})
    return row


def _changed(row: Remedy, verb: str, values: dict[str, Any], *, on: date, version: int, by: Officer) -> Remedy:
    by.require(Permission.DISCLOSE, row.case.agency)
    with act(by=by.actor) as done:
        row = _held(row, version)
        if row.concluded is not None:
            raise Refused(_("这件已经审结。登记有误的，作废后重新登记。"))
        _possible(on, by.today)
        if on < row.notified:
            raise Refused(_("日期早于收到通知之日。"))
        for name, value in values.items():
            setattr(row, name, value)
        _save(row, *values)
        done.note(verb, of=row.thing, agency=row.case.agency.holder, new=_told(row))
    return row


def _held(row: Remedy, version: int) -> Remedy:
    found: Remedy = Remedy.objects.select_for_update(of=("self",)).select_related("case__agency").get(pk=row.pk)
    if found.version != version:
        raise Stale
    if found.struck:
        raise Refused(_("这件登记已经作废。"))
    return found


def _save(row: Remedy, *names: str) -> None:
    row.version += 1
    row.save(update_fields=[*names, "version"])


def _possible(day: date, today: date) -> None:
    if day > today:
        raise Refused(_("日期不能晚于今天。"))


def _reopened(row: Remedy) -> bool:
    facts = row.case.facts.standing().filter(kind="remitted", on=row.concluded)
    return any(one.fact.by == row.organ for one in facts)


def _told(row: Remedy) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in TOLD}
    labels = {
        "kind": recorded(RemedyKind(row.kind).label),
        "result": recorded(Result(row.result).label) if row.result else "",
    }
    return {
        name: str(labels.get(name, value.isoformat() if isinstance(value, date) else value))
        for name, value in values.items()
        if value not in ("", None, False)
    }
