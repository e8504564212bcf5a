"""Documents under the items of 《条例》第二十条: what is said of them, their files, their way to the public."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from gongkai.web.audit.acts import act
from gongkai.web.audit.models import Event
from gongkai.web.disclosure.actions import Text, bring_in, draft, indexing, save, set_pattern
from gongkai.web.disclosure.actions.publishing import publish_scheduled
from gongkai.web.disclosure.facts import Attribute, Facts
from gongkai.web.disclosure.kinds import kinds
from gongkai.web.disclosure.models import Document, IndexPattern, IndexSeries
from gongkai.web.files.intake import receive
from gongkai.web.files.models import File
from gongkai.web.search.finding import find
from gongkai.web.visibility import PUBLIC, Level
from gongkai.web.workflow.actions import perform
from gongkai.web.workflow.refusals import Refused
from gongkai.workdays import add_workdays
from tests.web.disclosure.scene import item, process_of, walk
from tests.web.world import BY, TODAY, World


def attached(world: World, document: Document, name: str = "附表（演示）.txt", alt: str = "") -> File:
    received = receive(io.BytesIO("附表的内容".encode()), name=name)
    return bring_in(document, received, alt=alt, by=world.officer("handler@civil"))


def with_file(world: World, document: Document, file: File, **facts: object) -> None:
    said = Facts.first(document.kind).but(made=date(2025, 6, 3)).but(**facts)
    text = Text(document.title, "", {"body": {"text": "<p>见附件。</p>"}}, said, [file.uuid])
    save(document, text, based_on=document.latest, by=world.officer("handler@civil"))
    document.refresh_from_db()


def test_every_kind_can_be_begun(world: World) -> None:
    for kind in kinds().values():
        if kind.power:  # 规章: test_regulations
            continue
        document = draft(world.agencies["civil"], kind=kind.id, title="演示", by=world.officer("handler@civil"))
        assert document.item == ("" if kind.in_frame else kind.item)


@pytest.mark.parametrize(
    ("kind", "without", "named"),
    [
        ("policy", {"made": None}, "成文日期"),
        ("normative", {"number": ""}, "文号"),
        ("interpretation", {}, "解读的文件"),
        ("bulletin", {}, "期号"),
        ("news", {"item": ""}, "法定公开事项"),
        ("policy", {"attribute": Attribute.WITHHELD.value}, "不予公开的理由"),
    ],
)
def test_what_a_kind_asks_for_is_said_before_it_is_sent_on(
    world: World, kind: str, without: dict[str, object], named: str
) -> None:
    document = item(world, kind=kind, **without)
    with pytest.raises(Refused, match=named):
        walk(document, world, 1)


def test_what_is_published_is_what_was_approved(world: World, client: Client) -> None:
    document = item(world, subject="民政、扶贫、救灾", contact="000-1234（演示）")
    walk(document, world)
    page = client.get(f"/a/civil/documents/{document.pk}/").content.decode()
    for said in (
        "示民发〔2025〕1号",
        "2025年6月3日",
        "民政、扶贫、救灾",
        "000-1234（演示）",
        document.index_number,
        "主动公开",
    ):
        assert said in page
    assert (document.made, document.number, document.item) == (date(2025, 6, 3), "示民发〔2025〕1号", "regulations")
    assert [hit.entry.url for hit in find("示民发〔2025〕1号", reader=PUBLIC)] == [f"/a/civil/documents/{document.pk}/"]


def test_what_is_said_later_is_public_when_it_is_published(world: World) -> None:
    document = item(world)
    walk(document, world)
    again = Text(document.title, "", {"body": {"text": "<p>新的。</p>"}}, Facts.first("policy").but(number="新"))
    save(document, again, based_on=document.latest, by=world.officer("handler@civil"))
    document.refresh_from_db()
    assert document.number == "示民发〔2025〕1号"


def test_files_are_public_with_what_they_are_attached_to(world: World, client: Client) -> None:
    document = item(world)
    first, second = attached(world, document), attached(world, document, "第二张（演示）.txt")
    with_file(world, document, first)
    assert client.get(first.get_absolute_url()).status_code == 404
    walk(document, world)
    assert client.get(first.get_absolute_url()).status_code == 200
    assert first.name in client.get(f"/a/civil/documents/{document.pk}/").content.decode()
    with_file(world, document, second)
    assert client.get(second.get_absolute_url()).status_code == 404
    walk(document, world)
    assert client.get(first.get_absolute_url()).status_code == 404
    assert client.get(second.get_absolute_url()).status_code == 200
    perform(process_of(document), "retract", by=world.officer("disclosure@civil"), comment="演示")
    assert client.get(second.get_absolute_url()).status_code == 404


def test_a_file_of_two_documents_stays_public_for_the_other(world: World) -> None:
    one, two = item(world), item(world)
    file = attached(world, one)
    for document in (one, two):
        with_file(world, document, file)
        walk(document, world)
    perform(process_of(one), "retract", by=world.officer("disclosure@civil"), comment="演示")
    file.refresh_from_db()
    assert file.level == Level.PUBLIC


def test_no_file_of_another_agency_is_attached(world: World) -> None:
    theirs = item(world, by="handler@neighbour-civil")
    received = receive(io.BytesIO(b"x"), name="x.txt")
    file = bring_in(theirs, received, by=world.officer("handler@neighbour-civil"))
    with pytest.raises(Refused, match="不是本机关的"):
        with_file(world, item(world), file)


def test_a_version_with_another_file_is_another_version(world: World) -> None:
    document = item(world)
    with_file(world, document, attached(world, document))
    before = document.versions.get(number=document.latest).digest
    with_file(world, document, attached(world, document, "另一张（演示）.txt"))
    assert document.versions.get(number=document.latest).digest != before


def test_what_is_not_active_is_kept_and_never_published(world: World, client: Client) -> None:
    document = item(world, attribute=Attribute.ON_REQUEST.value)
    walk(document, world, 4)
    office = world.officer("disclosure@civil")
    with pytest.raises(Refused, match="依申请公开"):
        perform(process_of(document), "publish", by=office)
    perform(process_of(document), "keep", by=office)
    assert process_of(document).state == "kept"
    assert client.get(f"/a/civil/documents/{document.pk}/").status_code == 404


def test_it_goes_out_at_the_time_that_was_set(world: World) -> None:
    document = item(world)
    walk(document, world, 4)
    at = timezone.now() + timedelta(hours=3)
    step = perform(process_of(document), "schedule", by=world.officer("disclosure@civil"), at=at)
    document.refresh_from_db()
    assert (document.publish_at, document.level) == (at, Level.INTERNAL)
    publish_scheduled.func(process_of(document).pk, step.pk)
    document.refresh_from_db()
    assert (document.publish_at, document.level) == (None, Level.PUBLIC)
    assert Event.objects.filter(verb="document.published").count() == 1


def test_a_time_that_was_given_up_publishes_nothing(world: World) -> None:
    document = item(world)
    walk(document, world, 4)
    office = world.officer("disclosure@civil")
    step = perform(process_of(document), "schedule", by=office, at=timezone.now() + timedelta(hours=3))
    perform(process_of(document), "unschedule", by=office)
    publish_scheduled.func(process_of(document).pk, step.pk)
    document.refresh_from_db()
    assert (document.publish_at, document.level) == (None, Level.INTERNAL)


@pytest.mark.parametrize("at", [None, timezone.now() - timedelta(hours=1)])
def test_a_time_must_lie_ahead(world: World, at: object) -> None:
    document = item(world)
    walk(document, world, 4)
    with pytest.raises(Refused, match="时间"):
        perform(process_of(document), "schedule", by=world.officer("disclosure@civil"), at=at)


def test_an_emergency_goes_out_first_and_is_reviewed_after(world: World, client: Client) -> None:
    document = item(world, kind="emergency")
    address = f"/a/civil/documents/{document.pk}/"
    with pytest.raises(Refused, match="理由"):
        perform(process_of(document), "publish", by=world.officer("approver@civil"))
    assert process_of(document).deadline is not None
    process = walk(document, world, 1)
    assert (process.deadline, process.due) == (None, add_workdays(TODAY, 1).day), "the statutory term is kept already"
    assert client.get(address).status_code == 200
    perform(process_of(document), "retract", by=world.officer("reviewer@civil"), comment="不准确")
    assert client.get(address).status_code == 404


def test_index_numbers_follow_the_agency_s_pattern_and_never_repeat(world: World) -> None:
    civil, office = world.agencies["civil"], world.officer("disclosure@civil")
    year = office.today.year
    first = item(world).index_number
    assert first.endswith(f"/{year}-00001")
    set_pattern(civil, pattern="MZ-{year}-{serial:03}", by=office)
    assert [item(world).index_number for _ in range(2)] == [f"MZ-{year}-002", f"MZ-{year}-003"]
    assert Document.objects.get(index_number=first)


def test_no_two_agencies_give_the_same_index_number(world: World) -> None:
    civil, street, by = world.agencies["civil"], world.agencies["street"], world.officer("disclosure@civil")
    year = by.today.year
    with act(by=BY) as done:
        for agency in (civil, street):  # as an instance may have them that was there before this was refused
            IndexPattern.objects.create(agency=agency, pattern="Q-{year}-{serial:02}")
        done.note("instance.prepared", of=civil.thing)
    said = {"kind": "policy", "title": "演示"}
    made = [
        draft(world.agencies[slug], by=world.officer(f"handler@{slug}"), **said).index_number
        for slug in ("civil", "street", "civil")
    ]
    assert made == [f"Q-{year}-0{number}" for number in (1, 2, 3)]
    with pytest.raises(Refused, match="的索引号也是这个式样"):
        set_pattern(civil, pattern="Q-{year}-{serial:02}", by=by)
    with pytest.raises(IntegrityError), act(by=BY):
        Document.objects.create(agency=street, kind="policy", title="演示", index_number=made[0])


def test_an_index_number_given_at_the_same_moment_is_not_given_again(world: World, monkeypatch: Any) -> None:
    """Two acts look at once, and find it free: the database refuses the second, which takes the next."""
    first = item(world)
    looks, seen = [None], indexing._holder
    monkeypatch.setattr(indexing, "_holder", lambda number: looks.pop() if looks else seen(number))
    with act(by=BY) as done:
        IndexSeries.objects.filter(agency=world.agencies["civil"]).update(last=0)
        done.note("instance.prepared", of=first.thing)
    second = item(world)
    assert (first.index_number[-5:], second.index_number[-5:]) == ("00001", "00002")


@pytest.mark.parametrize(
    "pattern",
    [
        "{serial}",
        "{year}",
        "{year}{serial:x}",
        "{agency.pk}{year}{serial}",
        "{year}{serial!r}",
        "{",
        "x" * 70 + "{year}{serial}",
    ],
)
def test_a_pattern_that_makes_no_numbers_is_refused(world: World, pattern: str) -> None:
    with pytest.raises(Refused):
        set_pattern(world.agencies["civil"], pattern=pattern, by=world.officer("disclosure@civil"))


def test_the_sections_of_the_portal_list_what_is_published(world: World, client: Client) -> None:
    document = item(world)
    walk(document, world)
    for address in (
        "/",
        "/content/",
        "/a/civil/content/",
        "/a/civil/content/regulations/",
        "/a/civil/content/regulations/?kind=policy&year=2025",
    ):
        assert document.title in client.get(address).content.decode(), address
    assert document.title not in client.get("/a/civil/content/regulations/?year=2024").content.decode()
    assert client.get("/a/civil/content/nothing/").status_code == 404
    assert client.get("/a/civil/content/homesteads/").status_code == 404


def test_a_correction_is_seen(world: World, client: Client) -> None:
    document = item(world)
    walk(document, world)
    said = Facts.first("policy").but(made=date(2025, 6, 3), correction="原第一段“示范”误作“示反”，现予更正。")
    text = Text(document.title, "", {"body": {"text": "<p>更正后的正文。</p>"}}, said)
    save(document, text, based_on=document.latest, by=world.officer("handler@civil"))
    walk(document, world)
    assert "误作“示反”" in client.get(f"/a/civil/documents/{document.pk}/").content.decode()


def test_a_document_is_written_with_its_facts_and_files_through_the_page(world: World) -> None:
    document = item(world)
    client = world.client("handler@civil")
    address = f"/desk/documents/{document.pk}/edit/"
    upload = io.BytesIO("附表".encode())
    upload.name = "附表（演示）.txt"
    sent = {
        "title": document.title, "summary": "", "based_on": document.latest, "text-body": "<p>正文</p>",
        "attribute": "active", "item": "welfare", "made": "2025-06-04", "number": "示民发〔2025〕9号",
        "uploads": upload,
    }  # fmt: skip
    assert client.post(address, sent).status_code == 302
    document.refresh_from_db()
    version = document.versions.get(number=document.latest)
    assert (version.said.item, version.said.made, version.said.number) == (
        "welfare",
        date(2025, 6, 4),
        "示民发〔2025〕9号",
    )
    assert [file.name for file in version.files_below()] == ["附表（演示）.txt"]
    page = client.get(address).content.decode()
    assert 'value="2025-06-04"' in page
    assert "附表（演示）.txt" in page
    wrong = sent | {"based_on": document.latest, "made": "2025-02-30", "explains": "没有/2025-1"}
    wrong.pop("uploads")
    answer = client.post(address, wrong)
    assert answer.status_code == 422
    assert "没有这个索引号的文件" in answer.content.decode()
