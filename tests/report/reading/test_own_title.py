"""Documents with full tables that are no report on a year, by their own title; and a text cut at a limit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gongkai.report import limits
from gongkai.report.reading import read_records
from gongkai.report.schema import NotAReport, Report
from gongkai.report.writing import write_report
from tests.report.writing.examples import report


def read_with(title: str, *before: str) -> Report | NotAReport:
    made = report()
    assert made.title
    text = write_report(made, "markdown").replace("gongkai-report/1", "").replace(made.title, title)
    assert title in text
    return read_records("\n\n".join((*before, text)).encode(), "x.md")[0]


@pytest.mark.parametrize(
    ("title", "rule", "reason"),
    [
        ("《青禾市水务局2023年政府信息公开工作年度报告》解读", "about-reports", "解读"),
        ("政府信息公开工作年度报告模板", "about-reports", "格式"),
        ("××局2023年政府信息公开工作年度报告", "about-reports", "格式"),
        ("XX局2023年政府信息公开工作年度报告（样例）", "about-reports", "格式"),
        ("青禾市水务局2023年政府信息公开工作年度报告（示例）", "about-reports", "格式"),
        ("青禾市水务局2022年与2023年政府信息公开工作年度报告数据对比分析", "about-reports", "对比分析"),
        ("青禾市水务局2023年上半年政府信息公开工作报告", "part-of-year", "上半年"),
        ("青禾市水务局2023年第三季度政府信息公开申请统计", "part-of-year", "第三季度"),
        ("青禾市水务局二〇二三年上半年政府信息公开工作报告", "part-of-year", "上半年"),
        ("（单位名称）2023年政府信息公开工作年度报告", "about-reports", "格式"),
        ("2023年政府信息公开工作年度报告模板（试行）", "about-reports", "格式"),
        ("样例：青禾市水务局2023年政府信息公开工作年度报告", "about-reports", "格式"),
        ("一图读懂：青禾市水务局2023年政府信息公开工作年度报告", "about-reports", "解读"),
        ("青禾市水务局2023年5月政府信息公开申请统计", "part-of-year", "5月"),
    ],
)
def test_what_its_title_says_is_no_report(title: str, rule: str, reason: str) -> None:
    record = read_with(title)
    assert isinstance(record, NotAReport)
    assert record.rule == rule
    assert reason in record.reason
    assert not record.unreadable


@pytest.mark.parametrize(
    ("title", "before"),
    [
        ("青禾市水务局2023年政府信息公开工作年度报告", ("附件：政府信息公开工作年度报告格式",)),
        ("青禾市水务局2023年政府信息公开工作年度报告", ("《青禾市水务局2023年政府信息公开工作年度报告》解读",)),
        ("青禾市水务局2023年政府信息公开工作年度报告", ("青禾市水务局2023年第三季度政府信息公开申请统计",)),
        ("青禾市水务局2023年政府信息公开工作年度报告（征求意见稿）", ()),
        ("青禾市政策解读中心2023年政府信息公开工作年度报告", ()),
        ("青禾市水务局2023年1-12月政府信息公开工作年度报告", ()),
        ("关于青禾市水务局2023年政府信息公开工作年度报告的公告", ()),
        ("○青禾市水务局2023年政府信息公开工作年度报告", ()),
        ("青禾市水务局2023年政府信息公开工作年度报告（2024年1月发布）", ()),
    ],
)
def test_a_report_beside_such_words_is_one(title: str, before: tuple[str, ...]) -> None:
    assert read_with(title, *before).is_report


def test_a_text_cut_before_anything_of_a_report_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongkai.report.reading.media.text.MAX_TEXT_CHARACTERS", 1_000)
    record = read_records(("会议通知。\n" * 500).encode(), "x.txt")[0]
    assert isinstance(record, NotAReport)
    assert (record.rule, record.unreadable) == ("limit-reached", True)
    assert "1000" in record.reason
    assert limits.MAX_TEXT_CHARACTERS == 4_000_000


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("关于做好2023年政府信息公开工作年度报告编制和发布工作的通知_青禾市人民政府", "通知"),
        ("对《2023年政府信息公开年报》的第三方评估报告", "评估"),
        ("2023年度政府信息公开工作考核结果的通报 - 青禾市人民政府", "评估"),
        ("政府信息公开年报_青禾市人民政府", None),
        ("关于公布青禾市水务局2023年政府信息公开工作年度报告的通知", None),
        ("青禾市检查站政府信息公开_关于青禾市", None),
    ],
)
def test_what_the_file_is_called_where_its_tables_have_no_title(title: str, reason: str | None) -> None:
    made = report()
    page = write_report(replace(made, title=None), "html").replace("gongkai-report/1", "")
    start, end = page.index("<title>") + 7, page.index("</title>")
    (record, *_) = read_records((page[:start] + title + page[end:]).encode(), "x.html")
    if reason is None:
        assert record.is_report
    else:
        assert isinstance(record, NotAReport)
        assert record.rule == "about-reports"
        assert reason in record.reason
