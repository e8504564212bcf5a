"""The clock of a request: from what is recorded and a day to what is due, who owes what until when, and why.

>>> from datetime import date
>>> from gongkai.law.clock import Fact, clock
>>> clock([Fact("received", date(2026, 9, 18), channel="in_person")], date(2026, 9, 21)).due
DueDay(day=datetime.date(2026, 10, 22), provisional=False)

The rules stand in docs/law.md with their numbers. Nothing is stored: ``clock(facts, t)`` depends on the facts dated up
to ``t`` only, in whatever order they were recorded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, NamedTuple

from gongkai.law.clock.counting import counted, due_day, excluded
from gongkai.law.clock.course import LAPSED, Course, ImpossibleFacts, Note
from gongkai.law.clock.duties import Duty, duties_of
from gongkai.law.clock.explanation import Line, count_days, explain
from gongkai.law.clock.facts import CHANNELS, KINDS, ROLES, WAYS, Fact, in_order, parse_case, parse_facts
from gongkai.law.clock.opinions import Consulted, consulted
from gongkai.law.clock.rights import Right, rights_of
from gongkai.law.clock.walk import Walk
from gongkai.law.rules import Rules, law_rules
from gongkai.workdays import Calendar, DueDay
from gongkai.workdays import calendar as working_days

__all__ = [
    "CHANGED",
    "CHANNELS",
    "KINDS",
    "ROLES",
    "STAGES",
    "WAYS",
    "Change",
    "Clock",
    "Consulted",
    "Duty",
    "Fact",
    "ImpossibleFacts",
    "Line",
    "Note",
    "Right",
    "changes",
    "clock",
    "count_days",
    "in_order",
    "parse_case",
    "parse_facts",
]

STAGES = {
    "unconfirmed": "待确认",
    "running": "办理中",
    "supplement": "待补正",
    "consulting": "征求意见中",
    "payment": "待缴费",
    "decided": "已作出答复，待送达",
    "answered": "已答复",
    "closed": "已结束（未作答复）",
}
"""Where a request stands; the clock is another thing."""

CHANGED = {
    "stage": "阶段",
    "received": "收到之日",
    "day0": "起算之日",
    "due": "答复期限",
    "due_latest": "最迟答复期限",
    "alarm": "提醒日期",
    "used": "已用工作日",
    "late": "逾期天数",
    "closed_on": "结束之日",
    "closed_as": "结束情形",
    "notes": "提示",
}
"""What :func:`changes` compares, by the field of :class:`Clock`."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A request on one day. Days are working days."""

    today: date
    stage: str
    """A key of :data:`STAGES`."""

    received: date | None
    """The day of receipt (《条例》第三十一条); None while it is not confirmed."""

    day0: date | None
    """The day from which the clock counts: receipt, or what restarted it last."""

    due: DueDay | None
    """The last day of the answer; None while there is none. While an opinion is awaited: if it came today (14)."""

    due_latest: DueDay | None
    """While an opinion is awaited: if it comes at the end of the term that the law sets."""

    put_off: int
    """Working days by which consultations put ``due`` off; 0 where the day itself was set."""

    open: bool
    """Whether an opinion is awaited, so that ``due`` moves on from day to day."""

    alarm: date | None
    """The earliest day by which the answer may prove to be due, also where a late notice to supplement stopped it."""

    used: int
    left: int | None
    """None once the request is answered, as well as without a due date."""

    late: int
    """Working days by which the answer is overdue, or was."""

    closed_on: date | None
    closed_as: str
    """Row of the annual report under which a case without an answer is counted, or ""."""

    duties: tuple[Duty, ...]
    rights: tuple[Right, ...]
    """The applicant's remedies."""

    consulted: tuple[Consulted, ...]

    notes: tuple[Note, ...]
    explanation: tuple[Line, ...]


class Change(NamedTuple):
    """What differs between two clocks of one request; ``what`` is for people."""

    what: str
    before: Any
    after: Any


