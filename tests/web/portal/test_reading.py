"""What is published is read: sections, the page of a document, the calendar, the map, the sitemap."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree

import pypdfium2
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.law.disclosure import further_items
from gongkai.web.annual.actions import import_report, publish_report
from gongkai.web.audit.acts import act
from gongkai.web.disclosure.actions import Text, bring_in, save
from gongkai.web.disclosure.facts import Facts
from gongkai.web.disclosure.models import CatalogueEntry, Document
from gongkai.web.disclosure.papers.pdf import write_pdf
from gongkai.web.disclosure.topics import actions as topics
from gongkai.web.disclosure.validity import Validity, that_are, validity
from gongkai.web.files.intake import receive
from gongkai.web.portal import sitemaps
from gongkai.web.portal.caching import KEPT
from gongkai.web.workflow.actions import perform
from tests.web.annual.test_annual import DATA, NAME
from tests.web.disclosure.lists import DECISION, ENTRY, bring, entry, out
from tests.web.disclosure.scene import item, process_of, walk
from tests.web.portal.reading import publish
from tests.web.world import BY, World

TODAY = date(2026, 3, 2)
TOWNSHIPS_ALONE = next(item.id for item in further_items("township") if item not in further_items("county"))


def page(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.mark.parametrize(
    ("kind", "since", "until", "said"),
    [
        ("policy", None, None, "in_force"),
        ("policy", TODAY, TODAY, "in_force"),
        ("policy", TODAY + timedelta(days=1), None, "not_yet"),
        ("policy", None, TODAY - timedelta(days=1), "lapsed"),
        ("news", None, None, None),
        ("news", None, TODAY, "in_force"),
        ("news", None, TODAY - timedelta(days=1), "lapsed"),
    ],
)
def test_a_document_is_in_force_from_when_until_when_it_says(
    world: World, kind: str, since: date | None, until: date | None, said: str | None
) -> None:
    [row] = publish(world, 1, kind=kind, valid_from=since, valid_until=until)
    found = validity(row, TODAY)
    assert found == said
    among = [one for one in Validity if that_are(Document.objects.all(), one, TODAY).filter(pk=row.pk).exists()]
    assert among == [found or Validity.IN_FORCE]


def test_what_has_lapsed_says_so_wherever_it_stands(world: World) -> None:
    document = item(world, valid_until=timezone.localdate() - timedelta(days=1))
    walk(document, world)
    shown = page(f"/a/civil/documents/{document.pk}/")
    assert "✕ 已失效" in shown
    assert '<p class="notice error over" id="validity"><strong>已失效</strong>' in shown, "the style marks it already"
    for address in ("/a/civil/content/regulations/", "/content/regulations/", "/search/?q=演示工作"):
        assert "✕ 已失效" in page(address), address
    assert "有效性：已失效" in page(f"/a/civil/documents/{document.pk}/text.txt")


def test_a_section_is_narrowed_by_kind_year_and_validity_with_counts(world: World) -> None:
    publish(world, 3)
    publish(world, 2, kind="normative", valid_until=date(2025, 1, 1))
    shown = page("/a/civil/content/regulations/")
    assert "共5条" in shown
    assert "行政规范性文件（2）" in shown
    assert "2025（5）" in shown
    for query, count in {
        "kind=normative": 2,
        "year=2025": 5,
        "year=2024": 0,
        "force=lapsed": 2,
        "force=in_force": 3,
    }.items():
        assert page(f"/a/civil/content/regulations/?{query}").count('<a href="/a/civil/documents/') == count, query
    assert "没有符合条件的信息" in page("/a/civil/content/regulations/?year=2024")
    assert page("/a/civil/content/regulations/?kind=x&year=99999&force=x&page=x").count("/a/civil/documents/") == 5


def test_a_section_over_all_agencies_or_those_below_one(world: World) -> None:
    [one], [two] = publish(world, 1), publish(world, 1, slug="neighbour-civil")
    both, below = page("/content/regulations/"), page("/content/regulations/?under=district")
    assert one.title in both
    assert two.title in both
    assert one.title in below
    assert two.title not in below
    assert Client().get("/content/nothing/").status_code == 404
    assert Client().get("/content/regulations/?under=nobody").status_code == 404


@pytest.mark.parametrize(
    "address",
    ["/a/civil/content/regulations/", "/content/regulations/", "/content/", "/a/civil/content/", "/calendar/2025/1/",
     "/calendar/2025/1/1/", "/feed.atom", "/content/regulations/feed.json", "/map/", "/sitemap.xml"],
)  # fmt: skip
def test_a_list_costs_the_same_with_three_and_three_hundred_documents(world: World, address: str) -> None:
    page("/help/")
    costs = []
    for many in (3, 297):
        publish(world, many)
        KEPT.clear()
        page("/help/")
        with CaptureQueriesContext(connection) as queries:
            page(address)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 12


def test_a_text_and_its_explanation_lead_to_each_other(world: World) -> None:
    document = item(world)
    walk(document, world)
    explanation = item(world, kind="interpretation", explains=document.pk, number="")
    assert "相关解读" not in page(f"/a/civil/documents/{document.pk}/")
    walk(explanation, world)
    assert f'href="/a/civil/documents/{explanation.pk}/"' in page(f"/a/civil/documents/{document.pk}/")
    assert f'href="/a/civil/documents/{document.pk}/"' in page(f"/a/civil/documents/{explanation.pk}/")
    perform(process_of(document), "retract", by=world.officer("disclosure@civil"), comment="演示")
    assert f'href="/a/civil/documents/{document.pk}/"' not in page(f"/a/civil/documents/{explanation.pk}/")


def test_the_history_says_when_and_what_was_corrected_and_no_text_of_before(world: World) -> None:
    document = item(world)
    walk(document, world)
    assert "发布沿革" not in page(f"/a/civil/documents/{document.pk}/")
    said = Facts.first("policy").but(made=date(2025, 6, 3), number="示民发〔2025〕1号", correction="第二段的日期。")
    text = Text(document.title, "", {"body": {"text": "<p>更正后的正文。</p>"}}, said)
    save(document, text, based_on=document.latest, by=world.officer("handler@civil"))
    walk(document, world)
    shown = page(f"/a/civil/documents/{document.pk}/")
    assert "发布沿革" in shown
    assert shown.count("第二段的日期。") == 2  # above the text, and in the history
    assert "现将有关事项通知如下" not in shown
    assert "现行文本" in shown


def test_a_page_is_shared_by_a_code_made_here(world: World) -> None:
    [row] = publish(world, 1)
    shown = page(f"/a/civil/documents/{row.pk}/")
    assert f'value="http://testserver/a/civil/documents/{row.pk}/"' in shown
    answer = Client().get(f"/a/civil/documents/{row.pk}/qr.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert ElementTree.fromstring(answer.content).tag.endswith("svg")


def told(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as file:
        parts = []
        for sheet in file:
            text = sheet.get_textpage()
            parts.append(text.get_text_bounded())
            text.close()
            sheet.close()
    return "".join("".join(parts).split())


def test_a_pdf_says_what_the_page_says(world: World) -> None:
    document = item(world, subject="民政、扶贫、救灾")
    file = bring_in(
        document, receive(io.BytesIO("附表".encode()), name="附表（演示）.txt"), by=world.officer("handler@civil")
    )
    said = Facts.first("policy").but(made=date(2025, 6, 3), number="示民发〔2025〕1号")
    html = "<h3>一、范围</h3><p>甲<strong>乙</strong>，见<a href='https://www.gov.cn/'>国务院网站</a></p><ol><li>子</li></ol>"
    html += "<table><tr><th>表头</th><th>数</th></tr><tr><td>丙</td><td>1</td></tr></table>"
    text = Text(document.title, "概述（演示）", {"body": {"text": html}}, said, [file.uuid])
    save(document, text, based_on=document.latest, by=world.officer("handler@civil"))
    document.refresh_from_db()
    walk(document, world)
    answer = Client().get(f"/a/civil/documents/{document.pk}/text.pdf")
    assert answer["Content-Type"] == "application/pdf"
    shown = told(answer.content)
    for part in (document.title, document.index_number, "示民发〔2025〕1号", "概述（演示）", "一、范围", "甲乙", "1.子",
                 "表头", "丙", "附表（演示）.txt", "示范区民政局（演示）"):  # fmt: skip
        assert "".join(part.split()) in shown, part
    with pypdfium2.PdfDocument(answer.content) as file_:
        assert file_.is_tagged()
        assert file_.get_metadata_value("Title") == document.title


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=40), st.sampled_from(["p", "h2", "h4", "li", "td", "blockquote", "img", "figure"]))
def test_whatever_stands_in_a_document_becomes_a_pdf(words: str, tag: str) -> None:
    html = f"<h4>深</h4><table><tr></tr></table><{tag}>{words}</{tag}><img src='/files/x/'>"
    write_pdf("名\x01称😀", {"索引号：": words}, html, [words], agency="甲局", day=TODAY, pictures={})


def test_the_calendar_counts_by_day_and_lists_a_day(world: World) -> None:
    [row, _other] = publish(world, 2)
    shown = page("/calendar/2025/1/")
    assert 'href="/calendar/2025/1/1/"' in shown
    assert "1条" in shown
    assert row.title in page("/calendar/2025/1/1/")
    assert "2025年1月1日成文" in page("/calendar/2025/1/1/"), "the day of the page is another than the document's"
    assert "这一天没有公开信息" in page("/calendar/2025/1/2/")
    assert "本月公开1条，已经撤下的不算在内。" in shown
    assert "本月没有公开的信息。" in page("/calendar/2025/6/")
    for address in ("/calendar/2025/13/", "/calendar/2025/2/30/", "/calendar/1/1/", "/calendar/9999/12/"):
        assert Client().get(address).status_code == 404, address
    page("/calendar/")


def test_the_sitemap_is_split_where_it_is_long(world: World, monkeypatch: Any) -> None:
    rows = publish(world, 5)
    whole = page("/sitemap.xml")
    assert "<urlset" in whole
    assert Client().get("/sitemap-2.xml").status_code == 404
    monkeypatch.setattr(sitemaps, "MOST", 20)
    KEPT.clear()
    index = ElementTree.fromstring(page("/sitemap.xml").encode())
    assert index.tag.endswith("sitemapindex")
    parts = [node.text or "" for node in index.iter() if node.tag.endswith("loc")]
    found = [
        node.text
        for part in parts
        for node in ElementTree.fromstring(page(part.removeprefix("http://testserver")).encode()).iter()
        if node.tag.endswith("loc")
    ]
    assert len(found) == len(set(found)) == whole.count("<loc>")
    assert {f"http://testserver/a/civil/documents/{row.pk}/" for row in rows} <= set(found)
    assert page("/map/").count("/content/") > 14


def test_the_sitemap_has_the_catalogue_the_topics_and_the_lists_as_far_as_they_are_public(world: World) -> None:
    handler, row = world.officer("handler@civil"), publish(world, 1)[0]
    entry(world)
    fee = {"year": "2025", "item": "工本费（演示）", "cents": "10"}
    bring(world, "fees", [fee])
    bring(world, "decisions", [DECISION])
    found = topics.begin(world.agencies["civil"], title="专题（演示）", by=handler)
    topics.change(found, title="甲", intro="", numbers=[row.index_number], version=1, by=handler)
    bring(world, "catalogue", [ENTRY], of="neighbour-civil")
    out(world, "fees")
    before = page("/sitemap.xml")
    number = CatalogueEntry.objects.get(agency=world.agencies["civil"]).pk
    for address in ("/a/civil/catalogue/", f"/a/civil/catalogue/{number}/", "/a/civil/registers/fees/"):
        assert f"http://testserver{address}</loc>" in before, address
    for address in ("/a/civil/topics/", "/a/neighbour-civil/catalogue/", "/a/civil/registers/decisions/"):
        assert f"http://testserver{address}" not in before, address
    topics.send(found, by=handler)
    out(world, "topic", topic=found)
    after = page("/sitemap.xml")
    for address in ("/a/civil/topics/", f"/a/civil/topics/{found.pk}/"):
        assert f"http://testserver{address}</loc>" in after, address
    for address in re.findall("<loc>http://testserver(.*?)</loc>", after):
        assert Client().get(address).status_code == 200, address


def test_the_sitemap_has_an_agency_s_own_columns_as_far_as_something_is_public_there(world: World) -> None:
    """Content, its sections and reports: none before the first is out, none after the last is withdrawn."""
    by, civil = world.officer("disclosure@civil"), world.agencies["civil"]
    own = {"/a/civil/content/", "/a/civil/content/regulations/", "/a/civil/reports/"}

    def seen() -> set[str]:
        KEPT.clear()
        return set(re.findall("<loc>http://testserver(/a/[^/]*/(?:content|reports)/.*?)</loc>", page("/sitemap.xml")))

    document = item(world)
    report = import_report(civil, data=DATA, name=NAME, by=by)
    assert seen() == set()
    walk(document, world)
    item(world, item="budget")
    publish_report(report, by=by)
    assert seen() == own | {f"/a/civil/reports/{report.year}/"}
    for address in seen():
        assert Client().get(address).status_code == 200, address
    with act(by=BY) as done:  # a section that only townships have
        Document.objects.filter(pk=document.pk).update(item=TOWNSHIPS_ALONE)
        done.note("instance.prepared", of=document.thing)
    assert seen() == own - {"/a/civil/content/regulations/"} | {f"/a/civil/reports/{report.year}/"}
    perform(process_of(document), "retract", by=by, comment="演示")
    assert seen() == {"/a/civil/reports/", f"/a/civil/reports/{report.year}/"}


def test_the_sitemap_asks_as_much_for_many_entries_as_for_few(world: World) -> None:
    def asked() -> int:
        KEPT.clear()
        with CaptureQueriesContext(connection) as queries:
            page("/sitemap.xml")
        return len(queries)

    bring(world, "catalogue", [ENTRY | {"second": f"事项{number}"} for number in range(2)])
    out(world, "catalogue")
    few = asked()
    bring(world, "catalogue", [ENTRY | {"second": f"另一事项{number}"} for number in range(60)])
    out(world, "catalogue")
    assert page("/sitemap.xml").count("/a/civil/catalogue/") == 63
    assert asked() == few


def test_what_an_agency_published_comes_before_the_items_under_which_there_is_nothing(world: World) -> None:
    document = item(world)
    walk(document, world)
    shown = page("/a/civil/content/")
    full, bare = shown.split('id="bare"')
    assert 'id="regulations"' in full
    assert document.title in full
    assert "机关概况" in full, "its own page is what it says of itself"
    assert "（七）财政预算、决算信息" in bare
    assert "（七）财政预算、决算信息" not in full
    assert "还没有在本平台发布。" not in shown


def test_what_is_new_stands_with_the_day_on_which_it_went_out(world: World) -> None:
    document = item(world)
    walk(document, world)
    out = f"{date_format(timezone.localdate(document.published_at))}公开"
    for address in ("/", "/content/", "/a/civil/"):
        assert out in page(address), address
        assert "2025年6月3日" not in page(address), "the day on which it was made is not the order of this list"


def test_a_page_leads_up_to_the_column_in_which_it_is(world: World) -> None:
    document = item(world)
    walk(document, world)
    for address in (f"/a/civil/documents/{document.pk}/", "/a/civil/catalogue/", "/a/civil/registers/fees/"):
        way = page(address).split('class="breadcrumbs"')[1].split("</nav>")[0]
        assert '<li><a href="/a/civil/content/">法定主动公开内容</a></li>' in way, address
    assert "/a/civil/content/" not in page("/a/civil/content/").split('class="breadcrumbs"')[1].split("</nav>")[0]


@pytest.mark.parametrize("year", ["0000", "9999", "二〇二五", "2025年"])
def test_a_year_that_makes_no_sense_asks_for_nothing(world: World, year: str) -> None:
    publish(world, 40)
    shown, whole = page(f"/a/civil/content/regulations/?year={year}"), page("/a/civil/content/regulations/")
    title = "件事的通知（演示）</a>"
    assert shown.count(title) == whole.count(title) == 30
    assert "page=2" in shown


@pytest.mark.parametrize("address", ["/", "/reports/", "/a/civil/reports/"])
def test_where_there_is_no_report_the_article_that_sets_its_day_is_named(world: World, address: str) -> None:
    assert "1月31日前公布上一年度的报告" in page(address)
    assert "《条例》第四十九条" in page(address)
