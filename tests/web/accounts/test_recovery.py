"""A forgotten password, where mail goes out: a link that is good once and tells nobody anything."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

from gongkai.web.agencies import people
from gongkai.web.audit.acts import act
from gongkai.web.audit.models import Event
from tests.web.accounts.door import SECOND, at_desk, code, enrol, login, second
from tests.web.world import BY, World

pytestmark = pytest.mark.urls("tests.web.accounts.urls_with_mail")

RESET, NEW = "/accounts/password/reset/", "an-entirely-other-phrase"


@pytest.fixture
def addressed(world: World) -> World:
    user = world.users["approver@civil"]
    with act(by=BY) as done:
        user.email = "approver@example.cn"
        user.save()
        done.note("user.corrected", of=user.thing)
    return world


def link() -> str:
    return re.findall(r"http://testserver(/\S+)", str(mail.outbox[-1].body))[0]


def use(client: Client, address: str) -> str:
    """Follow a link and set a password; what the page says."""
    form = client.get(address, follow=True)
    target = form.redirect_chain[-1][0] if form.redirect_chain else address
    answer = client.post(target, {"password1": NEW, "password2": NEW}, follow=True)
    return answer.content.decode()


def test_the_answer_is_the_same_for_an_address_that_nobody_has(addressed: World, client: Client) -> None:
    known, unknown = (
        client.post(RESET, {"email": email}, follow=True) for email in ("approver@example.cn", "nobody@example.cn")
    )
    assert [message.to for message in mail.outbox] == [["approver@example.cn"]]
    assert known.content == unknown.content


def test_the_link_sets_a_password_once_ends_sessions_and_the_factor_is_still_asked_for(addressed: World) -> None:
    secret = enrol(addressed.users["approver@civil"])
    before, client = addressed.client("approver@civil"), Client()
    client.post(RESET, {"email": "approver@example.cn"})
    assert "新密码已生效" in use(client, link())
    assert not at_desk(before)
    assert Event.objects.latest("pk").verb == "user.password_recovered"
    assert login(client, "approver@civil", NEW)["Location"] == SECOND
    second(client, code(secret))
    assert at_desk(client)
    assert "链接无效" in use(Client(), link())


def test_a_stopped_account_gets_no_link_and_an_older_link_is_void(addressed: World, client: Client) -> None:
    client.post(RESET, {"email": "approver@example.cn"})
    people.deactivate(addressed.users["approver@civil"], by=addressed.officer("administrator@district"))
    assert "链接无效" in use(Client(), link())
    client.post(RESET, {"email": "approver@example.cn"})
    assert len(mail.outbox) == 1


def test_the_log_in_offers_it(addressed: World, client: Client) -> None:
    assert RESET in client.get("/accounts/login/").content.decode()
