"""Facts without content, citations and remedies in them, and values of impossible types."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any

import pytest

from gongkai.letters import LetterError, draft
from gongkai.letters.templates import template
from tests.letters.samples import KINDS, facts

REFUSAL = "answer_forbidden_by_law"
CASES: list[tuple[str, str, Any, str]] = [
    *(
        (REFUSAL, "reasons", text, r"reasons（理由）没有(填写完整|内容)")
        for text in "XX理由|todo|……|？|（略）|略|无|无。|待补|待补充|xxx|xx|N/A|-|见附件tbd|同上".split("|")
    ),
    ("answer_published", "phone", "-----", "phone（联系电话）没有内容"),
    (REFUSAL, "reasons", "依照《条例》第一百条不予公开", "reasons（理由）：引用的条文不在"),
    (REFUSAL, "reasons", "依照《中华人民共和国政府信息公开条例》第五十七条不予公开", "reasons（理由）：引用的条文"),
    (REFUSAL, "special_law", "有关规定", "special_law（.*）应写明法律、行政法规的名称"),
    (REFUSAL, "special_law", "统计法", "special_law（.*）应写明"),
    ("answer_special_enquiry", "special_rules", "专门的规定", "special_rules（.*）应写明"),
    ("answer_published", "remark", "如不服，可以在60日内申请行政复议", "remark（.*）不能写救济途径（“复议”）"),
    ("answer_published", "remark", "可以向法院起诉", "不能写救济途径"),
    ("receipt", "wording", {"help": "不服可以提起诉讼"}, "wording.help不能写救济途径"),
    (REFUSAL, "reasons", "不予公开，你可以向市政府申请行政复议", "reasons（理由）不能写救济途径"),
    (REFUSAL, "reasons", "不予公开，请在60日内，向市政府申请行政复议", "reasons（理由）不能写救济途径"),
    ("answer_published", "channel", ["互联网"], "channel（提交方式）应为"),
    ("answer_published", "applicant_kind", {"a": 1}, "applicant_kind（申请人类别）应为"),
    ("answer_published", "agency_kind", ["department"], "agency_kind（.*）应为"),
    ("answer_published", "date", {"a": 1}, "date（成文日期）应为日期"),
]


@pytest.mark.parametrize(("kind", "fact", "value", "message"), CASES)
def test_what_is_no_content_is_named(kind: str, fact: str, value: Any, message: str) -> None:
    with pytest.raises(LetterError, match=message):
        draft(kind, facts(kind) | {fact: value})


@pytest.mark.parametrize(
    ("kind", "fact", "text"),
    [
        (REFUSAL, "reasons", "待补正的材料属于行政诉讼案卷，由人民法院保管"),
        (REFUSAL, "reasons", "依照《条例》第五十六条、《中华人民共和国行政诉讼法》第九十条，不予公开"),
        (REFUSAL, "special_law", "《中华人民共和国统计法》第九条"),
        ("answer_published", "request", "依据《条例》第一百条，为什么不公开？……"),
        ("answer_published", "request", "怎么办？？（略）"),
        ("answer_excessive", "applicant_reasons", "未说明"),
        (REFUSAL, "reasons", "公开可能影响案件，当事人已在15日内向法院起诉，案卷应当保密"),
        ("answer_provided", "internet_channel", "可以通过演示平台申请行政复议"),
    ],
)
def test_what_has_content_is_taken(kind: str, fact: str, text: str) -> None:
    assert draft(kind, facts(kind) | {fact: text})


def test_a_kind_is_found_by_its_name() -> None:
    assert template("延期答复告知书").kind == "extension"
    assert template("政府信息公开申请延期答复告知书").kind == "extension"
    with pytest.raises(LetterError, match=r"请用标识：.*answer_partly（答复书：部分公开）"):
        template("政府信息公开申请答复书")
    with pytest.raises(LetterError, match="请用标识：answer_partly"):
        template("部分公开")


@pytest.mark.parametrize(
    "value", [["文"], {"a": 1}, 1, 1.5, True, "文字", date(9999, 12, 31), date(1, 1, 1), [{"a": []}]], ids=str
)
@pytest.mark.parametrize("kind", KINDS)
def test_no_value_of_a_fact_is_a_crash(kind: str, value: Any) -> None:
    for fact in template(kind).kinds():
        with suppress(LetterError):
            draft(kind, facts(kind) | {fact: value})
