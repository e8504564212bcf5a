"""Feeds say what is new, in three forms, through the gate."""

from __future__ import annotations

import json
import re
from html import unescape
from xml.etree import ElementTree

import pytest
from django.test import Client

from gongkai.web.files.tasks import read_text
from gongkai.web.portal.feeds import FORMS, JSON_FEED
from gongkai.web.workflow.actions import perform
from tests.web.disclosure.scene import item, process_of, walk
from tests.web.disclosure.test_items import attached, with_file
from tests.web.portal.reading import publish
from tests.web.world import World

PLACES = ["", "a/civil/", "content/regulations/", "a/civil/content/regulations/", "search/"]


@pytest.mark.parametrize("place", PLACES)
def test_a_feed_has_what_is_published_in_each_form(world: World, place: str) -> None:
    document = item(world)
    query = "?q=演示工作" if place == "search/" else ""
    assert document.title not in Client().get(f"/{place}feed.atom{query}").content.decode()
    walk(document, world)
    link = f"http://testserver/a/civil/documents/{document.pk}/"
    for form, kind in FORMS.items():
        answer = Client().get(f"/{place}feed.{form}{query}")
        assert (answer.status_code, answer["Content-Type"]) == (200, kind)
        assert answer["Access-Control-Allow-Origin"] == "*"
        text = answer.content.decode()
        assert document.title in text
        assert link in text
        if form == "json":
            feed = json.loads(text)
            assert feed["version"] == JSON_FEED
            assert [entry["id"] for entry in feed["items"]] == [link]
        else:
            ElementTree.fromstring(text)
        again = Client().get(f"/{place}feed.{form}{query}", headers={"If-None-Match": answer["ETag"]})
        assert again.status_code == 304
    assert Client().get(f"/{place}feed.pdf{query}").status_code == 404
    perform(process_of(document), "retract", by=world.officer("disclosure@civil"), comment="演示")
    assert document.title not in Client().get(f"/{place}feed.rss{query}").content.decode()


@pytest.mark.parametrize("form", FORMS)
def test_a_search_for_signs_that_xml_cannot_hold_has_a_feed(world: World, form: str) -> None:
    document = item(world)
    walk(document, world)
    answer = Client().get(f"/search/feed.{form}", {"q": "演示\x01\uffff工作"})
    assert answer.status_code == 200
    if form != "json":
        ElementTree.fromstring(answer.content.decode())


@pytest.mark.parametrize("form", FORMS)
def test_a_document_and_its_file_are_one_entry_of_a_search(world: World, form: str) -> None:
    document = item(world)
    with_file(world, document, attached(world, document))
    walk(document, world)
    for attachment in document.published.attachments.all():
        read_text.func(str(attachment.file.uuid), "示范区民政局（演示）")
    query = "?q=附"
    assert "的信息：2条" in Client().get(f"/search/{query}").content.decode()
    told = Client().get(f"/search/feed.{form}{query}").content.decode()
    if form == "json":
        assert [entry["title"] for entry in json.loads(told)["items"]] == [document.title]
    else:
        assert len(re.findall("<(?:entry|item)>", told)) == 1
        assert f"<title>{document.title}</title>" in told


def test_a_summary_is_text_and_no_markup(world: World) -> None:
    publish(world, 1, summary="不足<b的人数&结果")
    for form in ("atom", "rss"):
        told = ElementTree.fromstring(Client().get(f"/feed.{form}").content.decode())
        [summary] = [node.text for node in told.iter() if "不足" in (node.text or "")]
        assert unescape(str(summary)) == "不足<b的人数&结果"
        assert "<b" not in str(summary)
    assert "不足<b的人数&结果" in Client().get("/feed.json").content.decode()


def test_a_feed_of_a_subtree_leaves_out_the_others(world: World) -> None:
    [one], [two] = publish(world, 1), publish(world, 1, slug="neighbour-civil")
    feed = Client().get("/content/regulations/feed.json?under=district").content.decode()
    assert one.title in feed
    assert two.title not in feed


def test_pages_name_their_feeds(world: World) -> None:
    publish(world, 1)
    for address, feed in {
        "/content/": "/feed.atom",
        "/a/civil/content/": "/a/civil/feed.atom",
        "/a/civil/content/regulations/": "/a/civil/content/regulations/feed.atom",
        "/content/regulations/?under=district": "/content/regulations/feed.atom?under=district",
    }.items():
        shown = Client().get(address).content.decode()
        assert f'<link rel="alternate" type="application/atom+xml" title="Atom" href="{feed}">' in shown, address
