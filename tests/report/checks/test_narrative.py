"""Figures in the prose: each case is a sentence, the figures in it, and what a careful reader would say."""

from __future__ import annotations

from typing import Any

import pytest

from gongkai.report.checks import check_report
from tests.report.checks.building import errors, only, prose, report, rules_of

OFFICE = "新华区人民政府办公室"


def findings(text: str, *figures: Any, **changes: Any) -> Any:
    return check_report(report(**prose(text, *figures), **changes))


# The table of the builder says: 3 received, 3 concluded, none carried in or out; 2 issued, 1 repealed, 9 in force;
# one reconsideration upheld.


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("全年共收到申请3件。", [("requests.received", 3, "收到申请3件")]),
        ("收到申请3件，办结3件。", [("requests.received", 3, "收到申请3件"), ("requests.concluded", 3, "办结3件")]),
        ("其中网上申请2件。", [("requests.received", 2, "网上申请2件")]),
        ("网络申请2件。", [("requests.received", 2, "网络申请2件", {"channel": "网络"})]),
        ("信函申请1件，网络申请2件。", [("requests.received", 1, "申请1件"), ("requests.received", 2, "申请2件")]),
        ("制发行政规范性文件2件。", [("documents.issued", 2, "制发行政规范性文件2件")]),
        ("印发各类文件120件。", [("documents.issued", 120, "印发各类文件120件")]),
        ("修订规章制度5项。", [("documents.issued", 5, "修订规章制度5项")]),
        ("因信息公开被申请复议1件。", [("review", 1, "复议1件")]),
        ("新增政务新媒体3个。", [("media.accounts", 3, "政务新媒体3个")]),
    ],
)
def test_what_agrees_or_counts_something_else(text: str, figures: list[Any]) -> None:
    assert findings(text, *figures) == ()


@pytest.mark.parametrize(
    ("text", "figure", "cells"),
    [
        ("全年共收到申请4件。", ("requests.received", 4, "收到申请4件"), ["requests.received.total"]),
        ("全年办结2件。", ("requests.concluded", 2, "办结2件"), ["requests.concluded.total"]),
        ("上年结转1件。", ("requests.carried_in", 1, "上年结转1件"), ["requests.carried_in.total"]),
        ("结转下年1件。", ("requests.carried_out", 1, "结转下年1件"), ["requests.carried_out.total"]),
        (
            "制发行政规范性文件3件。",
            ("documents.issued", 3, "制发行政规范性文件3件"),
            ["disclosure.normative_documents.issued"],
        ),
        (
            "行政规范性文件现行有效8件。",
            ("documents.in_force", 8, "现行有效8件"),
            ["disclosure.normative_documents.in_force"],
        ),
        ("没有因信息公开引起的行政复议。", ("review", 0, "没有因信息公开引起的行政复议"), ["review.total"]),
    ],
)
def test_what_contradicts_the_table(text: str, figure: Any, cells: list[str]) -> None:
    found = only(findings(text, figure), "narrative-differs-from-table")
    assert (found.severity, list(found.cells), found.section) == ("error", cells, "一")
    assert figure[2] in found.message


@pytest.mark.parametrize(
    ("agency", "text"),
    [
        (OFFICE, "全区共收到申请40件。"),
        (OFFICE, "我区共收到申请40件。"),
        (OFFICE, "各部门、各街道共收到申请40件。"),
        ("洪泽区人民政府", "全市共收到申请40件。"),
        ("洪泽区人民政府", "区本级共收到申请40件。"),
        ("洪泽区人民政府", "2022年共收到申请40件。"),
        ("洪泽区人民政府", "去年共收到申请40件。"),
        ("洪泽区人民政府", "1-11月共收到申请40件。"),
        ("洪泽区人民政府", "1月至11月共收到申请40件。"),
        ("洪泽区人民政府", "截至2023年10月，共收到申请40件。"),
        ("洪泽区人民政府", "2019年以来共收到申请40件。"),
    ],
)
def test_another_scope_or_period_is_a_warning(agency: str, text: str) -> None:
    found = findings(text, ("requests.received", 40, "收到申请40件"), agency=agency)
    assert only(found, "narrative-differs-from-table").severity == "warn"


@pytest.mark.parametrize("text", ["全区共收到申请4件。", "2023年共收到申请4件。", "今年以来收到申请4件。"])
def test_the_governments_own_region_and_year_are_its_scope(text: str) -> None:
    found = findings(text, ("requests.received", 4, "收到申请4件"))
    assert only(found, "narrative-differs-from-table").severity == "error"


def test_one_sentence_that_says_both_is_one_finding() -> None:
    text = "受理并办结申请4件"
    found = findings(text + "。", ("requests.received", 4, text), ("requests.concluded", 4, text))
    cells = only(found, "narrative-differs-from-table").cells
    assert cells == ("requests.received.total", "requests.concluded.total")
    assert errors(found) == ["narrative-differs-from-table"]


def test_a_figure_elsewhere_that_agrees_takes_the_error_away() -> None:
    found = findings(
        "收到申请3件。后又收到申请5件。",
        ("requests.received", 3, "收到申请3件"),
        ("requests.received", 5, "又收到申请5件"),
    )
    assert rules_of(found) == ["statements-disagree"]


