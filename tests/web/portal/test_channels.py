"""Feeds, the electronic screen, the kiosk: what is public, and no way out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone
from django.utils.formats import date_format
from pytest_django import Settings
from selectolax.lexbor import LexborHTMLParser

from gongkai.web.audit.acts import act
from gongkai.web.config.serving.refusal import REFUSAL
from gongkai.web.disclosure.actions import Text, save
from gongkai.web.disclosure.facts import Facts
from gongkai.web.disclosure.models import Document
from gongkai.web.workflow.actions import perform
from tests.web.disclosure.scene import guide, item, process_of, walk
from tests.web.portal.reading import publish
from tests.web.world import BY, World

ATOM = "{http://www.w3.org/2005/Atom}"


def published(world: World, **more: object) -> Document:
    document = item(world, **more)
    walk(document, world)
    return document


def titles(path: str) -> list[str]:
    answer = Client().get(path)
    assert answer.status_code == 200
    if path.endswith("json"):
        return [entry["title"] for entry in json.loads(answer.content)["items"]]
    tree = ElementTree.fromstring(answer.content)
    entries = tree.findall(f"{ATOM}entry/{ATOM}title") or tree.findall("channel/item/title")
    return [entry.text or "" for entry in entries]


@pytest.mark.parametrize("form", ["rss", "atom", "json"])
def test_a_feed_has_what_is_public_and_nothing_else(world: World, form: str) -> None:
    document = published(world)
    item(world)
    assert titles(f"/feed.{form}") == [document.title]
    assert titles(f"/a/civil/feed.{form}") == [document.title]
    assert titles(f"/a/civil/content/regulations/feed.{form}") == [document.title]
    assert titles(f"/a/civil/content/budget/feed.{form}") == []
    assert titles(f"/a/street/feed.{form}") == []
    perform(process_of(document), "retract", by=world.officer("disclosure@civil"), comment="演示")
    assert titles(f"/feed.{form}") == []
    assert Client().get("/feed.pdf").status_code == 404


def test_a_feed_that_did_not_change_is_not_sent_again(world: World) -> None:
    published(world)
    first = Client().get("/a/civil/feed.atom")
    assert first["Content-Type"] == "application/atom+xml; charset=utf-8"
    with CaptureQueriesContext(connection) as queries:
        again = Client().get("/a/civil/feed.atom", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, len(queries)) == (304, 1)
    published(world)
    assert Client().get("/a/civil/feed.atom", headers={"if-none-match": first["ETag"]}).status_code == 200
    assert 'href="/a/civil/feed.atom"' in Client().get("/a/civil/content/").content.decode()


def test_the_screen_goes_round_without_a_script(world: World) -> None:
    for _ in range(3):
        published(world)
    where = []
    path = "/screen/civil/"
    for _ in range(3):
        page = Client().get(path).content.decode()
        where.append(path)
        path = re.search(r'http-equiv="refresh" content="15; url=([^"]+)"', page)[1]  # type: ignore[index]
        assert '<noscript><meta http-equiv="refresh"' in page
        assert page.count("<a ") == 1
        assert "<svg" in page
    assert where == ["/screen/civil/", "/screen/civil/2/", "/screen/civil/3/"]
    assert path == "/screen/civil/"
    gone = Client().get("/screen/civil/4/")
    assert (gone.status_code, gone["Location"]) == (302, "/screen/civil/"), "a wall is never left with an error"


def test_the_screen_shows_no_draft_no_text_and_no_list_of_decisions(world: World) -> None:
    item(world)
    assert "关于做好演示工作的通知" not in Client().get("/screen/civil/").content.decode()
    walk(item(world, kind="decisions"), world)
    walk(item(world, kind="announcement", item="enforcement"), world)
    assert "关于做好演示工作的通知" not in Client().get("/screen/civil/").content.decode()
    published(world)
    page = Client().get("/screen/civil/").content.decode()
    assert "关于做好演示工作的通知" in page
    assert "现将有关事项" not in page


def links(page: str) -> Iterator[str]:
    yield from re.findall(r'<(?:a|form|area)\b[^>]*?(?:href|action)="([^"]*)"', page)


def test_no_link_leads_out_of_the_kiosk(world: World) -> None:
    document = item(world)
    body = '<p>见<a href="https://example.invalid/">外部网站</a>和<a href="mailto:a@example.invalid">邮箱</a>。</p>'
    said = Facts.first("policy").but(made=date(2026, 1, 5), number="1")
    save(
        document,
        Text(document.title, "", {"body": {"text": body}}, said),
        based_on=2,
        by=world.officer("handler@civil"),
    )
    document.refresh_from_db()
    walk(document, world)
    walk(guide(world), world)
    seen, waiting = set(), ["/kiosk/civil/", "/kiosk/civil/search/?q=通知"]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = Client().get(path)
        assert answer.status_code == 200, path
        for link in links(answer.content.decode().replace("&amp;", "&")):
            assert link.startswith(("/kiosk/civil/", "#")), (path, link)
            if link.startswith("/"):
                waiting.append(link)
    assert {"/kiosk/civil/guide/", "/kiosk/civil/request/", f"/kiosk/civil/documents/{document.pk}/"} <= seen
    page = Client().get(f"/kiosk/civil/documents/{document.pk}/").content.decode()
    assert "外部网站" in page
    assert "<svg" in page


@pytest.mark.parametrize("status", [404, 413, 500])
def test_what_goes_wrong_in_the_kiosk_leads_nobody_out_and_begins_anew(
    world: World, settings: Settings, status: int
) -> None:
    if status == 500:
        settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.web.config.test_refusals.fails"]
    told = {REFUSAL: status} if status == 413 else {}
    answer = Client(raise_request_exception=False).get("/kiosk/civil/documents/999999/", **told)  # type: ignore[arg-type]
    page = answer.content.decode()
    assert answer.status_code == status
    assert set(links(page)) == {"#main", "/kiosk/civil/"}
    assert '<meta http-equiv="refresh" content="20; url=/kiosk/civil/">' in page
    assert answer["X-Request-ID"] in page


def test_the_kiosk_dates_what_is_new_by_when_it_came_out(world: World) -> None:
    document = item(world)
    walk(document, world)
    document.refresh_from_db()
    newest = Client().get("/kiosk/civil/").content.decode().partition("最新公开")[2]
    assert date_format(timezone.localdate(document.published_at)) in newest
    assert date_format(document.made) not in newest


def test_the_kiosk_begins_anew_and_prints(world: World) -> None:
    with override_settings(KIOSK_IDLE=30):
        assert 'data-idle="30"' in Client().get("/kiosk/civil/request/?again").content.decode()
    page = Client().get("/kiosk/civil/request/").content.decode()
    assert '<noscript><meta http-equiv="refresh" content="120; url=/kiosk/civil/"></noscript>' in page
    assert 'data-idle="120"' in page
    assert "data-print" in page
    assert "流程图" in page
    assert "20个工作日" in page
    assert "http-equiv" not in Client().get("/kiosk/civil/").content.decode()
    assert "身份证明" in Client().get("/kiosk/civil/request/form/").content.decode()


def test_the_kiosk_names_the_day_by_which_it_orders(world: World) -> None:
    publish(world, 2)
    first = Document.objects.order_by("pk")[0]
    with act(by=BY) as done:  # made long ago, out since this morning
        first.made, first.published_at = date(2024, 1, 3), timezone.make_aware(datetime(2026, 2, 5, 9))
        first.save()
        done.note("instance.prepared", of=world.agencies["civil"].thing)
    said = {}
    for address in ("", "content/regulations/"):
        page = LexborHTMLParser(Client().get(f"/kiosk/civil/{address}").content)
        said[address] = [one.text().split(" · ")[1] for one in page.css("ul.list small")]
    assert said == {
        "": ["发布日期：2026年2月5日", "发布日期：2025年2月2日"],
        "content/regulations/": ["成文日期：2025年2月2日", "成文日期：2024年1月3日"],
    }


def test_the_kiosk_shows_what_is_public_only(world: World) -> None:
    draft = item(world)
    assert Client().get(f"/kiosk/civil/documents/{draft.pk}/").status_code == 404
    assert "没有找到" in Client().get("/kiosk/civil/search/?q=演示工作").content.decode()
    walk(draft, world)
    assert f"/kiosk/civil/documents/{draft.pk}/" in Client().get("/kiosk/civil/search/?q=演示工作").content.decode()
