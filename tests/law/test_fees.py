"""信息处理费: the cases of fees.yaml, and what holds for every number of items and pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.fees import Counted, Fee, charge, fee_by_items, fee_by_pages, payment
from gongkai.law.loading import LawError
from gongkai.law.rules import law_rules
from gongkai.workdays import DueDay

CASES = yaml.safe_load((Path(__file__).parent / "fees.yaml").read_text("utf-8"))
DAY = date(2026, 11, 3)
NUMBERS = st.integers(0, 3000)
FEES = {"items": fee_by_items, "pages": fee_by_pages}
CASES_OF_BOTH = [(method, case) for method in FEES for case in CASES[method]]


def fee(method: str, count: int) -> Fee:
    return FEES[method](count, DAY)


@pytest.mark.parametrize(("method", "case"), CASES_OF_BOTH, ids=lambda value: str(value)[:20])
def test_case(method: str, case: dict[str, Any]) -> None:
    found = fee(method, case["count"])
    assert found.amount == case["yuan"]
    if "lines" in case:
        assert [line.text for line in found.lines] == case["lines"]
    if "last" in case:
        assert found.last is not None
        assert (found.last.first, found.last.last, found.last.amount) == (case["count"], case["count"], case["last"])


@pytest.mark.parametrize("case", CASES["charge"], ids=lambda case: case["name"])
def test_charge(case: dict[str, Any]) -> None:
    charges = charge(Counted(received=DAY, **request) for request in case["requests"])
    assert [entry.amount for entry in charges] == case["yuan"]
    assert [entry.request.number for entry in charges] == sorted(request["number"] for request in case["requests"])


@given(st.sampled_from(["items", "pages"]), NUMBERS)
def test_more_never_costs_less_and_never_less_each(method: str, count: int) -> None:
    here, one_more, two_more = (fee(method, count + more).amount for more in (0, 1, 2))
    assert here <= one_more
    assert one_more - here <= two_more - one_more


@given(st.sampled_from(["items", "pages"]), NUMBERS)
def test_lines_cover_every_unit_once_and_add_up(method: str, count: int) -> None:
    found = fee(method, count)
    assert [unit for line in found.lines for unit in range(line.first, line.last + 1)] == list(range(1, count + 1))
    assert sum(line.amount for line in found.lines) == found.amount
    if method == "items" and count:
        assert (found.lines[-1].first, found.lines[-1]) == (count, found.last)
    assert all(line.amount == line.units * line.yuan and line.source == found.source for line in found.lines)


@given(st.integers(1, 3000))
def test_the_last_item_costs_what_the_total_rises_by(count: int) -> None:
    last = fee("items", count).last
    assert last is not None
    assert last.amount == fee("items", count).amount - fee("items", count - 1).amount


@given(st.integers(31, 3000))
def test_from_31_on_each_ten_cost_100_yuan_more(count: int) -> None:
    last = fee("items", count).last
    assert last is not None
    assert last.yuan == 200 + (count - 31) // 10 * 100


@given(st.lists(st.integers(1, 40), max_size=20))
def test_the_charges_of_a_month_add_up_to_its_total(items: list[int]) -> None:
    charges = charge(Counted(number, DAY, count) for number, count in enumerate(items))
    assert sum(entry.amount for entry in charges) == fee("items", sum(items)).amount
    for entry in charges:
        assert entry.amount == fee("items", entry.after).amount - fee("items", entry.before).amount
        assert sum(line.amount for line in entry.lines) == entry.amount


def test_what_is_inferred_is_marked() -> None:
    assert [line.verified for line in fee("items", 32).lines] == ["V", "V", "I", "I"]


def test_requests_of_two_months_are_not_accumulated() -> None:
    with pytest.raises(LawError, match="不在同一个月：2026年10月、2026年11月"):
        charge([Counted(1, date(2026, 10, 31)), Counted(2, DAY)])


def test_a_number_stands_once_and_a_request_is_one_item_at_least() -> None:
    with pytest.raises(LawError, match="登记编号有重复"):
        charge([Counted(1, DAY), Counted(1, DAY)])
    with pytest.raises(LawError, match="登记编号 7：件数应为1以上"):
        charge([Counted(7, DAY, 0)])


def test_before_2021_and_below_0_there_is_no_fee() -> None:
    with pytest.raises(LawError, match="按件计收：2020-12-31 早于最早的规定"):
        fee_by_items(11, date(2020, 12, 31))
    with pytest.raises(LawError, match="页数不能小于0"):
        fee_by_pages(-1, DAY)


def test_no_request_costs_nothing() -> None:
    assert charge([]) == ()


def test_payment_is_20_working_days_after_receipt_of_the_notice() -> None:
    found = payment(answer_due=DueDay(date(2026, 10, 22), False), received=date(2026, 9, 30))
    assert found.notice_by == DueDay(date(2026, 10, 22), False)
    assert found.due == DueDay(date(2026, 11, 3), False)
    assert (found.days, found.source) == (20, "《信息处理费管理办法》第六条")
    assert payment(received=date(2026, 12, 4)).due == DueDay(date(2027, 1, 4), True)
    assert payment(on=DAY).due is None
    with pytest.raises(LawError, match="应给出收到收费通知的日期"):
        payment()


@pytest.mark.parametrize(("option", "numbers"), [("number", [1, 2]), ("received", [2, 1])])
def test_a_switch_says_in_which_order_items_are_counted(option: str, numbers: list[int]) -> None:
    """The eleventh item is paid for by whoever comes last."""
    rules = law_rules()
    rules = replace(rules, chosen={**rules.chosen, "fee_items_order": option})
    charges = charge([Counted(1, date(2026, 11, 20), 1), Counted(2, date(2026, 11, 3), 10)], rules=rules)
    assert [(entry.request.number, entry.amount) for entry in charges] == list(zip(numbers, [0, 100], strict=True))
