"""Offices: who may give, end and confirm them, and what nobody may."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client, override_settings

from gongkai.web.accounts.models import User
from gongkai.web.agencies import appointments, people
from gongkai.web.agencies.actions import found
from gongkai.web.agencies.appointments import (
    AlreadyHeld,
    ClosedAgency,
    LastAdministrator,
    OfficeIsOver,
    OfficeRefused,
    OwnOffice,
    WrongDay,
)
from gongkai.web.agencies.models import Agency, Appointment
from gongkai.web.agencies.officers import NotPermitted, Officer
from gongkai.web.agencies.people import ChangedMeanwhile
from gongkai.web.agencies.permissions import Permission, Role
from gongkai.web.agencies.reviews import reviews_due, reviews_of_the_year
from gongkai.web.audit.acts import act
from gongkai.web.audit.models import Event
from tests.web.accounts.door import at_desk, enrol, login
from tests.web.world import BY, SINCE, TODAY, World


def appoint(
    world: World, name: str, slug: str, by: str, *, role: Role = Role.HANDLER, subtree: bool = False
) -> Appointment:
    return appointments.appoint(
        world.users[name],
        agency=world.agencies[slug],
        role=role,
        subtree=subtree,
        since=TODAY,
        by=world.officer(by),
    )


def employed(world: World, slug: str, by: str, username: str = "new@civil") -> tuple[User, str]:
    return people.employ(
        username=username,
        name="新来（演示）",
        email="new@example.cn",
        agency=world.agencies[slug],
        role=Role.HANDLER,
        subtree=False,
        since=TODAY,
        by=world.officer(by),
    )


def held(world: World, name: str) -> Appointment:
    return Appointment.objects.get(user=world.users[name])


def test_an_office_given_permits_at_once_and_is_told(world: World) -> None:
    appoint(world, "handler@civil", "welfare", "administrator@district")
    assert world.officer("handler@civil").may(Permission.DRAFT, world.agencies["welfare"])
    event = Event.objects.latest("pk")
    assert (event.verb, event.object_name, event.agency_id) == (
        "user.appointed",
        "经办（演示）",
        world.agencies["welfare"].pk,
    )
    assert event.new["role"] == "经办"


def test_an_office_ends_on_its_day(world: World) -> None:
    later = TODAY + timedelta(days=10)
    appointments.end(held(world, "handler@civil"), until=later, by=world.officer("administrator@district"))
    assert world.officer("handler@civil", today=later - timedelta(days=1)).appointments
    assert world.officer("handler@civil", today=later).appointments == []
    appointments.end(held(world, "handler@civil"), until=TODAY, by=world.officer("administrator@district"))
    assert world.officer("handler@civil").appointments == []
    with pytest.raises(OfficeIsOver):
        appointments.end(held(world, "handler@civil"), until=later, by=world.officer("administrator@district"))


def test_nothing_is_ended_in_the_past(world: World) -> None:
    with pytest.raises(WrongDay):
        appointments.end(held(world, "handler@civil"), until=SINCE, by=world.officer("administrator@district"))


def test_nobody_gives_or_confirms_an_office_of_their_own(world: World) -> None:
    with pytest.raises(OwnOffice):
        appoint(world, "administrator@district", "civil", "administrator@district", role=Role.APPROVER)
    with pytest.raises(OwnOffice):
        appointments.confirm(held(world, "administrator@district"), by=world.officer("administrator@district"))


@pytest.mark.parametrize("slug", ["district", "civil", "neighbour", "welfare"])
def test_a_street_s_administrator_gives_no_office_elsewhere(slug: str, world: World) -> None:
    with pytest.raises(NotPermitted):
        appoint(world, "handler@street", slug, "administrator@street")


def test_nobody_gives_an_office_that_reaches_further_than_their_own(world: World) -> None:
    appoint(world, "handler@street", "street", "administrator@street", role=Role.APPROVER)
    with pytest.raises(NotPermitted, match="含下级机关"):
        appoint(world, "handler@street", "street", "administrator@street", role=Role.SUPERVISOR, subtree=True)


def test_a_district_does_not_reach_into_its_neighbour(world: World) -> None:
    with pytest.raises(NotPermitted):
        appoint(world, "handler@civil", "neighbour-civil", "administrator@district")
    with pytest.raises(NotPermitted):
        appointments.end(
            held(world, "handler@neighbour-civil"), until=TODAY, by=world.officer("administrator@district")
        )


def test_an_office_is_held_once(world: World) -> None:
    with pytest.raises(AlreadyHeld):
        appoint(world, "handler@civil", "civil", "administrator@district")


def test_a_closed_agency_takes_nobody(world: World) -> None:
    with act(by=BY) as done:
        Agency.objects.filter(slug="welfare").update(closed=TODAY)
        done.note("agency.closed", of=world.agencies["welfare"].thing)
    with pytest.raises(ClosedAgency):
        appoint(world, "handler@civil", "welfare", "administrator@district")


def test_the_last_administrator_of_everything_stays(world: World) -> None:
    by, neighbour = world.officer("administrator@district"), world.officer("administrator@neighbour")
    appointments.end(held(world, "administrator@neighbour"), until=TODAY, by=neighbour)
    last = held(world, "administrator@district")
    with pytest.raises(LastAdministrator):
        appointments.end(last, until=TODAY, by=by)
    appoint(world, "handler@civil", "district", "administrator@district", role=Role.ADMINISTRATOR, subtree=True)
    second = world.officer("handler@civil")
    appointments.end(last, until=TODAY, by=second)
    with pytest.raises(LastAdministrator):
        appointments.end(Appointment.objects.get(user=second.user, role=Role.ADMINISTRATOR), until=TODAY, by=second)


def test_whoever_also_works_elsewhere_is_administered_there_too(world: World) -> None:
    """Else a street's administrator could reset the password of the district's."""
    appoint(world, "handler@street", "district", "administrator@district", role=Role.ADMINISTRATOR, subtree=True)
    street = world.officer("administrator@street")
    for verb in (people.new_password, people.reset_second_factor, people.deactivate, people.end_all_sessions):
        with pytest.raises(NotPermitted, match="示范区人民政府"):
            verb(world.users["handler@street"], by=street)
    client = world.client("administrator@street")
    page = f"/desk/officers/{world.users['handler@street'].pk}/"
    assert client.get(page).status_code == 200
    assert client.post(f"{page}password/").status_code == 403


def test_a_former_officer_is_still_found_and_nobody_s_else(world: World) -> None:
    user = world.users["handler@street"]
    appointments.end(held(world, "handler@street"), until=TODAY, by=world.officer("administrator@street"))
    assert user in people.managed(world.officer("administrator@street"))
    assert user not in people.managed(world.officer("administrator@neighbour"))
    assert people.new_password(user, by=world.officer("administrator@street"))


def test_nobody_stops_or_resets_themselves(world: World) -> None:
    own = world.officer("administrator@district")
    for verb in (people.new_password, people.reset_second_factor, people.deactivate, people.end_all_sessions):
        with pytest.raises(OwnOffice):
            verb(own.user, by=own)


def test_lost_factors_are_reset_by_an_administrator_and_told(world: World) -> None:
    user = world.users["approver@civil"]
    enrol(user)
    client = world.client("approver@civil")
    people.reset_second_factor(user, by=world.officer("administrator@district"))
    assert not Authenticator.objects.filter(user=user).exists()
    assert not at_desk(client)
    assert Event.objects.latest("pk").old == {"kinds": ["恢复码", "动态验证码"]}
    with pytest.raises(OfficeRefused, match="没有启用"):
        people.reset_second_factor(user, by=world.officer("administrator@district"))


def test_a_new_officer_gets_a_password_told_once(world: World, client: Client) -> None:
    user, password = employed(world, "civil", "administrator@district")
    assert login(client, "new@civil", password)["Location"] == "/desk/"
    assert client.get("/desk/")["Location"] == "/accounts/password/"
    assert password not in str([(event.old, event.new) for event in Event.objects.all()])
    with pytest.raises(ValidationError, match="已有人使用"):
        employed(world, "civil", "administrator@district")
    assert not user.demo


def test_a_new_officer_is_not_made_for_another_s_agency(world: World) -> None:
    for slug in ("district", "neighbour-civil"):
        with pytest.raises(NotPermitted):
            employed(world, slug, "administrator@street")
    assert not User.objects.filter(username="new@civil").exists()


def test_a_stopped_account_comes_back_with_its_offices(world: World) -> None:
    by, user = world.officer("administrator@district"), world.users["handler@civil"]
    people.deactivate(user, by=by)
    assert world.officer("handler@civil").appointments or not User.objects.get(pk=user.pk).is_active
    assert Officer(User.objects.get(pk=user.pk), today=TODAY).appointments == []
    people.reactivate(user, by=by)
    assert Officer(User.objects.get(pk=user.pk), today=TODAY).appointments


def test_two_who_correct_at_once_do_not_overwrite_each_other(world: World) -> None:
    by, user = world.officer("administrator@district"), world.users["handler@civil"]
    people.correct(user, name="经办甲（演示）", email="someone@example.cn", version=1, by=by)
    with pytest.raises(ChangedMeanwhile):
        people.correct(user, name="经办乙（演示）", email="", version=1, by=by)
    assert Event.objects.latest("pk").new == {"name": "经办甲（演示）", "email": "s***@example.cn"}


def test_the_yearly_review_says_who_is_due_and_is_made_by_another(world: World) -> None:
    by = world.officer("administrator@district")
    late = reviews_due(by).count()
    assert late == Appointment.objects.filter(agency__path__startswith=world.agencies["district"].path).count()
    appointments.confirm(held(world, "handler@civil"), by=by)
    assert reviews_due(by).count() == late - 1
    next_year = Officer(by.user, today=date(2027, 1, 4))
    assert held(world, "handler@civil") not in list(reviews_due(next_year))
    assert held(world, "handler@civil") in list(reviews_of_the_year(next_year))
    assert held(world, "handler@civil") in list(reviews_due(Officer(by.user, today=date(2027, 3, 2))))


def test_silence_ends_nothing_unless_the_operator_says_so(world: World) -> None:
    assert world.officer("handler@civil").appointments
    with override_settings(REVIEW_GRACE_DAYS=60):
        assert world.officer("handler@civil").appointments == []
        assert world.officer("administrator@district").appointments
        appointments.confirm(held(world, "handler@civil"), by=world.officer("administrator@district"))
        assert world.officer("handler@civil").appointments


@pytest.mark.django_db
def test_the_first_administrator_founds_the_instance_and_there_is_no_second() -> None:
    out, words = StringIO(), ["--username", "root", "--name", "管理（演示）", "--agency", "示范区人民政府（演示）"]
    call_command("create_administrator", *words, stdout=out)
    user, root = User.objects.get(username="root"), Agency.objects.get()
    password = out.getvalue().split("初始密码 ")[1].split()[0]
    assert (user.check_password(password), user.must_change, user.demo) == (True, True, False)
    assert Officer(user, today=date.today()).missing
    assert Event.objects.filter(verb="agency.founded", agency_id=root.pk).exists()
    with pytest.raises(CommandError, match="已有系统管理员"):
        call_command("create_administrator", *words)


def test_a_root_that_nobody_administers_gets_its_administrator(world: World) -> None:
    by = world.officer("administrator@neighbour")
    made = found(None, values={"name": "孤区人民政府（演示）", "kind": "government", "tier": "county"}, by=by)
    words = ["--username", "root", "--name", "管理（演示）", "--agency", made.name]
    with pytest.raises(CommandError, match="已有系统管理员"):
        call_command("create_administrator", *words)
    with act(by=BY) as done:
        Appointment.objects.filter(agency=made).update(until=TODAY)
        done.note("instance.prepared", of=made.thing)
    call_command("create_administrator", *words, stdout=StringIO())
    assert Appointment.objects.get(agency=made, until=None).user.username == "root"


@pytest.mark.parametrize("day", [date(1800, 1, 1), date(2106, 3, 2), date(1960, 1, 1), date(2027, 4, 2)])
def test_an_office_does_not_begin_in_another_century(day: date, world: World) -> None:
    by = world.officer("administrator@district")
    given = {"agency": world.agencies["civil"], "role": Role.HANDLER, "subtree": False, "since": day, "by": by}
    with pytest.raises(WrongDay, match="核对年份"):
        appointments.appoint(world.users["approver@street"], **given)
    with pytest.raises(WrongDay, match="核对年份"):
        people.employ(username="new@civil", name="新人（演示）", email="", **given)


def test_on_a_demo_no_real_administrator_is_made(world: World) -> None:
    with override_settings(DEMO=True), pytest.raises(CommandError, match="GONGKAI_DEMO"):
        call_command("create_administrator", "--username", "root", "--name", "甲", "--agency", "乙")


def test_an_administrator_who_lost_every_key_comes_back_by_the_command_line(world: World, client: Client) -> None:
    user, out = world.users["administrator@district"], StringIO()
    enrol(user)
    call_command("reset_officer", "administrator@district", stdout=out)
    login(client, "administrator@district", out.getvalue().split()[-1])
    assert client.get("/desk/")["Location"] == "/accounts/password/"
    with pytest.raises(CommandError, match="没有登录名为"):
        call_command("reset_officer", "nobody")
