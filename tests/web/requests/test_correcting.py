"""Who finds a record of them wrong asks for its correction: registered, answered by two officers, and no request."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.web import clock
from gongkai.web.agencies.models import Appointment
from gongkai.web.audit.acts import act
from gongkai.web.audit.models import Event
from gongkai.web.portal import limits, stamps
from gongkai.web.requests.correcting.actions import draft, send, send_back, sign
from gongkai.web.requests.correcting.reading import STAGES, stage_of
from gongkai.web.requests.counting import table
from gongkai.web.requests.models import Correction, CorrectionFile, CorrectionResult, Told
from gongkai.web.workflow.refusals import Refused, Stale
from tests.web.requests.scene import ID, OF_CORRECTION, WHO, set_up, wanted
from tests.web.world import BY, SINCE, TODAY, World

pytestmark = pytest.mark.django_db
FOUND = "户口簿与档案记载不一致（演示）"
PAGE, STATUS = "/a/civil/request/correct/", "/request/correction/"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    monkeypatch.setattr(stamps, "YOUNGEST", 0)
    limits.forget()


def drafted(world: World, row: Correction, result: CorrectionResult, organ: str = "") -> Correction:
    set_up(world)
    clerk = world.officer("handler@civil")
    return draft(row, result=result, finding=FOUND, organ=organ, version=row.version, by=clerk)


@pytest.mark.parametrize(
    ("result", "organ", "said"),
    [
        ("corrected", "", "本机关已予更正"),
        ("refused", "", "本机关不予更正"),
        ("passed", "示范市公安局（演示）", "本机关已转送有权更正的行政机关处理：示范市公安局（演示）"),
        ("told", "示范市公安局（演示）", "请向有权更正的行政机关提出：示范市公安局（演示）"),
    ],
)
def test_the_letter_says_what_came_of_it(world: World, result: str, organ: str, said: str) -> None:
    row = drafted(world, wanted(world), CorrectionResult(result), organ)
    row = sign(row, version=row.version, by=world.officer("approver@civil"))
    letter = bytes(CorrectionFile.objects.get(correction=row, form="html").content).decode()
    text = re.sub(r"<[^>]+>", "", letter)
    wanted_words = (said, "公开条例》第四十一条", FOUND, row.number, row.letter_number, "李演示")
    assert not [one for one in wanted_words if one not in text]
    assert {file.form for file in row.files.all()} == {"", "pdf", "docx", "html"}


def test_it_lives_from_the_register_to_the_sending(world: World) -> None:
    row = wanted(world)
    clerk, chief = world.officer("handler@civil"), world.officer("approver@civil")
    with pytest.raises(Refused, match="没有等签发"):
        sign(row, version=1, by=chief)
    row = drafted(world, row, CorrectionResult.CORRECTED)
    with pytest.raises(Stale):
        sign(row, version=1, by=chief)
    row = send_back(row, reason="请补充核实经过（演示）", version=row.version, by=chief)
    assert stage_of(row) == "registered"
    row = drafted(world, row, CorrectionResult.CORRECTED)
    assert (stage_of(row), row.returned) == ("signing", "")
    row = sign(row, version=row.version, by=chief)
    with pytest.raises(Refused, match="不能再改"):
        drafted(world, row, CorrectionResult.REFUSED)
    row = send(row, way="post", on=TODAY, version=row.version, by=clerk)
    for stage, condition in STAGES.items():
        assert Correction.objects.filter(condition).exists() is (stage == "sent")


def test_who_drafts_does_not_sign(world: World) -> None:
    row = drafted(world, wanted(world), CorrectionResult.CORRECTED)
    clerk = world.users["handler@civil"]
    with act(by=BY) as done:
        Appointment.objects.create(user=clerk, agency=row.agency, role="approver", since=SINCE)
        done.note("test.prepared", of=row.thing)
    with pytest.raises(Refused, match="不能签发自己"):
        sign(row, version=row.version, by=world.officer("handler@civil"))


def test_another_organ_is_named_where_it_decides_and_only_there(world: World) -> None:
    row = wanted(world)
    for result, organ in (("passed", ""), ("corrected", "示范市公安局（演示）")):
        with pytest.raises(Refused, match="有权机关"):
            drafted(world, row, CorrectionResult(result), organ)


def test_it_is_no_request_and_counts_in_no_row(world: World) -> None:
    wanted(world)
    assert not Told.objects.exists()
    assert not table(Told.objects.all(), 2026)


def test_who_asks_is_told_to_nobody_who_need_not_know(world: World) -> None:
    row = wanted(world)
    told = [f"{one.object_name} {one.old} {one.new}" for one in Event.objects.filter(kind="correction")]
    assert told
    for name in ("supervisor@district", "reviewer@civil"):
        page = world.client(name).get(f"/desk/requests/corrections/{row.pk}/").content.decode()
        told += [page, world.client(name).get("/desk/requests/corrections/").content.decode()]
    told.append(world.client("handler@civil").get("/desk/requests/corrections.csv").content.decode("utf-8-sig"))
    assert not any(secret in page for page in told for secret in ("李演示", ID, "13800000000", "家庭人口数"))
    assert ID in world.client("handler@civil").get(f"/desk/requests/corrections/{row.pk}/").content.decode()


def test_the_register_takes_as_many_queries_for_many(world: World) -> None:
    wanted(world)
    clerk = world.client("handler@civil")
    with CaptureQueriesContext(connection) as few:
        clerk.get("/desk/requests/corrections/?stage=registered")
    for _more in range(4):
        wanted(world)
    with CaptureQueriesContext(connection) as many:
        page = clerk.get("/desk/requests/corrections/?stage=registered").content.decode()
    assert len(re.findall(r'href="/desk/requests/corrections/[0-9]+/"', page)) == 5
    assert len(many) == len(few)
    sheet = clerk.get("/desk/requests/corrections.csv").content.decode("utf-8-sig")
    assert {line["阶段"] for line in csv.DictReader(io.StringIO(sheet))} == {"待审核拟办"}


def test_on_the_portal_it_is_registered_once_and_opened_by_its_code(world: World) -> None:
    shown = Client().get(PAGE).content.decode()
    stamp = re.search(r'name="stamp" value="([^"]+)"', shown)
    assert stamp
    said: dict[str, Any] = {
        "stamp": stamp[1], "website": "", "applicant_kind": "natural_person", "name": "李演示", "identity": "id_card",
        "identity_number": "11010519491231002X", "phone": "13800000000", "email": "", "address": "",
        "wanted": "低保档案中的家庭人口数由2人更正为3人", "evidence": "户口簿（演示）",
    }  # fmt: skip
    wrong = Client().post(PAGE, {**said, "identity_number": "110105194912310021"})
    assert wrong.status_code == 422
    assert "校验位" in wrong.content.decode()
    pages = [Client(enforce_csrf_checks=True).post(PAGE, said).content.decode() for _time in range(2)]
    row = Correction.objects.get()
    number, code = re.findall(r"<dd><strong[^>]*>([^<]+)</strong>", pages[1])
    assert (row.number, row.channel, row.entered_by, number) == (number, "internet", None, row.number)
    known = {"number": number, "code": code}
    assert Client().post(STATUS, {**known, "code": "AAAA-AAAA-AAAA-AAAA"}).status_code == 422
    row = drafted(world, row, CorrectionResult.CORRECTED)
    row = sign(row, version=row.version, by=world.officer("approver@civil"))
    assert "本机关已予更正" not in Client().post(STATUS, known).content.decode()
    assert Client().post(f"{STATUS}letter/", known).status_code == 404, "not before it is sent"
    send(row, way="post", on=TODAY, version=row.version, by=world.officer("handler@civil"))
    assert row.letter_number in Client().post(STATUS, known).content.decode()
    assert Client().post(f"{STATUS}letter/", known).content.startswith(b"%PDF")


def test_who_left_an_address_is_mailed_that_there_is_news_and_never_which(
    world: World, settings: Any, mailoutbox: list[EmailMessage]
) -> None:
    settings.PASSWORD_RECOVERY, settings.HOSTS, settings.HTTPS = True, ["gk.example.gov.cn"], True
    wanted(world)
    assert not mailoutbox, "without an address nobody is mailed"
    who = {name: WHO[name] for name in WHO if name in OF_CORRECTION} | {"email": "demo@example.com"}
    row = wanted(world, who=who)
    row = drafted(world, row, CorrectionResult.REFUSED)
    row = sign(row, version=row.version, by=world.officer("approver@civil"))
    assert len(mailoutbox) == 1, "the draft and its signature are the office's own"
    send(row, way="post", on=TODAY, version=row.version, by=world.officer("handler@civil"))
    assert [one.to for one in mailoutbox] == [["demo@example.com"]] * 2
    assert ["已经登记" in mailoutbox[0].body, "有新的情况" in mailoutbox[1].body] == [True, True]
    for one in mailoutbox:
        assert row.number in one.subject
        assert f"https://gk.example.gov.cn{STATUS}" in one.body
        told = f"{one.subject}{one.body}"
        assert not [secret for secret in ("李演示", ID, "家庭人口数", FOUND, "不予更正", "户口簿") if secret in told]
