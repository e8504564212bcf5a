"""The inbox: what waits for whom, at a fixed number of queries."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.web.agencies.models import Appointment
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Role
from gongkai.web.audit.acts import act
from gongkai.web.workflow.actions import perform
from gongkai.web.workflow.inbox import inbox
from gongkai.web.workflow.models import Process
from tests.web.disclosure.scene import process_of, rules, walk
from tests.web.workflow.relations import appoint, person
from tests.web.world import BY, TODAY, World


def counts(officer: Officer) -> dict[str, int]:
    return {box.name: box.count for box in inbox(officer).boxes if box.count}


def test_it_waits_for_those_who_can_do_the_step(world: World) -> None:
    walk(rules(world), world, 1)
    assert counts(world.officer("reviewer@civil")) == {"waiting": 1}
    for name in ("secrecy@civil", "approver@civil", "reviewer@neighbour-civil", "supervisor@district"):
        assert counts(world.officer(name)) == {}
    assert counts(world.officer("handler@civil")) == {"sent": 1}


def test_a_draft_waits_for_its_drafter_alone(world: World) -> None:
    rules(world)
    assert counts(world.officer("handler@civil")) == {"waiting": 1}
    assert counts(world.officer("disclosure@civil")) == {}


def test_what_was_sent_back_says_so(world: World) -> None:
    process = walk(rules(world), world, 1)
    perform(process, "return", by=world.officer("reviewer@civil"), comment="改")
    assert counts(world.officer("handler@civil")) == {"waiting": 1, "returned": 1}
    assert inbox(world.officer("handler@civil"), box="returned").items[0].process == process


def test_it_is_due_from_the_working_day_before_its_term_and_what_came_back_has_one(world: World) -> None:
    process = walk(rules(world), world, 1)
    assert process.due == date(2026, 3, 5)  # a Thursday
    for day, due in ((2, {}), (3, {}), (4, {"due": 1}), (5, {"due": 1}), (6, {"due": 1})):
        assert counts(world.officer("reviewer@civil", today=date(2026, 3, day))) == {"waiting": 1, **due}
    perform(process, "return", by=world.officer("reviewer@civil", today=date(2026, 3, 6)), comment="改")
    process.refresh_from_db()
    assert process.due == date(2026, 3, 11)
    drafter = world.officer("handler@civil", today=date(2026, 3, 10))
    assert counts(drafter) == {"waiting": 1, "returned": 1, "due": 1}
    perform(process, "submit", by=drafter)
    assert not Process.objects.get(pk=process.pk).returned


def test_it_does_not_wait_for_those_whom_four_eyes_keep_away(world: World) -> None:
    both = person("both@civil")
    for role in (Role.REVIEWER, Role.SECRECY):
        appoint(both, world.agencies["civil"], role)
    officer = Officer(both, today=TODAY)
    process = walk(rules(world), world, 1)
    assert counts(officer)["waiting"] == 1
    perform(process, "pass", by=officer)
    assert counts(Officer(both, today=TODAY)) == {"sent": 1}


def test_what_is_assigned_waits_for_the_assignee_alone(world: World) -> None:
    second = person("second@civil")
    appoint(second, world.agencies["civil"], Role.REVIEWER)
    process = walk(rules(world), world, 1)
    perform(process, "assign", by=world.officer("disclosure@civil"), assignee=second)
    assert counts(world.officer("reviewer@civil")) == {}
    assert counts(Officer(second, today=TODAY)) == {"waiting": 1}


def test_a_deputy_finds_what_waits_for_the_absent(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    walk(rules(world), world, 1)
    offices = list(Appointment.objects.filter(user=world.users["reviewer@civil"]).select_related("agency", "user"))
    monkeypatch.setattr(Officer, "acting_for", property(lambda self: offices))
    assert counts(world.officer("secrecy@civil")) == {"waiting": 1}


def test_what_is_late_says_so(world: World) -> None:
    process = walk(rules(world), world, 1)
    [item] = inbox(world.officer("reviewer@civil")).items
    assert (item.due, item.late) == (process.due, False)
    later = world.officer("reviewer@civil", today=TODAY + timedelta(days=10))
    assert inbox(later).items[0].late


def test_what_has_ended_waits_for_nobody(world: World) -> None:
    walk(rules(world), world)
    assert [counts(world.officer(name)) for name in world.users] == [{}] * len(world.users)


def many(world: World, number: int, title: str = "制度", begin: int = 100_000) -> None:
    first = process_of(rules(world, title))
    with act(by=BY) as done:
        for index in range(number):
            Process.objects.create(
                kind="rules",
                object_id=begin + index,
                agency=world.agencies["civil"],
                title=f"制度{index}",
                state="review",
                waits_for="review",
                chain=first.chain,
                reviewed=1,
                digest="0" * 64,
                begun_by=first.begun_by,
                begun=first.begun,
                waiting_since=first.begun,
                due=TODAY,
            )
        done.note("test.prepared", of=first.thing)


def queries(client: Any, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(url).status_code == 200
    return len(found)


@pytest.mark.parametrize("box", ["waiting", "due", "sent", "nonsense"])
def test_the_home_of_the_desk_costs_the_same_for_three_and_for_three_hundred(world: World, box: str) -> None:
    client = world.client("reviewer@civil")
    many(world, 3)
    client.get("/desk/")
    few = queries(client, f"/desk/?box={box}")
    many(world, 300, "另一制度", 200_000)
    assert queries(client, f"/desk/?box={box}") == few <= 14


def test_it_is_paged(world: World) -> None:
    many(world, 60)
    first = inbox(world.officer("reviewer@civil"))
    assert (len(first.items), first.page.paginator.num_pages) == (25, 3)
    assert len(inbox(world.officer("reviewer@civil"), page=3).items) == 10
