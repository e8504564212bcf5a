"""公开时限 as a catalogue words it: understood where it is certain, else said to be unknown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.workdays import add_workdays

_DIGITS = {word: number for number, word in enumerate("一二三四五六七八九", 1)} | {"两": 2}
_WORKDAYS = re.compile(r"(?<![\d一二三四五六七八九十两百千〇零])(\d{1,3}|[一二三四五六七八九十两]{1,3})个?工作日")
#: Not longer than so many days lie between two publications.
PERIODS = {"每半年": 184, "每季度": 92, "每季": 92, "每月": 31, "每周": 7, "每年": 366}


@dataclass(frozen=True)
class Term:
    """Within so many working days of forming, or at least once in so many days; nothing of either: unknown."""

    workdays: int | None = None
    every: int | None = None

    @property
    def known(self) -> bool:
        return self.workdays is not None or self.every is not None

    def overdue(self, *, unpublished: Iterable[date], latest: date | None, since: date, today: date) -> bool:
        """`unpublished`: when what is not out yet was made; `latest`: the last publication; `since`: of the entry."""
        if self.workdays is not None:
            return any(add_workdays(made, self.workdays).day < today for made in unpublished)
        if self.every is not None:
            return today - (latest or since) > timedelta(days=self.every)
        return False


def term_of(words: str) -> Term:
    """One certain term; where two are said, or none that is certain, unknown."""
    days = {_number(found) for found in _WORKDAYS.findall(words)}
    rest = words
    every = set()
    for name, length in PERIODS.items():
        if name in rest:
            every.add(length)
            rest = rest.replace(name, "")
    if len(days) == 1 and not every and None not in days:
        return Term(workdays=days.pop())
    if len(every) == 1 and not days and not re.search(r"\d+[月日天]|内", rest):
        return Term(every=every.pop())
    return Term()


def _number(found: str) -> int | None:
    """Up to 99 where it is written in words."""
    if found.isdecimal():
        return int(found)
    tens, ten, ones = found.rpartition("十")
    if not {tens, ones} <= {"", *_DIGITS}:
        return None
    return 10 * _DIGITS.get(tens, 1) * bool(ten) + _DIGITS.get(ones, 0)
