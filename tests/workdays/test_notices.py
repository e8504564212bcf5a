"""Notices of an operator: loaded strictly, and what they change for running deadlines."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from gongkai.workdays import (
    Calendar,
    CalendarError,
    Deadline,
    DueDay,
    add_workdays,
    calendar,
    changed_deadlines,
    load_notices,
    parse_notices,
    shipped_notices,
)

NEXT_YEAR = """\
year: 2027
notices:
  - title: 国务院办公厅关于2027年部分节假日安排的通知（演示）
    number: 演示〔2026〕1号
    issued: 2026-11-25
    verified: M
    holidays:
      - {name: 元旦, rest: [2027-01-01, 2027-01-03], work: [2026-12-26]}
      - {name: 春节, rest: [2027-02-05, 2027-02-12], work: [2027-01-30, 2027-02-14]}
"""


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("number: 演示〔2026〕1号", ""), "缺少 number"),
        (("verified: M", "verified: M\n    note: x"), "不认识 note"),
        (("verified: M", "verified: sure"), "verified 应为"),
        (("issued: 2026-11-25", "issued: 2026-13-25"), "不是有效的YAML：month must be"),
        (("issued: 2026-11-25", "issued: 近日"), "issued 的值不对"),
        (("work: [2026-12-26]", "work: [2026-12-25]"), "本来就是工作日"),
        (("rest: [2027-01-01, 2027-01-03]", "rest: [2027-01-03, 2027-01-01]"), "不成立"),
        (("rest: [2027-01-01, 2027-01-03]", "rest: [2027-01-01]"), "首日和末日"),
        (("rest: [2027-01-01, 2027-01-03]", "rest: [2025-01-01, 2025-01-03]"), "不属于 2027 年"),
        (("work: [2027-01-30, 2027-02-14]", "work: [2027-01-30, 2027-01-30]"), "写了两次"),
        (("work: [2026-12-26]", "work: [2027-01-02]"), "写了两次"),
        (("year: 2027", "year: 二〇二七"), "year 的值不对"),
        (("year: 2027", "year: 27"), "不是年份"),
        (("notices:", "notices: [\n"), "不是有效的YAML"),
    ],
)
def test_what_is_wrong_is_named(change: tuple[str, str], message: str) -> None:
    with pytest.raises(CalendarError, match=message) as refused:
        list(parse_notices(NEXT_YEAR.replace(*change), "2027.yaml"))
    assert "2027.yaml" in str(refused.value)


def test_a_file_of_words_is_refused() -> None:
    with pytest.raises(CalendarError, match="应有 year、notices"):
        list(parse_notices("放假", "x.yaml"))


def test_every_shipped_notice_names_its_source() -> None:
    notices = shipped_notices()
    assert {notice.year for notice in notices} == set(range(2019, 2027))
    assert len(notices) == 10  # two changes within a year: 2019 and 2020
    for notice in notices:
        assert notice.title.startswith("国务院办公厅关于")
        assert notice.number.startswith("国办发明电〔")
        assert notice.verified == "V"


def test_a_notice_makes_its_year_certain_and_lists_what_it_changes(tmp_path: Path) -> None:
    file = tmp_path / "2027.yaml"
    file.write_text(NEXT_YEAR, "utf-8")
    before = Calendar(shipped_notices())
    after = Calendar((*shipped_notices(), *load_notices([tmp_path])))
    deadlines = [
        Deadline("演示1", date(2026, 12, 4), 20),
        Deadline("演示2", date(2026, 12, 31), 40),
        Deadline("演示3", date(2026, 9, 18), 20),
    ]
    changes = list(changed_deadlines(deadlines, before, after))
    assert [change.deadline.name for change in changes] == ["演示1", "演示2"]
    first = changes[0]
    assert (first.before, first.after) == (DueDay(date(2027, 1, 4), True), DueDay(date(2026, 12, 31), False))
    assert [(day.day, day.working, day.reason) for day in first.why] == [(date(2026, 12, 26), True, "调休上班（元旦）")]
    assert [f"{day.day:%m-%d}" for day in changes[1].why] == ["01-30", "02-11", "02-12", "02-14"]


@pytest.fixture
def fresh_calendar() -> Iterator[None]:
    """The calendar is read anew in the test, and again after it."""
    calendar.cache_clear()
    yield
    calendar.cache_clear()


@pytest.mark.usefixtures("fresh_calendar")
def test_the_environment_adds_notices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "2027.yaml"
    file.write_text(NEXT_YEAR, "utf-8")
    monkeypatch.setenv("GONGKAI_CALENDAR", os.pathsep.join([str(file)]))
    assert add_workdays(date(2026, 12, 4), 20) == (date(2026, 12, 31), False)
    monkeypatch.setenv("GONGKAI_CALENDAR", str(tmp_path / "none.yaml"))
    calendar.cache_clear()
    with pytest.raises(CalendarError, match="打不开"):
        add_workdays(date(2026, 12, 4), 20)
