"""Why the answer is due when it is: every day from receipt on, counted or not, with its reason and article."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from gongkai.law.clock.counting import excluded
from gongkai.law.clock.course import EXTEND, Course, Span
from gongkai.law.rules import Rules
from gongkai.workdays import Calendar, DueDay


class Line(NamedTuple):
    """One day. ``number`` is the how-manieth counted day it is, 0 for a day 0, None where it does not count.

    ``lapsed`` tells that the clock was restarted later, so that the count of this day is gone.
    """

    day: date
    number: int | None
    reason: str
    article: str
    lapsed: bool = False


def explain(course: Course, today: date, due: DueDay | None, rules: Rules, calendar: Calendar) -> tuple[Line, ...]:
    """The lines from the day of receipt to the day the answer is due, or to the last day that is known."""
    if not course.starts:
        return (Line(course.arrival.on, None, "收到申请，未经双方确认，期限不起算", "《条例》第三十一条"),)
    end = today if due is None else due.day
    if course.service is not None:
        end = max(end, course.service.on)
    spans = excluded(course, today if course.service is None else course.service.on, rules)
    starts = {start.day: start for start in course.starts}
    day, last_start = course.starts[0].day, course.starts[-1].day
    lines: list[Line] = []
    number = 0
    wait = course.term
    while day <= max(end, last_start):
        lapsed = day < last_start
        if day in starts:
            number = 0
            lines.append(Line(day, 0, f"{starts[day].what}：第0日，不计", starts[day].article, lapsed))
        elif not (known := calendar.day(day)).working:
            lines.append(Line(day, None, known.reason + _mark(known.provisional), known.source, lapsed))
        elif wait is not None and wait.restarts and day > wait.notice.on:
            waiting = "等待申请人补正" if wait.kind == "supplement" else "等待申请人缴费"
            lines.append(Line(day, None, f"{waiting}，不计", wait.article))
        elif (span := _span(day, [*course.waits, *spans])) is not None:
            lines.append(Line(day, None, f"{span.reason}，不计", span.article, lapsed))
        else:
            number += 1
            lines.append(Line(day, number, known.reason + _mark(known.provisional), known.source or EXTEND, lapsed))
        day += timedelta(1)
    return tuple(lines)


def _mark(provisional: bool) -> str:
    return "（暂定）" if provisional else ""


def _span(day: date, spans: list[Span]) -> Span | None:
    return next((span for span in spans if span.after < day <= span.end), None)


def count_days(start: date, days: int, calendar: Calendar) -> tuple[Line, ...]:
    """The lines of a plain count of ``days`` working days after ``start``."""
    end = calendar.add(start, days).day
    lines = [Line(start, 0, "起算之日：第0日，不计", "")]
    number, day = 0, start
    while day < end:
        day += timedelta(1)
        known = calendar.day(day)
        number += known.working
        reason = known.reason + _mark(known.provisional)
        lines.append(Line(day, number if known.working else None, reason, known.source))
    return tuple(lines)