def test_received_with_those_carried_in() -> None:
    numbers = {"requests.granted.natural_person": 3, "requests.carried_in.natural_person": 1}
    text = "共收到申请3件（含上年结转1件）。"
    changes = prose(text, ("requests.received", 3, "共收到申请3件"), ("requests.carried_in", 1, "上年结转1件"))
    found = check_report(report(numbers | {"requests.received.natural_person": 2}, **changes))
    assert errors(found) == []


def test_a_blank_in_the_table_contradicts_nothing() -> None:
    found = findings("收到申请4件。", ("requests.received", 4, "收到申请4件"), cells={"requests.received.total": None})
    assert "narrative-differs-from-table" not in rules_of(found)


def test_reviews_that_agree_with_the_parts_of_a_wrong_total() -> None:
    found = findings("办理行政复议11件。", ("review", 11, "行政复议11件"), cells={"review.upheld": 11})
    assert "narrative-differs-from-table" not in rules_of(found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("行政诉讼12件（含征地拆迁等）。", False),
        ("各类行政诉讼12件。", False),
        ("共应诉行政诉讼12件。", True),
        ("因信息公开引起的各类行政诉讼12件。", True),
    ],
)
def test_suits_of_all_kinds_are_not_those_over_disclosure(text: str, found: bool) -> None:
    rules = rules_of(findings(text, ("litigation", 12, text[: text.index("件") + 1])))
    assert ("narrative-differs-from-table" in rules) is found


def test_two_numbers_of_reviews_are_a_warning() -> None:
    found = findings("办理行政复议7件。", ("review", 7, "行政复议7件"))
    assert only(found, "narrative-differs-from-table").severity == "warn"


def test_requests_that_do_not_balance_in_the_prose() -> None:
    """万源 2025: 54 received, 54 concluded, 2 carried in, 1 carried out; the table's results sum to 55."""
    numbers = {
        "requests.received.natural_person": 54,
        "requests.carried_in.natural_person": 2,
        "requests.granted.natural_person": 55,
    }
    text = "收到申请54件，上年结转2件，办结54件，结转下年1件。"
    figures = [
        ("requests.received", 54, "收到申请54件"),
        ("requests.carried_in", 2, "上年结转2件"),
        ("requests.concluded", 54, "办结54件"),
        ("requests.carried_out", 1, "结转下年1件"),
    ]
    found = check_report(report(numbers, **prose(text, *figures)))
    assert only(found, "narrative-differs-from-table").cells == ("requests.concluded.total",)
    assert "narrative-unbalanced" in rules_of(found)


# --- parts ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "total", "parts", "severity"),
    [
        ("回复诉求件202件（12345平台150件，信访系统42件，区长信箱10件）。", 202, (150, 42, 10), None),
        ("回复诉求件203件（12345平台150件，信访系统42件，区长信箱10件）。", 203, (150, 42, 10), "error"),
        ("回复诉求件200件（12345平台150件，信访系统42件，区长信箱10件）。", 200, (150, 42, 10), "error"),
        ("回复诉求件203件（12345平台150件，信访系统42件，区长信箱10件等）。", 203, (150, 42, 10), "warn"),
        ("发布信息3168条。其中，概况8条，动态2255条，目录905条。", 3168, (8, 2255, 905), None),
        ("发布信息3169条。其中，概况8条，动态2255条，目录905条。", 3169, (8, 2255, 905), "error"),
        ("发布信息3000条。其中，概况8条，动态2255条，目录905条。", 3000, (8, 2255, 905), "error"),
        ("发布信息1200条，其中动态800条，通知150条。", 1200, (800, 150), None),
        ("发布信息1200条，其中动态800条，通知500条。", 1200, (800, 500), "error"),
        ("发布信息1200条，其中动态800条，其余为通知150条。", 1200, (800, 150), "warn"),
        ("发布信息1200条，其中动态、通知分别为800条、150条。", 1200, (800, 150), "warn"),
        ("受理申请146件，其中予以公开3件，部分公开1件，不予公开2件。", 146, (3, 1, 2), None),
        ("发布信息1000条，其中网站900条，微信800条（与网站重复700条）。", 1000, (900, 800), None),
        ("发布信息1000条，去重后计入，其中网站900条，微信800条。", 1000, (900, 800), None),
        ("发布信息1000条，其中网站900条，微信同步发布800条。", 1000, (900, 800), None),
        ("受理申请10件，其中予以公开9件，重复申请3件。", 10, (9, 3), "error"),
        ("发布信息1200条，其中动态800条。", 1200, (800,), None),
        ("发布信息900条，其中主要有动态800条，通知150条。", 900, (800, 150), "warn"),
        ("发布信息300条，其中网站200条（动态150条，公告50条），微信100条。", 300, (200, 150, 50, 100), None),
    ],
)
def test_parts_against_their_total(text: str, total: int, parts: tuple[int, ...], severity: str | None) -> None:
    figure = text[: text.index(str(total)) + len(str(total)) + 1]
    named = {f"第{number}项": value for number, value in enumerate(parts)}
    found = [
        item
        for item in findings(text, ("letters.answered", total, figure, {"parts": named}))
        if item.rule == "parts-differ-from-total"
    ]
    assert [item.severity for item in found] == ([severity] if severity else [])
    if found:
        assert str(sum(parts)) in found[0].message


