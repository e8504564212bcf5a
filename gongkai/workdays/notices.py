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

from gongkai.workdays.strict import Kind, Miswritten, check_fields, read_strictly

_WHY: dict[type[OSError], str] = {
    FileNotFoundError: "没有这个文件或文件夹",
    NotADirectoryError: "路径中有一段不是文件夹",
    IsADirectoryError: "是文件夹，不是文件",
    PermissionError: "没有权限",
}


class CalendarError(ValueError):
    """What is wrong with a file of the calendar, or with a day asked for, and what to do about it."""


@dataclass(frozen=True, slots=True)
class Holiday:
    """``rest`` are first and last day off, or nothing where a later notice only takes days off back.

    ``work`` are the days off worked instead.
    """

    name: str
    rest: tuple[date, ...]
    work: tuple[date, ...]

    def days_off(self) -> Iterator[date]:
        if not self.rest:
            return
        day, last = self.rest
        while day <= last:
            yield day
            day += timedelta(1)


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice for ``year``; ``number`` is its 文号, ``verified`` one of :data:`MARKS`, ``file`` where it stands.

    ``shipped`` notices come with this release; what an operator adds is looked at more closely.
    """

    year: int
    title: str
    number: str
    issued: date
    verified: str
    holidays: tuple[Holiday, ...]
    file: str
    shipped: bool = False

    @property
    def where(self) -> str:
        """File and 文号, for messages."""
        return f"{self.file}（{self.number}）"


def shipped_notices() -> tuple[Notice, ...]:
    """The notices that come with this release."""
    folder = files(__package__) / "data"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name[:4].isdigit())
    return tuple(
        notice for name in names for notice in parse_notices((folder / name).read_text("utf-8"), name, shipped=True)
    )


def load_notices(paths: Iterable[Path]) -> tuple[Notice, ...]:
    """Notices from files of an operator, and from all ``*.yaml`` of a folder.

    :raises CalendarError: naming the file and what is wrong in it.
    """
    notices: list[Notice] = []
    for path in paths:
        for file in sorted(path.glob("*.yaml")) if path.is_dir() else [path]:
            try:
                text = file.read_text("utf-8-sig")
            except OSError as error:
                raise CalendarError(f"{file}：打不开：{_WHY.get(type(error), error.strerror or error)}") from error
            except UnicodeDecodeError as error:
                raise CalendarError(f"{file}：打不开：不是UTF-8编码的文字") from error
            notices += parse_notices(text, str(file))
    return tuple(notices)


def parse_notices(text: str, file: str, *, shipped: bool = False) -> Iterator[Notice]:
    """The notices of one year's file.

    :raises CalendarError: for an unknown, missing or empty key, a key written twice, a bad date or a day named twice.
    """
    try:
        data = read_strictly(text)
    except Miswritten as error:
        raise CalendarError(f"{file}：{error}") from error
    year = _fields(data, {"year": int, "notices": list}, file)["year"]
    if not 1949 <= year <= 2200:
        raise CalendarError(f"{file}：year 不是年份：{year}")
    if not data["notices"]:
        raise CalendarError(f"{file}：notices 是空的：写上通知，或移走这个文件")
    for entry in data["notices"]:
        known: dict[str, Kind] = {"title": str, "number": str, "issued": date, "verified": str, "holidays": list}
        _fields(entry, known, file)
        where = f"{file}（{entry['number']}）"
        if not entry["holidays"]:
            raise CalendarError(f"{where}：holidays 不能为空")
        holidays = tuple(_holiday(item, year, where) for item in entry["holidays"])
        _named_once(holidays, where)
        yield Notice(year, entry["title"], entry["number"], entry["issued"], entry["verified"], holidays, file, shipped)


def _holiday(entry: Any, year: int, where: str) -> Holiday:
    _fields(entry, {"name": str, "rest": list, "work": list}, where)
    name, rest, work = entry["name"], entry["rest"], entry["work"]
    if len(rest) not in (0, 2) or not (*rest, *work) or any(type(day) is not date for day in (*rest, *work)):
        raise CalendarError(f"{where}：{name}：rest 写首日和末日，work 写上班日，都用 YYYY-MM-DD")
    first, last = rest or (work[0], work[0])
    if first > last or (last - first).days > 30:
        raise CalendarError(f"{where}：{name}：放假期间 {first} 至 {last} 不成立")
    for day in (*rest, *work):
        if not date(year - 1, 12, 1) <= day <= date(year, 12, 31):
            raise CalendarError(f"{where}：{name}：{day} 不属于 {year} 年的安排")
    return Holiday(name, tuple(rest), tuple(work))


def _named_once(holidays: Iterable[Holiday], where: str) -> None:
    seen: set[date] = set()
    for holiday in holidays:
        for day in (*holiday.days_off(), *holiday.work):
            if day in seen:
                raise CalendarError(f"{where}：{day} 写了两次（{holiday.name}）")
            seen.add(day)


def _fields(entry: Any, known: dict[str, Kind], where: str) -> dict[str, Any]:
    """``entry`` if it has exactly the ``known`` keys, each with a value of its type."""
    try:
        check_fields(entry, known, where)
    except Miswritten as error:
        raise CalendarError(str(error)) from error
    found: dict[str, Any] = entry
    return found
