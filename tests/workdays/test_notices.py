"""Notices of an operator: loaded strictly, and what they change for running deadlines."""

from __future__ import annotations

import os
import re
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
    verified: V
    holidays:
      - {name: 元旦, rest: [2027-01-01, 2027-01-03], work: [2026-12-26]}
      - {name: 春节, rest: [2027-02-05, 2027-02-12], work: [2027-01-30, 2027-02-14]}
      - {name: 清明节, rest: [2027-04-03, 2027-04-05], work: []}
      - {name: 劳动节, rest: [2027-05-01, 2027-05-05], work: []}
      - {name: 端午节, rest: [2027-06-09, 2027-06-09], work: []}
      - {name: 中秋节, rest: [2027-09-15, 2027-09-15], work: []}
      - {name: 国庆节, rest: [2027-10-01, 2027-10-07], work: []}
"""


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("number: 演示〔2026〕1号", ""), "缺少 number"),
        (("verified: V", "verified: V\n    note: x"), "不认识 note"),
        (("verified: V", "verified: sure"), "verified 应为"),
        (("issued: 2026-11-25", "issued: 2026-13-25"), "第5行：没有 2026-13-25 这一天"),
        (("issued: 2026-11-25", "issued: 近日"), "issued 的值不对：近日；日期请写成 2026-11-25"),
        (("issued: 2026-11-25", "issued: 2026-11-25 10:00:00"), "issued 的值不对：2026-11-25 10:00:00；"),
        (("issued: 2026-11-25", "issued: !!timestamp 近日"), "第5行：没有 近日 这一天"),
        (("title: 国务院办公厅关于2027年部分节假日安排的通知（演示）", 'title: ""'), "title 不能为空"),
        (("number: 演示〔2026〕1号", 'number: " "'), "number 不能为空"),
        (("name: 春节", 'name: ""'), "name 不能为空"),
        (("issued: 2026-11-25", "issued: 2026-11-25\n    issued: 2026-11-26"), "第6行：issued 写了两次"),
        (("work: [2027-01-30, 2027-02-14]}", "work: [], work: []}"), "第9行：work 写了两次"),
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


def test_an_empty_file_is_refused_not_taken_for_a_year() -> None:
    with pytest.raises(CalendarError, match=r"2027\.yaml：notices 是空的"):
        list(parse_notices("year: 2027\nnotices: []", "2027.yaml"))
    entry = NEXT_YEAR.partition("    holidays:")[0] + "    holidays: []"
    with pytest.raises(CalendarError, match="holidays 不能为空"):
        list(parse_notices(entry, "2027.yaml"))


def with_operators(*texts: str) -> Calendar:
    added = [notice for number, text in enumerate(texts) for notice in parse_notices(text, f"{number}.yaml")]
    return Calendar((*shipped_notices(), *added))


def test_a_part_of_a_notice_never_makes_its_year_certain() -> None:
    """With 元旦 alone 春节 would be counted as working days, and the date told as certain."""
    part = "\n".join(line for line in NEXT_YEAR.splitlines() if "节" not in line or "title" in line)
    with pytest.raises(
        CalendarError, match=r"0\.yaml：2027年的通知没有安排春节（2月5日、2月6日、2月7日、2月8日）、清明节"
    ):
        with_operators(part)
    assert with_operators(NEXT_YEAR).add(date(2027, 1, 20), 20) == (date(2027, 2, 23), False)


def test_notices_of_one_year_are_taken_together() -> None:
    head, _, days = NEXT_YEAR.partition("    holidays:\n")
    lines = days.splitlines(keepends=True)
    halves = [f"{head}    holidays:\n{''.join(part)}" for part in (lines[:3], lines[3:])]
    assert not with_operators(*halves).add(date(2027, 1, 20), 20).provisional


def test_a_notice_from_memory_stays_provisional() -> None:
    within = with_operators(NEXT_YEAR.replace("verified: V", "verified: M"))
    assert within.add(date(2027, 1, 20), 20) == (date(2027, 2, 23), True)
    assert within.day(date(2027, 2, 12)).reason == "春节放假"
    assert within.day(date(2026, 12, 26)).provisional  # a day of another year that only this notice names
    assert not within.day(date(2026, 12, 25)).provisional


LATER = """\
year: 2026
notices:
  - title: 国务院办公厅关于调整2026年国庆节假期安排的通知（演示）
    number: 演示〔2026〕2号
    issued: 2026-09-01
    verified: V
    holidays:
      - {name: 国庆节, rest: [], work: [2026-10-07]}
"""


def test_a_later_notice_takes_a_day_off_back() -> None:
    assert not shipped().day(date(2026, 10, 7))
    day = with_operators(LATER).day(date(2026, 10, 7))
    assert (day.working, day.reason, day.provisional) == (True, "调休上班（国庆节）", False)


def test_an_ordinary_weekday_needs_no_order_to_be_worked() -> None:
    with pytest.raises(CalendarError, match=r"0\.yaml（演示〔2026〕2号）：国庆节：2026-10-08 本来就是工作日"):
        with_operators(LATER.replace("2026-10-07", "2026-10-08"))
    with pytest.raises(CalendarError, match="2026年的通知没有安排国庆节（10月1日）放假"):
        with_operators(LATER.replace("2026-10-07", "2026-10-01"))


def test_the_example_in_the_docs_is_a_whole_notice() -> None:
    page = (Path(__file__).parents[2] / "docs" / "parts" / "law.md").read_text("utf-8")
    (example,) = (block for block in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL) if block.startswith("year:"))
    assert with_operators(example).add(date(2027, 1, 20), 20).provisional is False


def shipped() -> Calendar:
    return Calendar(shipped_notices())


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
