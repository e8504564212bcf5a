"""Sessions end: by the clock, and at once where something about their user changed."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from django.test import Client

from gongkai.web.accounts.models import User
from gongkai.web.accounts.sessions import BEGAN, SEEN
from gongkai.web.agencies import appointments, people
from gongkai.web.agencies.models import Appointment
from gongkai.web.agencies.officers import Officer
from gongkai.web.audit.models import Event
from tests.web.accounts.door import at_desk, login
from tests.web.world import PASSWORD, TODAY, World

NEW = "an-entirely-other-phrase"


def rested(client: Client, clock: str, seconds: float) -> Client:
    session = client.session
    session[clock] -= seconds
    session.save()
    return client


def test_a_session_at_rest_for_half_an_hour_is_over(world: World) -> None:
    assert at_desk(rested(world.client("handler@civil"), SEEN, 29 * 60))
    assert not at_desk(rested(world.client("handler@civil"), SEEN, 31 * 60))


def test_a_session_of_ten_hours_is_over_however_busy(world: World) -> None:
    client = rested(world.client("handler@civil"), BEGAN, 10 * 3600 + 1)
    answer = client.get("/desk/", follow=True)
    assert "请重新登录" in answer.content.decode()
    assert not at_desk(client)


def test_work_keeps_a_session_awake_and_seldom_writes_it(world: World) -> None:
    client = rested(world.client("handler@civil"), SEEN, 20 * 60)
    assert at_desk(client)
    assert time.time() - client.session[SEEN] < 60
    before = client.session[SEEN]
    assert at_desk(client)
    assert client.session[SEEN] == before


def test_the_portal_asks_for_no_session(world: World) -> None:
    answer = rested(world.client("handler@civil"), SEEN, 31 * 60).get("/")
    assert answer.status_code == 200
    assert "sessionid" not in answer.cookies


def end_office(user: User, by: Officer) -> None:
    appointments.end(Appointment.objects.get(user=user), until=TODAY, by=by)


@pytest.mark.parametrize(
    "change",
    [
        lambda user, by: people.deactivate(user, by=by),
        lambda user, by: people.new_password(user, by=by),
        lambda user, by: people.end_all_sessions(user, by=by),
        end_office,
    ],
    ids=["deactivated", "password reset", "sessions ended", "office ended"],
)
def test_what_changes_an_account_ends_its_sessions_at_once(
    change: Callable[[User, Officer], None], world: World
) -> None:
    client = world.client("handler@civil")
    assert at_desk(client)
    change(world.users["handler@civil"], world.officer("administrator@district"))
    assert client.get("/desk/")["Location"].startswith("/accounts/login/")


def test_a_changed_password_ends_the_other_sessions_and_keeps_this_one(world: World) -> None:
    here, there = world.client("handler@civil"), world.client("handler@civil")
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert here.post("/accounts/password/", form)["Location"] == "/desk/"
    assert at_desk(here)
    assert not at_desk(there)
    assert Event.objects.latest("pk").verb == "user.password_changed"


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("Sh0rt-phrs", "至少 12 个字符"),
        ("123456789012", "密码只包含数字"),
        ("aaaabbbbaaaa", "至少要有 6 个不同的字符"),
        ("my-handler@civil-1", "不能包含您的登录名"),
        ("经办（演示）-and-more-1", "不能包含您的登录名"),
        ("passwordpassword", ""),
    ],
)
def test_passwords_are_refused_in_words(password: str, said: str, world: World) -> None:
    form = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    answer = world.client("handler@civil").post("/accounts/password/", form)
    assert answer.status_code == (200 if said else 302)
    assert said in answer.content.decode()


def test_an_initial_password_is_changed_before_anything_else(world: World, client: Client) -> None:
    password = people.new_password(world.users["handler@civil"], by=world.officer("administrator@district"))
    login(client, "handler@civil", password)
    for page in ("/desk/", "/desk/officers/absences/"):
        assert client.get(page)["Location"] == "/accounts/password/"
    answer = client.get("/accounts/password/")
    assert answer.wsgi_request.officer.appointments == []
    assert answer.content.decode().count("请先改成自己的密码") == 1  # however many pages were asked for before
    client.post("/accounts/password/", {"oldpassword": password, "password1": NEW, "password2": NEW})
    assert at_desk(client)


def test_a_session_that_nobody_began_at_the_door_is_none(world: World, client: Client) -> None:
    client.force_login(world.users["handler@civil"], backend="gongkai.web.accounts.backends.Backend")
    assert not at_desk(client)
