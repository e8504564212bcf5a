"""Files of a request: taken in by everybody's form, encrypted, shown by need, enclosed in letters, never public."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from gongkai.law.clock import Fact
from gongkai.web import clock
from gongkai.web.agencies.officers import NotPermitted
from gongkai.web.audit.acts import act
from gongkai.web.audit.models import Event
from gongkai.web.files.intake import hold
from gongkai.web.personal import seal, unseal
from gongkai.web.portal import limits, stamps
from gongkai.web.portal.applying import SALT
from gongkai.web.portal.stamps import stamp
from gongkai.web.requests.letters.actions import send
from gongkai.web.requests.material import actions
from gongkai.web.requests.models import Case, CaseFile, Origin, Told
from gongkai.web.search.models import Entry
from gongkai.web.visibility import PUBLIC, Level
from gongkai.web.workflow.refusals import Refused
from tests.web.portal.test_applying import SAID
from tests.web.requests.scene import SUPPLEMENT, WHO, done, drafted, received, set_up, signed
from tests.web.world import TODAY, World

pytestmark = pytest.mark.django_db
NAME, WORDS = "李演示的身份证明.txt", "李演示住在示范市演示路（演示材料）".encode()


def packed() -> bytes:
    """A package that is no document."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("a.txt", "演示")
    return file.getvalue()


def upload(name: str = NAME, data: bytes = WORDS) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


@pytest.fixture
def old_stamp(monkeypatch: pytest.MonkeyPatch) -> str:
    """A page that was opened a while ago."""
    monkeypatch.setattr(stamps, "YOUNGEST", 0)
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    limits.forget()
    return stamp(SALT)


def form(stamped: str, *files: Any) -> dict[str, Any]:
    return SAID | {"stamp": stamped, "attached": list(files)}


def test_files_come_in_with_the_form_once_and_stay_encrypted(world: World, old_stamp: str) -> None:
    for _sent in range(2):
        page = Client().post("/a/civil/request/apply/", form(old_stamp, upload(), upload("二.txt", b"2")))
        assert page.status_code == 200
    assert Case.objects.count() == 1
    rows = list(CaseFile.objects.order_by("pk"))
    assert [(row.name, row.content, row.origin) for row in rows] == [
        (NAME, WORDS, Origin.REQUEST), ("二.txt", b"2", Origin.REQUEST)
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, content FROM requests_casefile ORDER BY id")
        stored = cursor.fetchall()
    assert all("演示" not in name and b"\xe6\xbc\x94" not in bytes(content) for name, content in stored)
    told = " ".join(str(vars(event)) for event in Event.objects.all())
    assert NAME not in told
    assert "李演示" not in told


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([upload("a.exe", b"MZ\x90\x00")], "程序"),
        ([upload("a.zip", packed())], "压缩包"),
        ([upload(f"{number}.txt") for number in range(6)], "最多5个文件"),
        ([upload("大.txt", b"a" * (10 * 2**20 + 1))], "超过"),
        ([upload(f"{number}.txt", b"a" * (7 * 2**20)) for number in range(3)], "合计超过"),
    ],
)
def test_what_is_not_taken_is_said_and_nothing_is_kept(
    world: World, old_stamp: str, files: list[Any], said: str
) -> None:
    page = Client().post("/a/civil/request/apply/", form(old_stamp, *files))
    assert page.status_code == 422
    assert said in page.content.decode()
    assert not Case.objects.exists()
    assert not CaseFile.objects.exists()


