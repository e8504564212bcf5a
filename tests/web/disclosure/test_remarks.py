"""Sent back with remarks on passages: seen beside the text, ticked off one by one."""

from __future__ import annotations

import pytest

from gongkai.web.disclosure.actions import settle
from gongkai.web.disclosure.models import Document, SettledRemark
from gongkai.web.disclosure.remarks import returned
from gongkai.web.workflow.models import Step
from gongkai.web.workflow.refusals import Refused
from tests.web.disclosure.scene import process_of, rules, walk
from tests.web.world import World


def sent_back(world: World) -> tuple[Document, Step]:
    document = rules(world)
    process = walk(document, world, 1)
    sent = {"act": "return", "version": process.version, "comment": "", "to": "draft",
            "passage": ["先审查", "后公开"], "remark": ["写明谁审查", "写明几日内"]}  # fmt: skip
    world.client("reviewer@civil").post(f"/desk/workflow/{process.pk}/act/", sent)
    return document, process_of(document).steps.order_by("-number").first()


def test_several_passages_come_back_with_what_is_said_of_each(world: World) -> None:
    document, step = sent_back(world)
    assert step.passages == [{"quoted": "先审查", "said": "写明谁审查"}, {"quoted": "后公开", "said": "写明几日内"}]
    page = world.client("handler@civil").get(f"/desk/documents/{document.pk}/edit/").content.decode()
    for words in ("退回意见", "先审查", "写明几日内", "标为已改"):
        assert words in page
    sheet = world.client("handler@civil").get(f"/desk/workflow/{step.process_id}/sheet/").content.decode()
    assert "写明谁审查" in sheet


def test_remarks_are_ticked_off_one_by_one(world: World) -> None:
    document, step = sent_back(world)
    client, address = world.client("handler@civil"), f"/desk/documents/{document.pk}/remarks/"
    sent = {"step": step.pk, "place": 1, "settled": "1"}
    assert client.post(address, sent)["Location"] == f"/desk/documents/{document.pk}/edit/"
    assert client.post(address, sent, headers={"Accept": "application/json"}).json() == {"settled": True}
    found = returned(document)
    assert found is not None
    assert [remark.settled is not None for remark in found.remarks] == [False, True]
    assert "还有1条" in client.get(f"/desk/documents/{document.pk}/").content.decode()
    client.post(address, {"step": step.pk, "place": 1, "reopened": "1"})
    assert not SettledRemark.objects.exists()
    assert client.post(address, {"step": "9" * 30, "place": 0, "settled": "1"}).status_code == 302
    client.post(address, {"step": step.pk, "place": "7" * 9, "settled": "1"})
    assert not SettledRemark.objects.exists()


def test_no_remark_of_another_document_is_ticked_off(world: World) -> None:
    _document, step = sent_back(world)
    other = rules(world, "另一制度")
    with pytest.raises(Refused):
        settle(other, step, 0, settled=True, by=world.officer("handler@civil"))


def test_what_is_sent_on_again_has_no_open_remarks(world: World) -> None:
    document, _step = sent_back(world)
    walk(document, world, 1)
    assert returned(document) is None


def test_a_return_without_a_word_is_refused(world: World) -> None:
    document = rules(world)
    process = walk(document, world, 1)
    sent = {"act": "return", "version": process.version, "comment": " ", "passage": ["先审查"], "remark": [""]}
    world.client("reviewer@civil").post(f"/desk/workflow/{process.pk}/act/", sent)
    assert process_of(document).state == "review"


def test_who_may_send_back_remarks_in_the_preview(world: World) -> None:
    document = rules(world)
    walk(document, world, 1)
    address = f"/desk/documents/{document.pk}/versions/{document.latest}/"
    assert "data-remarks" in world.client("reviewer@civil").get(address).content.decode()
    assert "data-remarks" not in world.client("handler@civil").get(address).content.decode()
    first = f"/desk/documents/{document.pk}/versions/1/"
    assert "data-remarks" not in world.client("reviewer@civil").get(first).content.decode()


def test_a_preview_says_that_its_links_lead_nowhere_yet(world: World) -> None:
    document = rules(world)
    address, reader = f"/desk/documents/{document.pk}/versions/{document.latest}/", world.client("handler@civil")
    assert "在这一版发布后才有效" in reader.get(address).content.decode()
    walk(document, world)
    assert "在这一版发布后才有效" not in reader.get(address).content.decode()
