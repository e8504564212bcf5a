"""Working days (法定工作日), counted in constant time.

A calendar lays all its days out once, with the number of working days up to each; adding and counting are look-ups,
whatever the distance. Years without a notice follow statutory.py and make every result that touches them provisional.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from gongkai.workdays.notices import CalendarError, Notice
from gongkai.workdays.statutory import statutory_days

_WEEKDAYS = "一二三四五六日"


class Day(NamedTuple):
    """One day: whether it is a working day, why, and whether a notice still to come may change that.

    ``reason`` is for people: ``周六``, ``春节放假``, ``调休上班（国庆节）``; ``source`` names the notice or article.
    """

    day: date
    working: bool
    reason: str
    source: str
    provisional: bool

    def __bool__(self) -> bool:
        return self.working


class DueDay(NamedTuple):
    """A day counted to; ``provisional`` where a day on the way lies in a year without a notice."""

    day: date
    provisional: bool


class Count(NamedTuple):
    """A number of working days; ``provisional`` as in :class:`DueDay`."""

    days: int
    provisional: bool


class Calendar:
    """The working days that ``notices`` make, from January 1 of the first year they cover."""

    def __init__(self, notices: Iterable[Notice]) -> None:
        self.notices = tuple(sorted(notices, key=lambda notice: (notice.issued, notice.year)))
        if not self.notices:
            raise CalendarError("日历里没有任何放假通知")
        self.years = frozenset(notice.year for notice in self.notices)
        self.first = date(min(self.years), 1, 1)
        self._named: dict[date, tuple[bool, str, Notice]] = {}
        for notice in self.notices:
            for holiday in notice.holidays:
                self._named.update((day, (False, holiday.name, notice)) for day in holiday.days_off())
                self._named.update((day, (True, holiday.name, notice)) for day in holiday.work)
        self._offset = self.first.toordinal()
        self._working: list[tuple[DueDay, DueDay]] = []  # each working day as a certain and as a provisional result
        self._rank: list[int] = []  # for each day: working days up to and with it
        self._open: list[int] = []  # for each day: days of years without a notice up to and with it
        self._open_at: list[int] = []  # the same for each working day
        self._next_year = self.first.year
        self._lay_out(max(self.years))

    def day(self, day: date) -> Day:
        """What ``day`` is and why."""
        self._place(day)
        named = self._named.get(day)
        provisional = day.year not in self.years
        if named is not None:
            working, holiday, notice = named
            return Day(
                day, working, f"调休上班（{holiday}）" if working else f"{holiday}放假", notice.number, provisional
            )
        weekday = f"周{_WEEKDAYS[day.weekday()]}"
        if provisional and (statutory := statutory_days(day.year).get(day)):
            reason = f"{statutory.name}补假" if statutory.made_up else f"{statutory.name}法定假日"
            return Day(day, False, reason, statutory.source, provisional)
        return Day(day, day.weekday() < 5, weekday, "", provisional)

    def add(self, day: date, days: int) -> DueDay:
        """The ``days``-th working day after ``day``; ``day`` itself for 0, before it for a negative number."""
        place = day.toordinal() - self._offset
        try:
            if days > 0 <= place:
                index = self._rank[place] + days - 1
                certain, provisional = self._working[index]
                return certain if self._open_at[index] == self._open[place] else provisional
        except IndexError:
            self._lay_out(self._next_year)
            return self.add(day, days)
        place = self._place(day)
        if days == 0:
            return DueDay(day, False)
        if days > 0:
            return self.add(day, days)
        index = (self._rank[place - 1] if place else 0) + days
        if index < 0:
            raise CalendarError(self._too_early())
        certain, provisional = self._working[index]
        is_open = certain.day.year not in self.years or self._open[place - 1] != self._open_at[index]
        return provisional if is_open else certain

    def between(self, start: date, end: date) -> Count:
        """Working days d with ``start`` < d ≤ ``end``; negative where ``end`` is earlier."""
        low, high = self._place(start), self._place(end)
        days = self._rank[high] - self._rank[low]
        return Count(days, self._open[high] != self._open[low])

    def next(self, day: date) -> DueDay:
        """``day`` if it is a working day, else the first one after it."""
        place = self._place(day)
        if self._rank[place] != (self._rank[place - 1] if place else 0):
            return DueDay(day, day.year not in self.years)
        return self.add(day, 1)

    def _place(self, day: date) -> int:
        place = day.toordinal() - self._offset
        if place < 0:
            raise CalendarError(self._too_early())
        while place >= len(self._rank):
            self._lay_out(self._next_year)
        return place

    def _lay_out(self, last_year: int) -> None:
        """Go on with the years up to ``last_year``."""
        for year in range(self._next_year, last_year + 1):
            covered = year in self.years
            statutory = {} if covered else statutory_days(year)
            day = date(year, 1, 1)
            while day.year == year:
                named = self._named.get(day)
                working = named[0] if named is not None else day.weekday() < 5 and day not in statutory
                self._open.append((self._open[-1] if self._open else 0) + (not covered))
                if working:
                    self._working.append((DueDay(day, False), DueDay(day, True)))
                    self._open_at.append(self._open[-1])
                self._rank.append(len(self._working))
                day += timedelta(1)
            self._next_year = year + 1

    def _too_early(self) -> str:
        return f"日历从{self.first.year}年1月1日起：更早的日子没有放假通知可依"
