"""Counting working days against the loops everybody writes: over a set of days off, and over chinesecalendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import chinese_calendar

from benchmarks.measure import Result, side_by_side
from gongkai.workdays import add_workdays, calendar

START = date(2025, 1, 15)
REPEAT = 200
_DAY = timedelta(1)


def working_days(rounds: int) -> list[Result]:
    """``add_workdays`` against a loop over our own set at 20 and 250 days, and against one over chinesecalendar."""
    off = {day for day in (START + timedelta(n) for n in range(700)) if not calendar().day(day)}

    def over_our_set(days: int) -> date:
        day = START
        while days:
            day += _DAY
            days -= day not in off
        return day

    def over_chinesecalendar(days: int) -> date:
        day = START
        while days:
            day += _DAY
            days -= chinese_calendar.is_workday(day)
        return day

    def often(job: Callable[[], object]) -> Callable[[], None]:
        def repeated() -> None:
            for _ in range(REPEAT):
                job()

        return repeated

    results = []
    for days, loop, name, target in (
        (20, over_our_set, "a loop over our own set", 5),
        (250, over_our_set, "a loop over our own set", 50),
        (20, over_chinesecalendar, "a loop over chinesecalendar", 20),
    ):
        assert loop(days) == add_workdays(START, days).day
        ours, theirs = side_by_side(
            [often(lambda n=days: add_workdays(START, n)), often(lambda n=days, f=loop: f(n))], max(3, rounds)
        )
        detail = f"{1e6 * ours / REPEAT:.2f} µs against {1e6 * theirs / REPEAT:.1f} µs"
        results.append(Result(f"`add_workdays`, {days} days, against {name}", theirs / ours, target, "more", detail))
    few, many = side_by_side(
        [often(lambda: add_workdays(START, 5)), often(lambda: add_workdays(START, 250))], max(3, rounds)
    )
    detail = f"{1e6 * many / REPEAT:.2f} µs against {1e6 * few / REPEAT:.2f} µs"
    results.append(Result("`add_workdays`, 250 days, time over 5 days", many / few, 1.3, "less", detail))
    return results
