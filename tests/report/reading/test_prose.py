"""The words around the tables: invented titles, signatures and sections, as real pages print them."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.report.reading.blocks import Paragraph
from gongkai.report.reading.dates import period_of, year_of
from gongkai.report.reading.lines import Line, lines_of
from gongkai.report.reading.prose import Prose, read_prose

OPENING = "本报告由云岭省清河市人民政府办公室根据《中华人民共和国政府信息公开条例》编制。"
LAST_YEARS_PERIOD = "统计期限为2021年1月1日至2021年12月31日。\n2022年，全市各级机关认真落实条例，各项工作有序开展。"
HEADINGS = [
    "一、总体情况",
    "全市各级行政机关认真落实条例，各项工作有序开展。",
    "五、存在的主要问题及改进情况",
    "公开的深度还不够。下一步加强培训。",
    "六、其他需要报告的事项",
    "无其他需要报告的事项。",
]


def prose(*texts: str, medium_title: str | None = None) -> Prose:
    return read_prose([Line([text]) for text in texts], {}, set(), medium_title)


@pytest.mark.parametrize(
    ("lines", "agency", "year"),
    [
        (["清河市教育局2023年政府信息公开工作年度报告"], "清河市教育局", 2023),
        (["清河市教育局2023年度政府信息公开工作年度报告"], "清河市教育局", 2023),
        (["清河市教育局", "二〇二三年政府信息公开工作年度报告"], "清河市教育局", 2023),
        (["清河市教育局2023年", "政府信息公开工作", "年度报告"], "清河市教育局", 2023),
        (["清河市教育局信息公开年报（2023年）"], "清河市教育局", 2023),
        (["清河市教育局政府信息公开工作年度报告"], "清河市教育局", None),
        (["清河市教育局政府信息公开工作2023年度报告"], "清河市教育局", 2023),
        (["关于公布清河市教育局2023年政府信息公开工作年度报告的公告"], "清河市教育局", 2023),
        (["关于清河市教育局2023年政府信息公开工作年度报告的公示"], "清河市教育局", 2023),
        (["【图文】清河市教育局2023年度政府信息公开工作年度报告"], "清河市教育局", 2023),
        (["【年报】清河市教育局2023年政府信息公开工作年度报告"], "清河市教育局", 2023),
        (["中共清河市委宣传部2023年政府信息公开工作年度报告"], "中共清河市委宣传部", 2023),
        (["清河市2010工程办公室2023年政府信息公开工作年度报告"], "清河市2010工程办公室", 2023),
        (["2023年政府信息公开工作年度报告"], None, 2023),
    ],
)
def test_titles_on_one_line_or_more(lines: list[str], agency: str | None, year: int | None) -> None:
    found = prose(*lines, *HEADINGS)
    assert (found.title, found.agency, found.year) == ("".join(lines), agency, year)
    assert found.titled


@pytest.mark.parametrize(
    "lines",
    [
        ["# 清河市教育局2023年政府信息公开年度报告"],
        ["清河市教育局２０２３年政府信息公开年度报告"],
        ["2023年政府信息公开年度报告", "清河市教育局2023年政府信息公开年度报告"],
        ["政府信息公开年报", "清河市教育局2023年政府信息公开年度报告", "来源：清河市教育局"],
        ["清河市教育局2023年政府信息公开年度报告.pdf"],
    ],
    ids=["Markdown", "digits in full width", "the fuller of two", "among menus", "a file's name"],
)
def test_the_title_as_it_is_kept(lines: list[str]) -> None:
    assert prose(*lines, *HEADINGS).title == "清河市教育局2023年政府信息公开年度报告"


@pytest.mark.parametrize(
    ("title", "about"),
    [
        ("《清河市教育局2023年政府信息公开工作年度报告》解读", "解读"),
        ("关于做好2023年政府信息公开工作年度报告编制工作的通知", "通知"),
        ("政府信息公开工作年度报告格式（试行）", "格式或填报说明"),
        ("清河市教育局政府信息公开指南", "指南"),
    ],
)
def test_what_is_about_reports_is_no_title(title: str, about: str) -> None:
    found = prose(title, "各单位要按时报送。")
    assert (found.titled, found.about) == (False, about)


def test_the_medium_names_a_title_where_the_page_has_none() -> None:
    found = prose(*HEADINGS, medium_title="清河市教育局2023年政府信息公开工作年度报告_清河市人民政府门户网站")
    assert (found.title, found.year) == ("清河市教育局2023年政府信息公开工作年度报告", 2023)


def test_the_agency_by_its_full_name() -> None:
    found = prose("清河市人民政府办公室2023年政府信息公开工作年度报告", OPENING, *HEADINGS)
    assert found.agency == "云岭省清河市人民政府办公室"


@pytest.mark.parametrize(
    ("opening", "tail", "agency"),
    [
        ("现发布云岭省清河市教育局2023年政府信息公开工作年度报告。", [], "云岭省清河市教育局"),
        ("如对本报告有疑问，请联系云岭省清河市教育局（地址：中山路1号）。", [], "云岭省清河市教育局"),
        ("根据云岭省清河市人民政府办公室的要求编制本报告，欢迎监督。", [], "清河市教育局"),
    ],
)
def test_what_stands_before_a_name_is_no_part_of_it(opening: str, tail: list[str], agency: str) -> None:
    assert prose("清河市教育局2023年政府信息公开工作年度报告", opening, *HEADINGS, *tail).agency == agency


@pytest.mark.parametrize(
    ("opening", "agency"),
    [
        ("本年度报告由云岭省清河市教育局根据政府信息公开条例的要求编制而成。", "云岭省清河市教育局"),
        ("现编制形成了《清河市西桥镇人民政府2023年政府信息公开工作年度报告》，请监督。", "清河市西桥镇人民政府"),
        ("完成了《2023年度西桥街道政府信息公开工作年度报告》，西桥街道办事处现予公布。", "西桥街道"),
        ("2023年清河县坚持以人民为中心。如有疑问，请与清河县数字化发展局联系。", "清河县"),
        ("2023年，全县坚持以人民为中心的发展思想，各项工作有序开展。", None),
    ],
)
def test_the_agency_without_a_title(opening: str, agency: str | None) -> None:
    assert prose(opening, *HEADINGS).agency == agency


@pytest.mark.parametrize(
    ("place", "signed", "agency"),
    [
        ("白水乡", "清河县白水乡人民政府", "清河县白水乡人民政府"),
        ("白水街道", "白水街道办事处", "白水街道办事处"),
        ("清河市", "清河市人民政府", "清河市人民政府"),
        ("清河市", "清河市人民政府办公室", "清河市"),
        ("白水乡", "清河县人民政府", "白水乡"),
    ],
)
def test_who_signs_for_a_place(place: str, signed: str, agency: str) -> None:
    found = prose(f"{place}2023年政府信息公开工作年度报告", *HEADINGS, signed, "2024年1月8日")
    assert found.agency == agency


@pytest.mark.parametrize(
    ("tail", "issued", "agency"),
    [
        (["清河市教育局", "2024年1月18日"], date(2024, 1, 18), "清河市教育局"),
        (["清河市教育局", "2024年1月18号"], date(2024, 1, 18), "清河市教育局"),
        (["清河市教育局 2024年1月18日"], date(2024, 1, 18), "清河市教育局"),
        (["清河市教育局（章）", "二〇二四年一月十八日"], date(2024, 1, 18), "清河市教育局"),
        (["2024-01-18"], date(2024, 1, 18), None),
        (["发布日期：2024-01-18"], None, None),
        (["2024年13月18日"], None, None),
        ([], None, None),
    ],
)
def test_signatures(tail: list[str], issued: date | None, agency: str | None) -> None:
    found = prose("政府信息公开工作年度报告", *HEADINGS, *tail)
    assert (found.issued, found.agency) == (issued, agency)


@pytest.mark.parametrize(
    ("opening", "tail", "year"),
    [
        ("所列数据的统计期限为2022年1月1日至2022年12月31日，欢迎联系。", [], 2022),
        ("2022年，全市各级行政机关认真落实条例，各项工作有序开展。", [], 2022),
        (OPENING, ["清河市教育局", "2023年1月18日"], 2022),
        (LAST_YEARS_PERIOD, ["清河市教育局", "2023年1月18日"], 2022),
        (OPENING, [], None),
    ],
)  # fmt: skip
def test_the_year_without_a_title(opening: str, tail: list[str], year: int | None) -> None:
    assert prose(*opening.split("\n"), *HEADINGS, *tail).year == year


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("从2022年1月1日起至12月31止", (date(2022, 1, 1), date(2022, 12, 31))),
        ("自2022年1月1日起至2022年12月31日止", (date(2022, 1, 1), date(2022, 12, 31))),
        ("2022年1月1日—12月31日", (date(2022, 1, 1), date(2022, 12, 31))),
        ("2019年1月1日至2022年12月31日", (date(2019, 1, 1), date(2022, 12, 31))),
        ("2022年1月1日至2021年12月31日", None),
        ("2022年1月1日至6月30日", None),
    ],
)
def test_periods(text: str, period: tuple[date, date] | None) -> None:
    assert period_of(text) == period


def test_years_in_chinese_digits() -> None:
    assert [year_of(text) for text in ("2021", "二〇二一", "二零二一", "二O二一", "二一")] == [2021] * 4 + [None]


def test_sections_end_at_the_signature_and_the_page_is_left_out() -> None:
    found = prose(
        "首页", "一、总体情况", "（一）主动公开。", "[打印]", "（二）依申请公开。",
        "五、存在的主要问题及改进情况", "人手不足。", "3",
        "六、其他需要报告的事项", "无。", "清河市教育局", "2024年1月18日", "版权所有：清河市人民政府",
    )  # fmt: skip
    assert found.sections == {"一": "（一）主动公开。\n（二）依申请公开。", "五": "人手不足。", "六": "无。"}
    assert found.headings == {"一": 1, "五": 5, "六": 8}


def test_a_signature_whose_name_tells_no_body_is_no_prose() -> None:
    name = "清河市旧城改造指挥部（演示）"
    found = prose(f"{name}2023年政府信息公开工作年度报告", *HEADINGS, name, "2024年1月18日")
    assert (found.agency, found.sections["六"]) == (name, HEADINGS[-1])


@pytest.mark.parametrize(
    "heading",
    [
        "五、存在的主要问题及改进情况",
        "## 五、存在问题和改进措施",
        "存在的主要问题及改进情况",
        "第五部分 存在的问题与改进情况",
    ],
)
def test_headings(heading: str) -> None:
    assert prose("一、总体情况", "各项工作有序开展。", heading, "人手不足。").sections["五"] == "人手不足。"


@pytest.mark.parametrize(
    "heading",
    [
        "一、2023年政府信息公开总体情况",
        "一、政府信息公开工作总体情况",
        "一、2023年总体情况",
        "一、我局政务公开基本情况",
    ],
)
def test_headings_of_the_first_section(heading: str) -> None:
    assert prose(heading, "各项工作有序开展。", "五、存在的问题").sections["一"] == "各项工作有序开展。"


def test_a_table_of_contents_heads_nothing() -> None:
    contents = ["一、总体情况", "二、主动公开政府信息情况"]  # stands twice: first as a list
    body = "（一）主动公开。全市各级行政机关认真落实条例，各项工作有序开展。"
    assert prose(*contents, "一、总体情况", body, "二、主动公开政府信息情况").sections["一"] == body


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "现将有关情况报告如下： 一、总体情况 1、主动公开政府信息40条，其内容涉及预算决算。",
            ["现将有关情况报告如下：", "一、总体情况", "1、主动公开政府信息40条，其内容涉及预算决算。"],
        ),
        (
            "一、总体情况  2023年，我局认真贯彻落实条例，各项工作有序开展。",
            ["一、总体情况", "2023年，我局认真贯彻落实条例，各项工作有序开展。"],
        ),
        (
            "五、存在的主要问题及改进情况 一是人手不足。 六、其他需要报告的事项 未收取信息处理费。",
            ["五、存在的主要问题及改进情况", "一是人手不足。", "六、其他需要报告的事项", "未收取信息处理费。"],
        ),
        ("目录 一、总体情况 二、主动公开政府信息情况 三、收到和处理政府信息公开申请情况", None),
        ("一、总体情况 ........ 1  二、主动公开政府信息情况 ........ 2", None),
        ("本报告包括一、总体情况，二、主动公开政府信息情况，三、收到和处理政府信息公开申请情况。", None),
    ],
)
def test_headings_within_a_paragraph(text: str, lines: list[str] | None) -> None:
    assert [line.cells[0] for line in lines_of([Paragraph(text)])] == (lines or [text])
