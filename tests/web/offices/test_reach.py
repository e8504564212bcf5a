"""Nobody reaches further by way of an office than was given."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gongkai.web.accounts.models import User
from gongkai.web.agencies import actions, appointments, people
from gongkai.web.agencies.actions import Offices
from gongkai.web.agencies.appointments import LastAdministrator, OfficeRefused
from gongkai.web.agencies.deputies import go_away
from gongkai.web.agencies.models import Agency, Appointment
from gongkai.web.agencies.officers import NotPermitted, Officer
from gongkai.web.agencies.permissions import Permission, Role
from gongkai.web.audit.acts import act
from gongkai.web.audit.models import Event
from tests.web.world import BY, SINCE, TODAY, World


def given(user: User, agency: Agency, role: Role, *, subtree: bool = False, until: date | None = None) -> Appointment:
    with act(by=BY) as done:
        done.note("user.appointed", of=user.thing, agency=agency.holder)
        return Appointment.objects.create(
            user=user, agency=agency, role=role, subtree=subtree, since=SINCE, until=until
        )


def person(name: str) -> User:
    with act(by=BY) as done:
        user = User.objects.create(username=name, name=f"{name}（演示）")
        done.note("user.employed", of=user.thing)
    return user


def test_an_end_that_was_set_is_not_put_off(world: World) -> None:
    clerk = world.users["administrator@street"]
    office = given(clerk, world.agencies["street"], Role.REVIEWER, until=TODAY + timedelta(days=10))
    with pytest.raises(OfficeRefused):
        appointments.end(office, until=TODAY + timedelta(days=4000), by=world.officer("administrator@street"))


def test_an_account_that_reaches_below_is_for_who_reaches_as_far(world: World) -> None:
    district = world.agencies["district"]
    here = person("here-only")
    given(here, district, Role.ADMINISTRATOR)
    officer, supervisor = Officer(here, today=TODAY), world.users["supervisor@district"]
    assert not officer.may(Permission.MANAGE_OFFICERS, world.agencies["civil"])
    for deed in (people.new_password, people.reset_second_factor, people.deactivate, people.end_all_sessions):
        with pytest.raises(NotPermitted):
            deed(supervisor, by=officer)
    people.new_password(supervisor, by=world.officer("administrator@district"))


def test_a_merger_gives_nobody_an_office_that_reaches_further(world: World) -> None:
    civil, street = world.agencies["civil"], world.agencies["street"]
    admin = person("both")
    given(admin, civil, Role.ADMINISTRATOR)
    given(admin, street, Role.ADMINISTRATOR)
    given(world.users["handler@street"], street, Role.REVIEWER, subtree=True)
    by = Officer(admin, today=TODAY)
    with pytest.raises(NotPermitted):
        actions.merge({street: street.version}, into=civil, day=TODAY, offices=Offices.MOVE, by=by)


def test_a_merger_gives_no_office_to_whoever_enters_it(world: World) -> None:
    civil, street = world.agencies["civil"], world.agencies["street"]
    admin = person("both")
    for agency in (civil, street):
        given(admin, agency, Role.ADMINISTRATOR)
    given(admin, street, Role.APPROVER)
    actions.merge({street: street.version}, into=civil, day=TODAY, offices=Offices.MOVE, by=Officer(admin, today=TODAY))
    assert not Officer(admin, today=TODAY).may(Permission.APPROVE, civil)
    assert world.officer("approver@street").may(Permission.APPROVE, civil)


def test_a_deputy_stands_in_only_where_the_deputy_works(world: World) -> None:
    """Who works for two agencies opens no door from one to the other by being away."""
    handler = world.users["handler@civil"]
    given(handler, world.agencies["neighbour-civil"], Role.HANDLER)
    given(handler, world.agencies["neighbour-civil"], Role.DISCLOSURE)
    go_away(handler, deputy=world.users["reviewer@civil"], since=TODAY, until=TODAY, by=world.officer("handler@civil"))
    deputy = world.officer("reviewer@civil")
    assert deputy.may(Permission.DRAFT, world.agencies["civil"])
    assert not deputy.may(Permission.READ_INTERNAL, world.agencies["neighbour-civil"])


def test_the_audit_says_which_roles_are_deputised(world: World) -> None:
    by = world.officer("handler@civil")
    go_away(by.user, deputy=world.users["reviewer@civil"], since=TODAY, until=TODAY, roles=[Role.HANDLER], by=by)
    assert Event.objects.get(verb="absence.began").new["roles"] == ["handler"]


def test_the_last_administrator_does_not_go_with_the_agency(world: World) -> None:
    neighbour = world.agencies["neighbour"]
    appointments.end(
        Appointment.objects.get(user=world.users["administrator@district"]),
        until=TODAY,
        by=world.officer("administrator@district"),
    )
    by = world.officer("administrator@neighbour")
    actions.close(world.agencies["neighbour-civil"], day=TODAY, version=1, by=by)
    with pytest.raises(LastAdministrator):
        actions.close(neighbour, day=TODAY, version=neighbour.version, by=by)
