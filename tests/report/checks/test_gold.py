"""The real reports as gold says they read, with their sentences: every error in the gold and no other."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from gongkai.report.checks import check_report
from tests.report.checks.building import errors, gold, only, rules_of, said

pytestmark = pytest.mark.shared


def test_000_misses_parts_but_has_no_error(shared: Path) -> None:
    sections = {
        "一": "报告全文由总体情况、收到和处理政府信息公开申请情况、其他需要报告的事项六部分组成。做到“四个结合”。",
        "五": "一是提升公开意识。",
        "六": "无",
    }
    period = (date(2021, 1, 1), date(2021, 12, 31))
    found = check_report(gold(shared, "000_6b538c12f4eda164", sections=sections, period=period))
    assert set(rules_of(found)) == {
        "no-published-figure",
        "requests-not-mentioned",
        "missing-signature",
        "fee-not-reported",
    }


def test_001_has_nothing_to_remark_but_the_fee(shared: Path) -> None:
    sections = {
        "一": "相关信息共计43条，微信公众号推送政务信息文章共计34条。2021年，我街道未收到政府信息公开申请，"
        "没有行政复议、行政诉讼的情况。",
        "五": "信息总量不大。",
        "六": "无。",
    }
    statements = (
        said(sections, "published", 43, "共计43条", "条", channel="门户网站"),
        said(sections, "published", 34, "共计34条", "条", channel="微信公众号"),
        said(sections, "requests.received", 0, "未收到政府信息公开申请"),
        said(sections, "review", 0, "没有行政复议"),
        said(sections, "litigation", 0, "行政诉讼"),
    )
    period = (date(2021, 1, 1), date(2021, 12, 31))
    made = gold(shared, "001_c430893fbea2ae1b", sections=sections, statements=statements, period=period)
    assert rules_of(check_report(made)) == ["fee-not-reported"]


def test_002_has_warnings(shared: Path) -> None:
    sections = {
        "一": "今年来,街道主动政府信息公开文件数2条,其中机构职能类1条、安全生产、应急管理类信息1条,"
        "历年累计公开件数690条。"
        "共回复诉求件202件(12345平台150件，信访系统42件，区长信箱10件)。本街道未接到公开政府信息申请。"
        "充分发挥街道门户网站、微信公众号平台载体的作用。",
        "五": "还存在公开力度水平不理想。",
        "六": "无。",
    }
    parts = {"机构职能类": 1, "安全生产、应急管理类": 1}
    letters = {"12345平台": 150, "信访系统": 42, "区长信箱": 10}
    statements = (
        said(sections, "published", 2, "主动政府信息公开文件数2条", "条", parts=parts),
        said(sections, "published", 690, "历年累计公开件数690条", "条"),
        said(sections, "letters.answered", 202, "回复诉求件202件", parts=letters),
        said(sections, "requests.received", 0, "未接到公开政府信息申请"),
    )
    found = check_report(gold(shared, "002_76d98d904843aa38", sections=sections, statements=statements))
    assert [(item.rule, item.severity) for item in found] == [
        ("change-looks-like-total", "warn"),
        ("published-few", "warn"),
        ("own-website", "warn"),
        ("missing-period", "info"),
    ]


def test_003_claims_regulations(shared: Path) -> None:
    sections = {
        "一": "累计发布政务公开信息95条、政务动态信息102条，在微信工作号累计发布各类信息289条。",
        "五": "公开的意识还不够强。",
        "六": "无。",
    }
    statements = (said(sections, "published", 95, "累计发布政务公开信息95条", "条"),)
    found = check_report(gold(shared, "003_661fbc7c25e971f6", sections=sections, statements=statements))
    assert errors(found) == ["regulations-without-power"]
    assert {"rows-shifted-up", "title-without-year", "missing-signature", "requests-not-mentioned"} <= set(
        rules_of(found)
    )


def test_004_contradicts_its_table(shared: Path) -> None:
    sections = {
        "一": "通过区政府门户网站发布政府信息3168条。其中，概况类信息8条，政务动态信息2255条，政务公开目录905条。"
        "2021年共受理并办结政府信息依申请公开4件，全年无举报和投诉、复议或诉讼。"
        "区政府办公室认真牵头开展行政规范性文件清理工作，废止1个行政处罚，拟废止1个政府办文件。"
        "经梳理，2021年制发行政规范性文件5个，现行有效54件。",
        "五": "政策解读相对偏少。",
        "六": "2021年区政府办公室依申请公开政府信息未收费。",
    }
    four = "共受理并办结政府信息依申请公开4件"
    parts = {"概况类信息": 8, "政务动态信息": 2255, "政务公开目录": 905}
    statements = (
        said(sections, "published", 3168, "发布政府信息3168条", "条", channel="门户网站", parts=parts),
        said(sections, "requests.received", 4, four),
        said(sections, "requests.concluded", 4, four),
        said(sections, "review", 0, "无举报和投诉、复议"),
        said(sections, "litigation", 0, "诉讼"),
        said(sections, "documents.repealed", 1, "废止1个行政处罚", "个", kind="行政处罚"),
        said(sections, "documents.issued", 5, "制发行政规范性文件5个", "个", kind="行政规范性文件"),
        said(sections, "documents.in_force", 54, "现行有效54件"),
        said(sections, "fees.collected", 0, "未收费", "元"),
    )
    found = check_report(gold(shared, "004_07ea97a0e0dbb2b9", sections=sections, statements=statements))
    assert sorted(errors(found)) == ["narrative-differs-from-table", "term-impossible"]
    narrative = only(found, "narrative-differs-from-table")
    assert narrative.cells == ("requests.received.total", "requests.concluded.total")


def test_hongze_has_two_wrong_sums(shared: Path) -> None:
    found = check_report(gold(shared, "hongze_2023"))
    assert errors(found) == ["sum-broken", "remedies-sum"] * 2
    assert [item.details["values"] for item in found if item.rule == "sum-broken"] == [
        {"review.total": 11},
        {"litigation_after_review.upheld": 0, "litigation_after_review.total": 5},
    ]
