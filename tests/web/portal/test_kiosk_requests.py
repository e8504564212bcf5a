"""A request is made and looked up at the screen of a hall; nothing leads out of it, and nothing of it is remembered."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.web import clock
from gongkai.web.portal import limits, stamps
from gongkai.web.requests.models import Case, CaseFile, Confirmation
from tests.web.disclosure.scene import item, walk
from tests.web.portal.test_applying import SAID
from tests.web.portal.test_kiosk import inside
from tests.web.world import TODAY, World

pytestmark = pytest.mark.django_db
PAGE, STATUS = "/kiosk/civil/request/apply/", "/kiosk/civil/request/status/"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    monkeypatch.setattr(stamps, "YOUNGEST", 0)
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    limits.forget()


def sent(address: str, said: dict[str, object], status: int = 200) -> str:
    answer = Client(enforce_csrf_checks=True).post(address, said)
    page = answer.content.decode()
    assert (answer.status_code, answer["Cache-Control"]) == (status, "no-store"), page
    assert not answer.cookies
    inside(page)
    return page


def filled() -> dict[str, object]:
    page = Client().get(PAGE).content.decode()
    inside(page)
    return {**SAID, "stamp": re.search(r'name="stamp" value="([^"]+)"', page)[1]}  # type: ignore[index]


def applied() -> dict[str, object]:
    number, code = re.findall(r"<dd><strong>([^<]+)</strong>", sent(PAGE, filled()))
    return {"number": number, "code": code}


def test_a_request_is_made_at_the_screen_and_has_a_receipt() -> None:
    said = filled() | {"attached": SimpleUploadedFile("名单.txt", "演示".encode())}
    page = sent(PAGE, said)
    case = Case.objects.get()
    assert case.channel == "internet"
    assert case.number in page
    assert "李演示" not in page, "a receipt may be left behind"
    assert not CaseFile.objects.exists(), "a hall takes no files"


def test_no_field_is_completed_by_the_browser() -> None:
    for address in (PAGE, STATUS):
        page = Client().get(address).content.decode().partition("<main")[2]
        fields = re.findall(r"<(?:input|textarea|select)\b[^>]*>", page)
        assert len(fields) >= 2
        for field in fields:
            assert "hidden" in field or 'autocomplete="off"' in field, field


def test_what_is_wrong_is_said_and_what_was_typed_stays() -> None:
    page = sent(PAGE, filled() | {"way": "post"}, 422)
    assert "请填写通信地址" in page
    assert SAID["content"] in page


def test_who_asked_sees_it_there_and_confirms(world: World) -> None:
    known = applied()
    page = sent(STATUS, known)
    assert "尚未确认" in page
    assert 'name="confirm"' in page
    page = sent(STATUS, known | {"confirm": "1"})
    assert "等公开工作机构确认" in page
    assert Confirmation.objects.get().way == "page"
    assert "李演示" not in page
    assert "已经" in sent(STATUS, known | {"confirm": "1"}, 422)


def test_a_wrong_code_opens_nothing(world: World) -> None:
    page = sent(STATUS, applied() | {"code": "AAAA-AAAA-AAAA-AAAA"}, 422)
    assert "查询码不对" in page
    assert "请工作人员帮助" in [
        sent(STATUS, {"number": "1", "code": f"A{at}"}, 429 if at >= 29 else 422) for at in range(30)
    ][-1]  # fmt: skip


def test_what_is_found_before_leads_into_the_kiosk(world: World) -> None:
    row = item(world, title="最低生活保障标准（演示）")
    walk(row, world)
    assert f"/kiosk/civil/documents/{row.pk}/" in sent(PAGE, {"sought": "最低生活保障"})
