"""The due-date calculator of the portal: the law's clock, shown day by day, kept by nobody."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from gongkai.law.clock import Fact, clock
from gongkai.web.portal.calculating import drawn

pytestmark = pytest.mark.django_db
PAGE = "/request/calculate/"


def said(**asked: str) -> tuple[int, str]:
    answer = Client().get(PAGE, asked)
    return answer.status_code, answer.content.decode()


def test_the_empty_page_asks(client: Client) -> None:
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "20个工作日" in page.content.decode()
    assert "在日历上" not in page.content.decode()


def test_what_was_handed_over_is_due_after_twenty_working_days() -> None:
    status, page = said(channel="in_person", received="2026-03-02")
    assert status == 200
    assert "2026年3月30日" in page
    assert "《条例》第三十三条" in page
    assert page.count("届满</small>") == 1


def test_supplement_consultation_and_extension_are_reckoned_in() -> None:
    facts = {
        "channel": "signed_mail", "received": "2026-03-02", "supplement_asked": "2026-03-05",
        "supplement_given": "2026-03-12", "consulted": "2026-03-16", "replied": "2026-03-30", "extension": "15",
        "extended": "2026-04-10",
    }  # fmt: skip
    assert "2026年5月19日" in said(**facts)[1], "as in the course of tests/web/browser/test_courses.py"


def test_an_opinion_that_is_awaited_has_a_latest_day() -> None:
    _status, page = said(channel="in_person", received="2026-03-02", consulted="2026-03-09")
    assert "征求意见中" in page
    assert "意见到法定期满才收到的" in page


def test_a_year_without_its_holidays_is_provisional() -> None:
    later = date.today().year + 1
    assert "暂定" in said(channel="in_person", received=f"{later}-09-15")[1]


def test_what_came_by_internet_waits_for_the_confirmation() -> None:
    _status, page = said(channel="internet", received="2026-03-02")
    assert "尚未确认，期限不起算" in page
    assert "2026年4月2日" in said(channel="internet", received="2026-03-02", confirmed="2026-03-05")[1]


@pytest.mark.parametrize(
    ("asked", "what"),
    [
        ({"received": "2026-03-02", "channel": "in_person", "replied": "2026-03-05"}, "没有征求过"),
        ({"received": "2026-03-02", "channel": "in_person", "supplement_given": "2026-03-05"}, "没有要求补正"),
        ({"received": "2026-03-02", "channel": "in_person", "extension": "15"}, "请同时填写"),
        (
            {"received": "2026-03-02", "channel": "in_person", "extension": "30", "extended": "2026-03-09"},
            "延长1至20个",
        ),
        ({"received": "1999-01-01", "channel": "in_person"}, "之间的日期"),
        ({"received": "9999-12-31", "channel": "in_person"}, "之间的日期"),
        ({"received": "2026-13-77", "channel": "in_person"}, "请先改正"),
        ({"received": "2026-03-02", "channel": "pigeon"}, "pigeon"),
    ],
)
def test_what_cannot_be_is_said(asked: dict[str, str], what: str) -> None:
    status, page = said(**asked)
    assert status == 422
    assert what in re.sub(r"<[^>]+>", "", page)
    assert "（—）" not in page


def test_the_drawing_has_every_day_once() -> None:
    lines = clock([Fact("received", date(2026, 3, 2), channel="in_person")], date(2026, 3, 2)).explanation
    months = drawn(lines)
    days = [line.day for month in months for week in month.weeks for line in week if line]
    assert days == [line.day for line in lines]
    assert all(len(week) == 7 for month in months for week in month.weeks)
    assert [month.first for month in months] == [date(2026, 3, 1)]
