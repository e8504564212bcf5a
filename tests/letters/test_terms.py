"""Days that the law's terms and the calendar do not allow, and what an officer is only told."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gongkai.letters import LetterError, draft
from tests.letters.samples import facts

OVERDUE = {"third_party_reply": "逾期未提出意见"}

CASES: list[tuple[str, dict[str, Any], str]] = [
    ("record_fee_unpaid", {"fee_due": date(2026, 11, 5)}, "fee_due（.*）2026年11月5日不对，应为2026年12月2日"),
    ("record_fee_unpaid", {"fee_due": date(2026, 12, 3), "date": date(2026, 12, 4)}, "应为2026年12月2日"),
    ("record_fee_unpaid", {"date": date(2026, 12, 2)}, "缴费期限届满之前不能结案"),
    ("record_not_supplemented", {"supplement_due": date(2026, 11, 5)}, "应为2026年11月25日"),
    ("record_not_supplemented", {"supplement_days": 1000}, "supplement_days（.*）不能大于60"),
    ("supplement", {"supplement_days": 61}, "supplement_days（.*）不能大于60"),
    ("reasons", {"reasons_days": 500}, "reasons_days（.*）不能大于60"),
    ("answer_third_party", OVERDUE, "到2026年11月24日届满"),
    (
        "answer_third_party",
        {**OVERDUE, "date": date(2026, 11, 25), "consulted_received": date(2026, 11, 5)},
        "consulted_received（.*）2026年11月5日起15个工作日（《条例》第三十二条）到2026年11月26日届满",
    ),
    ("answer_third_party", {"consulted_received": date(2026, 11, 2)}, "第三方收到征求意见书早于征求意见之日"),
    ("publication_notice", {"third_party_view": "逾期未提出意见"}, "third_party_view（.*）尚不能为"),
    ("extension", {"due_date": date(2026, 11, 24)}, "due_date（.*）2026年11月24日不对，应为2026年11月25日"),
    ("extension", {"due_date": date(2027, 3, 1)}, "写明 supplemented_on、fee_paid_on 或者 excluded_days"),
    ("extension", {"due_date": date(2026, 11, 28)}, "due_date（.*）2026年11月28日不是工作日"),
    ("internal_transfer", {"due_date": date(2026, 11, 24)}, "due_date（.*）2026年11月24日不对，应为2026年11月25日"),
    ("internal_transfer", {"due_date": date(2026, 12, 5)}, "不是工作日"),
    ("extension", {"excluded_days": 3}, "应为2026年11月30日"),
    ("answer_still_unclear", {"supplement_told": date(2026, 11, 11)}, "收到补正早于申请人收到补正告知书"),
    ("answer_still_unclear", {"supplemented_on": date(2026, 11, 11)}, "同一补正有两个收到的日期"),
    ("answer_repeated", {"earlier_number": "演民公复〔2026〕12号"}, "earlier_number（.*）与number（文号）不能相同"),
    ("answer_repeated", {"earlier_date": date(2026, 10, 28)}, "此前的答复不早于收到本件申请之日"),
    ("answer_excessive", {"reasons_date": date(2026, 11, 20)}, "成文日期不晚于说明理由告知书日期"),
    ("answer_published", {"government": "演示市云溪区民政局"}, "government（.*）与agency（发文机关）不能相同"),
    ("reasons", {"request_count": "至2026年11月19日共136件"}, "request_count（.*）中的2026年11月19日晚于成文日期"),
    ("reasons", {"request_count": "自2026年1月1日至11月19日共136件"}, "晚于成文日期"),
    ("record_other", {"what_happened": "2026年2月30日撤回"}, "没有这一天"),
    ("answer_provided", {"supplemented_on": date(2026, 11, 23)}, "成文日期早于收到补正之日"),
    ("answer_still_unclear", {"supplement_date": date(2026, 11, 21)}, "晚于成文日期|早于"),
    ("fee", {"receipt_date": date(2020, 11, 2)}, "早于最早的规定"),
    ("receipt", {"receipt_date": date(1900, 1, 1)}, "receipt_date（.*）的年份不对"),
]


@pytest.mark.parametrize(("kind", "change", "message"), CASES, ids=[f"{kind}-{text}" for kind, _, text in CASES])
def test_a_day_that_the_terms_do_not_allow_is_named(kind: str, change: dict[str, Any], message: str) -> None:
    with pytest.raises(LetterError, match=message):
        draft(kind, facts(kind) | change)


GOOD: list[tuple[str, dict[str, Any], str]] = [
    ("extension", {"due_date": date(2026, 11, 30), "excluded_days": 3}, "已扣除3个工作日"),
    ("extension", {"due_date": date(2026, 12, 1), "supplemented_on": date(2026, 11, 3)}, "自该日起重新计算"),
    ("extension", {"due_date": date(2026, 12, 1), "fee_paid_on": date(2026, 11, 3)}, "自缴费次日起重新计算"),
    ("extension", {}, "负责人周演示同意"),
    ("answer_third_party", OVERDUE | {"date": date(2026, 11, 25)}, "第三方逾期未提出意见"),
    ("answer_third_party", {"consulted_received": date(2026, 11, 4)}, "第三方于2026年11月4日收到征求意见书"),
    ("internal_transfer", {"due_date": date(2026, 12, 4)}, "2026年12月4日"),
    ("delay", {"delay_until": date(2027, 3, 1)}, "2027年3月1日"),
]


@pytest.mark.parametrize(("kind", "change", "printed"), GOOD, ids=[text for *_, text in GOOD])
def test_what_the_terms_allow_is_printed(kind: str, change: dict[str, Any], printed: str) -> None:
    document = draft(kind, facts(kind) | change)
    assert printed in document.text()
    assert document.notes == ()


def test_a_withheld_part_tells_when_the_third_party_was_asked() -> None:
    given = facts("answer_partly")
    given["parts_withheld"][0] |= OVERDUE
    with pytest.raises(LetterError, match="parts_withheld（不予公开的部分）第1项：third_party_reply"):
        draft("answer_partly", given)
    given["parts_withheld"][0] |= {"third_party_reply": "不同意公开", "consulted_received": date(2026, 11, 4)}
    assert "第三方于2026年11月4日收到征求意见书" in draft("answer_partly", given).text()


def test_a_term_in_a_year_without_notice_may_move() -> None:
    given = facts("record_fee_unpaid") | {"fee_told": date(2026, 12, 28), "date": date(2027, 3, 1)}
    for due in (date(2027, 1, 26), date(2027, 1, 27)):
        assert draft("record_fee_unpaid", given | {"fee_due": due})
    with pytest.raises(LetterError, match="fee_due"):
        draft("record_fee_unpaid", given | {"fee_due": date(2027, 2, 20)})


def test_a_late_notice_is_written_with_a_note() -> None:
    late = facts("supplement") | {"date": date(2026, 11, 9)}
    assert draft("supplement", late).notes == (
        "补正告知晚于期限届满之日2026年11月6日（《条例》第三十条；docs/law.md 规则4）",
    )
    assert draft("supplement", late | {"date": date(2026, 11, 6)}).notes == ()
    fee = facts("fee") | {"date": date(2026, 11, 26)}
    (note,) = draft("fee", fee).notes
    assert "收费通知晚于答复期限届满之日2026年11月25日（《信息处理费管理办法》第六条" in note
    assert "重新计算" not in draft("fee", fee).text()
    assert "重新计算" in draft("fee", fee | {"extension_days": 5}).text()
    assert draft("fee", fee | {"excluded_days": 5}).notes == ()
