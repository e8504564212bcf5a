"""Writing on the desk: nothing is lost, whoever else writes meanwhile; preview is what the public will read."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from selectolax.lexbor import LexborHTMLParser

from gongkai.web.agencies.models import Agency
from gongkai.web.disclosure.actions import draft, save
from gongkai.web.disclosure.models import Document, WorkingCopy
from gongkai.web.disclosure.writing.forms import DraftForm
from gongkai.web.visibility import PUBLIC
from gongkai.web.workflow.actions import perform
from tests.web.disclosure.scene import process_of, rules, text, walk
from tests.web.world import World


def body(words: str, based_on: int, title: str = "制度") -> dict[str, Any]:
    return {"title": title, "summary": "", "text-body": words, "based_on": based_on}


def edit(client: Client, document: Document, words: str, based_on: int) -> Any:
    return client.post(f"/desk/documents/{document.pk}/edit/", body(words, based_on))


def test_a_document_is_begun_and_written_through_the_pages(world: World) -> None:
    client = world.client("handler@civil")
    civil = world.agencies["civil"].pk
    answer = client.post(
        "/desk/documents/new/", {"kind": "rules", "agency": civil, "title": "保密审查制度", "attribute": "active"}
    )
    document = Document.objects.get()
    assert answer["Location"] == f"/desk/documents/{document.pk}/edit/"
    assert edit(client, document, "先审查\r\n\r\n后公开", 1).status_code == 302
    assert document.versions.first().sections[0]["text"] == "<p>先审查</p>\n\n<p>后公开</p>"
    assert "第2版" in client.get(f"/desk/documents/{document.pk}/").content.decode()


def test_who_writes_for_one_agency_chooses_none_and_finds_what_is_usual_first(world: World) -> None:
    client, civil = world.client("handler@civil"), world.agencies["civil"]
    page = client.get("/desk/documents/new/").content.decode()
    form = LexborHTMLParser(page)
    assert form.css_first("select[name=agency]") is None
    assert f"以{civil.name}的名义发布" in page
    kinds = [one.attributes["value"] for one in form.css("select[name=kind] option")]
    assert kinds[:3] == ["news", "announcement", "normative"]
    assert kinds[-3:] == ["profile", "guide", "rules"]
    sent = {one.attributes["name"]: one.attributes["value"] for one in form.css("main input[type=hidden]")}
    client.post("/desk/documents/new/", sent | {"kind": "news", "title": "演示", "attribute": "active"})
    assert Document.objects.get().agency == civil


def test_who_writes_for_several_agencies_chooses_among_them_alone(world: World) -> None:
    rows = Agency.objects.filter(slug__in=["civil", "street"])
    form = LexborHTMLParser(str(DraftForm(agencies=rows)))
    offered = {one.attributes["value"] for one in form.css("select[name=agency] option")}
    assert offered == {str(row.pk) for row in rows}


@pytest.mark.parametrize(
    ("kind", "asked"), [("rules", ""), ("announcement", "成文日期"), ("bulletin", "成文日期、期号")]
)
def test_the_page_says_which_fields_a_kind_asks_for_before_its_review(world: World, kind: str, asked: str) -> None:
    client = world.client("handler@civil")
    civil = world.agencies["civil"].pk
    begun = {"kind": kind, "agency": civil, "title": "演示", "attribute": "active"}
    page = client.get(client.post("/desk/documents/new/", begun)["Location"]).content.decode()
    found = re.findall(r'>([^<>]+) <span class="optional">(（[^（）]+）)</span>', page)
    assert "、".join(name for name, said in found if said == "（送审前填写）") == asked
    assert ("内容概述", "（选填）") in found


def test_what_the_kind_asks_for_stands_before_the_text_and_the_rest_below_it(world: World) -> None:
    client = world.client("handler@civil")
    begun = {"kind": "normative", "agency": world.agencies["civil"].pk, "title": "演示", "attribute": "active"}
    address = client.post("/desk/documents/new/", begun)["Location"]
    page = client.get(address).content.decode()
    places = [page.index(f'name="{name}"') for name in ("title", "number", "made", "text-body", "subject", "contact")]
    assert places == sorted(places)
    assert "已填：法定公开事项、体裁" in page
    for of_others in ("issue", "explains", "correction"):
        assert f'name="{of_others}"' not in page
    assert '<details class="part" open>' not in page
    sent = body("演示", 1) | {"attribute": "active", "valid_from": "2026-03-02", "valid_until": "2026-03-01"}
    wrong = client.post(address, sent).content.decode()
    assert '<details class="part" open>' in wrong
    assert 'href="#id_valid_until"' in wrong


@pytest.mark.parametrize("slug", ["neighbour-civil", "district", "street", "welfare"])
def test_no_document_is_begun_in_another_agency(world: World, slug: str) -> None:
    sent = {"kind": "rules", "agency": world.agencies[slug].pk, "title": "x"}
    assert world.client("handler@civil").post("/desk/documents/new/", sent).status_code == 200
    assert not Document.objects.exists()


def test_what_two_wrote_at_once_is_shown_side_by_side_and_nothing_is_lost(world: World) -> None:
    document = rules(world)
    one, two = world.client("handler@civil"), world.client("disclosure@civil")
    assert edit(one, document, "<p>甲写的</p>", 2).status_code == 302
    answer = edit(two, document, "<p>乙写的</p>", 2)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "已于您编辑期间保存了第3版" in page
    assert "甲写的" in page.replace("<del>", "").replace("</del>", "")
    assert "&lt;p&gt;乙写的&lt;/p&gt;" in page
    assert 'name="based_on" value="3"' in page
    assert "&lt;p&gt;乙写的&lt;/p&gt;" in two.get(f"/desk/documents/{document.pk}/edit/").content.decode()
    assert edit(two, document, "<p>甲写的、乙写的</p>", 3).status_code == 302
    assert not WorkingCopy.objects.exists()


def test_what_was_kept_is_there_again_and_can_be_given_up(world: World) -> None:
    document = rules(world)
    client, url = world.client("handler@civil"), f"/desk/documents/{document.pk}/"
    answer = client.post(url + "keep/", body("<p>写到一半</p>", 2))
    assert "暂存" in answer.json()["message"]
    page = client.get(url + "edit/").content.decode()
    assert "已恢复您在" in page
    assert "写到一半" in page
    assert "写到一半" not in world.client("disclosure@civil").get(url + "edit/").content.decode()
    assert document.versions.count() == 2
    assert client.post(url + "edit/", {"discard": "1"}).status_code == 302
    assert "写到一半" not in client.get(url + "edit/").content.decode()


def test_keeping_says_when_somebody_else_saved(world: World) -> None:
    document = rules(world)
    edit(world.client("disclosure@civil"), document, "<p>甲</p>", 2)
    answer = world.client("handler@civil").post(f"/desk/documents/{document.pk}/keep/", body("<p>乙</p>", 2))
    assert "他人已保存了第3版" in answer.json()["message"]


def test_what_is_kept_is_cleaned(world: World) -> None:
    document = rules(world)
    client = world.client("handler@civil")
    client.post(f"/desk/documents/{document.pk}/keep/", body("<p>好</p><script>alert(1)</script>", 2))
    assert WorkingCopy.objects.get().sections[0]["text"] == "<p>好</p>"


def test_an_empty_title_is_refused_and_the_text_stays_in_the_form(world: World) -> None:
    document = rules(world)
    sent = body("<p>还在</p>", 2, title=" ")
    answer = world.client("handler@civil").post(f"/desk/documents/{document.pk}/edit/", sent)
    assert answer.status_code == 422
    assert "还在" in answer.content.decode()


def test_the_editing_page_warns_that_saving_brings_it_back(world: World) -> None:
    document = rules(world)
    walk(document, world, 2)
    client = world.client("handler@civil")
    assert "已送审" in client.get(f"/desk/documents/{document.pk}/edit/").content.decode()
    edit(client, document, "<p>改</p>", 2)
    assert process_of(document).state == "draft"


def test_the_editor_runs_under_the_policy(world: World) -> None:
    answer = world.client("handler@civil").get(f"/desk/documents/{rules(world).pk}/edit/")
    policy, page = answer["Content-Security-Policy"], answer.content.decode()
    nonce = policy.split("'nonce-")[1].split("'")[0]
    assert f'<script type="importmap" nonce="{nonce}">' in page or f'nonce="{nonce}" type="importmap"' in page
    assert "unsafe-inline" not in policy
    assert " style=" not in page


@pytest.mark.parametrize("path", ["versions/9/", "compare/?old=9", "compare/?new=x"])
def test_a_version_that_is_not_there_is_not_found(world: World, path: str) -> None:
    document = rules(world)
    assert world.client("handler@civil").get(f"/desk/documents/{document.pk}/{path}").status_code == 404


def test_a_public_document_of_another_agency_is_read_on_the_portal_not_on_the_desk(world: World) -> None:
    document = rules(world)
    walk(document, world)
    assert Document.objects.visible_to(PUBLIC).exists()
    stranger = world.client("handler@neighbour-civil")
    assert stranger.get(f"/desk/documents/{document.pk}/").status_code == 404
    assert "政府信息公开保密审查制度" not in stranger.get("/desk/documents/").content.decode()


def test_the_list_costs_the_same_for_three_and_for_three_hundred(world: World) -> None:
    client = world.client("handler@civil")
    by = world.officer("handler@civil")

    def cost() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get("/desk/documents/").status_code == 200
        return len(found)

    for number in range(3):
        rules(world, f"制度{number}")
    client.get("/desk/documents/")
    few = cost()
    for number in range(40):  # more than a page
        draft(world.agencies["civil"], kind="rules", title=f"另一制度{number}", by=by)
    assert cost() == few <= 12


def test_a_document_with_many_versions_and_steps_costs_the_same(world: World) -> None:
    document = rules(world)
    client, by = world.client("handler@civil"), world.officer("handler@civil")

    def cost() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(f"/desk/documents/{document.pk}/").status_code == 200
        return len(found)

    walk(document, world, 1)
    cost()
    few = cost()
    for number in range(12):
        save(document, text("制度", f"<p>{number}</p>"), based_on=2 + number, by=by)
        perform(process_of(document), "submit", by=by)
    assert cost() == few <= 28
