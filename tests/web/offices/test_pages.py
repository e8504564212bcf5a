"""The pages about officers: found, filtered, done by forms; the same queries for three rows and for three hundred."""

from __future__ import annotations

import re
import time
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency, Appointment
from gongkai.web.audit.acts import act
from gongkai.web.audit.models import Event
from tests.web.accounts.door import enrol
from tests.web.world import BY, SINCE, World

LIST = "/desk/officers/"
ADMINISTRATOR = "administrator@district"


def names(page: str) -> set[str]:
    return set(re.findall(r"<td[^>]*>([\w-]+@[\w-]+)</td>", page))


def test_the_list_shows_those_managed_and_no_others(world: World) -> None:
    page = world.client(ADMINISTRATOR).get(LIST).content.decode()
    assert {"handler@civil", "handler@street", ADMINISTRATOR} <= names(page)
    assert not any(name.endswith(("@neighbour", "@neighbour-civil")) for name in names(page))
    assert names(world.client("administrator@street").get(LIST).content.decode()) == {
        "handler@street",
        "approver@street",
        "administrator@street",
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "secrecy"}, {"secrecy@civil"}),
        ({"q": "保密"}, {"secrecy@civil"}),
        ({"role": "approver"}, {"approver@civil", "approver@street"}),
        ({"role": "handler", "agency": "civil"}, {"handler@civil"}),
        ({"role": "handler", "agency": "示范区人民政府（演示）"}, {"handler@civil", "handler@street"}),
        ({"agency": "neighbour"}, set()),
    ],
)
def test_filters(query: dict[str, str], found: set[str], world: World) -> None:
    assert names(world.client(ADMINISTRATOR).get(LIST, query).content.decode()) == found


def test_former_holders_are_listed_when_asked_for(world: World) -> None:
    client = world.client(ADMINISTRATOR)
    office = Appointment.objects.get(user=world.users["handler@civil"])
    client.post(f"{LIST}offices/{office.pk}/end/", {"until": date.today()})
    assert "handler@civil" not in names(client.get(LIST).content.decode())
    assert "handler@civil" in names(client.get(LIST, {"former": "on"}).content.decode())


def test_an_officer_s_page_tells_offices_factors_and_history_but_no_secret(world: World) -> None:
    user = world.users["approver@civil"]
    secret = enrol(user)
    client = world.client(ADMINISTRATOR)
    client.post(f"{LIST}{user.pk}/sessions/")
    page = client.get(f"{LIST}{user.pk}/").content.decode()
    assert "动态验证码" in page
    assert "恢复码" in page
    assert "系统管理（演示）结束“签发（演示）”的全部会话" in page
    assert secret not in page


def test_history_in_other_agencies_is_not_told(world: World) -> None:
    with act(by=BY) as done:
        done.note("user.deactivated", of=world.users["handler@civil"].thing, agency=world.agencies["neighbour"].holder)
    page = world.client(ADMINISTRATOR).get(f"{LIST}{world.users['handler@civil'].pk}/").content.decode()
    assert "停用“经办" not in page


NEW = {"username": "New@Civil", "name": "新来（演示）", "email": "", "role": "handler", "since": "2026-01-05"}


def test_somebody_new_is_made_by_the_form_and_the_password_is_shown_once(world: World) -> None:
    client = world.client(ADMINISTRATOR)
    page = client.post(f"{LIST}new/", {**NEW, "agency": "示范区民政局（演示）"})
    password = re.findall(r"<code>([a-z0-9-]{19})</code>", page.content.decode())[0]
    assert page["Cache-Control"] == "private, no-store"
    user = User.objects.get(username="new@civil")
    assert user.check_password(password)
    assert password not in client.get(f"{LIST}{user.pk}/").content.decode()


@pytest.mark.parametrize("agency", ["neighbour-civil", "邻区民政局（演示）", "1", ""])
def test_an_agency_not_managed_is_none_that_the_form_knows(agency: str, world: World) -> None:
    answer = world.client(ADMINISTRATOR).post(f"{LIST}new/", {**NEW, "agency": agency})
    assert answer.status_code == 200
    assert not User.objects.filter(username="new@civil").exists()


