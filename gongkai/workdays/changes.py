"""What a new notice changes for deadlines that are running."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.workdays.calendar import Calendar, Day, DueDay


@dataclass(frozen=True, slots=True)
class Deadline:
    """``days`` working days after ``start``; ``name`` is the caller's, for instance a register number."""

    name: str
    start: date
    days: int


@dataclass(frozen=True, slots=True)
class Change:
    """A deadline that ends on another day, or is no longer provisional.

    ``why`` are the days that differ, as they are now.
    """

    deadline: Deadline
    before: DueDay
    after: DueDay
    why: tuple[Day, ...]


def changed_deadlines(deadlines: Iterable[Deadline], before: Calendar, after: Calendar) -> Iterator[Change]:
    """The deadlines that ``after`` ends otherwise than ``before`` did."""
    for deadline in deadlines:
        was, now = before.add(deadline.start, deadline.days), after.add(deadline.start, deadline.days)
        if was != now:
            yield Change(deadline, was, now, changed_days(deadline.start, max(was.day, now.day), before, after))


def changed_days(start: date, end: date, before: Calendar, after: Calendar) -> tuple[Day, ...]:
    """The days d with ``start`` < d ≤ ``end`` that are working days in one calendar only."""
    days = (start + timedelta(number) for number in range(1, (end - start).days + 1))
    return tuple(after.day(day) for day in days if before.day(day).working != after.day(day).working)
