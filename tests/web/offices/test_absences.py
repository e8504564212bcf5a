"""Deputies: who stands in, with what, and with what never."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gongkai.web.agencies.appointments import OfficeRefused
from gongkai.web.agencies.deputies import NoDeputy, come_back, go_away
from gongkai.web.agencies.models import Absence
from gongkai.web.agencies.officers import NotPermitted, Officer
from gongkai.web.agencies.permissions import Permission, Role
from gongkai.web.audit.models import Event
from tests.web.workflow.relations import appoint
from tests.web.world import TODAY, World

WEEK = timedelta(days=7)


def away(world: World, user: str, deputy: str, *, by: str = "", roles: tuple[Role, ...] = ()) -> Absence:
    return go_away(
        world.users[user],
        deputy=world.users[deputy],
        since=TODAY,
        until=TODAY + WEEK,
        roles=roles,
        by=world.officer(by or user),
    )


def test_a_deputy_uses_the_office_in_the_deputy_s_own_name(world: World) -> None:
    away(world, "approver@civil", "handler@civil")
    deputy, civil = world.officer("handler@civil"), world.agencies["civil"]
    assert deputy.may(Permission.APPROVE, civil)
    assert [office.user.username for office in deputy.acting_for] == ["approver@civil"]
    assert (deputy.actor.name, deputy.actor.role) == ("经办（演示）", "handler")


@pytest.mark.parametrize("days", [-1, 8])
def test_before_and_after_nobody_stands_in(days: int, world: World) -> None:
    away(world, "approver@civil", "handler@civil")
    day = TODAY + timedelta(days=days)
    assert world.officer("handler@civil", today=day).acting_for == []


def test_an_office_deputised_asks_for_the_second_factor_too(world: World) -> None:
    away(world, "approver@civil", "handler@civil")
    deputy = Officer(world.users["handler@civil"], today=TODAY, second_factor=False)
    assert deputy.missing
    assert not deputy.may(Permission.APPROVE, world.agencies["civil"])


def test_only_the_roles_named_are_deputised(world: World) -> None:
    with pytest.raises(OfficeRefused):
        away(world, "approver@civil", "handler@civil", roles=(Role.SECRECY,))
    away(world, "approver@civil", "handler@civil", roles=(Role.APPROVER,))
    assert world.officer("handler@civil").may(Permission.APPROVE, world.agencies["civil"])


def test_handing_out_roles_is_never_deputised(world: World) -> None:
    with pytest.raises(NoDeputy):
        away(world, "administrator@street", "handler@street")
    with pytest.raises(OfficeRefused):
        away(world, "approver@street", "handler@street", roles=(Role.ADMINISTRATOR,))


@pytest.mark.parametrize("deputy", ["handler@street", "handler@neighbour-civil", "supervisor@district"])
def test_a_deputy_is_of_the_same_agency(deputy: str, world: World) -> None:
    with pytest.raises(NoDeputy):
        away(world, "approver@civil", deputy)


def test_others_are_sent_away_by_their_administrator_only(world: World) -> None:
    away(world, "approver@civil", "handler@civil", by="administrator@district")
    for name in ("handler@civil", "administrator@street", "administrator@neighbour"):
        with pytest.raises(NotPermitted):
            away(world, "reviewer@civil", "handler@civil", by=name)


def test_a_deputy_s_deputy_stands_in_for_nobody_else(world: World) -> None:
    away(world, "approver@civil", "reviewer@civil")
    away(world, "reviewer@civil", "handler@civil")
    handler = world.officer("handler@civil")
    assert handler.may(Permission.REVIEW, world.agencies["civil"])
    assert not handler.may(Permission.APPROVE, world.agencies["civil"])


def test_coming_back_ends_it_at_once(world: World) -> None:
    absence = away(world, "approver@civil", "handler@civil")
    come_back(absence, by=world.officer("approver@civil"))
    assert world.officer("handler@civil").acting_for == []
    assert Event.objects.latest("pk").verb == "absence.ended"


def test_the_page_names_colleagues_only(world: World) -> None:
    client = world.client("approver@civil")
    page = client.get("/desk/officers/absences/").content.decode()
    assert f'value="{world.users["handler@civil"].pk}"' in page
    assert f'value="{world.users["handler@street"].pk}"' not in page
    form = {"deputy": world.users["handler@street"].pk, "since": "2099-01-01", "until": "2099-02-01"}
    assert client.post("/desk/officers/absences/", form).status_code == 200
    assert not Absence.objects.exists()
    form["deputy"] = world.users["handler@civil"].pk
    assert client.post("/desk/officers/absences/", form).status_code == 302
    assert Absence.objects.get().user == world.users["approver@civil"]


def test_the_administrator_enters_the_absence_of_whoever_fell_ill(world: World) -> None:
    ill, deputy = world.users["approver@civil"], world.users["handler@civil"]
    client, page = world.client("administrator@district"), f"/desk/officers/{ill.pk}/absences/"
    assert f'value="{deputy.pk}"' in client.get(page).content.decode()
    form = {"deputy": deputy.pk, "since": "2026-01-01", "until": "2099-02-01"}
    assert client.post(page, form)["Location"] == page
    absence = Absence.objects.get()
    assert (absence.user, absence.entered_by) == (ill, world.users["administrator@district"])
    event = Event.objects.latest("pk")
    assert (event.verb, event.officer_name, event.new["user"]) == ("absence.began", "系统管理（演示）", ill.name)
    home = world.client("approver@civil").get("/desk/").content.decode()
    assert "系统管理（演示）为您登记了缺席" in home
    assert client.post(f"/desk/officers/absences/{absence.pk}/end/")["Location"] == page
    assert Event.objects.latest("pk").verb == "absence.ended"
    assert "为您登记了缺席" not in world.client("approver@civil").get("/desk/").content.decode()


def test_nobody_enters_the_absence_of_another_to_stand_in(world: World) -> None:
    administrator = world.users["administrator@district"]
    appoint(administrator, world.agencies["civil"], Role.HANDLER)
    with pytest.raises(NoDeputy):
        away(world, "approver@civil", "administrator@district", by="administrator@district")
    page = f"/desk/officers/{world.users['approver@civil'].pk}/absences/"
    assert f'value="{administrator.pk}"' not in world.client("administrator@district").get(page).content.decode()


def test_a_street_s_administrator_ends_no_absence_of_the_department(world: World) -> None:
    absence = away(world, "approver@civil", "handler@civil")
    assert world.client("administrator@street").post(f"/desk/officers/absences/{absence.pk}/end/").status_code == 404
    assert Absence.objects.filter(pk=absence.pk, until=absence.until).exists()
