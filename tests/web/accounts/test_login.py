"""Logging in: who gets in, who does not, and what the answer tells."""

from __future__ import annotations

import re

import pytest
from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.core import signing
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import NoReverseMatch, URLPattern, reverse

from gongkai.web.accounts import devices, lockout
from gongkai.web.accounts.urls import urlpatterns
from gongkai.web.agencies import people
from gongkai.web.agencies.appointments import OfficeRefused
from gongkai.web.audit.acts import act
from gongkai.web.audit.models import Event
from tests.web.accounts.door import LOGIN, SECOND, at_desk, code, enrol, login, second, wrong
from tests.web.world import BY, PASSWORD, World

#: All of allauth that is routed where no mail goes out.
ROUTED = """account_login account_logout account_reauthenticate account_change_password
mfa_index mfa_authenticate mfa_reauthenticate mfa_activate_totp mfa_deactivate_totp
mfa_view_recovery_codes mfa_generate_recovery_codes mfa_list_webauthn mfa_add_webauthn mfa_login_webauthn
mfa_reauthenticate_webauthn mfa_edit_webauthn mfa_remove_webauthn""".split()


def verbs() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("verb", flat=True))


def body(answer: HttpResponse) -> str:
    """A page without what differs each time."""
    return re.sub(r'(csrfmiddlewaretoken" value|name="login" value|value)="[^"]*"', "", answer.content.decode())


def test_no_other_door_is_routed() -> None:
    assert sorted(str(one.name) for one in urlpatterns if isinstance(one, URLPattern)) == sorted(ROUTED)


