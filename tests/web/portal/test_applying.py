"""A request on the portal: taken once, opened by number and code alone, told of in no address and no log."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from gongkai.web import clock
from gongkai.web.agencies.actions import close
from gongkai.web.portal import applying, limits, stamps
from gongkai.web.requests.letters.actions import send
from gongkai.web.requests.models import Case, Told
from tests.web.requests.scene import SUPPLEMENT, drafted, set_up, signed
from tests.web.world import TODAY, World

pytestmark = pytest.mark.django_db
PAGE, STATUS = "/a/civil/request/apply/", "/request/status/"
SAID = {
    "content": "2025年度养老服务补贴发放名册（演示）", "form": "electronic", "way": "download", "help": "",
    "applicant_kind": "natural_person", "name": "李演示", "identity": "id_card",
    "identity_number": "11010519491231002X", "phone": "13800000000", "email": "", "address": "", "postcode": "",
    "representative": "", "contact": "", "agent": "", "agent_identity": "", "agent_phone": "", "website": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def at_once(monkeypatch: Any, world: World) -> None:
    monkeypatch.setattr(stamps, "YOUNGEST", 0)
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    limits.forget()


def filled(**more: str) -> dict[str, str]:
    shown = Client().get(PAGE).content.decode()
    stamp = re.search(r'name="stamp" value="([^"]+)"', shown)
    assert stamp
    return {**SAID, "stamp": stamp[1]} | more


def applied(**more: str) -> tuple[str, str]:
    """Number and code, as the page shows them."""
    answer = Client(enforce_csrf_checks=True).post(PAGE, filled(**more))
    page = answer.content.decode()
    assert answer.status_code == 200, page
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies
    number, code = re.findall(r"<dd><strong[^>]*>([^<]+)</strong>", page)
    return number, code


def test_what_is_asked_is_on_disk_before_the_applicant_is_told(world: World) -> None:
    number, code = applied()
    case = Case.objects.get()
    assert (case.number, case.channel, case.entered_by) == (number, "internet", None)
    assert case.applicant.name == "李演示"
    assert Told.objects.get(case=case).stage == "unconfirmed"
    page = Client().post(STATUS, {"number": number, "code": code.lower()}).content.decode()
    assert "待双方确认" in page or "尚未确认" in page


def test_the_same_form_twice_is_one_request() -> None:
    said = filled()
    pages = [Client().post(PAGE, said).content.decode() for _time in range(2)]
    assert Case.objects.count() == 1
    codes = [re.findall(r"<dd><strong[^>]*>([^<]+)</strong>", page) for page in pages]
    assert codes[0] == codes[1]


def test_a_code_opens_it_also_after_the_key_was_changed(settings: Any) -> None:
    said = filled()
    first = Client().post(PAGE, said).content.decode()
    settings.FIELD_KEYS = ["another key " * 4, *settings.FIELD_KEYS]
    number, code = re.findall(r"<dd><strong[^>]*>([^<]+)</strong>", first)
    assert code in Client().post(PAGE, said).content.decode(), "sent twice, it is the same request"
    assert number in Client().post(STATUS, {"number": number, "code": code}).content.decode()


def test_what_is_wrong_is_said_and_nothing_typed_is_lost() -> None:
    for wrong, told in (
        ({"identity_number": "110105194912310020"}, "校验位"),
        ({"way": "post"}, "请填写通信地址"),
        ({"applicant_kind": "commercial_enterprise", "identity": "uscc"}, "请填写联系人"),
        ({"website": "http://x"}, "页面已过期"),
        ({"stamp": "forged"}, "页面已过期"),
    ):
        answer = Client().post(PAGE, filled(**wrong))
        assert answer.status_code == 422
        assert told in answer.content.decode()
        assert SAID["content"] in answer.content.decode()
    assert not Case.objects.exists()


def test_nothing_but_number_and_code_together_opens_it(world: World) -> None:
    number, code = applied()
    other, _code = applied()
    for tried in (
        {"number": other, "code": code},
        {"number": number, "code": "AAAA-AAAA-AAAA-AAAA"},
        {"number": number, "code": ""},
    ):
        answer = Client().post(STATUS, tried)
        assert answer.status_code == 422
        assert "李演示" not in answer.content.decode()
    assert Client().get(STATUS, {"number": number, "code": code}).content.decode().count(number) == 0, (
        "never by address"
    )


def test_who_guesses_is_kept_waiting() -> None:
    number, _code = applied()
    answers = [
        Client().post(STATUS, {"number": number, "code": f"AAAA-{n:04}"}).status_code for n in range(applying.TRIES + 1)
    ]
    assert answers[-1] == 429


def test_an_address_that_has_not_worked_may_ask_less(monkeypatch: Any) -> None:
    statuses = [Client().post(PAGE, filled()).status_code for _time in range(applying.UNWORKED + 1)]
    assert statuses == [200] * applying.UNWORKED + [422]
    monkeypatch.setattr(stamps, "BITS", 4)
    said = filled()
    said["proof"] = next(str(n) for n in range(10_000) if stamps.worked(said["stamp"], str(n)))
    assert Client().post(PAGE, said).status_code == 200


def test_proof_of_work_is_looked_at() -> None:
    proof = next(str(n) for n in range(10**7) if stamps.worked("stamp", str(n)))
    assert not stamps.worked("another", proof)
    assert not stamps.worked("stamp", "")
    assert not stamps.worked("stamp", "-1")


def test_the_applicant_reads_what_was_sent_and_takes_the_request_back(world: World) -> None:
    set_up(world)
    number, code = applied()
    case, client = Case.objects.get(), world.client("disclosure@civil")
    client.post(f"/desk/requests/{case.pk}/confirm/phone/", {"on": TODAY.isoformat()})
    letter = signed(world, drafted(world, case, "supplement", SUPPLEMENT))
    known = {"number": number, "code": code}
    address = f"{STATUS}letters/{letter.pk}/"
    assert Client().post(address, known).status_code == 404, "signed, and not sent yet"
    send(letter, way="electronic", on=TODAY, by=world.officer("handler@civil"))
    page = Client().post(STATUS, known).content.decode()
    assert "补正告知书" in page
    assert letter.files.get(form="pdf").sha256 in page, "whoever downloads it can check it"
    assert page.count('aria-current="step"') == 1
    english = Client(headers={"accept-language": "en"}).post(STATUS, known).content.decode()
    assert "Waiting for the supplement" in english
    answer = Client().post(address, known)
    assert answer.content == letter.files.get(form="pdf").content
    other, another = applied()
    assert Client().post(address, {"number": other, "code": another}).status_code == 404
    page = Client().post(f"{STATUS}withdraw/", known).content.decode()
    assert Told.objects.get(case=case).stage == "closed"
    assert "撤回申请</button>" not in page
    assert Client().post(f"{STATUS}withdraw/", known).status_code == 422


def test_a_closed_agency_takes_none(world: World) -> None:
    other = world.agencies["neighbour-civil"]
    page = PAGE.replace("civil", other.slug)
    assert Client().get(page).status_code == 200
    close(other, day=TODAY, version=other.version, by=world.officer("administrator@neighbour"))
    assert Client().get(page).status_code == 404
