"""Guides and rules on the portal: as they were published, to be read, printed and saved."""

from __future__ import annotations

from django.test import Client

from gongkai.web.audit.acts import act
from gongkai.web.disclosure.models import Document
from gongkai.web.disclosure.reading import lines
from tests.web.disclosure.scene import STEPS, guide, reachable, rules, walk
from tests.web.world import BY, World


def page(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_a_published_guide_is_read_on_its_agencys_page(world: World) -> None:
    document = guide(world)
    assert "还没有发布指南" in page("/a/civil/guide/")
    walk(document, world)
    shown = page("/a/civil/guide/")
    assert f'<h1 class="official">{document.title}</h1>' in shown
    assert document.index_number in shown
    assert "000-1234（演示）" in shown
    assert f'<meta name="ArticleTitle" content="{document.title}">' in shown
    assert '<meta name="PubDate" content="' in shown
    assert Client().get(f"/a/civil/documents/{document.pk}/")["Location"] == "/a/civil/guide/"


def test_what_an_agency_changes_stands_in_its_guide_at_once(world: World) -> None:
    walk(guide(world), world)
    page("/a/civil/guide/")
    with act(by=BY) as done:
        civil = reachable(world.agencies["civil"])
        civil.phone = "000-5678（演示）"
        civil.save()
        done.note("agency.amended", of=civil.thing, agency=civil.holder)
    assert "000-5678（演示）" in page("/a/civil/guide/")


def test_the_instance_shows_the_guide_of_the_government_that_leads(world: World) -> None:
    assert "<h1>政府信息公开指南</h1>" in page("/guide/")
    document = guide(world)
    walk(document, world)
    with act(by=BY) as done:  # as if the government had published it
        Document.objects.filter(pk=document.pk).update(agency=world.agencies["district"])
        done.note("document.published", of=document.thing)
    shown = page("/guide/")
    assert f'<h1 class="official">{document.title}</h1>' in shown
    assert "其他行政机关的指南" in shown


def test_rules_are_a_catalogue_and_each_has_a_page(world: World) -> None:
    first, second = rules(world, "保密审查制度（演示）"), rules(world, "发布协调制度（演示）")
    walk(first, world)
    walk(second, world)
    shown = page("/a/civil/rules/")
    for document in (first, second):
        assert f'<a href="/a/civil/documents/{document.pk}/">{document.title}</a>' in shown
        assert document.index_number in shown
    assert "先审查，后公开。" in page(f"/a/civil/documents/{first.pk}/")
    assert Client().get(f"/a/neighbour-civil/documents/{first.pk}/").status_code == 404
    assert f"/a/civil/documents/{first.pk}/" in page("/sitemap.xml")


def test_a_document_can_be_saved_with_its_metadata(world: World) -> None:
    document = rules(world, "保密审查制度（演示）")
    walk(document, world)
    base = f"/a/civil/documents/{document.pk}/"
    saved = Client().get(f"{base}text.html")
    assert saved["Content-Disposition"].startswith("attachment")
    body = saved.content.decode()
    for part in (
        '<meta name="ArticleTitle" content="保密审查制度（演示）">',
        f'<meta name="Url" content="http://testserver{base}">',
        "<p>先审查，后公开。</p>",
    ):
        assert part in body
    assert "<script" not in body
    plain = Client().get(f"{base}text.txt").content.decode().splitlines()
    assert plain[0] == "保密审查制度（演示）"
    assert f"索引号：{document.index_number}" in plain
    assert f"网址：http://testserver{base}" in plain
    assert plain[-1] == "先审查，后公开。"
    assert Client().get(f"{base}text.docx").status_code == 404


def test_a_draft_is_on_no_page_of_the_portal(world: World) -> None:
    document = rules(world, "秘密的草稿（演示）")
    walk(document, world, steps=len(STEPS) - 1)
    client = world.client("disclosure@civil")
    for address in ("", "text.html", "text.txt"):
        assert client.get(f"/a/civil/documents/{document.pk}/{address}").status_code == 404
    for address in ("/", "/a/civil/rules/", "/sitemap.xml", "/search/?q=先审查"):
        assert "秘密的草稿" not in client.get(address).content.decode(), address


def test_paragraphs_items_and_rows_are_lines_of_the_text() -> None:
    text = "<h3>一</h3><ul><li>甲 &amp; 乙</li><li>丙</li></ul><table><tr><td>子</td><td>丑</td></tr></table>"
    assert lines(text) == ["一", "甲 & 乙", "丙", "子 丑"]
