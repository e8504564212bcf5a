"""The public's search: what is found, how it is narrowed, what it costs."""

from __future__ import annotations

from datetime import date

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.web.annual.models import AnnualReport
from gongkai.web.search.entries import Found, put_all
from gongkai.web.visibility import Level
from tests.web.disclosure.scene import rules, walk
from tests.web.world import World


def page(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_hit_says_where_it_is_and_marks_the_words(world: World) -> None:
    document = rules(world, "示范区保密审查制度（演示）")
    assert "示范区保密审查制度" not in page("/search/?q=先审查")
    walk(document, world)
    text = page("/search/?q=先审查")
    assert f'<a href="/a/civil/documents/{document.pk}/">示范区保密审查制度（演示）</a>' in text
    assert "<mark>先审查</mark>，后公开。" in text
    assert "含有“先审查”的信息：1条" in text
    assert "公开制度 · 示范区民政局（演示）" in text


def test_agencies_by_name_stand_first_and_once(world: World, report: AnnualReport) -> None:
    text = page("/search/?q=民政局")
    assert text.index('<a href="/a/civil/">') < text.index("/a/neighbour-civil/")
    assert text.count('<a href="/a/civil/">') == 1
    assert '<a href="/a/neighbour/">' not in text


def test_filters_narrow_and_an_empty_page_helps(world: World, report: AnnualReport) -> None:
    link = "/a/civil/reports/2020/"
    assert link in page("/search/?q=护林员")
    for narrowed, there in {
        "kind=annual_report": True,
        "kind=guide": False,
        "agency=示范区 民政": True,
        "agency=邻区": False,
        "since=2020-01-01": True,
        "until=2020-01-01": False,
        "kind=nothing&since=soon&order=worst&page=x": True,
    }.items():
        text = page(f"/search/?q=护林员&{narrowed}")
        assert (link in text) == there, narrowed
        assert ("去掉种类、机关和日期的限制" in text) != there, narrowed
    assert "依法申请公开" in page("/search/?q=没有的东西")
    assert "含有“" not in page("/search/?q=++")


def test_a_page_costs_the_same_with_three_and_three_hundred_hits(world: World) -> None:
    page("/search/")  # who leads is asked for once in each state of the pages
    costs = []
    for many in (3, 300):
        with transaction.atomic():
            put_all(
                Found(
                    kind="file", id=number, agency_id=world.agencies["civil"].pk, level=Level.PUBLIC,
                    title=f"低保名单{number}（演示）", text="低保", url="/files/x/", date=date(2026, 1, 1),
                )
                for number in range(many)
            )  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            text = page("/search/?q=低保")
        costs.append(len(queries))
        assert f"含有“低保”的信息：{many}条" in text
    assert costs[0] == costs[1] <= 9
