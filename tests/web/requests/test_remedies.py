"""Reconsideration and litigation: their course, the figures of 表四, and a request that is dealt with anew."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.law.clock import Fact
from gongkai.letters import draft
from gongkai.web.requests.models import Case, Remedy, RemedyKind, Result, Told
from gongkai.web.requests.remedies.actions import conclude, enter, reply, strike
from gongkai.web.requests.remedies.figures import blocks
from gongkai.web.requests.standing import clock_of, facts_of
from gongkai.web.workflow.actions import perform
from gongkai.web.workflow.refusals import Refused, Stale
from tests.web.requests.scene import ORGAN, done, drafted, process_of, received, remedied, said, set_up
from tests.web.world import TODAY, World

pytestmark = pytest.mark.django_db
UPHELD = {"result": Result.UPHELD, "concluded": TODAY, "decision": "", "anew": False, "until": None}


def refused(world: World) -> Case:
    """A request that was refused for a third party."""
    case = received(world, arrived=date(2026, 1, 5)).case
    done(
        world, case, Fact("answered", date(2026, 1, 20), outcome="refused_third_party"),
        Fact("served", date(2026, 1, 20), way="post"), Fact("arrived", date(2026, 1, 23)),
    )  # fmt: skip
    found: Case = Case.objects.select_related("agency", "told").get(pk=case.pk)
    return found


def corrected(**said: Any) -> dict[str, Any]:
    return UPHELD | {"result": Result.CORRECTED, "anew": True} | said


def test_a_decision_that_has_it_dealt_with_anew_reopens_the_request(world: World) -> None:
    case, lead = refused(world), world.officer("disclosure@civil")
    row = remedied(world, case, notified=date(2026, 2, 10))
    conclude(row, corrected(until=date(2026, 3, 16)), version=1, by=lead)
    told = Told.objects.get(case=case)
    assert (told.stage, told.due, told.ended, told.late) == ("running", date(2026, 3, 16), None, 0)
    assert case.facts.get(kind="remitted").fact.by == ORGAN
    assert case.facts.filter(kind="answered").exists(), "the old answer stays"


def test_a_new_answer_on_a_later_day_is_the_outcome(world: World) -> None:
    case, lead = refused(world), world.officer("disclosure@civil")
    conclude(
        remedied(world, case, notified=date(2026, 2, 10)),
        corrected(concluded=date(2026, 2, 24), until=date(2026, 3, 16)), version=1, by=lead,
    )  # fmt: skip
    done(world, case, Fact("answered", TODAY, outcome="granted"), Fact("served", TODAY, way="post"))
    told = Told.objects.get(case=case)
    assert (told.stage, told.outcome, told.ended) == ("answered", "granted", TODAY)
    assert (told.counted_as, told.former) == ("refused_third_party", "refused_third_party")


def test_while_it_is_open_again_the_register_has_the_former_answer_apart(world: World) -> None:
    case, lead = refused(world), world.officer("disclosure@civil")
    row = remedied(world, case, notified=date(2026, 2, 10))
    columns = ("阶段", "办结日期", "办理结果", "原答复")

    def line() -> tuple[str, ...]:
        sheet = world.client("handler@civil").get("/desk/requests/register.csv").content.decode("utf-8-sig")
        (said,) = csv.DictReader(io.StringIO(sheet))
        return tuple(said[name] for name in columns)

    answer = line()[2]
    assert answer.endswith("保护第三方合法权益")
    assert line() == ("已答复", "2026-01-20", answer, "")
    conclude(row, corrected(until=date(2026, 3, 16)), version=1, by=lead)
    assert line() == ("办理中", "", "", answer)
    done(world, case, Fact("answered", TODAY, outcome="granted"))
    assert line() == ("已作出答复，待送达", "", "（一） 予以公开", answer)
    done(world, case, Fact("served", TODAY, way="post"))
    assert line() == ("已答复", f"{TODAY}", "（一） 予以公开", answer), "on the very day of the decision"


def test_a_request_that_was_left_unanswered_counts_by_the_answer_after_the_decision(world: World) -> None:
    case, lead = received(world, arrived=date(2026, 1, 5)).case, world.officer("disclosure@civil")
    conclude(remedied(world, case, notified=date(2026, 2, 10)), corrected(), version=1, by=lead)
    told = Told.objects.get(case=case)
    assert (told.counted_on, told.former) == (None, "")
    done(world, case, Fact("answered", TODAY, outcome="granted"), Fact("served", TODAY, way="post"))
    told = Told.objects.get(case=case)
    assert (told.counted_on, told.counted_as, told.former) == (TODAY, "granted", "")


@pytest.mark.parametrize(
    ("kind", "organ", "number", "named"),
    [
        (
            RemedyKind.REVIEW,
            ORGAN,
            "演示复决〔2026〕1号",
            f"收到{ORGAN}要求重新办理该申请的行政复议决定（演示复决〔2026〕1号）",
        ),
        (
            RemedyKind.DIRECT,
            "示范区人民法院",
            "（2026）演0101行初1号",
            "要求重新办理该申请的判决（（2026）演0101行初1号）",
        ),
        (RemedyKind.DIRECT, "示范区人民法院", "", "收到示范区人民法院要求重新办理该申请的判决，现重新答复。"),
    ],
)
def test_a_new_answer_names_the_decision_by_itself(
    world: World, kind: RemedyKind, organ: str, number: str, named: str
) -> None:
    set_up(world)
    case, lead = refused(world), world.officer("disclosure@civil")
    more = {"supply": "随本答复书附送该名册"}
    assert "decision_organ" not in said(case, "answer_provided", more)
    row = remedied(world, case, notified=date(2026, 2, 10), kind=kind, organ=organ)
    conclude(row, corrected(decision=number, until=date(2026, 3, 16)), version=1, by=lead)
    letter = drafted(world, case, "answer_provided", more)
    text = draft(letter.kind, {**letter.said, "number": "演民公复〔2026〕1号", "date": TODAY}).text()
    assert f"本机关于{TODAY.year}年{TODAY.month}月{TODAY.day}日收到" in text
    assert named in text
    assert perform(process_of(letter), "submit", by=world.officer("handler@civil"))


def test_nothing_is_half_concluded(world: World) -> None:
    lead = world.officer("disclosure@civil")
    fresh = received(world).case
    row = remedied(world, fresh)
    with pytest.raises(Refused, match="没有可以撤销的"):
        conclude(row, corrected(), version=1, by=lead)
    row.refresh_from_db()
    assert (row.result, row.version) == ("", 1)
    with pytest.raises(Refused, match="结果纠正"):
        conclude(row, UPHELD | {"anew": True}, version=1, by=lead)


def test_what_cannot_be_is_refused_with_what_to_do(world: World) -> None:
    case, lead = refused(world), world.officer("disclosure@civil")
    said: dict[str, Any] = {"kind": RemedyKind.AFTER_REVIEW, "organ": "法院（演示）", "notified": TODAY, "after": None}
    with pytest.raises(Refused, match="请选择经过的复议"):
        enter(case, said, by=lead)
    with pytest.raises(Refused, match="晚于今天"):
        remedied(world, case, notified=date(2026, 3, 3))
    with pytest.raises(Refused, match="早于申请到达"):
        remedied(world, case, notified=date(2026, 1, 2))
    review = remedied(world, case, notified=date(2026, 2, 10))
    with pytest.raises(Refused, match="不是这件申请的行政复议"):
        enter(received(world).case, said | {"after": review}, by=lead)
    suit = enter(case, said | {"after": review}, by=lead)
    with pytest.raises(Refused, match="请先作废那一件"):
        strike(review, reason="登记错了", version=1, by=lead)
    strike(suit, reason="登记错了", version=1, by=lead)
    with pytest.raises(Refused, match="已经作废"):
        reply(suit, on=TODAY, version=2, by=lead)
    with pytest.raises(Stale):
        reply(review, on=TODAY, version=7, by=lead)


def test_because_of_which_a_request_is_open_again_cannot_be_struck_out_alone(world: World) -> None:
    case, lead = refused(world), world.officer("disclosure@civil")
    row = conclude(remedied(world, case, notified=date(2026, 2, 10)), corrected(), version=1, by=lead)
    with pytest.raises(Refused, match="先在申请的经过里作废"):
        strike(row, reason="登记错了", version=row.version, by=lead)


def test_table_four_counts_what_was_concluded_in_a_year_and_what_was_pending_at_its_end(world: World) -> None:
    case, lead = refused(world), world.officer("disclosure@civil")
    old = received(world, arrived=date(2025, 3, 3)).case
    carried = remedied(world, old, notified=date(2025, 11, 3))
    remedied(world, old, notified=date(2025, 12, 1), kind=RemedyKind.DIRECT)
    wrong = remedied(world, case)
    strike(wrong, reason="登记错了", version=1, by=lead)
    conclude(carried, UPHELD | {"concluded": date(2026, 1, 8)}, version=1, by=lead)
    rows = Remedy.objects.all()

    def said(year: int) -> dict[str, tuple[int, ...]]:
        return {block.kind.value: block.counts for block in blocks(rows, year)}

    assert said(2024) == {"review": (0, 0, 0, 0), "litigation_direct": (0,) * 4, "litigation_after_review": (0,) * 4}
    assert said(2025)["review"] == (0, 0, 0, 1), "concluded only in the next year"
    assert said(2026)["review"] == (1, 0, 0, 0)
    assert said(2025)["litigation_direct"] == said(2026)["litigation_direct"] == (0, 0, 0, 1)
    page = world.client("disclosure@civil").get("/desk/requests/remedies/?year=2026&kind=review&column=upheld").content
    assert page.decode().count(f"/desk/requests/remedies/{carried.pk}/") == 1


def test_the_terms_are_those_of_the_law_or_of_the_notice(world: World) -> None:
    case = refused(world)
    review = remedied(world, case, notified=date(2026, 2, 24))
    suit = remedied(world, case, notified=date(2026, 2, 24), kind=RemedyKind.DIRECT)
    set_ = remedied(world, case, notified=date(2026, 2, 24), reply_by=date(2026, 3, 1))
    old = remedied(world, received(world, arrived=date(2023, 3, 1)).case, notified=date(2023, 5, 4))
    assert review.reply_due is not None
    assert review.reply_due.day == date(2026, 3, 9), "10 working days, the Saturday of the holiday made up among them"
    assert suit.reply_due is not None
    assert suit.reply_due.day == date(2026, 3, 11), "15 days"
    assert set_.reply_due is not None
    assert set_.reply_due.day == date(2026, 3, 1)
    assert old.reply_due is None, "unknown, not invented"


def test_it_is_entered_answered_and_concluded_on_the_desk(world: World) -> None:
    case, lead = refused(world), world.client("disclosure@civil")
    page = lead.get(f"/desk/requests/{case.pk}/").content.decode()
    assert f'href="/desk/requests/{case.pk}/remedies/new/"' in page
    new = f"/desk/requests/{case.pk}/remedies/new/"
    assert "应当先申请行政复议" in lead.get(new).content.decode()
    assert lead.post(new, {"kind": "review"}).status_code == 422
    answer = lead.post(new, {"kind": "review", "organ": ORGAN, "number": "演示复〔2026〕3号", "notified": "2026-02-10"})
    place = answer["Location"]
    row = Remedy.objects.get()
    assert lead.post(f"{place}reply/", {"version": 1, "replied": "2026-02-24"}).status_code == 302
    assert (
        lead.post(f"{place}conclude/", {"version": 1, "result": "upheld", "concluded": "2026-02-25"}).status_code == 422
    )
    said = {"version": 2, "result": "corrected", "concluded": "2026-02-25", "anew": "on", "until": "2026-03-20"}
    assert lead.post(f"{place}conclude/", said).status_code == 302
    row.refresh_from_db()
    assert (row.result, row.anew) == ("corrected", True)
    assert "重新答复申请人" in lead.get(f"/desk/requests/{case.pk}/").content.decode()
    assert "结果纠正" in world.client("supervisor@district").get("/desk/requests/remedies/").content.decode()
    assert world.client("disclosure@neighbour-civil").get(place).status_code == 404
    assert "演示复〔2026〕3号" in lead.get("/desk/requests/remedies.csv").content.decode()


def test_the_list_costs_the_same_for_few_and_for_many(world: World) -> None:
    case, desk, costs = refused(world), world.client("disclosure@civil"), []
    for count in (2, 20):
        for number in range(count):
            remedied(world, case, number=f"演示复〔2026〕{number}号")
        with CaptureQueriesContext(connection) as queries:
            assert desk.get("/desk/requests/remedies/").status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_the_facts_and_what_is_told_agree(world: World) -> None:
    case, lead = refused(world), world.officer("disclosure@civil")
    conclude(remedied(world, case, notified=date(2026, 2, 10)), corrected(), version=1, by=lead)
    told, said = Told.objects.get(case=case), clock_of(case, lead.today)
    assert [fact.kind for fact in facts_of(case)][-1] == "remitted"
    assert said.due is not None
    assert (told.stage, told.due) == (said.stage, said.due.day)
