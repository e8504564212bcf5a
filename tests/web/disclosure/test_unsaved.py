"""What was written and not saved is not left behind without a word."""

from __future__ import annotations

from typing import Any

import pytest

from gongkai.web.disclosure.actions import save
from gongkai.web.disclosure.models import CatalogueEntry, Document, WorkingCopy
from gongkai.web.workflow.actions import perform
from gongkai.web.workflow.refusals import Refused
from tests.web.disclosure.lists import entry
from tests.web.disclosure.scene import item, process_of, rules, text, walk
from tests.web.world import World


def body(words: str, based_on: object, title: str = "政府信息公开保密审查制度") -> dict[str, Any]:
    return {"title": title, "summary": "", "text-body": words, "based_on": based_on}


def keep(world: World, document: Document, words: str, *, by: str = "handler@civil") -> None:
    sent = body(words, document.latest, document.title)
    assert world.client(by).post(f"/desk/documents/{document.pk}/keep/", sent).status_code == 200


def page(world: World, document: Document, name: str = "handler@civil") -> str:
    return world.client(name).get(f"/desk/documents/{document.pk}/").content.decode()


def test_own_text_that_is_not_saved_holds_the_submission_up(world: World) -> None:
    document = rules(world)
    keep(world, document, "<p>写到一半</p>")
    shown = page(world, document)
    assert "还没有保存" in shown
    assert "继续编辑" in shown
    with pytest.raises(Refused, match="还没有保存"):
        walk(document, world, 1)
    client = world.client("handler@civil")
    answer = client.post(f"/desk/documents/{document.pk}/edit/", {"discard": "leave"})
    assert answer["Location"] == f"/desk/documents/{document.pk}/"
    walk(document, world, 1)
    assert process_of(document).state == "review"


def test_another_s_text_is_told_and_holds_nothing_up(world: World) -> None:
    document = rules(world)
    keep(world, document, "<p>公开办写的</p>", by="disclosure@civil")
    assert "公开办（演示）从" in page(world, document)
    assert "公开办写的" not in page(world, document)
    walk(document, world, 1)
    assert process_of(document).state == "review"


@pytest.mark.parametrize("words", ["<p>先审查，后公开。</p>", "<p>先审查，后公开。</p>\n"])
def test_what_says_the_same_as_the_latest_version_holds_nothing_up(world: World, words: str) -> None:
    document = rules(world)
    keep(world, document, words)
    assert WorkingCopy.objects.exists()
    assert "还没有保存" not in page(world, document)
    assert "已恢复" not in world.client("handler@civil").get(f"/desk/documents/{document.pk}/edit/").content.decode()
    walk(document, world, 1)


@pytest.mark.parametrize(
    ("changed", "told"), [({}, False), ({"number": "示民发〔2025〕2号"}, True), ({"summary": "一句话"}, True)]
)
def test_what_is_said_of_a_document_counts_as_its_text(world: World, changed: dict[str, str], told: bool) -> None:
    document = item(world)
    version = document.versions.get(number=document.latest)
    sent = body(version.sections[0]["text"], document.latest, document.title) | {
        "attribute": "active", "item": version.said.item, "made": "2025-06-03", "genre": version.said.genre,
        "number": version.said.number,
    }  # fmt: skip
    world.client("handler@civil").post(f"/desk/documents/{document.pk}/keep/", sent | changed)
    assert ("还没有保存" in page(world, document)) is told


def test_an_entry_of_the_catalogue_that_is_not_saved_counts_too(world: World) -> None:
    entry(world)
    document = item(world)
    version = document.versions.get(number=document.latest)
    sent = body(version.sections[0]["text"], document.latest, document.title) | {
        "attribute": "active", "item": version.said.item, "made": "2025-06-03", "genre": version.said.genre,
        "number": version.said.number, "entry": str(CatalogueEntry.objects.get().pk),
    }  # fmt: skip
    client = world.client("handler@civil")
    client.post(f"/desk/documents/{document.pk}/keep/", sent)
    assert "还没有保存" in page(world, document)
    client.post(f"/desk/documents/{document.pk}/edit/", sent)
    client.post(f"/desk/documents/{document.pk}/keep/", sent | {"based_on": document.latest + 1})
    assert "还没有保存" not in page(world, document)


