"""The audit's list shows an officer the agencies that the office reaches, and costs the same for many events."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.web.audit.acts import act
from gongkai.web.audit.models import Event
from gongkai.web.audit.notes import Actor
from gongkai.web.desk.audit import Filters
from tests.web.accounts.door import login
from tests.web.world import World


def rename(world: World, slug: str, count: int = 1, officer: str = "甲（演示）") -> None:
    agency = world.agencies[slug]
    with act(by=Actor(officer)) as done:
        for number in range(count):
            done.note(
                "guards.restored",
                of=agency.thing,
                agency=agency.holder,
                old={"name": f"旧{slug}"},
                new={"name": f"新{slug}{number}"},
            )


@pytest.mark.parametrize(
    ("officer", "sees"),
    [
        ("supervisor@district", {"civil", "street"}),
        ("administrator@district", {"civil", "street", "instance"}),
        ("administrator@street", {"street"}),
        ("supervisor@neighbour", {"neighbour-civil"}),
    ],
)
def test_an_officer_sees_what_the_office_reaches(world: World, officer: str, sees: set[str]) -> None:
    for slug in ("civil", "street", "neighbour-civil"):
        rename(world, slug)
    html = world.client(officer).get("/desk/audit/").content.decode()
    found = {slug for slug in ("civil", "street", "neighbour-civil") if f"新{slug}0" in html}
    assert found | ({"instance"} if "instance 1" in html else set()) == sees


def test_filters_narrow_and_nonsense_is_told(world: World) -> None:
    rename(world, "civil")
    rename(world, "street", officer="乙（演示）")
    client = world.client("supervisor@district")

    def found(**asked: str) -> tuple[bool, bool]:
        html = client.get("/desk/audit/", asked).content.decode()
        return "新civil0" in html, "新street0" in html

    assert found() == (True, True)
    assert found(agency="民政") == (True, False)
    assert found(officer="乙") == (False, True)
    assert found(verb="guards.restored") == (True, True)
    assert found(until="2020-01-01") == (False, False)
    assert found(since="2020-01-01") == (True, True)
    assert found(since="nonsense", verb="nonsense", page="nonsense") == (True, True)


def test_the_list_costs_the_same_for_many_events(world: World) -> None:
    client = world.client("supervisor@district")

    def queries(**asked: Any) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get("/desk/audit/", asked).status_code == 200
        return len(captured)

    rename(world, "civil", 3)
    few = queries()
    rename(world, "civil", 300)
    assert queries() == queries(page=3) == few <= 12


def test_log_ins_can_be_left_out(world: World) -> None:
    login(Client(), "handler@civil", "not the password")
    login(Client(), "handler@civil")
    client = world.client("administrator@district")
    seen = Filters({}).of(Event.objects.all()), Filters({"quiet": "on"}).of(Event.objects.all())
    assert [rows.filter(verb__startswith="session.").count() for rows in seen] == [2, 0]
    assert "不含登录" in client.get("/desk/audit/").content.decode()