def test_forms_of_one_agency_s_administrator_reach_nobody_in_another(world: World) -> None:
    client, before = world.client("administrator@street"), Event.objects.count()
    theirs = world.users["handler@civil"]
    office = Appointment.objects.get(user=theirs)
    for path in ("correct", "appoint", "deactivate", "reactivate", "password", "second-factor", "sessions"):
        assert client.post(f"{LIST}{theirs.pk}/{path}/", {"name": "改", "agency": "street"}).status_code == 404
    assert client.post(f"{LIST}offices/{office.pk}/end/", {"until": "2099-01-01"}).status_code == 404
    assert client.post(f"{LIST}offices/{office.pk}/confirm/").status_code == 404
    own = world.users["handler@street"]
    body = {"agency": "district", "role": "administrator", "subtree": "on", "since": "2026-01-05"}
    assert client.post(f"{LIST}{own.pk}/appoint/", body).status_code == 200
    body["agency"] = "street"
    assert client.post(f"{LIST}{own.pk}/appoint/", body).status_code == 403
    assert Event.objects.count() == before


def test_grave_acts_ask_again_who_is_there(world: World) -> None:
    client = world.client(ADMINISTRATOR)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] = time.time() - 16 * 60
    session.save()
    page = f"{LIST}{world.users['handler@civil'].pk}/password/"
    assert client.post(page)["Location"].startswith("/accounts/reauthenticate/")
    answer = client.post("/accounts/reauthenticate/", {"password": "demo-only-passphrase", "next": page})
    assert answer["Location"] == page
    assert client.get(page).status_code == 200


def test_an_account_is_corrected_stopped_and_given_back(world: World) -> None:
    client, user = world.client(ADMINISTRATOR), world.users["handler@civil"]
    client.post(f"{LIST}{user.pk}/correct/", {"name": "经办甲（演示）", "email": "", "version": "1"})
    stale = client.post(f"{LIST}{user.pk}/correct/", {"name": "经办乙（演示）", "email": "", "version": "1"})
    assert "别人改过" in stale.content.decode()
    client.post(f"{LIST}{user.pk}/deactivate/")
    user.refresh_from_db()
    assert (user.name, user.is_active) == ("经办甲（演示）", False)
    client.post(f"{LIST}{user.pk}/reactivate/")
    user.refresh_from_db()
    assert user.is_active


def test_the_review_is_made_by_its_page(world: World) -> None:
    client, office = world.client(ADMINISTRATOR), Appointment.objects.get(user=world.users["handler@civil"])
    page = client.get(f"{LIST}reviews/").content.decode()
    assert f"/offices/{office.pk}/confirm/" in page
    assert "由另一位管理员复核" in page
    client.post(f"{LIST}offices/{office.pk}/confirm/")
    assert f"/offices/{office.pk}/confirm/" not in client.get(f"{LIST}reviews/").content.decode()


def many(world: World, first: int, last: int) -> None:
    """So many agencies below the district, with an officer each."""
    district = world.agencies["district"]
    with act(by=BY) as done:
        agencies = Agency.objects.bulk_create(
            Agency(
                slug=f"more{n}",
                name=f"更多{n}（演示）",
                kind="internal",
                tier="county",
                superior=district,
                path=f"{district.path}9{n:03d}.",
            )
            for n in range(first, last)
        )
        users = User.objects.bulk_create(User(username=f"more{n}", name=f"更多{n}") for n in range(first, last))
        Appointment.objects.bulk_create(
            Appointment(user=user, agency=agency, role="handler", since=SINCE)
            for user, agency in zip(users, agencies, strict=True)
        )
        done.note("instance.prepared", of=district.thing)


@pytest.mark.parametrize("address", [LIST, f"{LIST}?former=on&q=更", f"{LIST}reviews/"])
def test_a_list_costs_the_same_queries_however_long(address: str, world: World) -> None:
    client, costs = world.client(ADMINISTRATOR), []
    for first, last in ((0, 3), (3, 300)):
        many(world, first, last)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 10
