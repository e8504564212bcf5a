"""How many days of a request have counted, and on which day its budget is spent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from gongkai.law.clock.articles import Articles
from gongkai.law.clock.course import Course, Span
from gongkai.law.clock.facts import ROLES
from gongkai.law.rules import Rules
from gongkai.workdays import Calendar


def excluded(course: Course, today: date, rules: Rules, *, latest: bool = False) -> list[Span]:
    """The spans that consultations take out of the clock, as known on ``today``.

    An open one counts up to ``today``, with ``latest`` up to the end that the law sets.
    """
    shift = timedelta(rules.choice("consultation_span") == "dispatch_before_end")
    spans: list[Span] = []
    for item in sorted(course.consultations, key=lambda item: item.fact.on):
        end = min(item.end or today, today)
        if latest and item.end is None and item.latest is not None:
            end = max(end, item.latest)
        if item.fact.role != "inside" and end > item.fact.on:
            reason = f"征求{ROLES[item.fact.role]}（{item.party}）意见"
            article = Articles(rules, item.fact.on).pause(item.fact.role)
            spans.append(Span(item.fact.on - shift, end - shift, reason, article))
    return spans


def joined(spans: Sequence[Span]) -> list[tuple[date, date]]:
    """The days of all spans, each once (10)."""
    union: list[tuple[date, date]] = []
    for after, end, _, _ in sorted(spans):
        if union and after <= union[-1][1]:
            union[-1] = (union[-1][0], max(end, union[-1][1]))
        else:
            union.append((after, end))
    return union


def counted(calendar: Calendar, day0: date, day: date, spans: Sequence[Span]) -> int:
    """Working days d with ``day0`` < d ≤ ``day`` outside the spans."""
    if day <= day0:
        return 0
    out = sum(
        calendar.between(max(after, day0), min(end, day)).days
        for after, end in joined(spans)
        if after < day and end > day0
    )
    return calendar.between(day0, day).days - out


def closing_day(last: date, rules: Rules, calendar: Calendar) -> date:
    """The day on which a case ends whose applicant let his term pass, of which ``last`` is the last day (5)."""
    return last if rules.choice("lapsed_case_closes_on") == "last_day" else calendar.add(last, 1).day


def due_day(calendar: Calendar, day0: date, budget: int, spans: Sequence[Span]) -> date:
    """The day on which the counted days reach the budget."""
    day = calendar.add(day0, budget).day
    while (missing := budget - counted(calendar, day0, day, spans)) > 0:
        day = calendar.add(day, missing).day
    return day
