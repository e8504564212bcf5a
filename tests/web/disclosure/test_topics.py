"""What was approved of a topic stays public, to the byte, while a newer version is written and reviewed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from gongkai.web.audit.models import Event
from gongkai.web.disclosure.batches.actions import mask, under_way
from gongkai.web.disclosure.models import Document, Topic, TopicPublication, TopicVersion
from gongkai.web.disclosure.topics import actions as topics
from gongkai.web.disclosure.topics.versions import documents_of
from gongkai.web.visibility import PUBLIC
from gongkai.web.workflow.actions import perform
from gongkai.web.workflow.refusals import Refused, Stale
from tests.web.disclosure.lists import appoint, out
from tests.web.disclosure.scene import item, process_of, walk
from tests.web.world import World

#: Made up; the check digit is right.
IDENTITY = "11010519491231002X"


def documents(world: World, *numbers: int) -> list[Document]:
    rows = [item(world, number=f"示民发〔2025〕{number}号") for number in numbers]
    for row in rows:
        walk(row, world)
    return rows


def public(world: World, rows: list[Document]) -> Topic:
    """A topic of which the public reads the first version with documents, number 2."""
    by = world.officer("handler@civil")
    topic = topics.begin(world.agencies["civil"], title="救助（演示）", by=by)
    topic = saved(world, topic, "导语", rows)
    topics.send(topic, by=by)
    out(world, "topic", topic=topic)
    return Topic.objects.get(pk=topic.pk)


def saved(world: World, topic: Topic, intro: str, rows: list[Document], *, title: str = "救助（演示）") -> Topic:
    topic = Topic.objects.select_related("agency").get(pk=topic.pk)
    numbers = [row.index_number for row in rows]
    said: dict[str, Any] = {"title": title, "intro": intro, "numbers": numbers, "version": topic.version}
    return topics.change(topic, **said, by=world.officer("handler@civil"))


def portal(client: Client, topic: Topic) -> dict[str, bytes]:
    """All that the portal says of it, with the tags of its pages."""
    pages = ("/a/civil/topics/", f"/a/civil/topics/{topic.pk}/", "/sitemap.xml", "/a/civil/content/")
    found = {}
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
        found[page] = answer.content
    return found


def test_what_was_approved_stays_public_to_the_byte_until_the_newer_version_is(world: World, client: Client) -> None:
    first, second = documents(world, 31, 32)
    topic = public(world, [first])
    before = portal(client, topic)
    topic = saved(world, topic, "改过的导语", [second, first], title="社会救助（演示）")
    assert portal(client, topic) == before
    batch = topics.send(topic, by=world.officer("handler@civil"))
    assert "社会救助（演示）" in batch.title, "it is called what it will be called"
    process = process_of(batch)
    perform(process, "submit", by=world.officer("handler@civil"))
    perform(process, "pass", by=world.officer("secrecy@civil"))
    assert portal(client, topic) == before
    perform(process, "approve", by=world.officer("approver@civil"))
    page = client.get(f"/a/civil/topics/{topic.pk}/").content.decode()
    assert "改过的导语" in page
    assert page.index(f"documents/{second.pk}/") < page.index(f"documents/{first.pk}/")
    assert "社会救助（演示）" in client.get("/a/civil/topics/").content.decode()
    ended, runs = TopicPublication.objects.order_by("since")
    assert (ended.version.number, ended.until is None) == (2, False)
    assert (runs.version.number, runs.until, runs.batch) == (3, None, batch)
    event = Event.objects.filter(verb="topic.published").order_by("pk").last()
    assert event is not None
    assert (event.old, event.new) == ({"version": 2}, {"version": 3, "digest": process_of(batch).digest})


def test_every_version_is_kept_as_it_was_saved(world: World) -> None:
    first, second = documents(world, 33, 34)
    topic = saved(world, public(world, [first]), "第二稿", [first, second])
    said = [(row.number, row.intro, documents_of(row)) for row in topic.versions.order_by("number")]
    assert said == [(1, "", []), (2, "导语", [first]), (3, "第二稿", [first, second])]
    assert list(TopicVersion.objects.visible_to(PUBLIC).values_list("number", flat=True)) == [2]
    again = saved(world, topic, "第二稿", [first, second])
    assert (again.latest, again.version) == (3, topic.version), "what says the same is no change"


def test_the_tag_of_a_page_holds_while_a_version_is_only_saved(world: World, client: Client) -> None:
    rows = documents(world, 35)
    topic = public(world, rows)
    page = f"/a/civil/topics/{topic.pk}/"
    saved(world, topic, "还在写", rows)
    answer = client.get(page)
    assert client.get(page, headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert "还在写" not in answer.content.decode()


def test_a_withdrawn_topic_is_gone_and_what_is_being_written_stays(world: World, client: Client) -> None:
    rows = documents(world, 36)
    topic = public(world, rows)
    topic = saved(world, topic, "还在写", rows)
    approver = world.officer("approver@civil")
    with pytest.raises(Refused, match="理由"):
        topics.withdraw(topic, reason=" ", version=topic.version, by=approver)
    with pytest.raises(Stale):
        topics.withdraw(topic, reason="演示", version=topic.version - 1, by=approver)
    topic = topics.withdraw(topic, reason="内容有误（演示）", version=topic.version, by=approver)
    assert client.get(f"/a/civil/topics/{topic.pk}/").status_code == 404
    assert f"/topics/{topic.pk}/" not in client.get("/sitemap.xml").content.decode()
    assert (topic.intro, topic.latest) == ("还在写", 3)
    ended = TopicPublication.objects.get()
    assert (ended.reason, ended.until is None) == ("内容有误（演示）", False)
    with pytest.raises(Refused, match="不用撤下"):
        topics.withdraw(topic, reason="演示", version=topic.version, by=approver)
    topics.send(topic, by=world.officer("handler@civil"))
    out(world, "topic", topic=topic)
    assert "还在写" in client.get(f"/a/civil/topics/{topic.pk}/").content.decode()


def test_the_desk_shows_both_and_says_which_the_public_reads(world: World) -> None:
    first, second = documents(world, 37, 38)
    topic = public(world, [first])
    desk, page = world.client("handler@civil"), f"/desk/documents/topics/{topic.pk}/"
    assert 'id="both"' not in desk.get(page).content.decode(), "there is one version to read"
    saved(world, topic, "新导语", [second])
    both = desk.get(page).content.decode()
    assert re.search("公众现在看到的是第2版（.*起），最新的第3版还没有公开", both)
    assert "新导语" in both
    shown = desk.get(page + "?version=2").content.decode()
    assert "这是公众看到的第2版" in shown
    assert "<p>导语</p>" in shown
    assert first.index_number in shown.partition('id="versions"')[0]
    assert second.index_number not in shown.partition('id="versions"')[0]
    assert 'name="numbers"' not in shown, "an older version is not edited"
    assert "这是旧的第1版" in desk.get(page + "?version=1").content.decode()
    assert desk.get(page + "?version=9").status_code == 404
    assert "有新的一版未公开" in desk.get("/desk/documents/topics/").content.decode()
    approver = world.client("approver@civil").get(page).content.decode()
    assert 'name="withdraw"' in approver, "it can be withdrawn while a newer version is written"


def test_a_masking_is_a_version_and_changes_no_saved_one(world: World) -> None:
    rows = documents(world, 39)
    topic = saved(world, public(world, rows), f"联系人身份证{IDENTITY}", rows)
    batch = topics.send(topic, by=world.officer("handler@civil"))
    mask(batch, by=world.officer("handler@civil"))
    topic.refresh_from_db()
    assert topic.latest == 4
    assert IDENTITY in topic.versions.get(number=3).intro
    assert IDENTITY not in topic.versions.get(number=4).intro
    assert documents_of(topic.versions.get(number=4)) == rows
    out(world, "topic", topic=topic)
    assert Topic.objects.get().shown.number == 4


def test_nobody_reviews_a_topic_of_which_they_wrote_an_earlier_version(world: World) -> None:
    appoint(world, "secrecy@civil", "handler")
    rows = documents(world, 40)
    topic = topics.begin(world.agencies["civil"], title="救助（演示）", by=world.officer("secrecy@civil"))
    topic = saved(world, topic, "导语", rows)
    process = process_of(topics.send(topic, by=world.officer("handler@civil")))
    perform(process, "submit", by=world.officer("handler@civil"))
    with pytest.raises(Refused, match="起草人不能审核"):
        perform(process, "pass", by=world.officer("secrecy@civil"))


def test_a_change_under_review_goes_back_and_the_public_reads_what_it_read(world: World, client: Client) -> None:
    rows = documents(world, 41)
    topic = saved(world, public(world, rows), "第三版", rows)
    process = process_of(topics.send(topic, by=world.officer("handler@civil")))
    perform(process, "submit", by=world.officer("handler@civil"))
    topic = saved(world, topic, "第四版", rows)
    process.refresh_from_db()
    assert process.state == "draft"
    assert "导语</p>" in client.get(f"/a/civil/topics/{topic.pk}/").content.decode()
    assert under_way("topic", world.agencies["civil"], topic) == process
    out(world, "topic", topic=topic)
    assert "第四版" in client.get(f"/a/civil/topics/{topic.pk}/").content.decode()
