"""Days off of a year for which no notice is out: weekends and the statutory days of the Holiday Measures.

The days of the lunar calendar are computed. A statutory day on a weekend is made up (Measures, article 6) on the first
weekdays after its holiday's block; the notice to come may order otherwise, so all of this is provisional.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from gongkai.workdays.notices import CalendarError

LAST_YEAR = 2099
"""The last year whose lunar days are computed."""


@dataclass(frozen=True, slots=True)
class StatutoryDay:
    """A day off by law: ``made_up`` where it stands for a day of the holiday that falls on a weekend."""

    name: str
    source: str
    made_up: bool = False


@cache
def measures() -> list[dict[str, Any]]:
    """The versions of the Holiday Measures, oldest first."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    versions: list[dict[str, Any]] = yaml.load(
        (files(__package__) / "data" / "measures.yaml").read_text("utf-8"), Loader=loader
    )
    return versions


def first_year() -> int:
    """The first year whose statutory days are at hand."""
    year: int = measures()[0]["from"].year
    return year


@cache
def statutory_days(year: int) -> dict[date, StatutoryDay]:
    """The statutory days off of ``year`` with the days that make up for weekends.

    :raises CalendarError: outside the years for which the Measures and the lunar calendar are at hand.
    """
    version = next((item for item in reversed(measures()) if item["from"].year <= year), None)
    if version is None or year > LAST_YEAR:
        raise CalendarError(f"{year}年没有放假通知，也推算不出法定节假日（可推算到{LAST_YEAR}年）")
    name = version["document"].partition("（")[0]
    source, made_up_source = (f"《{name}》{version[key]}" for key in ("article", "make_up_article"))
    blocks = [(item["name"], _block(item, year)) for item in version["holidays"]]
    days = {day: StatutoryDay(holiday, source) for holiday, block in reversed(blocks) for day in block}
    for holiday, block in blocks:
        owed = sum(day.weekday() >= 5 for day in block)
        day = block[-1]
        while owed:
            day += timedelta(1)
            if day.weekday() < 5 and day not in days:
                days[day] = StatutoryDay(holiday, made_up_source, made_up=True)
                owed -= 1
    return days


def _block(holiday: dict[str, Any], year: int) -> list[date]:
    if holiday["calendar"] == "solar":
        first = date(year, holiday["month"], holiday["day"])
    elif holiday["calendar"] == "lunar":
        first = _lunar(year, holiday["month"], holiday["day"])
    else:
        first = _solar_term(year, holiday["term"])
    first += timedelta(holiday.get("starts", 0))
    return [first + timedelta(number) for number in range(holiday["days"])]


def _lunar(year: int, month: int, day: int) -> date:
    from lunar_python import Lunar  # late: only years without a notice need it

    solar = Lunar.fromYmd(year, month, day).getSolar()
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


def _solar_term(year: int, term: str) -> date:
    from lunar_python import Lunar  # late, as above

    solar = Lunar.fromYmd(year, 3, 1).getJieQiTable()[term]
    return date(solar.getYear(), solar.getMonth(), solar.getDay())
