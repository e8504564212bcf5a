"""An officer's calendar: whose due days stand in it, what never does, and who may read it until when."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.web import clock
from gongkai.web.accounts.models import User
from gongkai.web.agencies.deputies import go_away
from gongkai.web.audit.acts import act
from gongkai.web.audit.models import Event as Happening
from gongkai.web.config.logs import one_line
from gongkai.web.requests.actions import assign
from gongkai.web.requests.calendars.reading import due_days
from gongkai.web.requests.calendars.writing import LONGEST, Event, written
from gongkai.web.requests.models import CalendarLink
from tests.web.requests.scene import WHO, asked, received
from tests.web.world import BY, TODAY, World

PAGE = "/desk/requests/calendar/"


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def subscribed(client: Client) -> str:
    """The path of a new address, from the page that shows it once."""
    found = re.search(r"/request/calendar/[\w-]+\.ics", client.post(PAGE).content.decode())
    assert found
    return found[0]


def held(world: World, name: str) -> list[tuple[str, date]]:
    return [(event.title, event.day) for event in due_days(world.officer(name))]


@pytest.mark.django_db
def test_whose_due_days_they_are(world: World) -> None:
    case = received(world).case
    line = (f"申请{case.number}答复期限", date(2026, 3, 6))
    assert held(world, "disclosure@civil") == [line], "nobody is in charge yet: the disclosure office holds it"
    assert held(world, "handler@civil") == []
    assign(case, unit=None, handler=world.users["handler@civil"], by=world.officer("disclosure@civil"))
    assert held(world, "handler@civil") == [line]
    for name in ("disclosure@civil", "reviewer@civil", "supervisor@district", "disclosure@neighbour-civil"):
        assert held(world, name) == [], name
    clerk, deputy = world.users["handler@civil"], world.users["disclosure@civil"]
    go_away(clerk, deputy=deputy, since=TODAY, until=TODAY, by=world.officer("handler@civil"))
    assert held(world, "disclosure@civil") == [line], "who stands in holds it today"


@pytest.mark.django_db
def test_the_calendar_is_read_with_its_address_alone_and_tells_numbers_and_days(world: World) -> None:
    case = received(world).case
    officer, anybody = world.client("disclosure@civil"), Client()
    path = subscribed(officer)
    answer = anybody.get(path)
    text = answer.content.decode()
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-cache"
    assert "DTSTART;VALUE=DATE:20260306" in text
    assert "DTEND;VALUE=DATE:20260307" in text
    assert case.number in text
    assert not [one for one in (*WHO.values(), asked().content[:8]) if one and one in text]
    assert anybody.get(path, headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert "/request/calendar/" not in officer.get(PAGE).content.decode(), "the address is shown once"
    word = path.split("/")[-1].removesuffix(".ics")
    assert word not in one_line(f"GET {path} 200")
    assert not [event for event in Happening.objects.all() if word in str([event.old, event.new, event.object_name])]
    assert word not in str(list(CalendarLink.objects.values()))


@pytest.mark.django_db
def test_an_address_is_good_until_it_is_renewed_or_ended_or_its_owner_is_gone(world: World) -> None:
    received(world)
    officer, anybody = world.client("disclosure@civil"), Client()
    first = subscribed(officer)
    second = subscribed(officer)
    assert (anybody.get(first).status_code, anybody.get(second).status_code) == (404, 200)
    officer.post(f"{PAGE}end/")
    assert anybody.get(second).status_code == 404
    third = subscribed(officer)
    with act(by=BY) as done:
        user: Any = User.objects.get(pk=world.users["disclosure@civil"].pk)
        user.is_active = False
        user.save(update_fields=["is_active"])
        done.note("user.deactivated", of=user.thing)
    assert anybody.get(third).status_code == 404
    assert Happening.objects.filter(verb="user.calendar_renewed").count() == 3


@pytest.mark.django_db
def test_many_due_days_cost_the_queries_of_one(world: World) -> None:
    counts = []
    for more in (1, 6):
        for _one in range(more):
            received(world)
        officer = world.officer("disclosure@civil")
        with CaptureQueriesContext(
            connection,
        ) as asked_for:
            assert len(due_days(officer)) == (1 if more == 1 else 7)
        counts.append(len(asked_for))
    assert counts[0] == counts[1]


def test_lines_are_folded_between_characters_and_alarms_are_on_working_days() -> None:
    """The holiday of spring of 2026 ends on the 23rd of February; the 14th and the 28th, Saturdays, are worked."""
    title = "示范区申请；一,二" * 12
    content = written(
        "期限", [Event("u", date(2026, 2, 25), title, "https://gk.example/1", datetime(2026, 2, 2, tzinfo=UTC))]
    )
    lines = content.split(b"\r\n")
    assert lines.pop() == b""
    assert max(len(line) for line in lines) <= LONGEST
    assert all(line.decode() for line in lines), "no character is cut"
    whole = content.decode().replace("\r\n ", "")
    assert "SUMMARY:" + title.replace(",", "\\,") in whole
    assert "DTSTAMP:20260202T000000Z" in whole
    # 24 February is the working day before, then 14 and 13 February: the 12th day and the first
    assert re.findall(r"TRIGGER:(\S+)", whole) == ["-PT279H", "-PT15H"]