def clock(facts: Sequence[Fact], today: date, *, rules: Rules | None = None, calendar: Calendar | None = None) -> Clock:
    """The clock of a request on ``today``.

    :raises ImpossibleFacts: for facts that cannot be, with the article.
    """
    rules, days = rules or law_rules(), calendar or working_days()
    course = Walk(facts, today, rules, days).course
    end = _end(course, today)
    closed = course.closed_on if course.closed_on is not None and course.closed_on <= today else None
    earliest, latest = _due(course, end, closed, rules, days)
    due = latest if latest is not None and rules.choice("open_due") == "statutory_end" else earliest
    used = _used(course, end, rules, days)
    left = None
    if due is not None:
        left = course.budget - used if course.deferred is None else days.between(end, due.day).days
    late = max(days.between(due.day, end).days, 0) if due is not None else 0
    alarm = None
    if closed is None and course.service is None:
        alarm = _alarm(course, earliest, facts, today, rules, days)
    return Clock(
        today=today,
        stage=_stage(course, closed),
        received=course.starts[0].day if course.starts else None,
        day0=course.day0,
        due=due,
        due_latest=latest,
        put_off=_put_off(course, due, days),
        open=latest is not None,
        alarm=alarm,
        used=used,
        left=max(left, 0) if left is not None and course.service is None else None,
        late=late,
        closed_on=closed,
        closed_as=course.closed_as if closed is not None else "",
        duties=duties_of(course, today, due, rules, days),
        rights=rights_of(course, due, late, rules, days) if closed is None else (),
        consulted=consulted(course),
        notes=tuple(sorted(course.notes, key=lambda note: note.on)),
        explanation=explain(course, end, due, rules, days),
    )


def changes(before: Clock, after: Clock) -> list[Change]:
    """What another look at the facts changed: for a fact of the past that was recorded late."""
    return [
        Change(CHANGED[field.name], getattr(before, field.name), getattr(after, field.name))
        for field in fields(Clock)
        if field.name in CHANGED and getattr(before, field.name) != getattr(after, field.name)
    ]


def _end(course: Course, today: date) -> date:
    """The last day that the clock looks at: that of the answer, or of the end, else today."""
    if course.service is not None:
        return course.service
    return min(course.closed_on, today) if course.closed_on is not None else today


def _due(
    course: Course, end: date, closed: date | None, rules: Rules, days: Calendar
) -> tuple[DueDay | None, DueDay | None]:
    """The day on which the answer is due, and the latest while an opinion is awaited."""
    day0 = course.day0
    lapsed = closed is not None and course.closed_as in LAPSED
    if day0 is None or course.wait is not None or lapsed:
        return None, None
    if course.deferred is not None and course.deferred.until is not None:
        until = course.deferred.until
        return DueDay(until, days.between(day0, until).provisional), None

    def due(latest: bool) -> DueDay:
        day = due_day(days, day0, course.budget - course.carried, excluded(course, end, rules, latest=latest))
        return DueDay(day, days.between(day0, day).provisional)

    waiting = any(item.end is None for item in course.consultations) and course.service is None and closed is None
    return due(latest=False), due(latest=True) if waiting else None


def _put_off(course: Course, due: DueDay | None, days: Calendar) -> int:
    if due is None or course.day0 is None or course.deferred is not None:
        return 0
    return days.between(course.day0, due.day).days - (course.budget - course.carried)


def _used(course: Course, end: date, rules: Rules, days: Calendar) -> int:
    """Counted days; while a supplement or payment is awaited they stand still."""
    if course.day0 is None:
        return 0
    last = end if course.wait is None else min(end, course.wait.notice.on)
    return course.carried + counted(days, course.day0, last, excluded(course, last, rules))


def _alarm(
    course: Course, due: DueDay | None, facts: Sequence[Fact], today: date, rules: Rules, days: Calendar
) -> date | None:
    """The due day; after a late notice to supplement that without a restart, if it is earlier (4)."""
    term = course.supplement
    found = [due]
    if term is not None and term.late and term.restarts:
        strict = replace(rules, chosen={**rules.chosen, "late_supplement_notice_restarts": "no"})
        found.append(clock(facts, today, rules=strict, calendar=days).due)
    return min((item.day for item in found if item is not None), default=None)


def _stage(course: Course, closed: date | None) -> str:
    if course.service is not None:
        return "answered"
    if closed is not None:
        return "closed"
    if course.answer is not None:
        return "decided"
    if course.term is not None:
        return course.term.kind
    if course.unconfirmed:
        return "unconfirmed"
    return "consulting" if any(item.end is None for item in course.consultations) else "running"
