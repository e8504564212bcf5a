"""The State Council's notices on days off: one file per year, loaded strictly.

Days are keyed by date, not by the year of the notice: the notice for 2019 makes 2018-12-29 a working day. Where two
notices name one day, the later issued one decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

MARKS = ("V", "M", "I")
"""How sure a value is: seen in a stored copy of its source, from memory, inferred."""


class CalendarError(ValueError):
    """What is wrong with a file of the calendar, or with a day asked for, and what to do about it."""


@dataclass(frozen=True, slots=True)
class Holiday:
    """``rest`` are first and last day off; ``work`` the days off worked instead."""

    name: str
    rest: tuple[date, date]
    work: tuple[date, ...]

    def days_off(self) -> Iterator[date]:
        day, last = self.rest
        while day <= last:
            yield day
            day += timedelta(1)


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice for ``year``; ``number`` is its 文号, ``verified`` one of :data:`MARKS`, ``file`` where it stands."""

    year: int
    title: str
    number: str
    issued: date
    verified: str
    holidays: tuple[Holiday, ...]
    file: str


def shipped_notices() -> tuple[Notice, ...]:
    """The notices that come with this release."""
    folder = files(__package__) / "data"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name[:4].isdigit())
    return tuple(notice for name in names for notice in parse_notices((folder / name).read_text("utf-8"), name))


def load_notices(paths: Iterable[Path]) -> tuple[Notice, ...]:
    """Notices from files of an operator, and from all ``*.yaml`` of a folder.

    :raises CalendarError: naming the file and what is wrong in it.
    """
    notices: list[Notice] = []
    for path in paths:
        for file in sorted(path.glob("*.yaml")) if path.is_dir() else [path]:
            try:
                text = file.read_text("utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise CalendarError(f"{file}：打不开：{error}") from error
            notices += parse_notices(text, str(file))
    return tuple(notices)


def parse_notices(text: str, file: str) -> Iterator[Notice]:
    """The notices of one year's file.

    :raises CalendarError: for an unknown or missing key, a bad date, a day named twice or a make-up day on a weekday.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        data = yaml.load(text, Loader=loader)
    except (yaml.YAMLError, ValueError) as error:
        raise CalendarError(f"{file}：不是有效的YAML：{' '.join(str(error).split())}") from error
    year = _fields(data, {"year": int, "notices": list}, file)["year"]
    if not 1949 <= year <= 2200:
        raise CalendarError(f"{file}：year 不是年份：{year}")
    for entry in data["notices"]:
        known = {"title": str, "number": str, "issued": date, "verified": str, "holidays": list}
        _fields(entry, known, file)
        where = f"{file}（{entry['number']}）"
        if entry["verified"] not in MARKS:
            raise CalendarError(f"{where}：verified 应为 {'、'.join(MARKS)} 之一")
        holidays = tuple(_holiday(item, year, where) for item in entry["holidays"])
        _named_once(holidays, where)
        yield Notice(year, entry["title"], entry["number"], entry["issued"], entry["verified"], holidays, file)


def _holiday(entry: Any, year: int, where: str) -> Holiday:
    _fields(entry, {"name": str, "rest": list, "work": list}, where)
    name, rest, work = entry["name"], entry["rest"], entry["work"]
    if len(rest) != 2 or any(type(day) is not date for day in (*rest, *work)):
        raise CalendarError(f"{where}：{name}：rest 写首日和末日，work 写上班日，都用 YYYY-MM-DD")
    first, last = rest
    if first > last or (last - first).days > 30:
        raise CalendarError(f"{where}：{name}：放假期间 {first} 至 {last} 不成立")
    for day in (*rest, *work):
        if not date(year - 1, 12, 1) <= day <= date(year, 12, 31):
            raise CalendarError(f"{where}：{name}：{day} 不属于 {year} 年的安排")
    for day in work:
        if day.weekday() < 5:
            raise CalendarError(f"{where}：{name}：{day} 本来就是工作日（周一至周五），不能是调休上班日")
    return Holiday(name, (first, last), tuple(work))


def _named_once(holidays: Iterable[Holiday], where: str) -> None:
    seen: set[date] = set()
    for holiday in holidays:
        for day in (*holiday.days_off(), *holiday.work):
            if day in seen:
                raise CalendarError(f"{where}：{day} 写了两次（{holiday.name}）")
            seen.add(day)


def _fields(entry: Any, known: dict[str, type], where: str) -> dict[str, Any]:
    """``entry`` if it has exactly the ``known`` keys, each with a value of its type."""
    if not isinstance(entry, dict):
        raise CalendarError(f"{where}：应有 {'、'.join(known)}")
    for key in known.keys() - entry.keys():
        raise CalendarError(f"{where}：缺少 {key}")
    for key in entry.keys() - known.keys():
        raise CalendarError(f"{where}：不认识 {key}")
    for key, kind in known.items():
        if type(entry[key]) is not kind:
            raise CalendarError(f"{where}：{key} 的值不对：{entry[key]!r}")
    return entry