@pytest.mark.parametrize("name", ["account_signup", "account_email", "account_set_password", "account_reset_password"])
def test_neither_sign_up_nor_addresses_nor_links_by_mail_are_there(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_the_adapter_is_closed_for_sign_up_too() -> None:
    assert not get_adapter().is_open_for_signup(RequestFactory().get("/"))


def test_a_password_opens_the_desk_to_a_role_that_asks_for_no_more(world: World, client: Client) -> None:
    answer = login(client, "Handler@Civil")
    assert (answer.status_code, answer["Location"]) == (302, "/desk/")
    assert at_desk(client)
    assert verbs()[-1] == "session.begun"
    assert Event.objects.latest("pk").new == {"ways": ["密码"]}


def test_the_session_gets_a_new_key_at_log_in(world: World, client: Client) -> None:
    login(client, "approver@civil", "wrong password")
    secret = enrol(world.users["approver@civil"])
    login(client, "approver@civil")
    before = client.session.session_key
    second(client, code(secret))
    assert client.session.session_key != before


@override_settings(SESSION_COOKIE_SECURE=True)
def test_the_cookie_stays_in_the_browser_and_on_tls(world: World, client: Client) -> None:
    login(client, "handler@civil")
    cookie = client.cookies["sessionid"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, True, "Lax", "")


def test_the_answer_does_not_tell_whether_an_account_exists(world: World, client: Client) -> None:
    people.deactivate(world.users["secrecy@civil"], by=world.officer("administrator@district"))
    answers = {
        body(login(client, "handler@civil", "not the password")),
        body(login(client, "nobody@civil", "not the password")),
        body(login(client, "secrecy@civil", PASSWORD)),
    }
    assert len(answers) == 1
    assert "登录名或者密码不正确" in answers.pop()
    assert verbs()[-3:] == ["session.failed"] * 3
    failed = Event.objects.filter(verb="session.failed").order_by("pk")
    assert [event.object_name for event in failed] == ["经办（演示）", "n***", "保密审查（演示）"]


def at(address: str) -> Client:
    return Client(REMOTE_ADDR=address)


def test_five_failures_close_an_account_to_the_address_they_came_from(world: World) -> None:
    for _ in range(5):
        login(at("10.0.0.1"), "handler@civil", "not the password")
    for _ in range(3):
        answer = login(at("10.0.0.1"), "handler@civil", PASSWORD)
        assert "尝试次数过多" in answer.content.decode()
    assert verbs().count("session.locked") == 1
    other = at("10.0.0.1")
    login(other, "handler@street")
    assert at_desk(other)
    owner = at("10.0.0.2")
    login(owner, "handler@civil")
    assert at_desk(owner)


def test_a_browser_that_is_known_has_attempts_of_its_own(world: World) -> None:
    owner = at("10.0.0.1")
    login(owner, "handler@civil")
    owner.post("/accounts/logout/")
    for _ in range(6):
        login(at("10.0.0.1"), "handler@civil", "not the password")
    login(owner, "handler@civil")
    assert at_desk(owner)
    owner.post("/accounts/logout/")
    for _ in range(5):
        login(owner, "handler@civil", "not the password")
    assert "尝试次数过多" in login(owner, "handler@civil").content.decode()


def test_what_makes_a_browser_known_tells_nothing_and_goes_to_the_door_only(world: World) -> None:
    owner = Client()
    login(owner, "handler@civil")
    cookie = owner.cookies[devices.COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/accounts/", True, "Lax")
    assert "handler" not in str(signing.loads(cookie.value, salt=devices.SALT))
    forged = Client()
    forged.cookies[devices.COOKIE] = signing.dumps({"device": "x", "names": ["handler@civil"]}, salt="another")
    assert login(forged, "handler@civil", "not the password").status_code == 200
    assert devices.COOKIE not in Client().get(LOGIN).cookies


def test_many_addresses_slow_an_account_down_and_do_not_close_it_to_its_owner(world: World) -> None:
    owner = at("10.1.0.1")
    login(owner, "handler@civil")
    owner.post("/accounts/logout/")
    answers = [login(at(f"10.2.0.{n}"), "handler@civil", "not the password").content.decode() for n in range(33)]
    assert ["反复尝试" in answer for answer in answers] == [False] * 31 + [True] * 2
    assert verbs().count("session.slowed") == 1
    login(owner, "handler@civil")
    assert at_desk(owner)
    user = world.users["handler@civil"]
    assert "放慢" in world.client("administrator@district").get(f"/desk/officers/{user.pk}/").content.decode()
    people.lift_lockout(user, by=world.officer("administrator@district"))
    stranger = at("10.2.0.99")
    login(stranger, "handler@civil")
    assert at_desk(stranger)


def test_an_administrator_opens_the_door_before_its_time(world: World) -> None:
    user = world.users["handler@civil"]
    for _ in range(6):
        login(Client(), "handler@civil", "not the password")
    page = f"/desk/officers/{user.pk}/"
    admin = world.client("administrator@district")
    assert "暂停登录" in admin.get(page).content.decode()
    assert admin.post(f"{page}lockout/").status_code == 302
    assert "暂停登录" not in admin.get(page).content.decode().split("<h2>")[0]
    client = Client()
    login(client, "handler@civil")
    assert at_desk(client)
    lifted = Event.objects.get(verb="user.lockout_lifted")
    assert (lifted.object_id, lifted.officer_name) == (str(user.pk), "系统管理（演示）")
    with pytest.raises(OfficeRefused):
        people.lift_lockout(user, by=world.officer("administrator@district"))
    for _ in range(6):
        login(Client(), "handler@civil", "not the password")
    assert verbs().count("session.locked") == 2


def test_wrong_codes_close_the_door_and_it_is_opened_too(world: World) -> None:
    user = world.users["approver@civil"]
    secret = enrol(user)
    for _ in range(6):
        client = Client()
        login(client, "approver@civil")
        second(client, wrong(secret))
    assert lockout.locked(user)
    people.lift_lockout(user, by=world.officer("administrator@district"))
    assert not lockout.locked(user)


def test_a_log_in_between_does_not_give_new_attempts(world: World) -> None:
    for _ in range(4):
        login(Client(), "handler@civil", "not the password")
    login(Client(), "handler@civil")
    login(Client(), "handler@civil", "not the password")
    assert "尝试次数过多" in login(Client(), "handler@civil").content.decode()


def test_an_address_that_tries_many_names_is_stopped_but_not_who_is_known_there(world: World) -> None:
    owner = at("10.0.0.9")
    login(owner, "handler@civil")
    owner.post("/accounts/logout/")
    answers = [login(at("10.0.0.9"), f"name{n}", "not the password").content.decode() for n in range(51)]
    assert ["反复尝试" in answer for answer in answers] == [False] * 50 + [True]
    login(owner, "handler@civil")
    assert at_desk(owner)


@override_settings(
    PASSWORD_HASHERS=[
        "django.contrib.auth.hashers.MD5PasswordHasher",
        "django.contrib.auth.hashers.ScryptPasswordHasher",
    ]
)
def test_an_older_digest_is_renewed_at_log_in_as_an_act(world: World, client: Client) -> None:
    user = world.users["handler@civil"]
    with act(by=BY) as done:
        user.password = make_password(PASSWORD, hasher="scrypt")
        user.save()
        done.note("user.corrected", of=user.thing)
    login(client, "handler@civil")
    user.refresh_from_db()
    assert user.password.startswith("md5")
    assert at_desk(client)
    assert "user.rehashed" in verbs()


def test_who_has_a_factor_is_asked_for_it(world: World, client: Client) -> None:
    secret = enrol(world.users["approver@civil"])
    answer = login(client, "approver@civil", next="/desk/agencies/")
    assert answer["Location"] == SECOND
    assert not at_desk(client)
    assert "验证码不正确" in second(client, wrong(secret)).content.decode()
    assert not at_desk(client)
    second(client, code(secret))
    assert at_desk(client)
    assert verbs()[-2:] == ["second_factor.failed", "session.begun"]
    assert Event.objects.latest("pk").new == {"ways": ["密码", "动态验证码"]}


def test_a_code_is_good_once_even_in_the_next_period(world: World, client: Client) -> None:
    secret = enrol(world.users["approver@civil"])
    early = code(secret, steps=1)
    login(client, "approver@civil")
    second(client, early)
    assert at_desk(client)
    thief = Client()
    login(thief, "approver@civil")
    # allauth's own memory of the code lasts one period, and the code is good in three
    assert cache.delete(f"allauth.mfa.totp.used?user={world.users['approver@civil'].pk}&code={early}")
    assert "已经用过" in second(thief, early).content.decode()
    assert not at_desk(thief)


def test_codes_cannot_be_tried_without_end(world: World, client: Client) -> None:
    secret = enrol(world.users["approver@civil"])
    login(client, "approver@civil")
    for _ in range(5):
        second(client, wrong(secret))
    assert "尝试次数过多" in second(client, code(secret)).content.decode()
    assert not at_desk(client)


def test_a_recovery_code_stands_in_once(world: World) -> None:
    user = world.users["approver@civil"]
    enrol(user)
    one = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()[0]
    first, again = Client(), Client()
    login(first, "approver@civil")
    second(first, one)
    assert at_desk(first)
    login(again, "approver@civil")
    second(again, one)
    assert not at_desk(again)


def test_secrets_of_factors_are_not_kept_in_clear(world: World) -> None:
    secret = enrol(world.users["approver@civil"])
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in kept
    assert kept.startswith("gAAAA")


def test_who_is_logged_in_goes_on_to_the_desk(world: World) -> None:
    assert world.client("handler@civil").get(LOGIN)["Location"] == "/desk/"


def test_another_site_is_never_gone_to(world: World, client: Client) -> None:
    assert login(client, "handler@civil", next="https://example.org/")["Location"] == "/desk/"


def test_logging_out_needs_a_form_and_ends_the_session(world: World) -> None:
    client = world.client("handler@civil")
    client.get("/accounts/logout/")
    assert at_desk(client)
    client.post("/accounts/logout/")
    assert not at_desk(client)
    assert verbs()[-1] == "session.ended"
