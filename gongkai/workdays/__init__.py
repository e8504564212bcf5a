"""法定工作日: which days are working days in China, by the State Council's notices, and counting in them.

>>> from datetime import date
>>> from gongkai.workdays import add_workdays, is_workday
>>> add_workdays(date(2026, 9, 18), 20)
DueDay(day=datetime.date(2026, 10, 22), provisional=False)
>>> bool(is_workday(date(2026, 10, 10)))  # a Saturday, worked
True

An operator adds notices with the environment variable ``GONGKAI_CALENDAR``: files or folders of ``*.yaml``, parted as
in ``PATH``.
"""

from __future__ import annotations

import os
from datetime import date
from functools import cache
from pathlib import Path

from gongkai.workdays.calendar import Calendar, Count, Day, DueDay
from gongkai.workdays.changes import Change, Deadline, changed_days, changed_deadlines
from gongkai.workdays.dates import NotADayError, parse_day
from gongkai.workdays.notices import CalendarError, Holiday, Notice, load_notices, parse_notices, shipped_notices

__all__ = [
    "Calendar",
    "CalendarError",
    "Change",
    "Count",
    "Day",
    "Deadline",
    "DueDay",
    "Holiday",
    "NotADayError",
    "Notice",
    "add_workdays",
    "calendar",
    "changed_days",
    "changed_deadlines",
    "is_workday",
    "load_notices",
    "next_workday",
    "parse_day",
    "parse_notices",
    "shipped_notices",
    "workdays_between",
]


@cache
def calendar() -> Calendar:
    """The calendar of this installation: the shipped notices and those of ``GONGKAI_CALENDAR``, read once.

    A process that lives on after a change of the files or of the variable calls ``calendar.cache_clear()``.
    """
    more = os.environ.get("GONGKAI_CALENDAR", "")
    paths = [Path(path) for path in more.split(os.pathsep) if path]
    return Calendar((*shipped_notices(), *load_notices(paths)))


def is_workday(day: date, within: Calendar | None = None) -> Day:
    """What ``day`` is; true where it is a working day."""
    return (within or calendar()).day(day)


def add_workdays(day: date, days: int, within: Calendar | None = None) -> DueDay:
    """The ``days``-th working day after ``day``, which is not counted itself; ``day`` for 0."""
    return (within or calendar()).add(day, days)


def workdays_between(start: date, end: date, within: Calendar | None = None) -> Count:
    """How many working days d there are with ``start`` < d ≤ ``end``; negative where ``end`` is earlier."""
    return (within or calendar()).between(start, end)


def next_workday(day: date, within: Calendar | None = None) -> DueDay:
    """``day`` if it is a working day, else the first after it."""
    return (within or calendar()).next(day)
