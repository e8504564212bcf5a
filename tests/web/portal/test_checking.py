"""核对一份年报: any report of anybody is read and laid out; nothing is kept unless that was asked for."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.web import clock
from gongkai.web.annual import bounded, sharing
from gongkai.web.annual.models import AnnualReport, SharedCheck
from gongkai.web.audit.models import Event
from gongkai.web.files.models import File
from gongkai.web.portal import checking, limits, stamps
from gongkai.web.portal.checking import SALT
from gongkai.web.portal.stamps import stamp

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).parents[3] / "samples"
WRONG = SAMPLES / "city-page-2024.html"
PAGE, API = "/check/", "/api/v1/check"


@pytest.fixture(autouse=True)
def unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamps, "YOUNGEST", 0)
    limits.forget()


def post(**said: Any) -> Any:
    return Client().post(PAGE, {"stamp": stamp(SALT), **said})


def upload(path: Path) -> SimpleUploadedFile:
    return SimpleUploadedFile(path.name, path.read_bytes())


def test_a_file_is_read_laid_out_and_mended_and_nothing_is_kept() -> None:
    events = Event.objects.count()
    answer = post(file=upload(WRONG))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "校核发现错误3处" in page
    assert page.count("162 → <strong>152</strong>") == 1
    assert '<table class="form requests' in page
    assert answer["Cache-Control"] == "no-store"
    assert (Event.objects.count(), SharedCheck.objects.count(), AnnualReport.objects.count()) == (events, 0, 0)
    assert not File.objects.exists()


def test_a_text_is_read_as_well() -> None:
    page = post(text=(SAMPLES / "tab-rows-2021.txt").read_text("utf-8")).content.decode()
    assert "年度" in page
    assert "2021年版" in page


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "请选择文件"),
        ({"text": "今天天气很好（演示）"}, "没有读到年度报告"),
        ({"file": SimpleUploadedFile("a.bin", b"\x00\x01\x02" * 99)}, "没有读到年度报告"),
    ],
)
def test_what_is_no_report_is_told_so(said: dict[str, Any], words: str) -> None:
    answer = post(**said)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_what_takes_too_long_costs_one_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*said: Any, **more: Any) -> Any:
        raise bounded.ReadingFailed

    monkeypatch.setattr(checking, "records", fails)
    answer = post(file=upload(WRONG))
    assert answer.status_code == 422
    assert "时间或者内存太多" in answer.content.decode()


def test_who_comes_while_another_is_read_is_asked_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "TURN", 0.01)
    with checking._turn:
        answer = Client().post(API, WRONG.read_bytes(), content_type="text/html")
        assert (answer.status_code, answer["Retry-After"]) == (503, f"{checking.SECONDS}")
        assert "过一会儿再试" in post(file=upload(WRONG)).content.decode()
    assert post(file=upload(WRONG)).status_code == 200


def test_an_address_checks_so_many_in_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "MOST", 1)
    assert post(text="演示").status_code == 422
    assert post(text="演示").status_code == 429
    assert Client().post(API, b"x", content_type="text/plain").status_code == 429


def test_kept_it_is_opened_by_its_word_dropped_by_its_code_and_gone_after_its_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = post(file=upload(WRONG), keep="on").content.decode()
    address, code = re.search(r'href="http://testserver(/check/[^"]+)"', page), re.search(r"<code>([0-9a-f]+)<", page)
    assert address
    assert code
    row = SharedCheck.objects.get()
    assert code[1] not in (row.code, row.word)
    opened = Client().get(address[1])
    assert "162 → <strong>152</strong>" in opened.content.decode()
    assert 'name="robots" content="noindex"' in opened.content.decode()
    assert Client().get("/check/else/").status_code == 404
    assert Client().post(f"{address[1]}drop/", {"code": "wrong"}).status_code == 302
    assert SharedCheck.objects.exists()
    assert "已经删去" in Client().post(f"{address[1]}drop/", {"code": code[1]}).content.decode()
    assert Client().get(address[1]).status_code == 404
    post(file=upload(WRONG), keep="on")
    after = clock.today() + timedelta(sharing.DAYS + 1)
    monkeypatch.setattr(clock, "today", lambda: after)
    assert sharing.drop_old.func() == 1
    assert not SharedCheck.objects.exists()


def test_what_is_more_than_any_report_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "LONGEST", 100)
    answer = post(file=upload(WRONG), keep="on")
    assert (answer.status_code, SharedCheck.objects.count()) == (422, 0)
    assert "太多，不能保存" in answer.content.decode()


def test_programs_are_answered_with_the_record() -> None:
    answer = Client().post(f"{API}?name={WRONG.name}", WRONG.read_bytes(), content_type="text/html")
    assert answer.status_code == 200
    said = answer.json()
    assert said["cells"]["requests.granted.total"] == 162
    assert {finding["rule"] for finding in said["findings"]} >= {"sum-broken", "row-sum"}
    assert answer["Access-Control-Allow-Methods"] == "POST, OPTIONS"
    assert Client().post(API, b"", content_type="text/plain").status_code == 422
    refused = Client().get(API)
    assert (refused.status_code, refused["Allow"]) == (405, "POST, OPTIONS")


def test_a_program_may_send_a_form_with_one_file_and_is_told_what_is_wrong() -> None:
    answer = Client().post(API, {"file": upload(WRONG)})
    assert (answer.status_code, answer.json()["year"]) == (200, 2024)
    answer = Client().post(API, {"one": [upload(WRONG), upload(WRONG)]})
    assert answer.status_code == 422
    assert "表单里唯一的文件" in answer.content.decode()
    answer = Client().get(API)
    assert (answer.status_code, answer["Allow"]) == (405, "POST, OPTIONS")
    assert "这里只接受用POST送来的年报文件" in answer.content.decode()


def test_a_whole_report_has_no_blank_cell() -> None:
    """What the form does not ask for, as a sum of （六） that some print, is none."""
    page = post(file=upload(WRONG)).content.decode()
    assert "空白或者无法确定" not in page
    page = post(file=upload(SAMPLES / "town-blanks-2022.xlsx")).content.decode()
    assert "空白或者无法确定" in page
