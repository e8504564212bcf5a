"""A request is passed on: inside the agency with its paper at once, to another organ by an answer."""

from __future__ import annotations

import pytest

from gongkai.letters import kinds
from gongkai.web.agencies.officers import NotPermitted
from gongkai.web.audit.models import Event
from gongkai.web.requests.letters.actions import send
from gongkai.web.requests.models import Case, Letter, LetterFile, Told
from gongkai.web.requests.passing.actions import pass_on, refer
from gongkai.web.workflow.actions import perform
from gongkai.web.workflow.refusals import Refused, Stale
from tests.web.requests.scene import drafted, process_of, received, set_up
from tests.web.world import TODAY, World

pytestmark = pytest.mark.django_db
TASK = {"task": "检索名册并提出是否公开的意见", "days": 5}


def test_a_unit_gets_the_request_and_its_paper_in_one_act(world: World) -> None:
    set_up(world)
    case, before = received(world).case, Event.objects.count()
    due = Told.objects.get(case=case).due
    letter = pass_on(case, unit=world.agencies["welfare"], **TASK, by=world.officer("disclosure@civil"))
    case = Case.objects.get(pk=case.pk)
    assert case.unit == world.agencies["welfare"]
    letter.refresh_from_db()
    assert (letter.kind, letter.issued, letter.sent) == ("internal_transfer", TODAY, TODAY)
    assert LetterFile.objects.filter(letter=letter).count() == 3
    assert process_of(letter).state == "sent"
    (fact,) = [row.fact for row in case.facts.filter(kind="transferred")]
    assert (fact.to, fact.inside) == (world.agencies["welfare"].name, True)
    assert Told.objects.get(case=case).due == due, "it changes no term"
    verbs = set(Event.objects.order_by("pk")[before:].values_list("verb", flat=True))
    assert {"letter.drafted", "letter.signed", "letter.sent", "case.recorded", "case.assigned"} <= verbs


def test_nothing_is_half_done_where_a_part_of_it_cannot_be(world: World) -> None:
    set_up(world)
    case = received(world).case
    with pytest.raises(Refused, match="不是本机关的内设机构"):
        pass_on(case, unit=world.agencies["street"], **TASK, by=world.officer("disclosure@civil"))
    assert not Letter.objects.exists()
    assert not case.facts.filter(kind="transferred").exists()
    with pytest.raises(Stale):
        pass_on(case, unit=world.agencies["welfare"], **TASK, by=world.officer("disclosure@civil"), version=99)
    with pytest.raises(NotPermitted):
        pass_on(case, unit=world.agencies["welfare"], **TASK, by=world.officer("handler@civil"))


def test_no_other_letter_is_issued_without_review(world: World) -> None:
    set_up(world)
    letter = drafted(world, received(world).case, "answer_provided", {"supply": "网上下载"})
    with pytest.raises(Refused, match="须经审核"):
        perform(process_of(letter), "issue", by=world.officer("disclosure@civil"))


def test_another_organ_is_told_of_by_an_answer_that_is_reviewed(world: World) -> None:
    set_up(world)
    case = received(world).case
    letter = refer(
        case, organ="示范区住房和城乡建设局（演示）", phone="000-20000050", reasons="该信息由它制作",
        by=world.officer("handler@civil"),
    )  # fmt: skip
    assert process_of(letter).state == "review"
    assert letter.said["right_organ"] == "示范区住房和城乡建设局（演示），电话000-20000050"
    assert not case.facts.filter(kind="answered").exists()
    for act, who in (("pass", "reviewer@civil"), ("sign", "approver@civil")):
        perform(process_of(letter), act, by=world.officer(who))
    send(
        Letter.objects.select_related("case__agency").get(pk=letter.pk), way="post", on=TODAY,
        by=world.officer("handler@civil"),
    )  # fmt: skip
    told = Told.objects.get(case=case)
    assert (told.stage, told.outcome) == ("answered", kinds()["answer_not_responsible"].outcome)


def test_the_forms_fill_in_an_agency_of_the_platform(world: World) -> None:
    set_up(world)
    case, client = received(world).case, world.client("handler@civil")
    page = f"/desk/requests/{case.pk}/refer/"
    street = world.agencies["street"]
    assert street.name in client.get(page).content.decode()
    both = client.post(page, {"agency": street.pk, "organ": "演示局", "reasons": "演示"})
    assert "请只选" in both.content.decode()
    answer = client.post(page, {"agency": street.pk, "reasons": "由街道制作"})
    assert answer.status_code == 302
    assert street.name in Letter.objects.get().said["right_organ"]


def test_the_form_inside_offers_the_units_of_the_agency_alone(world: World) -> None:
    set_up(world)
    case, client = received(world).case, world.client("disclosure@civil")
    page = f"/desk/requests/{case.pk}/pass-on/"
    shown = client.get(page).content.decode()
    assert world.agencies["welfare"].name in shown
    assert world.agencies["street"].name not in shown
    assert client.post(page, {"unit": world.agencies["street"].pk, **TASK}).status_code == 422
    answer = client.post(page, {"unit": world.agencies["welfare"].pk, **TASK})
    assert answer.status_code == 302, answer.context["form"].errors
