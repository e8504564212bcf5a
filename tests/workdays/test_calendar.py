"""Working days: every day since 2019 against a witness, every vector, and the arithmetic for all days."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.workdays import (
    Calendar,
    CalendarError,
    DueDay,
    add_workdays,
    calendar,
    is_workday,
    next_workday,
    shipped_notices,
    workdays_between,
)

VECTORS = Path(__file__).parent / "vectors.csv"
DAYS = st.dates(date(2019, 1, 1), date(2040, 12, 31))
COVERED = st.dates(date(2019, 1, 1), date(2026, 12, 31))


def vectors() -> list[tuple[date, int, DueDay]]:
    cases = []
    with VECTORS.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            open_from = int(row["provisional_from"].removeprefix("plus_") or 99)
            for days in (7, 15, 20, 40):
                due = DueDay(date.fromisoformat(row[f"plus_{days}"]), days >= open_from)
                cases.append((date.fromisoformat(row["received"]), days, due))
    return cases


def test_the_vectors_are_the_shared_ones(shared: Path) -> None:
    assert VECTORS.read_bytes() == (shared / "law" / "workday-vectors.csv").read_bytes()


@pytest.mark.parametrize(("received", "days", "due"), vectors(), ids=str)
def test_vector(received: date, days: int, due: DueDay) -> None:
    assert add_workdays(received, days) == due


def test_every_day_as_chinesecalendar_has_it() -> None:
    day = date(2019, 1, 1)
    while day.year <= 2026:
        assert bool(is_workday(day)) is chinese_calendar.is_workday(day), day
        day += timedelta(1)


def test_2026_has_248_working_days() -> None:
    assert workdays_between(date(2025, 12, 31), date(2026, 12, 31)).days == 248


@pytest.mark.parametrize(
    ("day", "working", "reason", "source", "provisional"),
    [
        (date(2026, 10, 10), True, "调休上班（国庆节）", "国办发明电〔2025〕7号", False),
        (date(2026, 10, 5), False, "国庆节放假", "国办发明电〔2025〕7号", False),
        (date(2020, 2, 1), False, "春节放假", "国办发明电〔2020〕1号", False),
        (date(2019, 4, 28), True, "调休上班（劳动节）", "国办发明电〔2019〕3号", False),
        (date(2026, 11, 21), False, "周六", "", False),
        (date(2026, 11, 23), True, "周一", "", False),
        (date(2027, 2, 8), False, "春节法定假日", "《全国年节及纪念日放假办法》第二条", True),
        (date(2027, 2, 10), False, "春节补假", "《全国年节及纪念日放假办法》第六条", True),
        (date(2027, 2, 11), True, "周四", "", True),
    ],
)
def test_a_day_says_why(day: date, working: bool, reason: str, source: str, provisional: bool) -> None:
    assert is_workday(day) == (day, working, reason, source, provisional)


def test_provisional_days_of_2027() -> None:
    day, off = date(2027, 1, 1), []
    while day.year == 2027:
        if not is_workday(day) and day.weekday() < 5:
            off.append(f"{day:%m-%d}")
        day += timedelta(1)
    assert off == [
        *("01-01", "02-05", "02-08", "02-09", "02-10", "04-05", "05-03", "05-04", "06-09", "09-15", "10-01"),
        *("10-04", "10-05"),
    ]


def test_a_certain_year_after_an_open_one_stays_provisional_on_the_way() -> None:
    notices = [notice for notice in shipped_notices() if notice.year != 2025]
    assert add_workdays(date(2024, 12, 30), 400, Calendar(notices)).provisional
    assert not add_workdays(date(2026, 1, 1), 20, Calendar(notices)).provisional
    assert add_workdays(date(2026, 1, 5), -5, Calendar(notices)).provisional


def test_days_before_the_first_notice_are_refused() -> None:
    with pytest.raises(CalendarError, match="2019年1月1日"):
        add_workdays(date(2018, 12, 31), 20)
    with pytest.raises(CalendarError, match="2019年1月1日"):
        add_workdays(date(2019, 1, 3), -20)


def test_days_beyond_the_lunar_tables_are_refused() -> None:
    with pytest.raises(CalendarError, match="2100"):
        is_workday(date(2100, 1, 1))
    with pytest.raises(CalendarError, match="2100"):
        add_workdays(date(2099, 12, 1), 100)
    assert add_workdays(date(2026, 1, 15), 20).day == date(2026, 2, 12)


@given(DAYS, st.integers(1, 300), st.integers(1, 300))
def test_adding_is_additive(day: date, few: int, more: int) -> None:
    assert add_workdays(add_workdays(day, few).day, more).day == add_workdays(day, few + more).day


@given(DAYS, st.integers(1, 300))
def test_adding_ends_on_a_working_day_and_counts_back(day: date, days: int) -> None:
    end = add_workdays(day, days)
    assert is_workday(end.day)
    assert end.day > day
    assert workdays_between(day, end.day) == (days, end.provisional)
    assert workdays_between(end.day, day).days == -days


@given(DAYS)
def test_a_step_is_the_next_working_day(day: date) -> None:
    step = day + timedelta(1)
    while not is_workday(step):
        step += timedelta(1)
    assert add_workdays(day, 1).day == step
    assert add_workdays(day, 0) == (day, False)
    assert next_workday(day).day == (day if is_workday(day) else step)


@given(DAYS, DAYS)
def test_between_is_the_count_of_working_days(one: date, other: date) -> None:
    start, end = min(one, other), max(one, other)
    end = min(end, start + timedelta(400))
    days = sum(bool(is_workday(start + timedelta(n))) for n in range(1, (end - start).days + 1))
    assert workdays_between(start, end).days == days


@given(st.dates(date(2020, 6, 1), date(2040, 12, 31)), st.integers(1, 200))
def test_going_back_is_the_mirror_of_going_on(day: date, days: int) -> None:
    back = add_workdays(day, -days)
    assert is_workday(back.day)
    assert workdays_between(back.day, day).days == days - (not is_workday(day))


@given(COVERED, st.integers(0, 60))
def test_provisional_only_beyond_the_last_notice(day: date, days: int) -> None:
    end = add_workdays(day, days)
    assert end.provisional is (end.day > date(2026, 12, 31))


def test_the_calendar_is_made_once() -> None:
    assert calendar() is calendar()
