"""Every page of the portal: it is there, costs a fixed number of queries, sets no cookie and asks for no session."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import etree

from gongkai.web.agencies.models import AgencyName
from gongkai.web.annual.models import AnnualReport
from gongkai.web.audit.acts import act
from gongkai.web.portal.caching import KEPT
from tests.web.portal.conftest import city
from tests.web.world import BY, World

PAGES = """
/ /guide/ /rules/ /content/ /reports/ /request/ /agencies/ /agencies/?under=district /agencies/?q=示范 /search/
/search/?q=民政 /help/ /accessibility/ /robots.txt /sitemap.xml /favicon.ico /reports/?year=2020&q=民政 /a/civil/
/a/civil/guide/ /a/civil/rules/ /a/civil/content/ /a/civil/reports/ /a/civil/reports/2020/
/a/civil/reports/2020/data.json /a/civil/reports/2020/data.csv /a/civil/request/
/a/civil/request/form/ /a/district/
""".split()
HTML = [page for page in PAGES if "." not in page]
MOST = 9


def ask(page: str) -> tuple[Any, list[str]]:
    """The answer, made anew, and its queries."""
    KEPT.clear()
    with CaptureQueriesContext(connection) as queries:
        answer = Client().get(page)
    return answer, [query["sql"] for query in queries]


def test_each_page_is_there_and_costs_the_same_with_three_thousand_agencies(world: World, report: AnnualReport) -> None:
    few = {}
    for page in PAGES:
        answer, queries = ask(page)
        assert answer.status_code == 200, page
        few[page] = len(queries)
    city(world, 3000)
    for page in PAGES:
        answer, queries = ask(page)
        assert len(queries) <= MOST, page
        assert abs(len(queries) - few[page]) <= 1, page  # a page of a list is empty, or it is not
        assert len(answer.content) < 60_000 or page == "/sitemap.xml", page


def test_no_page_sets_a_cookie_or_asks_for_a_session(world: World, report: AnnualReport) -> None:
    for page in PAGES:
        answer, queries = ask(page)
        assert not answer.cookies, page
        assert not [query for query in queries if "session" in query or "accounts_user" in query], page


def test_heads_say_what_government_sites_say(world: World, report: AnnualReport, settings: Any) -> None:
    settings.SITE_CODE = "1100000000"
    head = Client().get("/a/civil/reports/2020/").content.decode()
    for name in (
        "SiteName SiteDomain SiteIDCode ColumnName ColumnType ColumnDescription ColumnKeywords ArticleTitle PubDate"
        " ContentSource Keywords Description Url Author"
    ).split():
        assert f'<meta name="{name}" content="' in head, name


@pytest.mark.parametrize("page", HTML)
def test_the_html_is_well_formed(page: str, world: World, report: AnnualReport) -> None:
    """Nothing open, nothing crossed, no id twice: read by a parser that reports every error."""
    text = Client().get(page).content.decode()
    parser = etree.HTMLParser(recover=True)
    etree.fromstring(text.encode(), parser)
    # libxml2 knows the elements of HTML 4: those of HTML 5 are no error.
    errors = [entry for entry in parser.error_log if entry.type_name != "HTML_UNKNOWN_TAG"]
    assert [str(entry) for entry in errors] == []
    tree = etree.fromstring(text.encode(), etree.HTMLParser())
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert len(tree.xpath("//h1")) == 1
    assert not tree.xpath("//@style|//@onclick|//script|//style")


def test_a_former_name_leads_to_the_agency(world: World) -> None:
    civil = world.agencies["civil"]
    with act(by=BY) as done:
        AgencyName.objects.create(agency=civil, name="古县民政科（演示）", until=date(2022, 3, 1))
        done.note("agency.renamed", of=civil.thing, agency=civil.holder)
    assert "/a/civil/" in Client().get("/agencies/?q=古县").content.decode()
    assert "/a/civil/" in Client().get("/search/?q=古县").content.decode()


def test_a_closed_agency_says_where_its_duties_went(world: World) -> None:
    welfare, civil, street = (world.agencies[slug] for slug in ("welfare", "civil", "street"))
    with act(by=BY) as done:
        welfare.closed, welfare.merged_into = date(2024, 1, 1), street
        welfare.save()
        street.closed, street.merged_into = date(2025, 1, 1), civil
        street.save()
        done.note("agency.merged", of=welfare.thing, agency=welfare.holder)
    text = Client().get("/a/welfare/").content.decode()
    assert "已于2024年1月1日撤销" in text
    assert '<a href="/a/civil/">示范区民政局（演示）</a>承担' in text


def test_unknown_addresses_say_what_to_do(world: World) -> None:
    answer = Client().get("/a/nobody/")
    assert answer.status_code == 404
    assert "依法申请公开" in answer.content.decode()
    assert Client().post("/help/").status_code == 405


def test_a_foreign_host_is_refused_with_a_page(world: World) -> None:
    answer = Client(raise_request_exception=False).get("/", headers={"host": "elsewhere.example"})
    assert answer.status_code == 400
    assert "<h1>" in answer.content.decode()


def test_terms_come_from_the_law(world: World) -> None:
    text = Client().get("/a/civil/request/").content.decode()
    assert "20个工作日" in text
    assert "第31件起：每件200元，以后每10件，每件加收100元" in text


def test_the_civil_affairs_are_not_found_in_every_government(world: World) -> None:
    found = Client().get("/agencies/?q=民政").content.decode()
    assert "/a/civil/" in found
    assert '<a href="/a/neighbour/">' not in found
    assert '<a href="/a/neighbour/">' in Client().get("/agencies/?q=政府").content.decode()
