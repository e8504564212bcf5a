"""Working days (法定工作日), counted in constant time.

A calendar lays all its days out once, with the number of working days up to each; adding and counting are look-ups,
whatever the distance. Years without a notice follow statutory.py and make every result that touches them provisional;
so do the days of a notice that was not seen in its source (marked M or I).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from gongkai.workdays.notices import CalendarError, Holiday, Notice
from gongkai.workdays.statutory import first_year, statutory_days

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
    """A day counted to; ``provisional`` where a day on the way lies in a year without a notice marked V."""

    day: date
    provisional: bool


class Count(NamedTuple):
    """A number of working days; ``provisional`` as in :class:`DueDay`."""

    days: int
    provisional: bool


class Calendar:
    """The working days that ``notices`` make, from January 1 of the first year they cover.

    :raises CalendarError: where an operator's notices leave out a statutory day of their year, or order an ordinary
        weekday to be worked.
    """

    def __init__(self, notices: Iterable[Notice]) -> None:
        self.notices = tuple(sorted(notices, key=lambda notice: (notice.issued, notice.year)))
        if not self.notices:
            raise CalendarError("日历里没有任何放假通知")
        self.years = frozenset(notice.year for notice in self.notices)
        self.first = date(min(self.years), 1, 1)
        self._doubtful = self.years - {notice.year for notice in self.notices if notice.verified == "V"}
        self._named: dict[date, tuple[bool, str, Notice]] = {}
        for notice in self.notices:
            for holiday in notice.holidays:
                self._named.update((day, (False, holiday.name, notice)) for day in holiday.days_off())
                self._named.update((day, (True, holiday.name, notice)) for day in self._worked(holiday, notice))
        for year in sorted({notice.year for notice in self.notices if not notice.shipped}):
            self._check_complete(year)
        self._offset = self.first.toordinal()
        self._working: list[tuple[DueDay, DueDay]] = []  # each working day as a certain and as a provisional result
        self._rank: list[int] = []  # for each day: working days up to and with it
        self._open: list[int] = []  # for each day: days that a notice may still change, up to and with it
        self._open_at: list[int] = []  # the same for each working day
        self._next_year = self.first.year
        self._lay_out(max(self.years))

    def day(self, day: date) -> Day:
        """What ``day`` is and why."""
        self._place(day)
        named = self._named.get(day)
        provisional = self._is_open(day)
        if named is not None:
            working, holiday, notice = named
            return Day(
                day, working, f"调休上班（{holiday}）" if working else f"{holiday}放假", notice.number, provisional
            )
        weekday = f"周{_WEEKDAYS[day.weekday()]}"
        if day.year not in self.years and (statutory := statutory_days(day.year).get(day)):
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
        is_open = self._is_open(certain.day) or self._open[place - 1] != self._open_at[index]
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
            return DueDay(day, self._is_open(day))
        return self.add(day, 1)

    def _is_open(self, day: date) -> bool:
        """Whether a notice still to come, or to be seen in its source, may change what ``day`` is."""
        named = self._named.get(day)
        return (
            day.year not in self.years or day.year in self._doubtful or (named is not None and named[2].verified != "V")
        )

    def _worked(self, holiday: Holiday, notice: Notice) -> tuple[date, ...]:
        """The days that ``holiday`` orders to be worked: at weekends, or made days off by an earlier notice."""
        for day in holiday.work:
            if day.weekday() < 5 and day not in self._named:
                raise CalendarError(
                    f"{notice.where}：{holiday.name}：{day} 本来就是工作日（周一至周五），不能是调休上班日"
                )
        return holiday.work

    def _check_complete(self, year: int) -> None:
        """Refuses a year whose notices together leave a statutory day without rest, so that no part passes for all."""
        if year < first_year():
            return
        missing: dict[str, list[str]] = {}
        for day, holiday in sorted(statutory_days(year).items()):
            if not holiday.made_up and self._named.get(day, (True,))[0]:
                missing.setdefault(holiday.name, []).append(f"{day.month}月{day.day}日")
        if missing:
            files = "、".join(dict.fromkeys(item.file for item in self.notices if item.year == year))
            told = "、".join(f"{name}（{'、'.join(days)}）" for name, days in missing.items())
            raise CalendarError(f"{files}：{year}年的通知没有安排{told}放假：请照通知补全，或先不用这个文件")

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
                self._open.append((self._open[-1] if self._open else 0) + self._is_open(day))
                if working:
                    self._working.append((DueDay(day, False), DueDay(day, True)))
                    self._open_at.append(self._open[-1])
                self._rank.append(len(self._working))
                day += timedelta(1)
            self._next_year = year + 1

    def _too_early(self) -> str:
        return f"日历从{self.first.year}年1月1日起：更早的日子没有放假通知可依"
