"""The daily mail: who is told of which request, and what it never says."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.law.clock import Fact
from gongkai.web import clock
from gongkai.web.accounts.models import User
from gongkai.web.agencies.deputies import go_away
from gongkai.web.audit.acts import act
from gongkai.web.desk.daily.mailing import mail_mornings
from gongkai.web.desk.notices import notices
from gongkai.web.requests.actions import assign
from gongkai.web.requests.material.actions import supplement
from gongkai.web.requests.models import Case, MailChoice
from gongkai.web.requests.standing import tell_anew
from gongkai.web.requests.watching.choosing import wants
from gongkai.web.requests.watching.digest import Digest, digests
from tests.web.requests.scene import WHO, done, received
from tests.web.world import BY, TODAY, World

pytestmark = pytest.mark.django_db
#: Of a request of the 2nd of February: the holiday of spring lies between, and a Saturday that is worked.
DUE = date(2026, 3, 6)


def of(world: World, name: str, day: date) -> Digest | None:
    """What an officer is told on a day."""
    tell_anew(day)
    return next((digest for digest in digests(day) if digest.user == world.users[name].pk), None)


def numbers(items: list[Any]) -> list[str]:
    return [item.number for item in items]


def test_what_is_due_is_told_in_steps_and_what_is_late_first(world: World) -> None:
    case = received(world).case
    assert Case.objects.get(pk=case.pk).told.due == DUE
    assert of(world, "disclosure@civil", date(2026, 2, 27)) is None, "six working days ahead"
    for day, step in ((date(2026, 2, 28), 5), (date(2026, 3, 3), 3), (date(2026, 3, 5), 1), (DUE, 1)):
        told = of(world, "disclosure@civil", day)
        assert told is not None
        assert [count for count, items in told.soon.items() if items] == [step], day
    told = of(world, "disclosure@civil", date(2026, 3, 10))
    assert told is not None
    assert [(item.number, item.late) for item in told.late] == [(case.number, 2)]


def test_nobody_is_told_on_a_day_off(world: World) -> None:
    received(world)
    assert of(world, "disclosure@civil", date(2026, 3, 8)) is None


def test_whose_request_it_is(world: World) -> None:
    case = received(world).case
    lead = world.officer("disclosure@civil")
    assert of(world, "handler@civil", DUE) is None
    assign(case, unit=None, handler=world.users["handler@civil"], by=lead)
    assert of(world, "handler@civil", DUE) is not None
    assert of(world, "disclosure@civil", DUE) is None
    assert all(digest.user != world.users["handler@neighbour-civil"].pk for digest in digests(DUE))


def test_who_stands_in_is_told_as_well_of_what_the_deputised_role_holds(world: World) -> None:
    case = received(world).case
    lead, handler = world.officer("disclosure@civil"), world.users["handler@civil"]
    assign(case, unit=None, handler=handler, by=lead)
    deputy = world.users["reviewer@civil"]
    go_away(handler, deputy=deputy, since=date(2026, 3, 2), until=DUE, by=world.officer("handler@civil"))
    told = of(world, "reviewer@civil", DUE)
    assert told is not None
    assert numbers(told.soon[1]) == [case.number]
    assert of(world, "handler@civil", DUE) is not None, "who is away is told, too"
    assert of(world, "reviewer@civil", date(2026, 3, 9)) is None, "the absence is over"
    assign(case, unit=None, handler=None, by=lead)
    assert of(world, "reviewer@civil", DUE) is None, "what is held by others is not the deputy's"


def test_the_supervisor_is_told_when_it_is_late_by_some_days_and_not_before(world: World) -> None:
    received(world)
    assert of(world, "supervisor@district", date(2026, 3, 10)) is None
    told = of(world, "supervisor@district", date(2026, 3, 11))
    assert told is not None
    assert [item.late for item in told.escalated] == [3]
    assert not told.late
    assert of(world, "supervisor@neighbour", date(2026, 3, 11)) is None


def test_what_was_answered_is_over(world: World) -> None:
    case = received(world).case
    done(
        world, case, Fact("answered", date(2026, 3, 2), outcome="granted"), Fact("served", date(2026, 3, 2), way="post")
    )
    assert of(world, "disclosure@civil", DUE) is None


def test_a_mail_says_numbers_and_days_and_nothing_else(
    world: World, settings: Any, mailoutbox: list[EmailMessage]
) -> None:
    case = received(world).case
    settings.PASSWORD_RECOVERY = True
    assert mail_mornings(DUE) == 0, "nobody has an address"
    with act(by=BY) as noted:
        User.objects.filter(pk=world.users["disclosure@civil"].pk).update(email="gongkai@example.com")
        noted.note("officer.amended", of=world.users["disclosure@civil"].thing)
    tell_anew(DUE)
    assert mail_mornings(DUE) == 1
    (said,) = mailoutbox
    assert said.to == ["gongkai@example.com"]
    for told in (case.number, "1个工作日内到期", "/desk/requests/?clock=open"):
        assert told in said.body
    for secret in (case.content, WHO["name"], WHO["phone"], WHO["identity_number"]):
        assert secret not in f"{said.subject}{said.body}"
    settings.PASSWORD_RECOVERY = False
    assert mail_mornings(DUE) == 0, "no mail goes out of this instance"


def test_what_who_asks_did_is_told_once_on_the_next_working_day(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    found, friday = received(world, arrived=TODAY), date(2026, 3, 6)
    done(world, found.case, Fact("supplement_asked", TODAY, days=10))
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 3, 7, 15, tzinfo=UTC))  # a Saturday
    monkeypatch.setattr(clock, "today", lambda: date(2026, 3, 7))
    supplement(found.case, "2025年度的名册（演示）", [])
    tell_anew(date(2026, 3, 9))
    told = {day: of(world, "disclosure@civil", day) for day in (friday, date(2026, 3, 9), date(2026, 3, 10))}
    said = {day: [(item.number, what) for item, what in digest.news] for day, digest in told.items() if digest}
    assert said.get(date(2026, 3, 9)) == [(found.case.number, "收到补正（2026-03-07）")]
    assert sum(map(len, said.values())) == 1
    noted = [one for one in notices(world.officer("handler@civil", today=date(2026, 3, 9))) if "新情况" in one.text]
    assert [one.address for one in noted] == [f"/desk/requests/{found.case.pk}/"]
    done(world, found.case, Fact("reasons_asked", date(2026, 3, 2)))
    assert not [one for one in notices(world.officer("handler@civil", today=date(2026, 3, 9))) if "新情况" in one.text]


@pytest.mark.parametrize(
    ("wanted", "due", "late"), [("daily", True, True), ("late", False, True), ("never", False, False)]
)
def test_the_mail_comes_as_its_reader_chose(world: World, wanted: str, due: bool, late: bool) -> None:
    received(world)
    client = world.client("disclosure@civil")
    client.post("/desk/requests/mail/", {"wanted": wanted})
    client.post("/desk/requests/mail/", {"wanted": "演示"})
    page = client.get("/desk/requests/calendar/").content.decode()
    assert re.search(f'value="{wanted}"[^>]* checked', page)
    chosen = MailChoice.objects.get().wanted
    for day, comes in ((DUE, due), (date(2026, 3, 10), late)):
        told = of(world, "disclosure@civil", day)
        assert told is not None
        assert wants(chosen, grave=told.grave) is comes


def test_it_costs_the_same_for_few_and_for_many(world: World) -> None:
    costs = []
    for count in (1, 20):
        for _number in range(count):
            received(world)
        tell_anew(DUE)
        with CaptureQueriesContext(connection) as queries:
            assert list(digests(DUE))
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 7
