"""The door of a demo: open to its invented officers while its switch is on and nothing real is there, else to none."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.checks import Tags, run_checks
from django.core.management import CommandError, call_command
from django.test import Client, RequestFactory

from gongkai.web.accounts.models import User
from gongkai.web.agencies import demo
from gongkai.web.agencies.actions import found
from gongkai.web.audit.acts import act
from tests.web.accounts.door import at_desk, enrol, login
from tests.web.world import BY, World, build, logged_in


@pytest.fixture
def played(db: None, settings: Any) -> World:
    """A world made while the switch was on."""
    settings.DEMO = True
    return build()


def real_officer() -> User:
    with act(by=BY) as done:
        real = User.objects.create(username="real", name="真实人员（测试）")
        done.note("user.employed", of=real.thing)
    return real


def test_its_officers_work_with_the_password_alone(played: World, client: Client) -> None:
    login(client, "administrator@district")
    assert at_desk(client)
    assert demo.check(None, ["default"]) == []
    assert demo.warn(None) == []


@pytest.mark.parametrize("name", ["administrator@district", "handler@civil"])
def test_without_the_switch_the_printed_password_opens_nothing(
    name: str, played: World, client: Client, settings: Any
) -> None:
    inside = logged_in(played.users[name])
    assert at_desk(inside)
    settings.DEMO = False
    assert "登录名或者密码不正确" in login(client, name).content.decode()
    assert client.get("/accounts/2fa/").status_code == 302
    assert inside.get("/desk/")["Location"].startswith("/accounts/login/")
    assert inside.get("/accounts/2fa/")["Location"].startswith("/accounts/login/")
    assert played.officer(name).offices == []


def test_nor_does_a_second_factor_that_was_enrolled_before(played: World, client: Client, settings: Any) -> None:
    enrol(played.users["administrator@district"])
    settings.DEMO = False
    assert login(client, "administrator@district").status_code == 200
    request = RequestFactory().post("/accounts/2fa/webauthn/login/")
    request.session, request.user = client.session, played.users["approver@civil"]  # type: ignore[assignment]
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    told: dict[str, Any] = {"email_verification": "none", "signal_kwargs": None, "email": None, "signup": False}
    answer = get_adapter().pre_login(request, played.users["approver@civil"], redirect_url=None, **told)
    assert answer["Location"] == "/accounts/login/"


def test_an_instance_with_real_data_refuses_the_switch_and_every_invented_officer(
    played: World, client: Client
) -> None:
    login(client, "administrator@district")
    real_officer()
    assert client.get("/desk/").status_code == 403
    assert played.officer("administrator@district").offices == []
    assert [error.id for error in demo.check(None, ["default"])] == ["gongkai.E001"]


def test_what_is_made_in_a_demo_is_of_the_demo_and_goes_no_further(played: World, settings: Any) -> None:
    by = played.officer("administrator@district")
    made = found(
        played.agencies["district"],
        values={"name": "新局（演示）", "kind": "department", "tier": "county"},
        by=by,
    )
    assert made.demo
    assert demo.allowed()
    settings.DEMO = False
    assert [warning.id for warning in demo.warn(None)] == ["gongkai.W001"]
    words = ["--username", "root", "--name", "管理（演示）", "--agency", "示范区人民政府（演示）"]
    with pytest.raises(CommandError, match="演示实例不能转为正式使用"):
        call_command("create_administrator", *words, stdout=StringIO())
    with pytest.raises(CommandError, match="演示实例不能转为正式使用"):
        call_command("reset_officer", "administrator@district", stdout=StringIO())


def test_the_checks_before_going_live_warn_of_it(played: World, settings: Any) -> None:
    settings.DEMO = False
    found = run_checks(tags=[Tags.security], include_deployment_checks=True)
    assert "gongkai.W001" in [one.id for one in found]


def test_an_instance_without_a_demo_is_warned_of_nothing(world: World) -> None:
    real_officer()
    assert demo.warn(None) == []
    assert not demo.left_over()
