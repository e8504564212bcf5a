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
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, NamedTuple

from gongkai.law.clock.counting import counted, due_day, excluded
from gongkai.law.clock.course import Course, ImpossibleFacts, Note
from gongkai.law.clock.duties import Duty, duties_of
from gongkai.law.clock.explanation import Line, count_days, explain
from gongkai.law.clock.facts import CHANNELS, CONFIRMED_CHANNELS, KINDS, ROLES, WAYS, Fact, parse_facts
from gongkai.law.clock.walk import Walk
from gongkai.law.rules import Rules, law_rules
from gongkai.workdays import Calendar, DueDay
from gongkai.workdays import calendar as working_days

__all__ = [
    "CHANNELS",
    "KINDS",
    "ROLES",
    "STAGES",
    "WAYS",
    "Change",
    "Clock",
    "Duty",
    "Fact",
    "ImpossibleFacts",
    "Line",
    "Note",
    "changes",
    "clock",
    "count_days",
    "parse_facts",
]

STAGES = {
    "unconfirmed": "待确认",
    "running": "办理中",
    "supplement": "待补正",
    "consulting": "征求意见中",
    "payment": "待缴费",
    "decided": "已作出答复，待送出",
    "answered": "已答复",
    "closed": "已结束（未作答复）",
}
"""Where a request stands; the clock is another thing."""


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
    """The last day of the answer; None while there is none. While an opinion is awaited: if it came today."""

    due_latest: DueDay | None
    """While an opinion is awaited: if it comes at the end of the term that the law sets."""

    open: bool
    """Whether an opinion is awaited, so that ``due`` moves on from day to day."""

    alarm: date | None
    """The earliest day by which the answer may prove to be due."""

    used: int
    left: int | None
    late: int
    """Working days by which the answer is overdue, or was."""

    closed_on: date | None
    closed_as: str
    """Row of the annual report under which a case without an answer is counted, or ""."""

    duties: tuple[Duty, ...]
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
    received = course.starts[0].day if course.starts else None
    end = _ended(course, today)
    due, latest = _due(course, end, rules, days)
    used = counted(days, course.day0, end, excluded(course, end, rules)) if course.day0 is not None else 0
    left = max(course.budget - used, 0) if due is not None and course.deferred is None else None
    if due is not None and course.deferred is not None:
        left = max(days.between(today, due.day).days, 0)
    late = max(days.between(due.day, end).days, 0) if due is not None else 0
    alarm = due.day if due is not None else None
    if course.unrestarted is not None and due is not None:
        spans = excluded(course, end, rules)
        alarm = min(due.day, due_day(days, course.unrestarted.day, course.base, spans))
    return Clock(
        today=today,
        stage=_stage(course, today),
        received=received,
        day0=course.day0,
        due=due,
        due_latest=latest,
        open=latest is not None,
        alarm=alarm,
        used=used,
        left=left,
        late=late,
        closed_on=course.closed_on if course.closed_on is not None and course.closed_on <= today else None,
        closed_as=course.closed_as if course.closed_on is not None and course.closed_on <= today else "",
        duties=duties_of(course, today, due, rules, days),
        notes=tuple(sorted(course.notes, key=lambda note: note.on)),
        explanation=explain(course, today, due, rules, days),
    )


def changes(before: Clock, after: Clock) -> list[Change]:
    """What another look at the facts changed: for a fact of the past that was recorded late."""
    names = {"stage": "阶段", "received": "收到之日", "day0": "起算之日", "due": "答复期限", "late": "逾期天数"}
    names |= {"closed_on": "结束之日", "closed_as": "结束情形"}
    return [
        Change(names[field.name], getattr(before, field.name), getattr(after, field.name))
        for field in fields(Clock)
        if field.name in names and getattr(before, field.name) != getattr(after, field.name)
    ]


def _ended(course: Course, today: date) -> date:
    """The last day that the clock looks at: that of the answer's service, or of the end, else today."""
    if course.service is not None:
        return course.service.on
    if course.closed_on is not None:
        return min(course.closed_on, today)
    return today


def _due(course: Course, end: date, rules: Rules, days: Calendar) -> tuple[DueDay | None, DueDay | None]:
    """The day on which the answer is due, and the latest while an opinion is awaited."""
    day0 = course.day0
    if day0 is None or (course.term is not None and course.term.restarts):
        return None, None
    if course.deferred is not None and course.deferred.until is not None:
        until = course.deferred.until
        return DueDay(until, days.between(day0, until).provisional), None

    def due(latest: bool) -> DueDay:
        day = due_day(days, day0, course.budget, excluded(course, end, rules, latest=latest))
        return DueDay(day, days.between(day0, day).provisional)

    waiting = any(item.end is None for item in course.consultations) and course.service is None
    return due(latest=False), due(latest=True) if waiting and course.answer is None else None


def _stage(course: Course, today: date) -> str:
    if course.service is not None:
        return "answered"
    if course.closed_on is not None and course.closed_on <= today:
        return "closed"
    if course.answer is not None:
        return "decided"
    if course.term is not None:
        return course.term.kind
    if not course.starts or (course.starts[-1].what == "收到申请" and _to_confirm(course)):
        return "unconfirmed"
    return "consulting" if any(item.end is None for item in course.consultations) else "running"


def _to_confirm(course: Course) -> bool:
    return course.arrival.misdirected or course.arrival.channel in CONFIRMED_CHANNELS
