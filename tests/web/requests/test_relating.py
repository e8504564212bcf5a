"""Requests that belong together: found by their words, bound, split, answered together; each is counted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.law.clock import Fact
from gongkai.web.audit.models import Event
from gongkai.web.requests.actions import assign_all, receive, record
from gongkai.web.requests.letters.actions import redraft, send
from gongkai.web.requests.letters.filling import known
from gongkai.web.requests.letters.reading import to_applicant
from gongkai.web.requests.models import Bond, Case, Letter, Relation, Told
from gongkai.web.requests.reading import by_code
from gongkai.web.requests.relating.actions import bind, unbind
from gongkai.web.requests.relating.similar import groups, percent
from gongkai.web.requests.relating.splitting import split
from gongkai.web.workflow.refusals import Refused
from tests.web.requests.scene import ARRIVED, WHO, asked, done, drafted, received, set_up, signed
from tests.web.world import TODAY, World

pytestmark = pytest.mark.django_db
OTHER = WHO | {"identity_number": "110105194912310039"}
PARTS = ["2025年度养老服务补贴发放名册（演示）", "2025年度养老服务补贴的验收材料（演示）", "补贴办法（演示）"]


def whole(case: Case) -> Case:
    return Case.objects.select_related("agency", "applicant", "told").get(pk=case.pk)


def bound(world: World, case: Case, to: Case, bond: Bond = Bond.TOGETHER, **more: Any) -> Relation:
    return bind(whole(case), whole(to), bond, reason="演示", by=world.officer("handler@civil"), **more)


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        ("养老服务补贴名册", "养老服务补贴名册。", 100),
        ("ＡＢＣ 名册", "abc名册", 100),
        ("养老服务补贴名册", "公墓年检目录", 0),
        ("养老服务补贴名册", "养老服务补贴办法", 50),
        ("", "", 0),
    ],
)
def test_how_alike_two_texts_are(one: str, other: str, share: int) -> None:
    assert percent(groups(one), groups(other)) == share


def test_alike_requests_of_the_agency_are_shown_with_their_share_and_nothing_is_bound(world: World) -> None:
    case, same = received(world).case, received(world).case
    anothers = received(world, who=OTHER, content="2025年度养老服务补贴发放名册和附表（演示）").case
    far = received(world, content="公墓年检文件").case
    elsewhere = received(world, "handler@neighbour-civil").case
    page = world.client("handler@civil").get(f"/desk/requests/{case.pk}/similar/")
    rows = page.context["rows"]
    assert [(row.case, row.same_applicant) for row in rows] == [(same, True), (anothers, False)]
    assert rows[0].percent == 100 > rows[1].percent >= 30
    text = page.content.decode()
    assert "三字词组" in text
    assert far.number not in text
    assert elsewhere.number not in text
    hidden = world.client("reviewer@civil").get(f"/desk/requests/{case.pk}/similar/").content.decode()
    assert "同一申请人</span>" not in hidden
    assert not Relation.objects.exists()


def answered(world: World) -> Letter:
    set_up(world)
    letter = signed(world, drafted(world, received(world).case, "answer_provided", {"supply": "网上下载"}))
    send(letter, way="post", on=TODAY, by=world.officer("handler@civil"))
    return Letter.objects.select_related("case__told").get(pk=letter.pk)


def test_a_repetition_fills_the_answer_in_from_the_one_before(world: World) -> None:
    earlier = answered(world)
    case = receive(world.agencies["civil"], asked(arrived=TODAY), by=world.officer("handler@civil")).case
    bound(world, case, earlier.case, Bond.REPEATS)
    said = known(whole(case), "answer_repeated", TODAY)
    assert (said["earlier_number"], said["earlier_date"]) == (earlier.number, TODAY)
    assert Event.objects.get(verb="case.bound").new["to"] == earlier.case.number


def test_what_is_not_a_repetition_is_refused_with_the_article(world: World) -> None:
    first, second = received(world).case, received(world).case
    with pytest.raises(Refused, match="第三十六条第（六）项"):
        bound(world, second, first, Bond.REPEATS)
    earlier = answered(world)
    with pytest.raises(Refused, match="答复之前提出"):
        bound(world, second, earlier.case, Bond.REPEATS)
    with pytest.raises(Refused, match="不是同一申请人"):
        bound(world, received(world, who=OTHER).case, earlier.case, Bond.REPEATS)
    with pytest.raises(Refused, match="同一机关"):
        bound(world, second, received(world, "handler@neighbour-civil").case)
    with pytest.raises(Refused, match="另一件申请"):
        bound(world, second, second)


def test_one_answer_for_several_and_each_is_counted(world: World) -> None:
    set_up(world)
    lead, other, alone = (received(world).case for _time in range(3))
    bound(world, other, lead)
    with pytest.raises(Refused, match="请在那一件拟"):
        drafted(world, other, "answer_provided", {"supply": "网上下载"})
    letter = signed(world, drafted(world, lead, "answer_provided", {"supply": "网上下载"}))
    page = letter.files.get(form="html").content.decode()
    assert "一并答复" in page
    assert other.number in page
    assert "2026年2月2日收到" in page
    send(letter, way="post", on=TODAY, by=world.officer("handler@civil"))
    for case in (lead, other):
        told = Told.objects.get(case=case)
        assert (told.stage, told.outcome) == ("answered", "granted")
        assert to_applicant(case) == [letter]
    assert Told.objects.get(case=alone).stage == "running"
    with pytest.raises(Refused, match="已经一并答复"):
        unbind(other.relations.get(), reason="演示", by=world.officer("handler@civil"))


def test_a_common_answer_goes_out_for_all_or_for_none(world: World) -> None:
    set_up(world)
    lead, other = received(world).case, received(world).case
    bound(world, other, lead)
    letter = signed(world, drafted(world, lead, "answer_provided", {"supply": "网上下载"}))
    done(world, other, Fact("withdrawn", TODAY))
    with pytest.raises(Refused, match=other.number):
        send(letter, way="post", on=TODAY, by=world.officer("handler@civil"))
    assert Told.objects.get(case=lead).stage == "running"


def test_an_answer_drafted_before_the_others_joined_is_drafted_anew(world: World) -> None:
    set_up(world)
    lead, other = received(world).case, received(world).case
    letter = drafted(world, lead, "answer_provided", {"supply": "网上下载"})
    relation = bound(world, other, lead)
    with pytest.raises(Refused, match="有变化"):
        signed(world, letter)
    said = known(whole(lead), "answer_provided", TODAY) | {"supply": "网上下载"}
    redraft(letter, said, by=world.officer("handler@civil"), version=1)
    unbind(relation, reason="不是一件事", by=world.officer("handler@civil"))
    with pytest.raises(Refused, match="有变化"):
        signed(world, letter)


def test_a_request_for_several_things_becomes_several(world: World) -> None:
    made = receive(world.agencies["civil"], asked(content="\n\n".join(PARTS)), by=world.officer("handler@civil"))
    done(
        world,
        made.case,
        Fact("supplement_asked", date(2026, 2, 4), days=10),
        Fact("supplement_given", ARRIVED.replace(day=6)),
    )
    new = split(made.case, PARTS, reason="一事一申请", by=world.officer("disclosure@civil"))
    assert [one.number for one in new] == ["civil申〔2026〕2号", "civil申〔2026〕3号"]
    kept = whole(made.case)
    assert (kept.content, kept.submitted) == (PARTS[0], "\n\n".join(PARTS))
    days = {(told.received, told.due, told.stage) for told in Told.objects.all()}
    assert len(days) == 1, "each has the days of the whole"
    assert Case.objects.count() == 3, "each is counted"
    for one, text in zip(new, PARTS[1:], strict=True):
        assert (one.content, whole(one).applicant.identity_number) == (text, WHO["identity_number"])
        assert by_code(one.number, made.code) == one, "the code of the whole opens it"
    assert by_code("civil申〔2026〕9号", made.code) is None
    page = Client().post("/request/status/", {"number": kept.number, "code": made.code}).content.decode()
    assert new[0].number in page


def test_what_concerns_a_part_alone_keeps_it_whole(world: World) -> None:
    set_up(world)
    by = world.officer("disclosure@civil")
    case = received(world).case
    with pytest.raises(Refused, match="2至20件"):
        split(case, PARTS[:1], reason="演示", by=by)
    drafted(world, case, "answer_provided", {"supply": "网上下载"})
    with pytest.raises(Refused, match="没有送出的文书"):
        split(case, PARTS, reason="演示", by=by)
    asked_for = received(world).case
    done(world, asked_for, Fact("consulted", date(2026, 2, 4), party="演示公司", role="third_party"))
    with pytest.raises(Refused, match="不等申请人"):
        split(asked_for, PARTS, reason="演示", by=by)
    record(asked_for, Fact("replied", date(2026, 2, 5), party="演示公司"), by=by)
    with pytest.raises(Refused, match="只涉及其中一部分"):
        split(asked_for, PARTS, reason="演示", by=by)
    assert Case.objects.count() == 2


def test_the_pages_bind_split_and_undo(world: World) -> None:
    first, second = received(world).case, received(world).case
    client, office = world.client("handler@civil"), world.client("disclosure@civil")
    page = f"/desk/requests/{second.pk}/"
    body = {"number": first.number, "bond": "together", "reason": "同一事项"}
    wrong = client.post(f"{page}bind/", body | {"number": "没有1号"}, follow=True).content.decode()
    assert "没有这个编号" in wrong
    assert "与它一并答复" in client.post(f"{page}bind/", body, follow=True).content.decode()
    relation = Relation.objects.get()
    client.post(f"{page}bonds/{relation.pk}/undo/", {"reason": "不是一件事"})
    relation.refresh_from_db()
    assert relation.ended_by == world.users["handler@civil"]
    said = {"parts": "\r\n\r\n".join(PARTS), "reason": "一事一申请"}
    shown = office.post(f"{page}split/", said, follow=True).content.decode()
    assert "拆分前的申请内容" in shown
    assert Case.objects.count() == 4


def test_several_are_assigned_at_once_or_none(world: World) -> None:
    cases = [received(world).case for _time in range(3)]
    client = world.client("disclosure@civil")
    body = {"case": [case.pk for case in cases[:2]], "unit": world.agencies["welfare"].pk}
    assert "已交办2件" in client.post("/desk/requests/assign/", body, follow=True).content.decode()
    assert Case.objects.filter(unit=world.agencies["welfare"]).count() == 2
    done(world, cases[2], Fact("withdrawn", TODAY))
    with pytest.raises(Refused, match=cases[2].number):
        assign_all(cases, unit=None, handler=None, by=world.officer("disclosure@civil"))
    assert Case.objects.filter(unit=world.agencies["welfare"]).count() == 2
    elsewhere = received(world, "handler@neighbour-civil").case
    told = client.post("/desk/requests/assign/", {"case": [elsewhere.pk]}, follow=True).content.decode()
    assert "请先选择" in told


def test_a_case_page_costs_the_same_however_many_are_bound(world: World) -> None:
    lead = received(world).case
    client = world.client("handler@civil")

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked_for:
            client.get(f"/desk/requests/{lead.pk}/")
        return len(asked_for)

    bound(world, received(world).case, lead)
    cost()
    one = cost()
    for _time in range(4):
        bound(world, received(world).case, lead)
    assert cost() == one