def test_an_emergency_goes_out_with_what_was_written(world: World) -> None:
    document = item(world, kind="emergency")
    keep(world, document, "<p>签发人写的</p>")
    perform(process_of(document), "publish", by=world.officer("approver@civil"), comment="演示")


def test_saving_and_sending_on_is_one_button(world: World) -> None:
    document = rules(world)
    client = world.client("handler@civil")
    address = f"/desk/documents/{document.pk}/edit/"
    assert "保存并送审" in client.get(address).content.decode()
    client.post(address, body("<p>改好了</p>", 2) | {"submit": "1"})
    process = process_of(document)
    assert (process.state, process.reviewed) == ("review", 3)


def test_what_cannot_be_sent_on_is_saved_and_says_why(world: World) -> None:
    document = item(world, made=None)
    client = world.client("handler@civil")
    sent = body("<p>改</p>", document.latest, document.title) | {
        "attribute": "active",
        "item": "regulations",
        "submit": "1",
    }
    answer = client.post(f"/desk/documents/{document.pk}/edit/", sent, follow=True)
    assert "还没有写明：成文日期" in answer.content.decode()
    assert process_of(document).state == "draft"


def test_what_is_refused_is_kept(world: World) -> None:
    document = rules(world)
    client = world.client("handler@civil")
    assert client.post(f"/desk/documents/{document.pk}/edit/", body("<p>还在</p>", 2, title="")).status_code == 422
    assert "还在" in client.get(f"/desk/documents/{document.pk}/edit/").content.decode()


@pytest.mark.parametrize("based_on", ["9" * 30, "99999999999999999999", "-1", "0", "x", ""])
@pytest.mark.parametrize("room", ["edit", "keep"])
def test_no_number_of_a_version_breaks_it(world: World, room: str, based_on: str) -> None:
    document = rules(world)
    answer = world.client("handler@civil").post(f"/desk/documents/{document.pk}/{room}/", body("<p>x</p>", based_on))
    assert answer.status_code == 422


def test_one_thing_on_the_page_of_a_document_is_the_main_thing(world: World) -> None:
    document = rules(world)

    def main(name: str) -> list[str]:
        shown = page(world, document, name).split("<main")[1].split("</main>")[0]
        found = [part.split("</")[0].split(">")[-1] for part in shown.split('class="button"')[1:]]
        return found + [part.split("</button>")[0] for part in shown.split("<button>")[1:]]

    assert main("handler@civil") == ["送审"]
    keep(world, document, "<p>写到一半</p>")
    assert main("handler@civil") == ["继续编辑"]
    WorkingCopy.objects.all().delete()
    walk(document, world, 1)
    assert main("handler@civil") == ["修改"]
    assert main("reviewer@civil") == ["同意"]
    walk_on(document, world)
    assert main("disclosure@civil") == ["发布"]
    save(document, text("新", "<p>新</p>"), based_on=2, by=world.officer("handler@civil"))


def walk_on(document: Document, world: World) -> None:
    for act, name in (("pass", "reviewer@civil"), ("pass", "secrecy@civil"), ("approve", "approver@civil")):
        perform(process_of(document), act, by=world.officer(name))


@pytest.mark.parametrize("then", [{}, {"submit": "1"}])
def test_what_the_page_kept_on_its_way_out_does_not_come_after_what_was_saved(
    world: World, then: dict[str, str]
) -> None:
    document = rules(world)
    client, address = world.client("handler@civil"), f"/desk/documents/{document.pk}"
    sent = body("<p>写到一半</p>", document.latest)
    client.post(f"{address}/edit/", sent | {"text-body": "<p>写完了</p>"} | then)
    late = client.post(f"{address}/keep/", sent)
    assert late.status_code == 409
    assert "您已保存了第3版" in late.json()["message"]
    assert not WorkingCopy.objects.exists()
    assert client.post(f"{address}/keep/", sent | {"based_on": 3}).status_code == 200
    # what somebody else saved meanwhile is no reason not to keep what is being written
    colleague = world.client("disclosure@civil")
    assert colleague.post(f"{address}/keep/", sent).status_code == 200
