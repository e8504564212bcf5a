"""《条例》第二十六条: public within twenty working days; shown, warned of, counted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.law.publication import Otherwise, days_left, last_late, publication_due
from gongkai.web.audit.acts import act
from gongkai.web.disclosure.actions import Text, save
from gongkai.web.disclosure.facts import Facts
from gongkai.web.disclosure.models import Document
from gongkai.web.disclosure.timeliness import counted, in_state, of_version
from gongkai.web.workflow.actions import perform
from tests.web.disclosure.scene import item, process_of, rules, walk
from tests.web.world import BY, World


@pytest.mark.parametrize(
    ("formed", "due"),
    [
        (date(2026, 1, 15), date(2026, 2, 12)),
        (date(2026, 2, 9), date(2026, 3, 13)),
        (date(2026, 9, 30), date(2026, 11, 3)),
    ],
)
def test_the_term_is_twenty_working_days_from_forming(formed: date, due: date) -> None:
    found = publication_due(formed)
    assert found is not None
    assert (found.day, found.provisional, found.source) == (due, False, "《条例》第二十六条")


def test_another_law_sets_another_term() -> None:
    """法律、法规对政府信息公开的期限另有规定的，从其规定。"""
    found = publication_due(date(2026, 1, 15), otherwise=Otherwise(date(2026, 1, 22), "《某法》第一条"))
    assert found == (date(2026, 1, 22), False, "《某法》第一条")


def test_no_term_is_made_up_for_what_is_older_or_beyond_the_calendar() -> None:
    assert publication_due(date(2019, 5, 14)) is None
    assert publication_due(date(2150, 1, 1)) is None
    later = publication_due(date(2027, 1, 5))
    assert later is not None
    assert later.provisional


def test_what_is_late_today_is_told_by_the_day_of_forming() -> None:
    for today in (date(2026, 3, 2), date(2026, 10, 8), date(2026, 2, 20)):
        last = last_late(today)
        for formed, late in ((last, True), (last + timedelta(1), False)):
            due = publication_due(formed)
            assert due is not None
            assert (due.day < today) is late
    assert days_left(date(2026, 3, 6), date(2026, 3, 2)) == 4
    assert days_left(date(2026, 2, 27), date(2026, 3, 2)) == -2  # Saturday the 28th was worked


def test_a_draft_says_how_long_is_left_and_then_how_late_it_is(world: World) -> None:
    document = item(world, made=date(2026, 2, 9))
    said = document.versions.get(number=document.latest).said
    early, late = (of_version(document, said, day) for day in (date(2026, 3, 2), date(2026, 3, 17)))
    assert early is not None
    assert late is not None
    assert (early.state, early.days, early.words) == ("waiting", 9, "还有9个工作日")
    assert (late.state, late.days, late.words) == ("overdue", 2, "已逾期2个工作日")
    assert process_of(document).deadline == date(2026, 3, 13)


def test_desk_list_and_inbox_say_it(world: World) -> None:
    document = item(world, made=date(2025, 6, 3))
    client = world.client("handler@civil")
    page = client.get(f"/desk/documents/{document.pk}/").content.decode()
    assert "公开期限" in page
    assert "已逾期" in page
    assert "《条例》第二十六条" in page
    assert "已逾期" in client.get("/desk/documents/").content.decode()
    assert "法定期限已过" in client.get("/desk/").content.decode()
    fresh = item(world, made=timezone.localdate())
    listed = client.get("/desk/documents/?term=overdue").content.decode()
    assert f"/desk/documents/{document.pk}/" in listed
    assert f"/desk/documents/{fresh.pk}/" not in listed
    home = world.client("disclosure@civil").get("/desk/").content.decode()
    assert "有1条信息超过法定期限还没有公开" in home


def test_a_correction_does_not_make_late_what_was_in_time(world: World) -> None:
    today = timezone.localdate()
    document = item(world, made=today)
    walk(document, world)
    first = document.out_since
    again = Text(
        document.title, "", {"body": {"text": "<p>更正。</p>"}}, Facts.first("policy").but(made=today, number="1")
    )
    save(document, again, based_on=document.latest, by=world.officer("handler@civil"))
    assert process_of(document).deadline is None
    walk(document, world)
    assert document.out_since == first == today
    changed = Text(document.title, "", {"body": {"text": "<p>变更。</p>"}}, again.facts.but(made=today - timedelta(90)))
    save(document, changed, based_on=document.latest, by=world.officer("handler@civil"))
    document.refresh_from_db()
    assert document.out_since == today  # what is published still stands
    walk(document, world)
    assert counted(Document.objects.all(), today.year, today)[document.agency_id]["late"] == 1


def test_what_was_formed_anew_is_public_since_it_went_out_anew(world: World) -> None:
    today = timezone.localdate()
    document = item(world, made=today - timedelta(days=200))
    walk(document, world)
    with act(by=BY) as done:  # as if that had been in time
        document.out_since = document.made
        document.save()
        done.note("instance.prepared", of=document.thing)
    said = Facts.first("policy").but(made=today - timedelta(days=100), number="1")
    changed = Text(document.title, "", {"body": {"text": "<p>变更。</p>"}}, said)
    save(document, changed, based_on=document.latest, by=world.officer("handler@civil"))
    walk(document, world)
    document.refresh_from_db()
    assert document.out_since == today
    assert of_version(document, said, today).state == "late"  # type: ignore[union-attr]


def test_agencies_are_counted_by_year(world: World) -> None:
    today = timezone.localdate()
    walk(item(world, made=today), world)
    late = item(world, made=date(2025, 6, 3))
    walk(late, world)
    item(world, made=today)
    never = item(world, made=date(today.year, 1, 5))
    walk(rules(world), world)
    with CaptureQueriesContext(connection) as queries:
        found = counted(Document.objects.all(), today.year, today)
    assert len(queries) == 2
    assert dict(found[world.agencies["civil"].pk]) | {"waiting": 0} == {
        "on_time": 1, "late": 1, "overdue": 1, "waiting": 0
    }  # fmt: skip
    assert in_state(Document.objects.all(), "late", today.year, today) == [late.pk]
    client = world.client("disclosure@civil")
    page = client.get("/desk/channels/timeliness/", {"agency": "civil", "state": "overdue"}).content.decode()
    assert f"/desk/documents/{never.pk}/" in page
    assert "已逾期" in page
    assert "逾期公开" in client.get("/desk/channels/timeliness/").content.decode()
    assert client.get("/desk/channels/timeliness.xlsx").status_code == 200


def test_what_was_retracted_counts_as_public_in_its_time(world: World) -> None:
    today = timezone.localdate()
    document = item(world, made=today)
    walk(document, world)
    perform(process_of(document), "retract", by=world.officer("disclosure@civil"), comment="演示")
    assert counted(Document.objects.all(), today.year, today)[document.agency_id]["on_time"] == 1


def test_another_term_is_said_with_its_source(world: World) -> None:
    document, client = item(world), world.client("handler@civil")
    said = {"title": "演示", "based_on": document.latest, "attribute": "active", "item": "regulations"}
    answer = client.post(f"/desk/documents/{document.pk}/edit/", said | {"publish_by": "2026-03-02"})
    assert answer.status_code == 422
    whole = said | {"publish_by": "2026-03-02", "publish_by_source": "《某法》第一条", "made": "2026-03-01"}
    assert client.post(f"/desk/documents/{document.pk}/edit/", whole).status_code == 302
    assert "《某法》第一条" in client.get(f"/desk/documents/{document.pk}/").content.decode()


@pytest.mark.parametrize("day", [date(2016, 5, 1), date(2206, 5, 1)], ids=["before notices", "a slip of the pen"])
def test_a_term_that_no_calendar_reaches_stops_no_page(world: World, day: date) -> None:
    """《条例》第二十六条: 法律、法规对公开期限另有规定的 — as it was in another system, or as it was typed wrongly."""
    document = item(world)
    said = document.versions.get(number=document.latest).said.but(publish_by=day, publish_by_source="《某法》第一条")
    written = Text(document.title, "", {"body": {"text": "<p>正文</p>"}}, said)
    save(document, written, based_on=document.latest, by=world.officer("handler@civil"))
    client = world.client("handler@civil")
    shown = client.get(f"/desk/documents/{document.pk}/").content.decode()
    assert ("未公开，已逾期" if day.year < 2019 else "未公开，未到期") in shown
    for page in ("/desk/", "/desk/documents/", "/desk/channels/timeliness/?state=overdue"):
        assert client.get(page).status_code == 200, page
    assert world.client("supervisor@district").get("/desk/workflow/progress/").status_code == 200
