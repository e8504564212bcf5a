"""The second factor that an office demands: at every door, in every session."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils.translation import override

from gongkai.web.agencies import people
from gongkai.web.agencies.appointments import appoint
from gongkai.web.agencies.permissions import Role
from gongkai.web.audit.history import tell
from gongkai.web.audit.models import Event
from gongkai.web.visibility import Level
from tests.web.accounts.door import at_desk, code, enrol, login, second
from tests.web.world import SINCE, World

INDEX, ACTIVATE = "/accounts/2fa/", "/accounts/2fa/totp/activate/"


def activate(client: Client) -> str:
    """Enrol an app by the page; returns its secret."""
    client.get(ACTIVATE)
    secret: str = client.session["mfa.totp.secret"]
    assert client.post(ACTIVATE, {"code": code(secret)}).status_code == 302
    return secret


@pytest.mark.parametrize("role", ["reviewer", "secrecy", "approver", "disclosure"])
def test_a_password_alone_leads_to_enrolment_and_nowhere_else(role: str, world: World, client: Client) -> None:
    login(client, f"{role}@civil")
    for page in ("/desk/", "/desk/officers/absences/"):
        assert client.get(page)["Location"] == INDEX
    assert client.get(INDEX).status_code == 200


def test_without_the_factor_no_office_counts_whoever_asks(world: World, client: Client) -> None:
    login(client, "secrecy@civil")
    officer = client.get(INDEX).wsgi_request.officer
    assert officer.held
    assert officer.appointments == []
    assert officer.agencies(Level.INTERNAL) is None


def test_enrolling_opens_the_desk_at_once_and_shows_recovery_codes_once(world: World, client: Client) -> None:
    login(client, "approver@civil")
    activate(client)
    page = client.get("/accounts/2fa/recovery-codes/").content.decode()
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    assert codes[0] in page
    assert codes[0] not in client.get("/accounts/2fa/recovery-codes/").content.decode()
    assert at_desk(client)
    enrolled = Event.objects.get(verb="second_factor.enrolled")
    assert (enrolled.officer_name, enrolled.new) == ("签发（演示）", {"kind": "动态验证码"})
    (said,) = tell([enrolled], reader=world.officer("approver@civil"))
    assert said.text == "签发（演示）启用第二重验证：动态验证码"
    with override("en"):
        (said,) = tell([enrolled], reader=world.officer("approver@civil"))
    assert "authenticator" in said.text or "code" in said.text


def test_a_wrong_code_enrols_nothing(world: World, client: Client) -> None:
    login(client, "approver@civil")
    client.get(ACTIVATE)
    assert "验证码不正确" in client.post(ACTIVATE, {"code": "12345x"}).content.decode()
    assert not Authenticator.objects.exists()


def test_a_new_factor_ends_every_other_session(world: World) -> None:
    mine, stolen = Client(), Client()
    login(mine, "approver@civil")
    login(stolen, "approver@civil")
    activate(mine)
    assert stolen.get(INDEX).status_code == 302
    assert at_desk(mine)


def test_a_session_of_the_password_alone_adds_no_factor_beside_one(world: World) -> None:
    thief = Client()
    login(thief, "handler@civil")
    enrol(world.users["handler@civil"])
    assert thief.get("/accounts/2fa/passkeys/add/")["Location"].startswith("/accounts/login/")
    assert thief.get(INDEX)["Location"].startswith("/accounts/login/")


def test_a_role_given_during_a_session_takes_effect_at_once(world: World, client: Client) -> None:
    login(client, "handler@civil")
    assert at_desk(client)
    appoint(
        world.users["handler@civil"],
        agency=world.agencies["civil"],
        role=Role.REVIEWER,
        subtree=False,
        since=SINCE,
        by=world.officer("administrator@district"),
    )
    assert client.get("/desk/")["Location"] == INDEX


def test_giving_up_the_last_factor_leads_back_to_enrolment(world: World, client: Client) -> None:
    secret = enrol(world.users["approver@civil"])
    login(client, "approver@civil")
    second(client, code(secret))
    assert client.post("/accounts/2fa/totp/deactivate/").status_code == 302
    assert client.get("/desk/")["Location"] == INDEX
    assert Event.objects.latest("pk").verb == "second_factor.given_up"


def test_a_factor_given_up_ends_every_other_session(world: World) -> None:
    mine, other = world.client("approver@civil"), world.client("approver@civil")
    enrol(world.users["approver@civil"])
    assert at_desk(other)
    assert mine.post("/accounts/2fa/totp/deactivate/").status_code == 302
    assert other.get(INDEX)["Location"].startswith("/accounts/login/")
    assert mine.get(INDEX).status_code == 200


def test_a_passkey_removed_ends_every_other_session(world: World) -> None:
    user = world.users["approver@civil"]
    mine, other = world.client("approver@civil"), world.client("approver@civil")
    enrol(user)
    key = Authenticator.objects.create(user=user, type="webauthn", data={"name": "演示"})
    assert mine.post(f"/accounts/2fa/passkeys/{key.pk}/remove/").status_code == 302
    assert not at_desk(other)
    assert at_desk(mine)
    assert Event.objects.latest("pk").new == {"kind": "通行密钥"}


@pytest.mark.parametrize("page", [ACTIVATE, "/accounts/2fa/passkeys/add/"])
def test_the_initial_password_is_changed_before_a_factor_is_enrolled(page: str, world: World, client: Client) -> None:
    password = people.new_password(world.users["approver@civil"], by=world.officer("administrator@district"))
    login(client, "approver@civil", password)
    assert client.get(page)["Location"] == "/accounts/password/"
    assert client.post(page, {"code": "123456"})["Location"] == "/accounts/password/"
    assert not Authenticator.objects.exists()


def test_recovery_codes_are_made_anew(world: World, client: Client) -> None:
    user = world.users["approver@civil"]
    secret = enrol(user)
    before = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()
    login(client, "approver@civil")
    second(client, code(secret))
    client.post("/accounts/2fa/recovery-codes/generate/")
    assert Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes() != before
    assert Event.objects.latest("pk").verb == "recovery_codes.renewed"


def test_an_older_session_shows_the_password_again_before_a_factor_changes(world: World) -> None:
    client = world.client("handler@civil")
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 16 * 60
    session.save()
    asked = client.get(ACTIVATE)
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    answer = client.post("/accounts/reauthenticate/", {"password": "demo-only-passphrase", "next": ACTIVATE})
    assert answer["Location"] == ACTIVATE
    assert client.get(ACTIVATE).status_code == 200
