"""What happened is recorded, and what was recorded wrongly is struck out; the clock agrees with either."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from gongkai.law.clock import KINDS, Fact, ImpossibleFacts, changes, clock
from gongkai.law.clock.lateness import Late, lateness
from gongkai.web import clock as time
from gongkai.web.agencies.officers import Officer
from gongkai.web.audit.acts import act
from gongkai.web.requests.actions.ground import APPLICANT, agreed, held, saved
from gongkai.web.requests.acts import act_of, table
from gongkai.web.requests.models import Case, RecordedFact
from gongkai.web.requests.models.facts import said_of
from gongkai.web.requests.standing import clock_of, facts_of
from gongkai.web.workflow.refusals import Refused


def record(case: Case, fact: Fact, *, by: Officer, version: int | None = None, reason: str = "") -> RecordedFact:
    """Record what happened on a day, as one of the acts of the table.

    :raises Refused: where the law does not allow it at this point, in its words; or it is late and nobody says why.
    """
    by.require(act_of(fact.kind).who, case.agency)
    with act(by=by.actor):
        return put(held(case, version), [fact], by=by, reason=reason)[0]


def withdraw(case: Case) -> None:
    """The applicant takes the request back.

    :raises Refused: where the law has no place for it any more.
    """
    with act(by=APPLICANT):
        put(held(case), [Fact("withdrawn", time.today())])


def put(case: Case, new: Sequence[Fact], *, by: Officer | None = None, reason: str = "") -> list[RecordedFact]:
    """Within an act that holds the case: record what it brought about, whole or not at all; None: the applicant's."""
    today, actor = (by.today, by.actor) if by is not None else (time.today(), APPLICANT)
    if any(fact.on > today for fact in new):
        raise Refused(_("日期不能晚于今天。"))
    facts, made = facts_of(case), []
    late = overdue(facts, new) if by is not None else {}
    if late and not reason.strip():
        raise refusal(late)
    told = agreed(case, [*facts, *new], today)
    with act(by=actor) as done:
        for fact in new:
            why = reason.strip() if fact in late else ""
            made.append(_row(case, fact, by, why))
            noted = {"act": KINDS[fact.kind].name, "day": fact.on.isoformat(), "reason": why}
            done.note(
                "case.recorded", of=case.thing, agency=case.agency.holder, new={k: v for k, v in noted.items() if v}
            )
        saved(case, told=told)
    return made


def _row(case: Case, fact: Fact, by: Officer | None, reason: str) -> RecordedFact:
    row: RecordedFact = RecordedFact.objects.create(
        case=case,
        kind=fact.kind,
        on=fact.on,
        said=said_of(fact),
        reason=reason,
        recorded=time.now(),
        recorded_by=by.user if by is not None else None,
    )
    return row


def overdue(facts: Sequence[Fact], new: Sequence[Fact]) -> dict[Fact, Late]:
    """Which of these come too late by the law, and by how much: whoever records one says why."""
    found, before = {}, list(facts)
    for fact in new:
        try:
            late = lateness(before, fact)
        except ImpossibleFacts:  # told as such when it is put
            return {}
        if late is not None:
            found[fact] = late
        before.append(fact)
    return found


def refusal(late: Mapping[Fact, Late]) -> Refused:
    """What is said where nobody says why it is late."""
    worst = max(late.values(), key=lambda one: one.days)
    said = {"days": worst.days, "article": worst.article}
    return Refused(_("已经超过期限%(days)d个工作日（%(article)s），请说明原因。") % said)


def strike(row: RecordedFact, *, reason: str, by: Officer, version: int | None = None) -> list[str]:
    """Strike out what was recorded wrongly: it stays to be read, and does not count. What changes by it is told.

    :raises Refused: without a reason, where the rest would not hold together, or for the receipt itself.
    """
    by.require(table().corrects, row.case.agency)
    if not reason.strip():
        raise Refused(_("请写明作废的理由。"))
    with act(by=by.actor) as done:
        case = held(row.case, version)
        row = RecordedFact.objects.select_for_update().get(pk=row.pk)
        if row.struck is not None:
            raise Refused(_("这一记录已经作废。"))
        if row.kind == "received":
            raise Refused(_("收到申请的记录不能作废；登记有误的，请作废整件申请。"))
        before = clock_of(case, by.today)
        rest = [one.fact for one in case.facts.standing().exclude(pk=row.pk)]
        told = agreed(case, rest, by.today)
        row.struck, row.struck_by, row.struck_reason = time.now(), by.user, reason.strip()
        row.save(update_fields=["struck", "struck_by", "struck_reason"])
        if row.kind == "confirmed":  # both sides have to confirm anew
            case.confirmations.filter(void=None).update(void=row.struck)
        saved(case, told=told)
        new = {"act": KINDS[row.kind].name, "day": row.on.isoformat(), "reason": row.struck_reason}
        done.note("case.struck", of=case.thing, agency=case.agency.holder, new=new)
    return [change.what for change in changes(before, clock(rest, by.today))]
