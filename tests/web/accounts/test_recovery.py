"""A forgotten password, where mail goes out: a link that is good once and tells nobody anything."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django_tasks_db.models import DBTaskResult

from gongkai.web.accounts.models import User
from gongkai.web.agencies import people
from gongkai.web.agencies.appointments import OfficeRefused
from gongkai.web.audit.acts import act
from gongkai.web.audit.models import Event
from gongkai.web.config.logs import Plain
from gongkai.web.tasks.attempts import run_due
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


PEOPLE = "/desk/officers/"
NEWCOMER = {"username": "new", "name": "新人（演示）", "email": "new@example.cn", "agency": "civil", "role": "handler"}


@pytest.fixture
def mailing(settings: Any) -> None:
    settings.PASSWORD_RECOVERY = True


def employ(world: World, **more: str) -> HttpResponse:
    form = {**NEWCOMER, "since": "2026-01-01", **more}
    return world.client("administrator@district").post(f"{PEOPLE}new/", form, follow=True)


def test_somebody_new_is_mailed_a_link_that_is_good_once(
    world: World, mailing: None, caplog: pytest.LogCaptureFixture
) -> None:
    page = employ(world).content.decode()
    assert "已发送激活邮件" in page
    (message,) = mail.outbox
    assert message.to == ["new@example.cn"]
    token = link().rstrip("/").rsplit("-", 1)[1]
    with caplog.at_level("INFO"):
        assert "新密码已生效" in use(Client(), link())
    assert "链接无效" in use(Client(), link())
    client = Client()
    login(client, "new", NEW)
    assert at_desk(client)
    events = Event.objects.filter(object_id=str(User.objects.get(username="new").pk), kind="user")
    assert ("user.invited", {"email": "n***@example.cn"}) in events.values_list("verb", "new")
    assert not any(token in str(row) for row in Event.objects.values_list("old", "new", "object_name"))
    lines = [Plain().format(record) for record in caplog.records if record.name == "gongkai.requests"]
    assert any("/accounts/password/reset/key/…" in line for line in lines)
    assert not any(token in line for line in lines)


def test_what_was_mailed_is_forgotten_by_the_task(world: World, mailing: None, settings: Any) -> None:
    settings.EMAIL_BACKEND = "gongkai.web.tasks.mail.Backend"
    settings.MAIL_DELIVERY = "django.core.mail.backends.locmem.EmailBackend"
    employ(world)
    run_due()
    token = link().rstrip("/").rsplit("-", 1)[1]
    assert not any(token in str(row) for row in DBTaskResult.objects.values_list("args_kwargs", "return_value"))


def test_another_link_voids_the_one_before(world: World, mailing: None) -> None:
    employ(world)
    user, first = User.objects.get(username="new"), link()
    assert world.client("administrator@district").post(f"{PEOPLE}{user.pk}/invite/").status_code == 302
    assert "链接无效" in use(Client(), first)
    assert "新密码已生效" in use(Client(), link())
    with pytest.raises(OfficeRefused):
        people.invite(user, by=world.officer("administrator@district"))


def test_without_mail_or_address_a_password_is_told(world: World, settings: Any) -> None:
    assert "请现在抄下" in employ(world).content.decode()
    settings.PASSWORD_RECOVERY = True
    assert "请现在抄下" in employ(world, username="other", email="").content.decode()
    assert mail.outbox == []