def test_no_file_is_opened_before_the_rest_is_right(
    world: World, old_stamp: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gongkai.web.requests.material.fields.hold", lambda *_given, **_more: pytest.fail("opened"))
    for wrong in ({"stamp": "x"}, {"website": "x"}, {"content": ""}):
        assert Client().post("/a/civil/request/apply/", form(old_stamp, upload()) | wrong).status_code == 422
    monkeypatch.setattr("gongkai.web.portal.applying.wait", lambda *_given, **_more: 60)
    assert "太频繁" in Client().post("/a/civil/request/apply/", form(old_stamp, upload())).content.decode()


def test_an_officer_enters_the_scan_with_the_request(world: World) -> None:
    said = {**WHO, "applicant_kind": "natural_person", "content": "演示名册", "form": "paper", "way": "post",
            "channel": "signed_mail", "arrived": TODAY.isoformat(), "attached": [upload()]}  # fmt: skip
    page = world.client("handler@civil").post("/desk/requests/new/", said)
    assert page.status_code == 302
    assert CaseFile.objects.get().origin == Origin.PAPER


WHO_SEES = {
    "handler@civil": 200, "approver@civil": 200, "disclosure@civil": 200, "reviewer@civil": 404, "secrecy@civil": 404,
    "supervisor@district": 404, "administrator@district": 404, "disclosure@neighbour-civil": 404,
}  # fmt: skip


def kept(world: World, origin: Origin = Origin.PAPER, *, case: Case | None = None) -> CaseFile:
    row = case or received(world).case
    return actions.add(row, [hold([WORDS], name=NAME, largest=1000)], origin, by=world.officer("handler@civil"))[0]


def test_what_tells_who_asks_is_read_by_who_needs_to_know(world: World) -> None:
    file = kept(world)
    for who, status in WHO_SEES.items():
        if who not in world.users:
            continue
        client = world.client(who)
        answer = client.get(f"/desk/requests/material/{file.pk}/")
        assert (answer.status_code if answer.status_code != 403 else 404) == status, who
        page = client.get(f"/desk/requests/{file.case_id}/")
        assert (NAME in page.content.decode()) == (status == 200), who
    answer = world.client("handler@civil").get(f"/desk/requests/material/{file.pk}/")
    assert answer.content == WORDS
    assert "attachment" in answer["Content-Disposition"]
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, no-store"
    assert Client().get(f"/desk/requests/material/{file.pk}/").status_code == 302


def test_what_is_the_agencys_own_is_read_by_its_reviewers(world: World) -> None:
    file = kept(world, Origin.AGENCY)
    assert world.client("reviewer@civil").get(f"/desk/requests/material/{file.pk}/").status_code == 200
    assert world.client("disclosure@neighbour-civil").get(f"/desk/requests/material/{file.pk}/").status_code == 404


def test_it_is_in_no_search_and_never_public(world: World) -> None:
    file = kept(world)
    assert not CaseFile.objects.visible_to(PUBLIC).exists()
    assert not [entry for entry in Entry.objects.all() if "李演示" in str(vars(entry))]
    file.level = Level.PUBLIC
    with pytest.raises(ValidationError, match="case_file_out_with_a_letter"):
        file.validate_constraints()


def test_a_file_goes_to_who_asks_with_its_letter_and_not_before(world: World, old_stamp: str) -> None:
    set_up(world)
    found = received(world)
    letter = drafted(world, found.case, "supplement", SUPPLEMENT)
    file = kept(world, Origin.AGENCY, case=found.case)
    lead = world.officer("disclosure@civil")
    with pytest.raises(NotPermitted):
        actions.enclose(file, letter, by=world.officer("handler@civil"))
    actions.enclose(file, letter, by=lead)
    known = {"number": found.case.number, "code": found.code}
    address = f"/request/status/files/{file.pk}/"
    assert Client().post(address, known).status_code == 404, "the letter is not sent"
    letter = signed(world, letter)
    send(letter, way="electronic", on=TODAY, reason="演示", by=world.officer("handler@civil"))
    page = Client().post("/request/status/", known).content.decode()
    assert NAME in page
    assert Client().post(address, known).content == WORDS
    assert Client().post(address, known | {"code": "AAAA-BBBB-CCCC-DDDD"}).status_code == 404
    other = received(world)
    stranger = {"number": other.case.number, "code": other.code}
    assert Client().post(address, stranger).status_code == 404, "another's request"
    with pytest.raises(Refused, match="已经随文书送出"):
        actions.withhold(file, by=lead)
    with pytest.raises(Refused, match="附在文书里"):
        actions.strike(file, reason="演示", by=lead)


def waiting(world: World) -> Any:
    """A request that waits for its supplement."""
    found = received(world, arrived=TODAY)
    done(world, found.case, Fact("supplement_asked", TODAY, days=10))
    return found


def test_who_asks_supplements_on_the_status_page(world: World, old_stamp: str) -> None:
    found = waiting(world)
    known = {"number": found.case.number, "code": found.code}
    page = Client().post("/request/status/", known).content.decode()
    assert "提交补正" in page
    said = known | {"text": "请求公开2025年度的名册（演示）", "attached": [upload()]}
    answer = Client().post("/request/status/supplement/", said)
    assert answer.status_code == 200
    assert "已收到您的补正" in answer.content.decode()
    assert "提交补正" not in answer.content.decode()
    texts = [row.content.decode() for row in CaseFile.objects.filter(origin=Origin.SUPPLEMENT).order_by("pk")]
    assert texts == ["请求公开2025年度的名册（演示）", WORDS.decode()]
    assert Told.objects.get(case=found.case).stage == "running"
    again = Client().post("/request/status/supplement/", said)
    assert again.status_code == 422, "there is nothing to supplement any more"
    assert CaseFile.objects.count() == 2


@pytest.mark.parametrize("said", [{"text": ""}, {"text": "演示", "attached": [upload("a.exe", b"MZ\x90\x00")]}])
def test_a_supplement_that_is_not_taken_changes_nothing(world: World, old_stamp: str, said: dict[str, Any]) -> None:
    found = waiting(world)
    events = Event.objects.count()
    known = {"number": found.case.number, "code": found.code}
    refused = Client().post("/request/status/supplement/", known | said)
    assert refused.status_code == 422
    page = refused.content.decode()
    assert (said["text"] in page, "请重新选择文件" in page) == (True, "attached" in said), "what was typed stays"
    assert (Event.objects.count(), CaseFile.objects.count()) == (events, 0)
    assert Told.objects.get(case=found.case).stage == "supplement"


def test_a_request_has_so_many_files_and_no_more(world: World, old_stamp: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST", 1)
    with pytest.raises(Refused, match="最多有1个文件"):
        actions.supplement(waiting(world).case, "演示", [hold(upload(), name=NAME, largest=2**20)])
    assert not CaseFile.objects.exists()


def test_struck_files_stay_and_erased_ones_leave_no_byte(world: World) -> None:
    file, lead = kept(world), world.officer("disclosure@civil")
    with pytest.raises(Refused, match="理由"):
        actions.strike(file, reason=" ", by=lead)
    actions.strike(file, reason="传错了（演示）", by=lead)
    with act(by=lead.actor):
        assert actions.forget(file.case, lead) == 1
    file.refresh_from_db()
    assert (file.name, file.content, file.size) == ("", None, len(WORDS))
    assert world.client("handler@civil").get(f"/desk/requests/material/{file.pk}/").status_code == 404
    assert "清除" in world.client("handler@civil").get(f"/desk/requests/{file.case_id}/").content.decode()


def test_bytes_under_a_former_key_are_read_and_tampered_ones_are_not(settings: Any) -> None:
    token = seal(b"\x00\xff:gk1:")
    assert unseal(token) == b"\x00\xff:gk1:"
    settings.FIELD_KEYS = ["another key of thirty-two signs!", *settings.FIELD_KEYS]
    assert unseal(token) == b"\x00\xff:gk1:"
    with pytest.raises(RuntimeError, match="改动"):
        unseal(token[:-1] + bytes([token[-1] ^ 1]))


PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def test_the_signed_copy_is_what_who_asks_is_given(world: World, old_stamp: str) -> None:
    set_up(world)
    found, clerk = received(world), world.client("handler@civil")
    letter = drafted(world, found.case, "supplement", SUPPLEMENT)
    address = f"/desk/requests/letters/{letter.pk}/scan/"
    clerk.post(address, {"attached": upload("盖章.pdf", PDF)})
    assert not letter.files.exists(), "it is not signed yet"
    letter = signed(world, letter)
    made = letter.files.get(form="pdf").content
    clerk.post(address, {"attached": upload("盖章.txt", WORDS)})
    assert not letter.files.filter(form__startswith="scan").exists(), "no PDF"
    for copy in (PDF, PDF + b"%2\n"):
        assert (
            "已保存盖章的文书" in clerk.post(address, {"attached": upload("a.pdf", copy)}, follow=True).content.decode()
        )
    assert clerk.get(f"/desk/requests/letters/{letter.pk}/letter.scan").content == PDF + b"%2\n"
    send(letter, way="electronic", on=TODAY, reason="演示", by=world.officer("handler@civil"))
    known = {"number": found.case.number, "code": found.code}
    assert Client().post(f"/request/status/letters/{letter.pk}/", known).content == PDF + b"%2\n"
    assert letter.files.get(form="pdf").content == made
    assert [row.content for row in letter.files.filter(form__startswith="scan").order_by("form")] == [
        PDF,
        PDF + b"%2\n",
    ]
    clerk.post(address, {"attached": upload("a.pdf", PDF)})
    assert letter.files.filter(form__startswith="scan").count() == 2, "it has gone out as it was"
