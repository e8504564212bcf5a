"""The public's search: what is found, how it is narrowed, what it costs."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.web.annual.models import AnnualReport
from gongkai.web.disclosure.models import Document
from gongkai.web.files.tasks import read_text
from gongkai.web.search.entries import Found, put_all
from gongkai.web.visibility import Level
from gongkai.web.workflow.actions import perform
from tests.web.disclosure.scene import item, process_of, rules, walk
from tests.web.disclosure.test_items import attached, with_file
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


def test_a_document_is_found_by_its_index_number(world: World) -> None:
    document = rules(world, "示范区保密审查制度（演示）")
    walk(document, world)
    text = page(f"/search/?{urlencode({'q': document.index_number})}")
    assert "的信息：1条" in text
    assert f'<a href="/a/civil/documents/{document.pk}/">' in text


def test_one_box_asks_on_the_page_of_the_search(world: World) -> None:
    assert page("/").count('role="search"') == 1
    assert page("/search/?q=公开").count('role="search"') == 1


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


def published_with_a_file(world: World, **facts: object) -> Document:
    document = item(world)
    with_file(world, document, attached(world, document), number="示民发〔2021〕60号", **facts)
    walk(document, world)
    document.refresh_from_db()
    return document


def test_what_a_file_says_leads_to_the_page_that_it_belongs_to(world: World) -> None:
    document = published_with_a_file(world)
    file = document.published.attachments.get().file
    read_text.func(str(file.uuid), "示范区民政局（演示）")
    link = f'<a href="/a/civil/documents/{document.pk}/">'
    assert link in page("/search/?q=附表的内容")
    assert link in page("/search/?q=附表的内容&item=regulations&sort=policy&force=yes")
    assert link not in page("/search/?q=附表的内容&item=budget")
    assert link not in page("/search/?q=附表的内容&force=no")
    perform(process_of(document), "retract", by=world.officer("disclosure@civil"), comment="演示")
    assert link not in page("/search/?q=附表的内容")


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("q=示民发[2021]60号", True), ("q=示民发（2021）60", True), ("q=民发【2021】6", True),
        ("number=〔2021〕60", True), ("number=[2021] 60", True), ("number=示民发(2021)60号", True),
        ("number=〔2021〕6", False), ("number=〔2022〕60", False), ("number=60号&q=见附件", True),
        ("number=60号&q=没有的", False), ("q=见附件&item=regulations", True), ("q=见附件&item=budget", False),
        ("q=见附件&sort=policy", True), ("q=见附件&sort=normative", False), ("q=见附件&force=yes", True),
        ("q=见附件&force=no", False), ("q=见附件&year=1999", False), ("q=见附件&agency=示范区人民政府", False),
        ("q=见附件&agency=示范区人民政府&below=on", True), ("q=见附件&agency=邻区&below=on", False),
        ("q=见附件&year=x&item=x&sort=x&force=x", True),
    ],
)  # fmt: skip
def test_items_are_found_by_number_section_kind_validity_and_subtree(world: World, query: str, there: bool) -> None:
    document = published_with_a_file(world)
    assert (f'<a href="/a/civil/documents/{document.pk}/">' in page(f"/search/?{query}")) == there


def test_what_has_lapsed_is_found_as_such(world: World) -> None:
    document = published_with_a_file(world, valid_until=date(2025, 7, 1))
    link = f'<a href="/a/civil/documents/{document.pk}/">'
    assert link in page("/search/?q=见附件&force=no")
    assert link not in page("/search/?q=见附件&force=yes")


def test_every_filter_costs_the_same_and_no_more(world: World) -> None:
    published_with_a_file(world)
    page("/search/")
    costs = []
    for many in (3, 300):
        with transaction.atomic():
            put_all(
                Found(
                    kind="item", id=1000 + number, agency_id=world.agencies["civil"].pk, level=Level.PUBLIC,
                    title=f"低保名单{number}（演示）", text="低保", url=f"/x/{number}/", date=date(2026, 1, 1),
                    item="welfare", sort="policy", number=f"示民发〔2026〕{number}号",
                )
                for number in range(many)
            )  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            page("/search/?q=低保&agency=示范区&below=on&item=welfare&sort=policy&number=2026&force=yes&year=2026")
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 9
