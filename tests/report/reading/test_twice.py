"""What one report prints twice: the report's own is read where the page tells it, else nothing."""

from __future__ import annotations

import pytest

from gongkai.report.reading import read_records
from gongkai.report.schema import Report

TITLE = ["青禾市水务局2023年政府信息公开工作年度报告", "一、总体情况", "本年度工作有序开展。"]
RECEIVED = "一、本年新收政府信息公开申请数量"
ROWS = (
    RECEIVED,
    "二、上年结转政府信息公开申请数量",
    "三、本年度办理结果\t（一）予以公开",
    "（二）部分公开",
    "（七）总计",
    "四、结转下年度继续办理",
)
RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def disclosure(licences: int, penalties: int) -> list[str]:
    head = "信息内容\t本年处理决定数量"
    return [
        *(
            "第二十条第（一）项",
            "信息内容\t本年制发件数\t本年废止件数\t现行有效件数",
            "规章\t0\t0\t0",
            "行政规范性文件\t1\t0\t3",
        ),
        *("第二十条第（五）项", head, f"行政许可\t{licences}"),
        *("第二十条第（六）项", head, f"行政处罚\t{penalties}", "行政强制\t0"),
    ]


def requests(number: int) -> list[str]:
    return [f"{label}\t{number}\t0\t0\t0\t0\t0\t{number}" for label in ROWS]


def remedies(number: int) -> list[str]:
    groups = "\t".join(f"{number}\t0\t0\t0\t{number}" for _ in range(3))
    heads = ["行政复议\t行政诉讼", "\t".join([*RESULTS, "未经复议直接起诉", "复议后起诉"]), "\t".join(RESULTS * 2)]
    return [*heads, groups]


def read(*, two: list[str] | None = None, three: list[str] | None = None, four: list[str] | None = None) -> Report:
    lines = [
        *TITLE,
        *("二、主动公开政府信息情况", *(two or disclosure(41, 42))),
        *("三、收到和处理政府信息公开申请情况", *(three or requests(43))),
        *("四、政府信息公开行政复议、行政诉讼情况", *(four or remedies(44))),
        *("五、存在的主要问题及改进情况", "公开的深度还不够。", "六、其他需要报告的事项", "无。"),
    ]
    (report,) = read_records("\n".join(lines).encode(), "report.txt")
    assert isinstance(report, Report)
    return report


def rules(report: Report) -> set[str]:
    return {finding.rule for finding in report.findings} & {"table-twice", "row-twice"}


PAIRS = [
    pytest.param(["2022年："], ["2023年："], id="each its year"),
    pytest.param(["表1　2022年度"], ["表2　2023年度"], id="numbered"),
    pytest.param(["上年情况"], [], id="last year's"),
    pytest.param(["附：2022年度"], ["2023年度"], id="an annex before"),
]


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_captions_tell_the_reports_own(before: list[str], after: list[str]) -> None:
    report = read(
        two=[*before, *disclosure(8, 9), *after, *disclosure(41, 42)],
        three=[*before, *requests(7), *after, *requests(43)],
        four=[*before, *remedies(6), *after, *remedies(44)],
    )
    assert report.cells["disclosure.licences.decisions"] == 41
    assert report.cells["requests.received.total"] == 43
    assert report.cells["review.total"] == 44
    assert rules(report) == set()


@pytest.mark.parametrize("caption", ["2022年主动公开政府信息情况（供对比）", "附件：下属单位情况", "去年同期"])
def test_the_second_is_another_years_or_an_annex(caption: str) -> None:
    report = read(
        two=[*disclosure(41, 42), caption, *disclosure(8, 9)],
        three=[*requests(43), caption, *requests(7)],
        four=[*remedies(44), caption, *remedies(6)],
    )
    assert report.cells["disclosure.licences.decisions"] == 41
    assert report.cells["requests.received.total"] == 43
    assert report.cells["review.total"] == 44
    assert rules(report) == set()


def test_without_captions_none_is_taken() -> None:
    report = read(
        two=[*disclosure(8, 9), *disclosure(41, 42)],
        three=[*requests(7), *requests(43)],
        four=[*remedies(6), *remedies(44)],
    )
    assert [cell for cell, number in report.cells.items() if number is not None] == []
    assert rules(report) == {"table-twice"}


def test_the_same_numbers_again_are_read() -> None:
    report = read(
        two=disclosure(41, 42) * 2,
        three=requests(43) * 2,
        four=remedies(44) * 2,
    )
    assert report.cells["disclosure.penalties.decisions"] == 42
    assert report.cells["requests.received.total"] == 43
    assert report.cells["review.total"] == 44
    assert rules(report) == set()


def test_a_row_for_each_year() -> None:
    last_year = [f"{RECEIVED}（2022年）\t7\t0\t0\t0\t0\t0\t7"]
    for three in ([*last_year, *requests(43)], [requests(43)[0], *last_year, *requests(43)[1:]]):
        report = read(three=three)
        assert report.cells["requests.received.total"] == 43
        assert rules(report) == set()
    two = disclosure(41, 42)
    two.insert(two.index("行政许可\t41") + 1, "行政许可（2022年）\t8")
    assert read(two=two).cells["disclosure.licences.decisions"] == 41


def test_a_row_twice_that_nothing_tells_apart() -> None:
    report = read(three=[f"{RECEIVED}\t7\t0\t0\t0\t0\t0\t7", *requests(43)])
    assert report.cells["requests.received.total"] is None
    assert report.cells["requests.carried_in.total"] == 43
    assert rules(report) == {"row-twice"}
    two = disclosure(41, 42)
    two.insert(two.index("行政许可\t41"), "行政许可\t8")
    report = read(two=two)
    assert report.cells["disclosure.licences.decisions"] is None
    assert report.cells["disclosure.penalties.decisions"] == 42
    assert rules(report) == {"row-twice"}


def test_a_table_that_sets_years_side_by_side_is_no_second_table() -> None:
    beside = ["指标\t2022年\t2023年", f"{RECEIVED}\t7\t43", "规章\t0\t1"]
    for report in (read(three=[*requests(43), *beside]), read(four=[*remedies(44), *beside])):
        assert report.cells["requests.received.total"] == 43
        assert report.cells["disclosure.regulations.issued"] == 0
        assert rules(report) == set()
