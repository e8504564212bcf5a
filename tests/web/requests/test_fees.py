"""The fee: reckoned from the month's requests of who asks, told by a notice that fits the register, paid or lapsed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gongkai.law.clock import Fact
from gongkai.law.fees import fee_by_items
from gongkai.web.requests.actions import record
from gongkai.web.requests.fees.actions import choose_fee
from gongkai.web.requests.fees.reckoning import amount_of, collected, reckon
from gongkai.web.requests.letters.actions import send
from gongkai.web.requests.letters.filling import known
from gongkai.web.requests.models import Case, Letter, Method, Told
from gongkai.web.workflow.refusals import Refused
from tests.web.requests.scene import ARRIVED, WHO, done, drafted, process_of, received, set_up, signed
from tests.web.world import TODAY, World

pytestmark = pytest.mark.django_db
PAYMENT = "凭缴款码通过非税收入收缴平台缴纳（演示）"


def month(world: World, count: int, **said: Any) -> list[Case]:
    return [received(world, **said).case for _time in range(count)]


def whole(case: Case) -> Case:
    return Case.objects.select_related("agency", "applicant", "told").get(pk=case.pk)


def notice(world: World, case: Case, **more: Any) -> Letter:
    """A fee notice, drafted as the register fills it in."""
    return drafted(world, case, "fee", {"fee_payment": PAYMENT} | more)


def test_twelve_requests_of_one_applicant_in_a_month(world: World) -> None:
    """The walk-through of issue 6: ten are free, the eleventh and the twelfth cost 100 元 each."""
    cases = month(world, 12)
    costs = [reckon(whole(case), TODAY).charge.amount for case in cases]
    assert costs == [0] * 10 + [100, 100]
    assert sum(costs) == fee_by_items(12, ARRIVED).amount


def test_only_the_same_applicant_month_and_agency_count_and_what_was_taken_back_does_not(world: World) -> None:
    cases = month(world, 10)
    month(world, 1, arrived=date(2026, 1, 30))
    month(world, 1, who=WHO | {"identity_number": "110105194912310039"})
    month(world, 1, channel="internet")
    month(world, 1, by="handler@neighbour-civil")
    last = received(world).case
    assert reckon(whole(last), TODAY).in_month == 11
    assert reckon(whole(last), TODAY).charge.amount == 100
    record(cases[0], Fact("withdrawn", TODAY), by=world.officer("handler@civil"))
    assert reckon(whole(last), TODAY).charge.amount == 0


def test_the_notice_is_filled_in_from_the_register_and_records_its_amount(world: World) -> None:
    set_up(world)
    case = month(world, 12)[-1]
    filled = known(whole(case), "fee", TODAY)
    assert (filled["fee_way"], filled["fee_count"], filled["fee_before"]) == ("按件计收", 1, 11)
    letter = signed(world, notice(world, case))
    html = letter.files.get(form="html").content.decode()
    assert "此前已向本机关提出申请11件" in html
    assert "人民币100元" in html
    send(letter, way="post", on=TODAY, by=world.officer("handler@civil"))
    assert case.facts.get(kind="fee_noticed").fact.amount == 100
    assert Told.objects.get(case=case).stage == "payment"


def test_a_notice_that_does_not_fit_the_register_is_refused_at_each_step(world: World) -> None:
    set_up(world)
    cases = month(world, 12)
    with pytest.raises(Refused, match="当月在这件之前有11件，通知写的是29件"):
        notice(world, cases[-1], fee_before=29)
    letter = notice(world, cases[-1])
    record(cases[0], Fact("withdrawn", TODAY), by=world.officer("handler@civil"))
    with pytest.raises(Refused, match="之前有10件"):
        signed(world, letter)
    assert process_of(letter).state == "draft"
    with pytest.raises(Refused, match="未超过免费数量"):
        notice(world, cases[5])


def test_an_agency_chooses_a_method_from_a_day_on(world: World) -> None:
    set_up(world)
    case, by = month(world, 12)[-1], world.officer("disclosure@civil")
    agency = world.agencies["civil"]
    with pytest.raises(Refused, match="早于今天"):
        choose_fee(agency, since=date(2026, 3, 1), method=Method.PAGES, payment=PAYMENT, by=by)
    with pytest.raises(Refused, match="缴纳方式"):
        choose_fee(agency, since=TODAY, method=Method.PAGES, payment=" ", by=by)
    choose_fee(agency, since=TODAY, method=Method.PAGES, payment=PAYMENT, by=by)
    choose_fee(agency, since=date(2026, 3, 10), method=Method.NONE, payment="", by=by)
    with pytest.raises(Refused, match="这一天已经"):
        choose_fee(agency, since=TODAY, method=Method.ITEMS, payment=PAYMENT, by=by)
    with pytest.raises(Refused, match="不能用另一种方式"):
        notice(world, case, fee_way="按件计收", fee_count=1, fee_before=11)
    filled = known(whole(case), "fee", TODAY)
    assert (filled["fee_way"], filled["fee_payment"]) == ("按量计收", PAYMENT)
    letter = notice(world, case, fee_count=68)
    assert amount_of(letter.said) == 380
    assert reckon(whole(case), date(2026, 3, 10)).method == Method.NONE


def test_unpaid_it_ends_and_the_record_says_why(world: World) -> None:
    set_up(world)
    case = month(world, 11)[-1]
    send(signed(world, notice(world, case)), way="post", on=TODAY, by=world.officer("handler@civil"))
    record(case, Fact("fee_notice_received", date(2026, 3, 2)), by=world.officer("handler@civil"))
    late = date(2026, 3, 31)
    said = known(whole(case), "record_fee_unpaid", late)
    assert (said["fee_amount"], said["fee_told"], said["fee_due"]) == (100, TODAY, date(2026, 3, 30))


def test_what_was_paid_is_summed_and_what_is_not_known_is_told(world: World) -> None:
    set_up(world)
    cases = month(world, 12)
    send(signed(world, notice(world, cases[10])), way="post", on=TODAY, by=world.officer("handler@civil"))
    done(world, cases[10], Fact("fee_paid", TODAY))
    done(world, cases[11], Fact("fee_noticed", TODAY), Fact("fee_paid", TODAY))
    sum_ = collected([world.agencies["civil"]], 2026)
    assert (sum_.payments, sum_.amount, sum_.unknown) == (2, 100, 1)
    assert collected([world.agencies["civil"]], 2025).payments == 0


def test_the_page_explains_it_to_who_knows_who_asks(world: World) -> None:
    case = month(world, 12)[-1]
    page = f"/desk/requests/{case.pk}/"
    shown = world.client("handler@civil").get(page).content.decode()
    assert "这是第12件" in shown
    assert "1件×100元/件＝100元" in shown
    assert "这是第12件" not in world.client("reviewer@civil").get(page).content.decode()


def test_the_settings_page_keeps_a_choice(world: World) -> None:
    page, client = "/desk/requests/fees/civil/", world.client("disclosure@civil")
    assert client.post(page, {"method": "items", "since": "2020-01-01", "payment": PAYMENT}).status_code == 422
    assert client.post(page, {"method": "items", "since": "2999-01-01", "payment": PAYMENT}).status_code == 302
    assert "按件计收" in client.get(page).content.decode()
