"""Letters of a request: drafted, reviewed by others, signed with a number, sent; their sending records facts."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from django.db import connection

from gongkai.law.clock import Fact
from gongkai.letters import kinds
from gongkai.web.disclosure.moving.records import write_records
from gongkai.web.requests.letters.actions import redraft, send
from gongkai.web.requests.letters.sending import GROUPS, RECORDS, recorded, uses
from gongkai.web.requests.models import Letter, LetterFile, Told
from gongkai.web.requests.standing import clock_of, facts_of
from gongkai.web.workflow.actions import perform
from gongkai.web.workflow.refusals import Refused
from tests.web.disclosure.scene import item, walk
from tests.web.requests.scene import SUPPLEMENT, WHO, done, drafted, process_of, received, said, set_up, signed
from tests.web.world import TODAY, World

pytestmark = pytest.mark.django_db


def test_every_kind_of_letter_is_in_one_group_and_known() -> None:
    listed = [kind for _label, members in GROUPS.values() for kind in members]
    assert sorted(listed) == sorted(set(kinds()) - {"correction"})
    assert set(RECORDS) <= set(listed)


def test_a_supplement_goes_from_the_draft_to_the_applicant_and_stops_the_clock(world: World) -> None:
    set_up(world)
    case = received(world).case
    letter = signed(world, drafted(world, case, "supplement", SUPPLEMENT))
    assert letter.number.endswith("公补〔2026〕1号")
    assert letter.issued == TODAY
    assert Told.objects.get(case=case).stage == "running", "nothing is recorded before it is sent"
    with pytest.raises(Refused, match="超过期限9个工作日（《条例》第三十条）"):
        send(letter, way="post", on=TODAY, by=world.officer("handler@civil"))
    send(letter, way="post", on=TODAY, reason="收到后先向两个科室核对", by=world.officer("handler@civil"))
    row = case.facts.get(kind="supplement_asked")
    assert (row.fact.on, row.fact.days, row.reason) == (TODAY, 10, "收到后先向两个科室核对")
    assert Told.objects.get(case=case).stage == "supplement"


def test_the_bytes_that_were_signed_are_kept_and_served(world: World) -> None:
    set_up(world)
    letter = signed(world, drafted(world, received(world).case, "supplement", SUPPLEMENT))
    files = LetterFile.objects.filter(letter=letter)
    assert {file.form for file in files} == {"pdf", "docx", "html"}
    for file in files:
        assert sha256(file.content).hexdigest() == file.sha256
        place = "preview/" if file.form == "html" else f"letter.{file.form}"
        answer = world.client("handler@civil").get(f"/desk/requests/letters/{letter.pk}/{place}")
        assert answer.content == file.content
        assert answer["Cache-Control"] == "no-store"
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM requests_letterfile")
        assert not any("JVBERi" in sealed[:200] for (sealed,) in cursor.fetchall()), "it is encrypted"
        cursor.execute("SELECT said FROM requests_letterversion")
        assert not any(WHO["name"] in kept for (kept,) in cursor.fetchall())


def test_numbers_of_a_series_have_no_gap_where_signing_fails(world: World) -> None:
    set_up(world)
    one, two = (drafted(world, received(world).case, "supplement", SUPPLEMENT) for _time in range(2))
    done(world, one.case, Fact("withdrawn", TODAY))
    perform(process_of(two), "submit", by=world.officer("handler@civil"))
    with pytest.raises(Refused):
        perform(process_of(one), "submit", by=world.officer("handler@civil"))
    perform(process_of(two), "pass", by=world.officer("reviewer@civil"))
    perform(process_of(two), "sign", by=world.officer("approver@civil"))
    assert Letter.objects.get(pk=two.pk).number.endswith("〔2026〕1号")


def test_nobody_reviews_what_they_wrote_and_what_was_approved_goes_out(world: World) -> None:
    set_up(world)
    letter = drafted(world, received(world).case, "supplement", SUPPLEMENT)
    perform(process_of(letter), "submit", by=world.officer("handler@civil"))
    changed = said(letter.case, "supplement", SUPPLEMENT | {"supplement_days": 12})
    redraft(letter, changed, by=world.officer("handler@civil"), version=1)
    assert process_of(letter).state == "draft", "what was changed goes back"
    with pytest.raises(Refused, match="别人刚刚改过"):
        redraft(letter, changed, by=world.officer("handler@civil"), version=1)
    letter = signed(world, letter)
    with pytest.raises(Refused, match="已经签发"):
        redraft(letter, changed, by=world.officer("handler@civil"), version=2)


def test_an_answer_records_its_outcome_and_how_it_went_out(world: World) -> None:
    set_up(world)
    case = received(world).case
    letter = signed(world, drafted(world, case, "answer_provided", {"supply": "随本答复书以电子文件提供"}))
    with pytest.raises(Refused, match="送出日期"):
        send(letter, way="post", on=date(2026, 2, 3), by=world.officer("handler@civil"))
    send(letter, way="post", on=TODAY, by=world.officer("handler@civil"))
    told = Told.objects.get(case=case)
    assert (told.outcome, told.stage) == ("granted", "answered")
    assert case.facts.filter(kind="served").exists()


def test_a_late_answer_says_why_or_stays(world: World) -> None:
    set_up(world)
    case = received(world, arrived=date(2026, 1, 5)).case
    letter = signed(world, drafted(world, case, "answer_provided", {"supply": "随本答复书以电子文件提供"}))
    with pytest.raises(Refused, match="请说明原因"):
        send(letter, way="post", on=TODAY, by=world.officer("handler@civil"))
    assert Letter.objects.get(pk=letter.pk).sent is None, "nothing half done"
    send(letter, way="post", on=TODAY, reason="材料散在三处", by=world.officer("handler@civil"))
    assert case.facts.get(kind="answered").reason == "材料散在三处"


def test_a_letter_that_the_law_has_no_use_for_is_not_drafted(world: World) -> None:
    set_up(world)
    case = received(world, channel="internet").case
    with pytest.raises(Refused, match="双方确认"):
        drafted(world, case, "supplement", SUPPLEMENT)
    offered = {
        use.kind: use.reason
        for _label, members in uses(facts_of(case), clock_of(case, TODAY), TODAY)
        for use in members
    }
    assert not offered["receipt"]
    assert offered["third_party_notice"]
    assert offered["record_other"]


def test_the_answer_on_a_record_is_no_letter_of_a_request(world: World) -> None:
    case = received(world).case
    assert world.client("handler@civil").get(f"/desk/requests/{case.pk}/letters/correction/").status_code == 404


def test_what_is_missing_is_said_by_name(world: World) -> None:
    with pytest.raises(Refused, match="有管辖权的人民法院"):
        drafted(world, received(world).case, "answer_provided", {"supply": "网上下载"})


def test_an_extension_records_who_agreed_and_when(world: World) -> None:
    facts = {"approved_on": TODAY, "approved_by": "演示", "extension_days": 15}
    assert [fact.kind for fact in recorded("extension", facts, issued=TODAY, sent=TODAY, way="post")] == [
        "extension_approved",
        "extension_noticed",
    ]


def test_a_partial_answer_is_drafted_part_by_part_on_the_page(world: World) -> None:
    set_up(world)
    case, client = received(world).case, world.client("handler@civil")
    page = f"/desk/requests/{case.pk}/letters/answer_partly/"
    first = client.get(page).content.decode()
    assert 'name="part0-ground"' in first
    assert WHO["name"] in first
    begun = {
        "parts": "1", "part0-ground": "internal_affairs", "again": "", "supply": "网上下载", "contact": "公开办",
        "phone": "010-12345678", "parts_given": "名册的正文",
    }  # fmt: skip
    shown = client.post(page, begun).content.decode()
    assert 'name="part0-internal_kind"' in shown
    assert "名册的正文" in shown
    del begun["again"]
    whole = begun | {
        "keep": "1", "part0-part": "附表二", "part0-internal_kind": "内部工作流程", "part0-reasons": "属于内部流转单",
    }  # fmt: skip
    answer = client.post(page, whole)
    assert answer.status_code == 302, answer.content.decode()
    letter = Letter.objects.get()
    shown = client.get(f"/desk/requests/letters/{letter.pk}/preview/").content.decode()
    assert "附表二" in shown
    assert "第十六条" in shown


def test_who_asks_is_read_by_who_needs_it_and_who_has_it_in_hand(world: World) -> None:
    set_up(world)
    letter = drafted(world, received(world).case, "supplement", SUPPLEMENT)
    page = f"/desk/requests/letters/{letter.pk}/preview/"
    assert world.client("reviewer@civil").get(page).status_code == 403
    perform(process_of(letter), "submit", by=world.officer("handler@civil"))
    assert WHO["name"] in world.client("reviewer@civil").get(page).content.decode()
    assert world.client("secrecy@civil").get(page).status_code == 403
    assert world.client("handler@street").get(page).status_code == 404


def test_numbers_look_as_the_agency_wants_and_no_two_series_share_one(world: World) -> None:
    set_up(world)
    page, client = "/desk/requests/settings/civil/", world.client("disclosure@civil")
    assert "/desk/requests/settings/civil/" in client.get("/desk/requests/").content.decode()
    shown = client.get(page).context["form"]
    said = {name: shown[name].value() or "" for name in shown.fields}
    wrong = client.post(page, said | {"series-answer": "演民复{n}"})
    assert wrong.status_code == 422
    assert "文号格式不对" in wrong.content.decode()
    assert "不能相同" in client.post(page, said | {"series-answer": said["series-fee"]}).content.decode()
    client.post(
        page, said | {"series-supplement": "演民公补〔{year}〕{n}号", "series-register": "演民申〔{year}〕{n}号"}
    )
    letter = signed(world, drafted(world, received(world).case, "supplement", SUPPLEMENT))
    assert letter.number == "演民公补〔2026〕1号"
    assert letter.case.number == "演民申〔2026〕1号"


def test_what_is_taken_out_of_disclosure_says_nothing_of_requests(world: World, tmp_path: Path) -> None:
    set_up(world)
    signed(world, drafted(world, received(world).case, "supplement", SUPPLEMENT))
    document = item(world)
    walk(document, world)
    write_records(tmp_path, [world.agencies["civil"]])
    sheets = (tmp_path / "records" / "reviews-civil.csv").read_text("utf-8-sig")
    assert document.title in sheets
    assert "补正告知书" not in sheets