# --- terms, fees, sites --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["清理文件，废止1个行政处罚，拟废止1个文件。", "废止3件行政许可。"],
)
def test_a_decision_is_not_repealed(text: str) -> None:
    term = "行政处罚" if "处罚" in text else "行政许可"
    quote = text[text.index("废止") : text.index(term) + 4]
    count = int(quote[2])
    assert errors(findings(text, ("documents.repealed", count, quote, {"kind": term}))) == ["term-impossible"]
    assert errors(findings(text)) == ["term-impossible"]


@pytest.mark.parametrize(
    "text",
    ["废止2项行政许可事项。", "废止1个行政处罚裁量基准。", "废止1件行政处罚类规范性文件。", "撤销行政处罚决定1件。"],
)
def test_what_can_be_repealed(text: str) -> None:
    assert "term-impossible" not in rules_of(findings(text))


def test_fees_collected_are_fees() -> None:
    found = findings(
        "收取信息处理费380元。", ("fees.collected", 380, "信息处理费380元"), cells={"disclosure.fees.amount": 0}
    )
    assert only(found, "fee-exceeds-table").cells == ("disclosure.fees.amount",)


def test_a_negative_amount_of_fees_is_one_finding() -> None:
    found = findings(
        "收取信息处理费0元。", ("fees.collected", 0, "信息处理费0元"), cells={"disclosure.fees.amount": -50000}
    )
    assert rules_of(found) == ["amount-negative"]


@pytest.mark.parametrize(
    ("text", "figure", "text_found"),
    [
        ("收到申请4件，已全部办结。", "收到申请4件", "收到申请4件，已全部办结"),
        ("收到申请4件，均已办结。", "收到申请4件", "收到申请4件，均已办结"),
        ("新收申请4件，结转上年0件，已全部办结。", "新收申请4件", "新收申请4件，结转上年0件，已全部办结"),
        ("收到申请4件，全部在法定期限内办结。", "收到申请4件", "收到申请4件，全部在法定期限内办结"),
        ("收到申请4件，结转下年1件，其余均已办结。", "收到申请4件", None),
        ("收到申请4件，到期的均已办结。", "收到申请4件", None),
        ("收到申请4件，上年结转1件均已办结。", "收到申请4件", None),
        ("收到申请4件，办结3件。", "收到申请4件", None),
        ("收到申请4件。收到热线诉求20件，已全部办结。", "收到申请4件", None),
    ],
)
def test_all_concluded_beside_requests_carried_over(text: str, figure: str, text_found: str | None) -> None:
    numbers = {"requests.received.natural_person": 4, "requests.granted.natural_person": 3}
    changes = prose(text, ("requests.received", 4, figure))
    found = [item for item in check_report(report(numbers, **changes)) if item.rule == "all-concluded-but-carried"]
    assert [item.details["text"] for item in found] == ([text_found] if text_found else [])
    assert all(changes["sections"]["一"][slice(*item.span)] == text_found for item in found if item.span)
    settled = report({**numbers, "requests.granted.natural_person": 4}, **changes)
    assert "all-concluded-but-carried" not in rules_of(check_report(settled))


def test_a_request_closed_for_an_unpaid_fee_wants_a_word() -> None:
    numbers = {"requests.other_fee_unpaid.natural_person": 1, "requests.received.natural_person": 1}
    sections = {"一": "主动公开和依申请公开。", "五": "无。", "六": "无。"}
    assert "fee-unpaid-not-explained" in rules_of(check_report(report(numbers, sections=sections)))
    assert "fee-unpaid-not-explained" not in rules_of(check_report(report(numbers)))
    sections["六"] = "依規定發出信息處理費收費通知1件，申請人逾期未繳納費用。"
    assert "fee-unpaid-not-explained" not in rules_of(check_report(report(numbers, sections=sections)))


@pytest.mark.parametrize(
    ("agency", "text", "found"),
    [
        ("鲤城区人民政府临江街道办事处", "发挥街道门户网站、微信公众号的作用。", True),
        ("龙阳镇人民政府", "通过镇政府网站公开。", True),
        ("鲤城区人民政府临江街道办事处", "依托区政府门户网站公开，街道在政府网站设专栏。", False),
        ("洪泽区人民政府", "各镇、街道网站已关停。", False),
    ],
)
def test_subdistricts_have_no_website_of_their_own(agency: str, text: str, found: bool) -> None:
    assert ("own-website" in rules_of(findings(text, agency=agency))) is found


def test_spans_point_at_the_text() -> None:
    made = report(**prose("全年共收到申请4件。", ("requests.received", 4, "收到申请4件")))
    found = only(check_report(made), "narrative-differs-from-table")
    assert found.span is not None
    assert made.sections["一"][slice(*found.span)] == "收到申请4件"
