"""A document's life: drafted, reviewed, published, superseded, retracted; seen by those who may."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from gongkai.web.agencies.actions import amend, rename
from gongkai.web.agencies.officers import NotPermitted
from gongkai.web.audit.acts import act
from gongkai.web.audit.models import Event
from gongkai.web.disclosure.actions import Conflict, Text, draft, save
from gongkai.web.disclosure.models import Document, DocumentVersion, Publication
from gongkai.web.disclosure.reading import html_of, published
from gongkai.web.disclosure.tasks import renew_guides
from gongkai.web.search.models import Entry
from gongkai.web.tasks.attempts import run_due
from gongkai.web.visibility import PUBLIC, Level
from gongkai.web.workflow.actions import perform
from gongkai.web.workflow.refusals import Refused
from tests.web.disclosure.scene import guide, item, process_of, reachable, rules, text, walk
from tests.web.world import BY, TODAY, World


def test_what_is_approved_is_what_is_published(world: World) -> None:
    document = rules(world)
    process = walk(document, world)
    assert (process.state, process.waits_for) == ("published", "")
    assert document.published.digest == process.digest
    assert document.level == document.published.level == Level.PUBLIC
    assert Publication.objects.get().html.strip() != ""
    [read] = published(world.agencies["civil"], "rules", TODAY)
    assert "先审查，后公开。" in html_of(read)


def test_a_draft_is_seen_by_nobody_outside(world: World) -> None:
    document = rules(world)
    assert not Document.objects.visible_to(PUBLIC).exists()
    assert not DocumentVersion.objects.visible_to(PUBLIC).exists()
    assert not Document.objects.visible_to(world.officer("handler@neighbour-civil")).exists()
    assert Document.objects.visible_to(world.officer("supervisor@district")).get() == document
    assert published(world.agencies["civil"], "rules", TODAY) == []


def test_a_new_version_leaves_the_published_one_until_it_is_published_itself(world: World) -> None:
    document = rules(world)
    walk(document, world)
    by = world.officer("handler@civil")
    save(document, text("新名称", "<p>新条文。</p>"), based_on=2, by=by)
    [read] = published(world.agencies["civil"], "rules", TODAY)
    assert read.version.number == 2
    assert read.document.title == "政府信息公开保密审查制度"
    assert DocumentVersion.objects.visible_to(PUBLIC).get().number == 2
    walk(document, world)
    [read] = published(world.agencies["civil"], "rules", TODAY)
    assert (read.version.number, read.document.title) == (3, "新名称")
    assert [row.until is None for row in Publication.objects.order_by("since")] == [False, True]


def test_retraction_wants_a_reason_and_takes_the_document_from_the_public(world: World) -> None:
    document = rules(world)
    process = walk(document, world)
    with pytest.raises(Refused, match="须写明"):
        perform(process, "retract", by=world.officer("disclosure@civil"))
    perform(process, "retract", by=world.officer("disclosure@civil"), comment="已失效")
    document.refresh_from_db()
    assert (document.level, document.published) == (Level.INTERNAL, None)
    assert not DocumentVersion.objects.visible_to(PUBLIC).exists()
    assert Publication.objects.get().reason == "已失效"
    assert published(world.agencies["civil"], "rules", TODAY) == []
    assert Event.objects.filter(verb="document.retracted").count() == 1


def test_what_was_retracted_bears_its_latest_title_on_the_desk_and_none_elsewhere(world: World) -> None:
    document = item(world, number="示民发〔2025〕1号")
    old = document.title
    process = walk(document, world)
    facts = document.versions.get(number=document.latest).said.but(number="示民发〔2025〕2号", item="welfare")
    newer = Text("关于改进演示工作的通知", "新的概述（演示）", {"body": {"text": "<p>新的正文。</p>"}}, facts)
    save(document, newer, based_on=document.latest, by=world.officer("handler@civil"))
    desk, portal = world.client("handler@civil"), Client()
    listed = "/desk/documents/?q=示民发〔2025〕"
    assert old in desk.get(listed).content.decode(), "until then it is what the public reads"
    perform(process, "retract", by=world.officer("disclosure@civil"), comment="标题有误")
    page = f"/desk/documents/{document.pk}/"
    for address in (listed, page, "/desk/", "/desk/search/?q=演示工作", "/desk/documents/export/csv/"):
        shown = re.sub("</?mark>", "", desk.get(address).content.decode())
        assert newer.title in shown, address
        assert old not in shown, address
    assert newer.title in desk.get("/desk/documents/?q=示民发〔2025〕2号").content.decode()
    public = ("/", "/a/civil/", "/a/civil/content/", "/search/?q=演示工作", "/feed.atom", "/a/civil/feed.json",
              "/sitemap.xml", "/kiosk/civil/", "/screen/civil/", "/api/v1/documents")  # fmt: skip
    for address in public:
        shown = re.sub("</?mark>", "", portal.get(address).content.decode())
        assert old not in shown, address
        assert newer.title not in shown, address
        assert f"/documents/{document.pk}/" not in shown, address
    assert Event.objects.get(verb="document.retracted").object_name == old


def test_only_the_published_version_can_be_retracted(world: World) -> None:
    document = rules(world)
    first = walk(document, world)
    save(document, text("新名称", "<p>新条文。</p>"), based_on=2, by=world.officer("handler@civil"))
    walk(document, world)
    with pytest.raises(Refused, match="不是现行"):
        perform(first, "retract", by=world.officer("disclosure@civil"), comment="x")


def test_a_change_after_review_returns_to_the_draft(world: World) -> None:
    document = rules(world)
    process = walk(document, world, 3)
    assert process.state == "approval"
    save(document, text("政府信息公开保密审查制度", "<p>改了。</p>"), based_on=2, by=world.officer("disclosure@civil"))
    process.refresh_from_db()
    assert (process.state, process.reviewed) == ("draft", 3)
    assert process.steps.last().act == "change"
    with pytest.raises(Refused, match="没有“签发”"):
        perform(process, "approve", by=world.officer("approver@civil"))


def test_who_changed_the_text_is_its_writer_too(world: World) -> None:
    document = rules(world)
    save(document, text("改", "<p>改了。</p>"), based_on=2, by=world.officer("disclosure@civil"))
    writers = set(process_of(document).writers.values_list("user__username", flat=True))
    assert writers == {"handler@civil", "disclosure@civil"}


def test_a_version_that_says_the_same_is_none(world: World) -> None:
    document = rules(world)
    again = save(
        document,
        text("政府信息公开保密审查制度", "<p>先审查，后公开。</p>"),
        based_on=1,
        by=world.officer("handler@civil"),
    )
    assert again.number == 2


def test_a_version_saved_meanwhile_is_a_conflict(world: World) -> None:
    document = rules(world)
    save(document, text("甲", "<p>甲</p>"), based_on=2, by=world.officer("handler@civil"))
    with pytest.raises(Conflict, match="第3版"):
        save(document, text("乙", "<p>乙</p>"), based_on=2, by=world.officer("disclosure@civil"))
    assert document.versions.count() == 3


def test_an_agency_has_one_guide(world: World) -> None:
    guide(world)
    with pytest.raises(Refused, match="已有“政府信息公开指南”"):
        guide(world)


def test_drafting_needs_an_office_in_the_agency(world: World) -> None:
    with pytest.raises(NotPermitted):
        draft(world.agencies["civil"], kind="rules", title="制度", by=world.officer("handler@street"))
    with pytest.raises(NotPermitted):
        draft(world.agencies["civil"], kind="rules", title="制度", by=world.officer("reviewer@civil"))
    document = rules(world)
    with pytest.raises(NotPermitted):
        save(document, text("甲", "<p>甲</p>"), based_on=2, by=world.officer("handler@neighbour-civil"))


def test_a_guide_without_contacts_is_not_sent_on(world: World) -> None:
    document = draft(world.agencies["civil"], kind="guide", title="指南", by=world.officer("handler@civil"))
    with pytest.raises(Refused, match="办公时间"):
        perform(process_of(document), "submit", by=world.officer("handler@civil"))
    reachable(world.agencies["civil"])
    perform(process_of(document), "submit", by=world.officer("handler@civil"))


def test_a_changed_phone_changes_the_published_guide_at_once(world: World) -> None:
    document = guide(world)
    walk(document, world)
    agency = world.agencies["civil"]
    [before] = published(agency, "guide", TODAY)
    with act(by=BY) as done:
        agency.phone = "000-5678（演示）"
        agency.save()
        done.note("agency.amended", of=agency.thing, agency=agency.holder)
    [after] = published(agency, "guide", TODAY)
    assert "000-1234" in html_of(before)
    assert "000-5678" in html_of(after)
    assert before.version == after.version
    assert "000-1234" in Publication.objects.get().html


def found_by(words: str) -> list[str]:
    return [entry.kind for entry in Entry.objects.visible_to(PUBLIC).filter(text__contains=words)]


def test_a_guide_is_found_by_what_its_page_says_now(world: World) -> None:
    walk(guide(world), world)
    assert found_by("000-1234") == ["guide"]
    by, civil = world.officer("administrator@district"), world.agencies["civil"]
    civil.refresh_from_db()
    amend(civil, values={"phone": "000-56780000"}, version=civil.version, by=by)
    run_due()
    assert "000-56780000" in Client().get("/a/civil/guide/").content.decode()
    assert (found_by("000-56780000"), found_by("000-1234")) == (["guide"], [])
    assert renew_guides.func() == 0


def test_so_is_one_in_which_the_data_of_a_superior_stand(world: World) -> None:
    walk(guide(world), world)
    district = world.agencies["district"]
    rename(district, name="示范新区人民政府（演示）", day=TODAY, version=1, by=world.officer("administrator@district"))
    run_due()
    assert "guide" in found_by("示范新区人民政府")


def test_an_agency_without_a_published_guide_asks_for_nothing(world: World) -> None:
    street = world.agencies["street"]
    amend(street, values={"phone": "000-56780000"}, version=1, by=world.officer("administrator@district"))
    assert not DBTaskResult.objects.exists()


def test_an_abandoned_draft_ends_and_another_may_begin(world: World) -> None:
    document = rules(world)
    perform(process_of(document), "abandon", by=world.officer("handler@civil"), comment="不需要了")
    assert process_of(document).ended is not None
    save(document, text("再来", "<p>再来</p>"), based_on=2, by=world.officer("handler@civil"))
    assert process_of(document).state == "draft"


def test_nothing_is_called_in_force_before_it_is_published(world: World) -> None:
    document, officer = rules(world), world.client("handler@civil")
    pages = ("/desk/documents/", f"/desk/documents/{document.pk}/")
    assert [re.search("tag[^>]*>有效<", officer.get(page).content.decode()) for page in pages] == [None, None]
    walk(document, world)
    assert all(re.search("tag[^>]*>有效<", officer.get(page).content.decode()) for page in pages)
