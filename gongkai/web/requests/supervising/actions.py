"""A supervising organ urges, the agency replies; and after how many days who supervises is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import GRANTS, Permission, Role
from gongkai.web.audit.acts import act
from gongkai.web.requests.actions.ground import held
from gongkai.web.requests.models import Case, Escalation, Urging
from gongkai.web.workflow.refusals import Refused


def urge(cases: Sequence[Case], words: str, until: date, *, by: Officer) -> list[Urging]:
    """Ask how requests go on, all of them or none (《条例》第四十七条).

    :raises Refused: without words, for a day that has passed, or where a request has ended, was urged today already or
        the words tell of who asks; it names the request.
    """
    if not cases:
        raise Refused(_("没有可以催办的申请。"))
    if not words.strip():
        raise Refused(_("请写明要求。"))
    if until < by.today:
        raise Refused(_("回复期限不能早于今天。"))
    with act(by=by.actor):
        return [_urge(case, words.strip(), until, by) for case in sorted(cases, key=lambda one: one.pk)]


def _urge(case: Case, words: str, until: date, by: Officer) -> Urging:
    by.require(Permission.SUPERVISE, case.agency)
    with act(by=by.actor) as done:
        case = held(case)
        organ = supervises(by, case.agency)
        if case.told.ended is not None:
            raise Refused(_("%(number)s已经办结，不需要催办。") % {"number": case.number})
        if Urging.objects.filter(case=case, organ=organ, made=by.today).exists():
            raise Refused(_("%(number)s今天已经催办过。") % {"number": case.number})
        if case.applicant.is_told_of(words):
            raise Refused(_("内容里有申请人的个人信息，请删去后再提交。"))
        row: Urging = Urging.objects.create(
            case=case, organ=organ, words=words, until=until, made=by.today, made_by=by.user
        )
        new = {"organ": organ.name, "until": until.isoformat()}
        done.note("case.urged", of=case.thing, agency=case.agency.holder, new=new)
    return row


def supervises(officer: Officer, agency: Agency) -> Agency:
    """The organ in whose name the officer supervises an agency: the nearest."""
    organs = (
        office.agency
        for office in officer.offices
        if Permission.SUPERVISE in GRANTS[Role(office.role)] and office.covers(agency)
    )
    return max(organs, key=lambda organ: len(organ.path))


def reply(urging: Urging, words: str, *, by: Officer) -> None:
    """Say what was done, once.

    :raises Refused: without words, where somebody replied already, or the words tell of who asks.
    """
    by.require(Permission.DRAFT, urging.case.agency)
    if not words.strip():
        raise Refused(_("请写明办理情况。"))
    with act(by=by.actor) as done:
        case = held(urging.case)
        row = Urging.objects.select_for_update(of=("self",)).select_related("organ").get(pk=urging.pk)
        if row.replied is not None:
            raise Refused(_("这次催办已经回复。"))
        if case.applicant.is_told_of(words):
            raise Refused(_("内容里有申请人的个人信息，请删去后再提交。"))
        row.reply, row.replied, row.replied_by = words.strip(), by.today, by.user
        row.save(update_fields=["reply", "replied", "replied_by"])
        done.note("case.urging_replied", of=case.thing, agency=case.agency.holder, new={"organ": row.organ.name})


def escalate_after(agency: Agency, days: int, *, by: Officer) -> None:
    """From now on who supervises the agency is told after so many working days."""
    by.require(Permission.SUPERVISE, agency)
    with act(by=by.actor) as done:
        Escalation.objects.update_or_create(agency=agency, defaults={"days": days})
        done.note("agency.escalation_set", of=agency.thing, agency=agency.holder, new={"days": days})
