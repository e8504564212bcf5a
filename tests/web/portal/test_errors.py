"""我要纠错: anybody tells the agency of an error, the agency answers, and only who wrote learns the answer."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from gongkai.web.agencies.officers import NotPermitted
from gongkai.web.audit.acts import act
from gongkai.web.audit.models import Event
from gongkai.web.disclosure.errors.actions import answer, report
from gongkai.web.disclosure.errors.reading import due, last_late
from gongkai.web.disclosure.models import Document, ErrorReport, Outcome
from gongkai.web.portal import errors, limits, stamps
from gongkai.web.workflow.refusals import Refused
from tests.web.portal.reading import publish
from tests.web.world import BY, World

SAID = {"passage": "第二段", "wrong": "日期有误（演示）。", "contact": "演示联系方式000-1234"}


@pytest.fixture(autouse=True)
def at_once(monkeypatch: Any) -> None:
    monkeypatch.setattr(stamps, "YOUNGEST", 0)
    limits.forget()


@pytest.fixture
def address(world: World) -> str:
    [row] = publish(world, 1)
    return f"/a/civil/documents/{row.pk}/error/"


def filled(address: str, **more: str) -> dict[str, str]:
    shown = Client().get(address).content.decode()
    stamp = re.search(r'name="stamp" value="([^"]+)"', shown)
    assert stamp
    return {**SAID, "stamp": stamp[1], "website": ""} | more


def test_what_is_told_reaches_the_desk_and_the_answer_comes_back(world: World, address: str) -> None:
    sent = Client(enforce_csrf_checks=True).post(address, filled(address))
    assert sent.status_code == 302
    status = Client().get(sent["Location"])
    assert status["Cache-Control"] == "no-store"
    assert "正在核实" in status.content.decode()
    row = ErrorReport.objects.get()
    desk = world.client("disclosure@civil")
    assert "日期有误" in desk.get("/desk/documents/errors/").content.decode()
    page = desk.get(f"/desk/documents/errors/{row.pk}/").content.decode()
    assert SAID["contact"] in page
    desk.post(f"/desk/documents/errors/{row.pk}/", {"outcome": "corrected", "text": "已更正，谢谢。"})
    told = Client().get(sent["Location"]).content.decode()
    assert "已更正，谢谢。" in told
    assert SAID["contact"] not in told
    assert "还没有答复过" not in desk.get("/desk/documents/errors/?state=answered").content.decode()
    assert [event.verb for event in Event.objects.filter(verb__startswith="error.").order_by("pk")] == [
        "error.reported",
        "error.answered",
    ]
    kept = " ".join(str(event.new) + str(event.old) for event in Event.objects.all())
    assert SAID["contact"] not in kept
    assert "日期有误" not in kept


def test_how_to_reach_somebody_is_encrypted_and_shown_to_who_answers(world: World, address: str) -> None:
    Client().post(address, filled(address))
    row = ErrorReport.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT contact, code FROM disclosure_errorreport")
        contact, code = cursor.fetchone()
    assert "000-1234" not in contact
    assert len(code) == 64
    assert row.contact == SAID["contact"]
    handler = world.client("handler@civil").get(f"/desk/documents/errors/{row.pk}/").content.decode()
    assert "日期有误" in handler
    assert "000-1234" not in handler
    assert world.client("disclosure@neighbour-civil").get(f"/desk/documents/errors/{row.pk}/").status_code == 404


def test_a_form_sent_twice_is_one_report(world: World, address: str) -> None:
    form = filled(address)
    first, second = Client().post(address, form), Client().post(address, form)
    assert first["Location"] == second["Location"]
    assert ErrorReport.objects.count() == 1


def test_a_code_is_known_also_after_the_key_was_changed(world: World, address: str, settings: Any) -> None:
    """Nobody but who wrote has the code, so that its index cannot be made anew."""
    form = filled(address)
    place = Client().post(address, form)["Location"]
    settings.FIELD_KEYS = ["another key " * 4, *settings.FIELD_KEYS]
    assert "正在核实" in Client().get(place).content.decode()
    assert Client().post(address, form)["Location"] == place
    assert ErrorReport.objects.count() == 1


@pytest.mark.parametrize("more", [{"website": "https://spam.invalid"}, {"stamp": "x"}, {"wrong": ""}, {"passage": " "}])
def test_what_a_machine_sends_is_refused(world: World, address: str, more: dict[str, str]) -> None:
    answer_ = Client().post(address, filled(address) | more)
    assert answer_.status_code == 422
    assert ErrorReport.objects.count() == 0
    assert "spam.invalid" not in answer_.content.decode()


def test_a_page_is_neither_too_young_nor_too_old(world: World, address: str, monkeypatch: Any) -> None:
    form = filled(address)
    monkeypatch.setattr(stamps, "YOUNGEST", 60)
    assert Client().post(address, form).status_code == 422
    monkeypatch.setattr(stamps, "YOUNGEST", 0)
    monkeypatch.setattr(stamps, "OLDEST", 0)
    assert Client().post(address, form).status_code == 422
    assert ErrorReport.objects.count() == 0


def test_one_address_may_not_flood(world: World, address: str) -> None:
    statuses = [Client().post(address, filled(address)).status_code for _ in range(errors.MOST + 1)]
    assert statuses == [302] * errors.MOST + [422]
    assert Client(REMOTE_ADDR="192.0.2.9").post(address, filled(address)).status_code == 302


def test_nothing_is_told_of_what_is_not_public(world: World) -> None:
    assert Client().get("/a/civil/documents/99999/error/").status_code == 404
    assert "没有这个查询码" in Client().get("/errors/?code=AAAA-BBBB-CCCC").content.decode()


def test_an_answer_is_given_once_by_who_may(world: World, address: str) -> None:
    Client().post(address, filled(address))
    row = ErrorReport.objects.get()
    with pytest.raises(NotPermitted):
        answer(row, outcome=Outcome.RIGHT, text="无误。", by=world.officer("handler@civil"))
    office = world.officer("disclosure@civil")
    with pytest.raises(Refused):
        answer(row, outcome=Outcome.RIGHT, text=" ", by=office)
    answer(row, outcome=Outcome.RIGHT, text="无误。", by=office)
    with pytest.raises(Refused):
        answer(row, outcome=Outcome.RIGHT, text="无误。", by=office)


def test_what_waits_too_long_is_late_unless_no_term_is_set(world: World, address: str, settings: Any) -> None:
    Client().post(address, filled(address))
    with act(by=BY) as done:
        ErrorReport.objects.update(received=timezone.now() - timedelta(days=30))
        done.note("instance.prepared", of=world.agencies["civil"].thing)
    desk = world.client("disclosure@civil")
    assert "逾期" in desk.get("/desk/documents/errors/").content.decode()
    settings.ERROR_ANSWER_DAYS = 0
    assert "逾期" not in desk.get("/desk/documents/errors/").content.decode()


def test_a_report_waits_on_the_first_page_of_the_desk_with_its_term(world: World, address: str, settings: Any) -> None:
    document = Document.objects.get()
    for number in range(7):
        report(document, passage="第二段", wrong=f"日期有误{number}（演示）。", contact="", code=f"DEMO-{number}")
    home = world.client("disclosure@civil").get("/desk/").content.decode()
    row = ErrorReport.objects.order_by("pk")[0]
    assert "等我答复的公众纠错（7条）" in home
    assert f"/desk/documents/errors/{row.pk}/" in home
    assert date_format(due(timezone.localdate(row.received)), "MONTH_DAY_FORMAT") in home
    assert "没有答复" not in home
    for name in ("handler@civil", "disclosure@neighbour-civil"):
        assert "公众纠错（" not in world.client(name).get("/desk/").content.decode(), name
    with act(by=BY) as done:
        ErrorReport.objects.filter(pk=row.pk).update(received=timezone.now() - timedelta(days=30))
        done.note("test.prepared", of=row.thing)
    assert "有1条公众纠错超过3个工作日没有答复。" in world.client("disclosure@civil").get("/desk/").content.decode()
    settings.ERROR_ANSWER_DAYS = 0
    home = world.client("disclosure@civil").get("/desk/").content.decode()
    assert "等我答复的公众纠错（7条）" in home
    assert "没有答复" not in home


@pytest.mark.parametrize("today", [date(2026, 11, 22), date(2026, 10, 9), date(2026, 3, 2)])
def test_what_is_late_is_late_in_the_list_and_in_the_reminder(today: date) -> None:
    over = last_late(today)
    assert over is not None
    assert due(over) < today <= due(over + timedelta(days=1))
