"""An operator's corrections and switches reach the letters, and what they leave open is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from gongkai.law.rules import Rules, law_rules
from gongkai.letters import LetterError, draft
from tests.letters.samples import facts

RULES = law_rules()


def chosen(**switches: str) -> Rules:
    return replace(RULES, chosen={**RULES.chosen, **switches})


def ground(outcome: str, ground: str, *, called: str = "", **change: Any) -> Rules:
    entry = RULES.outcomes[outcome]
    grounds = {called or ground: replace(entry.grounds[ground], **change)}
    return replace(RULES, outcomes={**RULES.outcomes, outcome: replace(entry, grounds=grounds)})


def limit(id_: str, **change: Any) -> Rules:
    entry = RULES.limits[id_]
    values = tuple(value._replace(**change) for value in entry.values)
    return replace(RULES, limits={**RULES.limits, id_: replace(entry, values=values)})


def text(kind: str, rules: Rules, **change: Any) -> str:
    return draft(kind, facts(kind) | change, rules=rules).text()


@pytest.mark.parametrize(
    ("kind", "id_"),
    [
        ("receipt", "answer_days"),
        ("extension", "extension_days"),
        ("supplement", "supplement_notice_days"),
        ("fee", "fee_payment_days"),
        ("third_party_consultation", "third_party_days"),
        ("third_party_notice", "third_party_days"),
        ("organ_consultation", "joint_maker_days"),
    ],
)
def test_a_corrected_source_is_printed(kind: str, id_: str) -> None:
    assert "第五十六条" not in text(kind, RULES)
    assert "第五十六条" in text(kind, limit(id_, source="《条例》第五十六条"))


def test_the_corrected_source_of_the_fee_is_printed() -> None:
    method = RULES.fees["items"]
    values = tuple(value._replace(source="《信息处理费管理办法》第二条") for value in method.values)
    rules = replace(RULES, fees={**RULES.fees, "items": replace(method, values=values)})
    assert "第二条的规定，本机关决定收取" in text("fee", rules)


def test_terms_follow_the_corrected_limit() -> None:
    with pytest.raises(LetterError, match="应为2026年11月18日"):
        text("record_fee_unpaid", limit("fee_payment_days", value=10))


def test_a_request_of_a_day_off_counts_from_the_next_working_day() -> None:
    saturday = {"receipt_date": date(2026, 10, 31), "date": date(2026, 11, 2)}
    assert "不迟于2026年11月27日" in text("receipt", RULES, **saturday)
    later = text("receipt", chosen(receipt_on_day_off="next_workday"), **saturday)
    assert "不迟于2026年11月30日" in later
    assert "该日不是工作日，视为2026年11月2日收到" in later


def test_the_term_to_supplement_may_run_from_dispatch() -> None:
    assert "自收到本告知书之日起15个工作日内" in text("supplement", RULES)
    rules = chosen(supplement_term_from="dispatch")
    assert "自本告知书发出之日起15个工作日内" in text("supplement", rules)
    with pytest.raises(LetterError, match="应为2026年11月23日"):
        text("record_not_supplemented", rules)


def test_a_late_notice_promises_no_restart_where_there_is_none() -> None:
    rules, late = chosen(late_supplement_notice_restarts="no"), {"date": date(2026, 11, 9)}
    assert "重新计算" in text("supplement", RULES, **late)
    assert "重新计算" in text("supplement", rules)
    assert "重新计算" not in text("supplement", rules, **late)
    assert "重新计算" not in text("answer_provided", rules, supplemented_on=date(2026, 11, 16))


def test_an_outcome_without_article_leaves_no_hole() -> None:
    for kind, id_ in (("answer_petition", "petition"), ("answer_partly", "separable")):
        outcome = {"petition": "not_processed_petition", "separable": "partly_granted"}[id_]
        with pytest.raises(LetterError, match=f"{outcome} 的 {id_}没有 articles，不能印出依据"):
            text(kind, ground(outcome, id_, articles=" "))
    with pytest.raises(LetterError, match="refused_third_party 的 third_party没有 articles"):
        text("answer_partly", ground("refused_third_party", "third_party", articles=""))


def test_a_renamed_ground_is_named() -> None:
    with pytest.raises(LetterError, match="没有情形 petition（有：complaint）"):
        text("answer_petition", ground("not_processed_petition", "petition", called="complaint"))
    with pytest.raises(LetterError, match="没有情形 third_party（有：other）"):
        text("answer_partly", ground("refused_third_party", "third_party", called="other"))


def test_added_needs_are_asked_for_or_refused() -> None:
    rules = ground("not_processed_petition", "petition", needs=("reasons", "petition_channel"))
    assert text("answer_petition", rules)
    with pytest.raises(LetterError, match=r"缺少：petition_channel（.*）（法律数据的 needs）"):
        text("answer_petition", rules, petition_channel=None)
    with pytest.raises(LetterError, match=r"needs 有search（.*），.*没有地方印出"):
        text("answer_petition", ground("not_processed_petition", "petition", needs=("reasons", "search")))


def test_an_outcome_of_another_time_is_refused() -> None:
    entry = RULES.outcomes["not_processed_petition"]
    rules = replace(RULES, outcomes={**RULES.outcomes, entry.id: replace(entry, to=date(2026, 11, 1))})
    with pytest.raises(LetterError, match=r"2026年11月20日没有1\.信访举报投诉类申请这一办理结果"):
        text("answer_petition", rules)


def test_a_limit_in_other_units_is_refused() -> None:
    entry = replace(RULES.limits["answer_days"], unit="日")
    with pytest.raises(LetterError, match="answer_days 以日计"):
        text("receipt", replace(RULES, limits={**RULES.limits, "answer_days": entry}))
