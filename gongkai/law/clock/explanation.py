"""Why the answer is due when it is: every day from receipt on, counted or not, with its reason and article."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from gongkai.law.clock.articles import CONFIRM, SERVICE, Articles
from gongkai.law.clock.counting import excluded
from gongkai.law.clock.course import Course, Span
from gongkai.law.rules import Rules
from gongkai.workdays import Calendar, Day, DueDay


class Line(NamedTuple):
    """One day. ``number`` is the how-manieth counted day it is, 0 for a day 0, None where it does not count.

    ``lapsed`` tells that the clock was restarted later, so that the count of this day is gone.
    """

    day: date
    number: int | None
    reason: str
    article: str
    lapsed: bool = False


def explain(course: Course, end: date, due: DueDay | None, rules: Rules, calendar: Calendar) -> tuple[Line, ...]:
    """The lines from the day of arrival to the day the answer is due, or was given, or the case ended (``end``)."""
    starts = {start.day: start for start in course.starts}
    first, last_start = (course.starts[0].day, course.starts[-1].day) if course.starts else (None, end)
    ended = due is None or course.closed_on == end
    last = end if ended or due is None else max(due.day, course.service or due.day)
    # Before this day nothing counts any more.
    void = max((start.day for start in course.starts if not start.carried), default=end)
    ahead = rules.choice("open_due") == "statutory_end"
    spans = [*course.waits, *_open_wait(course, end), *excluded(course, end, rules, latest=ahead)]
    lines: list[Line] = []
    number, day = 0, course.arrival.on
    while day <= max(last, last_start):
        lapsed = course.day0 is not None and day < void
        if day in starts:
            number = starts[day].carried
            lines.append(Line(day, 0, f"{starts[day].what}：第0日，不计", starts[day].article, lapsed))
        elif first is None or day < first:
            lines.append(_before_day0(course, day))
        elif day == course.closed_on:
            lines.append(Line(day, None, "案件结束，不计", course.closed_by))
        elif not (known := calendar.day(day)).working:
            lines.append(Line(day, None, *_off(known, Articles(rules, day).answer), lapsed))
        elif (span := _span(day, spans)) is not None:
            lines.append(Line(day, None, f"{span.reason}，不计", span.article, lapsed))
        else:
            number += 1
            article = known.source or Articles(rules, day).answer
            lines.append(Line(day, number, known.reason + _mark(known.provisional), article, lapsed))
        if due is not None and day == due.day:
            article = Articles(rules, day).answer_by(course.deferred)
            lines[-1] = _marked(lines[-1], "答复期限届满", article)
        if day == course.service:
            lines[-1] = _marked(lines[-1], "答复之日", SERVICE)
        day += timedelta(1)
    return tuple(lines)


def _marked(line: Line, mark: str, article: str) -> Line:
    return line._replace(reason=f"{mark}；{line.reason}", article=article)


def _before_day0(course: Course, day: date) -> Line:
    if course.receipt is None or day < course.receipt:
        return Line(day, None, "到达，未经双方确认，期限不起算", CONFIRM)
    return Line(day, None, "休息日收到，视为次一工作日收到", CONFIRM)


def _open_wait(course: Course, end: date) -> list[Span]:
    """The days on which a supplement or payment is awaited still."""
    wait = course.wait
    if wait is None:
        return []
    return [Span(wait.notice.on, end, f"等待申请人{wait.what}", wait.article)]


def _off(known: Day, article: str) -> tuple[str, str]:
    """Why a day off is not counted, and by what: for a weekend, ``article``, which counts working days only."""
    reason = known.reason if known.source else f"{known.reason}休息日"
    return reason + _mark(known.provisional), known.source or article


def _mark(provisional: bool) -> str:
    return "（暂定）" if provisional else ""


def _span(day: date, spans: list[Span]) -> Span | None:
    return next((span for span in spans if span.after < day <= span.end), None)


def count_days(start: date, days: int, article: str, calendar: Calendar) -> tuple[Line, ...]:
    """The lines of a plain count of ``days`` working days after ``start``, counted by ``article``."""
    end = calendar.add(start, days).day
    lines = [Line(start, 0, "起算之日：第0日，不计", article)]
    number, day = 0, start
    while day < end:
        day += timedelta(1)
        known = calendar.day(day)
        if known.working:
            number += 1
            lines.append(Line(day, number, known.reason + _mark(known.provisional), known.source or article))
        else:
            lines.append(Line(day, None, *_off(known, article)))
    return tuple(lines)
