"""Both sides confirm: the office by a click or by telephone, who asks by a mailed link or on the status page."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django_tasks_db.models import DBTaskResult

from gongkai.law.clock import Fact
from gongkai.web import clock as time
from gongkai.web.audit.models import Event
from gongkai.web.config.logs import one_line
from gongkai.web.requests.actions import receive, record, strike
from gongkai.web.requests.confirming.actions import ask_again, confirm, confirm_as_applicant, confirm_by_phone
from gongkai.web.requests.models import Case, ConfirmationLink, ConfirmedBy, RecordedFact, Side, Told
from gongkai.web.requests.telling.links import DAYS
from gongkai.web.tasks.attempts import run_due
from gongkai.web.workflow.refusals import Refused
from tests.web.requests.scene import WHO, asked, received
from tests.web.world import TODAY, World

pytestmark = pytest.mark.django_db
EMAIL = "yanshi@example.com"
SECRETS = (WHO["name"], WHO["identity_number"], WHO["phone"], "养老服务补贴")


@pytest.fixture
def mailing(settings: Any) -> None:
    settings.PASSWORD_RECOVERY = True
    settings.HOSTS = ["gk.example.gov.cn"]
    settings.HTTPS = True


def online(world: World, **said: Any) -> Case:
    """A request by the form of the portal, whose sender left an address."""
    who = WHO | {"email": EMAIL}
    return receive(
        world.agencies["civil"], asked(channel="internet", arrived=time.today(), who=who, **said), by=None
    ).case


def links() -> list[str]:
    """The paths in the mails that went out."""
    run_due()
    found = [re.search(r"https://gk\.example\.gov\.cn(/request/confirm/\S+)", str(one.body)) for one in mail.outbox]
    return [match[1] for match in found if match]


def standing(case: Case) -> Told:
    return Told.objects.get(case=case)


def today(world: World) -> Any:
    return world.officer("handler@civil", today=time.today())


def test_neither_side_alone_makes_it_received(world: World) -> None:
    case = online(world)
    confirm(case, by=today(world))
    assert standing(case).stage == "unconfirmed"
    confirm_as_applicant(case, ConfirmedBy.PAGE)
    told = standing(case)
    assert (told.stage, told.received) == ("running", time.today())
    rows = {row.side: (row.way, row.recorded_by) for row in case.confirmations.all()}
    assert rows[Side.OFFICE] == ("desk", world.users["handler@civil"])
    assert rows[Side.APPLICANT] == ("page", None)
    with pytest.raises(Refused, match="已经确认"):
        confirm(case, by=today(world))


def test_the_link_confirms_by_its_button_alone_and_once(world: World, mailing: None) -> None:
    case = online(world)
    (path,) = links()
    confirm(case, by=today(world))
    client = Client(enforce_csrf_checks=True)
    for _look in range(2):  # what looks through mails opens links
        page = client.get(path)
        assert page.status_code == 200
        assert page["Cache-Control"] == "no-store"
        assert page["Referrer-Policy"] == "no-referrer"
        assert case.number in page.content.decode()
        assert not any(secret in page.content.decode() for secret in (*SECRETS, EMAIL))
    assert standing(case).stage == "unconfirmed"
    assert "您已经确认" in client.post(path).content.decode()
    assert standing(case).stage == "running"
    again = client.post(path)
    assert again.status_code == 404
    assert "已经用过" in again.content.decode()
    assert RecordedFact.objects.filter(case=case, kind="confirmed").count() == 1


def test_a_mail_says_where_to_look_and_nothing_else(world: World, mailing: None) -> None:
    received_ = receive(
        world.agencies["civil"],
        asked(channel="internet", arrived=time.today(), who=WHO | {"email": EMAIL}),
        by=None,
    )
    kept = str(list(DBTaskResult.objects.values_list("args_kwargs", flat=True)))
    assert EMAIL not in kept, "what waits to be sent is encrypted"
    links()
    (message,) = mail.outbox
    assert message.to == [EMAIL]
    said = f"{message.subject}{message.body}"
    assert received_.case.number in said
    assert "https://gk.example.gov.cn/request/status/" in said
    assert not any(secret in said for secret in (*SECRETS, received_.code))
    assert EMAIL not in str(list(DBTaskResult.objects.values_list("args_kwargs", flat=True))), "and then forgotten"


def test_the_word_of_a_link_is_in_no_table_event_or_log(world: World, mailing: None) -> None:
    online(world)
    (path,) = links()
    word = path.split("/")[3].partition(":")[0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT digest FROM requests_confirmationlink")
        assert word not in str(cursor.fetchall())
    assert not any(word in f"{event.old}{event.new}" for event in Event.objects.all())
    assert any("y****@example.com" in str(event.new) for event in Event.objects.all())
    assert word not in one_line(f"Not Found: {path}")


def test_a_newer_link_ends_the_older_and_a_forged_one_is_none(world: World, mailing: None) -> None:
    case = online(world)
    ask_again(case, by=today(world))
    older, newer = links()
    assert Client().get(older).status_code == 404
    assert Client().get(newer).status_code == 200
    assert Client().get(f"{newer[:-5]}xxxx/").status_code == 404


def test_a_link_is_good_for_some_days(world: World, mailing: None, monkeypatch: pytest.MonkeyPatch) -> None:
    case = online(world)
    (path,) = links()
    link = ConfirmationLink.objects.get(case=case)
    assert link.expires - link.sent == timedelta(days=DAYS)
    later = time.now() + timedelta(days=DAYS, minutes=1)
    monkeypatch.setattr("gongkai.web.clock.now", lambda: later)
    assert Client().post(path).status_code == 404


def test_without_an_address_it_is_done_by_telephone(world: World, mailing: None) -> None:
    case = received(world, channel="fax").case
    assert links() == []
    with pytest.raises(Refused, match="没有留电子邮箱"):
        ask_again(case, by=world.officer("handler@civil"))
    with pytest.raises(Refused, match="到达之日到今天"):
        confirm_by_phone(case, on=date(2026, 2, 1), by=world.officer("handler@civil"))
    confirm_by_phone(case, on=date(2026, 2, 3), by=world.officer("handler@civil"))
    assert standing(case).received == date(2026, 2, 3)
    assert {row.way for row in case.confirmations.all()} == {"phone"}


def test_the_day_is_that_of_the_later_side(world: World) -> None:
    case = received(world, channel="fax").case
    confirm(case, by=world.officer("handler@civil", today=date(2026, 2, 4)))
    confirm_by_phone(case, on=date(2026, 2, 3), by=world.officer("handler@civil"))
    assert standing(case).received == date(2026, 2, 4)


def test_an_ordinary_letter_confirmed_later_says_why(world: World) -> None:
    case = received(world, channel="ordinary_mail").case
    with pytest.raises(Refused, match="《条例》第三十一条"):
        confirm(case, by=world.officer("handler@civil"))
    confirm(case, by=world.officer("handler@civil"), reason="当日电话无人接听")
    assert case.confirmations.get().reason == "当日电话无人接听"


def test_what_reached_another_unit_the_office_confirms_alone(world: World) -> None:
    case = received(world, misdirected=True).case
    confirm(case, by=world.officer("handler@civil"))
    assert standing(case).received == TODAY
    with pytest.raises(Refused, match="无须确认"):
        confirm(received(world).case, by=world.officer("handler@civil"))


def test_struck_out_both_confirm_anew(world: World) -> None:
    case = received(world, channel="fax").case
    confirm_by_phone(case, on=TODAY, by=world.officer("handler@civil"))
    strike(case.facts.get(kind="confirmed"), reason="打错了电话", by=world.officer("disclosure@civil"))
    assert standing(case).stage == "unconfirmed"
    confirm_by_phone(case, on=TODAY, by=world.officer("handler@civil"))
    assert case.confirmations.filter(void=None).count() == 2
    assert standing(case).stage == "running"


def test_a_request_that_was_taken_back_is_not_confirmed(world: World, mailing: None) -> None:
    case = online(world)
    (path,) = links()
    record(case, Fact("withdrawn", time.today()), by=today(world))
    answer = Client().post(path)
    assert answer.status_code == 422
    assert standing(case).stage == "closed"


def test_the_page_shows_each_side_and_offers_what_is_open(world: World) -> None:
    case = received(world, channel="internet").case
    client = world.client("handler@civil")
    page = client.get(f"/desk/requests/{case.pk}/").content.decode()
    assert "公开工作机构确认" in page
    assert "已与申请人电话确认" in page
    assert client.post(f"/desk/requests/{case.pk}/confirm/", {"version": "x"}).status_code == 302
    page = client.get(f"/desk/requests/{case.pk}/").content.decode()
    assert "工作台确认" in page
    assert "公开工作机构确认</button>" not in page
    assert (
        "公开工作机构确认</button>"
        not in world.client("reviewer@civil").get(f"/desk/requests/{case.pk}/").content.decode()
    )


def test_the_desk_says_what_waits_for_the_office(world: World) -> None:
    case, client = received(world, channel="internet").case, world.client("handler@civil")
    assert "有1件申请等公开工作机构确认" in client.get("/desk/").content.decode()
    confirm(case, by=world.officer("handler@civil"))
    assert "等公开工作机构确认" not in client.get("/desk/").content.decode()
    assert "等公开工作机构确认" not in world.client("handler@street").get("/desk/").content.decode()


def test_who_has_the_code_confirms_on_the_status_page(world: World) -> None:
    made = receive(world.agencies["civil"], asked(channel="internet", arrived=time.today()), by=None)
    said = {"number": made.case.number, "code": made.code}
    assert "确认申请</button>" in Client().post("/request/status/", said).content.decode()
    wrong = Client().post("/request/status/confirm/", said | {"code": "AAAA-AAAA-AAAA-AAAA"})
    assert wrong.status_code == 422
    page = Client().post("/request/status/confirm/", said).content.decode()
    assert "等公开工作机构确认" in page
    assert made.case.confirmations.get().way == "page"
