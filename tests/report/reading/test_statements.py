"""Figures in the prose: sentence by sentence, in the real reports, and on anything at all."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.report import limits
from gongkai.report.reading.statements import extract_statements
from gongkai.report.reading.statements.sentences import chinese_number
from gongkai.report.reading.statements.words import words
from gongkai.report.schema import Statement

YEAR = 2021
REPORTS = [
    "000_6b538c12f4eda164",
    "001_c430893fbea2ae1b",
    "002_76d98d904843aa38",
    "003_661fbc7c25e971f6",
    "004_07ea97a0e0dbb2b9",
]


def cases() -> list[Any]:
    data = yaml.safe_load((Path(__file__).parent / "statements.yaml").read_text("utf-8"))
    return [
        pytest.param(sentence, expected, id=sentence[:40])
        for group in data.values()
        for case in group
        for sentence, expected in case.items()
    ]


def told(statement: Statement) -> str:
    result = f"{statement.what} {statement.value} {statement.unit}"
    result += f" @ {statement.channel}" if statement.channel else ""
    result += f" ({statement.kind})" if statement.kind else ""
    parts = ", ".join(f"{name} {value}" for name, value in (statement.parts or {}).items())
    return f"{result} = {parts}" if parts else result


@pytest.mark.parametrize(("sentence", "expected"), cases())
def test_sentence(sentence: str, expected: list[str]) -> None:
    assert [told(statement) for statement in extract_statements({"一": sentence}, YEAR)] == expected


def test_there_are_enough_cases() -> None:
    assert len(cases()) >= 120


def test_place_of_a_figure_is_its_clause() -> None:
    text = "一年来工作平稳。\n（二）依申请公开情况\n２０２１年，共受理并办结依申请公开4件，无复议。"
    found = extract_statements({"一": text}, YEAR)
    assert [(s.what, s.text) for s in found] == [
        ("requests.received", "共受理并办结依申请公开4件"),
        ("requests.concluded", "共受理并办结依申请公开4件"),
        ("review", "无复议"),
    ]
    assert all(text[slice(*s.span)] == s.text for s in found)


def test_heading_says_what_is_applied_for() -> None:
    assert extract_statements({"一": "（二）依申请公开\n全年收到申请6件。"}, YEAR)[0].value == 6
    assert extract_statements({"一": "（二）行政许可\n全年收到申请6件。"}, YEAR) == ()


def test_year_is_the_one_most_named_where_none_is_given() -> None:
    text = "2023年工作平稳。2023年收到政府信息公开申请5件。2022年收到政府信息公开申请3件。"
    assert [s.value for s in extract_statements({"一": text})] == [5]


def test_every_section_is_read() -> None:
    found = extract_statements({"导语": "全年发布政策解读2篇。", "六": "2021年依申请公开未收费。"}, YEAR)
    assert [(s.section, s.what) for s in found] == [("导语", "interpretations"), ("六", "fees.collected")]


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("三", 3),
        ("十", 10),
        ("十二", 12),
        ("二十三", 23),
        ("一百零五", 105),
        ("两", 2),
        ("二〇", 20),
        ("三千", 3000),
        ("百", None),
        ("二三十", None),
    ],
)
def test_chinese_number(numeral: str, value: int | None) -> None:
    assert chinese_number(numeral) == value


def test_vocabulary_keeps_places() -> None:
    assert all(len(chr(new)) == 1 for new in words().traditional.values())


# --- real reports -------------------------------------------------------------------------------------------------


def prose(shared: Path, name: str) -> dict[str, str]:
    """Sections 一, 五 and 六 of a real report, cut at its headings."""
    text = (shared / "annual-reports" / "reports" / f"{name}.txt").read_text("utf-8")
    one = re.search(r"(?:一、)?总体情况\s*\n", text)
    two = re.search(r"\n二、主动公开政府信息情况\s*\n", text)
    five = re.search(r"\n五、存在的主要问题及改进情况\s*\n", text)
    six = re.search(r"\n六、其他需要报告的事项\s*\n", text)
    assert one
    assert two
    assert five
    assert six
    return {"一": text[one.end() : two.start()], "五": text[five.end() : six.start()], "六": text[six.end() :]}


GOLD = {
    "政务新媒体账号数": "media.accounts",
    "门户网站公布信息": "published",
    "微信公众号“城中区城中街道办事处”推送文章": "published",
    "收到政府信息公开申请": "requests.received",
    "行政复议、行政诉讼": "review litigation",
    "本年主动公开文件": "published",
    "历年累计公开件数": "published",
    "回复诉求件": "letters.answered",
    "政策解读": "interpretations",
    "收到公开申请": "requests.received",
    "门户网站政务公开信息": "published",
    "门户网站政务动态信息": "published",
    "微信工作号发布信息": "published",
    "门户网站发布政府信息": "published",
    "回应政策解读": "interpretations",
    "区长信箱群众留言答复": "letters.answered",
    "微信公众号“新华区微政务”": "published",
    "受理并办结依申请公开": "requests.received requests.concluded",
    "举报投诉复议诉讼": "review litigation",
    "废止": "documents.repealed",
    "制发行政规范性文件": "documents.issued",
    "现行有效行政规范性文件": "documents.in_force",
    "《政府工作信息》": "published",
    "政务新媒体保留": "media.accounts",
    "政务新媒体关停注销": "media.accounts",
    "政务新媒体正协调注销": "media.accounts",
    "信息处理费收取": "fees.collected",
}
"""What the figures of the gold count, where it is in the closed list."""

COMPARED = ("requests", "documents", "review", "litigation")


@pytest.mark.shared
@pytest.mark.parametrize("name", REPORTS)
def test_gold(shared: Path, name: str) -> None:
    gold = json.loads((shared / "annual-reports" / "gold" / f"{name}.json").read_text("utf-8"))
    sections = prose(shared, name)
    found = extract_statements(sections, gold["year"])
    meant = set()
    for number in gold["narrative_numbers"]:
        for what in GOLD.get(number["what"], "").split():
            quote, section = number["quote"], number["section"][0]
            place = sections[section].index(quote)
            hits = [
                s
                for s in found
                if (s.what, s.value, s.unit) == (what, number["value"], number["unit"])
                and s.section == section
                and s.span[0] <= place + len(quote)
                and s.span[1] >= place
            ]
            assert hits, (what, quote)
            if "parts" in number:
                assert list((hits[0].parts or {}).values()) == list(number["parts"].values())
            meant.add((what, number["value"]))
    assert {(s.what, s.value) for s in found if s.what.startswith(COMPARED)} <= meant


# --- anything at all ----------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        "收到",
        "受理",
        "办结",
        "答复",
        "未",
        "无",
        "没有",
        "政府信息公开申请",
        "依申请公开",
        "行政复议",
        "行政诉讼",
        "规范性文件",
        "规章",
        "制发",
        "废止",
        "现行有效",
        "发布",
        "公开",
        "信息",
        "门户网站",
        "微信公众号",
        "政务新媒体",
        "保留",
        "关停",
        "结转",
        "上年",
        "下年",
        "其中",
        "包括",
        "2020年",
        "2021年",
        "12月",
        "3件",
        "４条",
        "1,295条",
        "1.2万条",
        "12345",
        "三件",
        "两件",
        "余",
        "约",
        "%",
        "（",
        "）",
        "(",
        ")",
        "《",
        "》",
        "，",
        "。",
        "；",
        "：",
        "、",
        "全市",
        "我局",
        "信息处理费",
        "未收取",
        "元",
        "解读",
        "5篇",
        "征求意见",
        "区长信箱",
        "申請",
        "複議",
        "的",
        "了",
        "和",
        "\n",
    ]
)


def sound(sections: dict[str, str], found: tuple[Statement, ...]) -> None:
    for s in found:
        start, end = s.span
        assert sections[s.section][start:end] == s.text
        assert s.text
        assert s.value >= 0
        digits = re.search(r"[0-9０-９〇零一二两三四五六七八九十百千兩]", s.text)
        assert digits or (s.value == 0 and re.search(r"[未无没無沒零不]", s.text)), s


@given(st.lists(PIECES, max_size=40), st.one_of(st.none(), st.just(2021)))
@settings(max_examples=400)
def test_words_in_any_order(pieces: list[str], year: int | None) -> None:
    sections = {"一": "".join(pieces)}
    sound(sections, extract_statements(sections, year))


@given(st.dictionaries(st.sampled_from(["导语", "一", "五", "六"]), st.text(max_size=300)))
@settings(max_examples=200)
def test_any_text(sections: dict[str, str]) -> None:
    sound(sections, extract_statements(sections))


@pytest.mark.parametrize(
    "piece",
    [
        "收到政府信息公开申请3件，",
        "1",
        "1,",
        "未",
        "（",
        "《",
        "其中3件",
        "一",
        "未收到",
        "3件、",
        "(" * 50 + "3件" + ")" * 50,
        "3件。",
        "未\n",
    ],
)
def test_hostile_text_is_read_to_its_end(piece: str) -> None:
    """Quadratic time would show as a hang: the text is as long as a section may be."""
    for found in extract_statements({"一": piece * (400_000 // len(piece))}, YEAR):
        assert found.section == "一"


@pytest.mark.parametrize(
    ("piece", "times"), [("未", 1_000_000), ("1件", 2_000_000), ("1 ", 500_000), ("1" + " " * 1_000_000, 1)]
)
def test_much_of_nothing_is_passed_over(piece: str, times: int) -> None:
    assert extract_statements({"一": piece * times}, YEAR) == ()


def test_text_beyond_the_limit_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_TEXT_CHARACTERS", 40)
    sections = {"一": "全年发布政策解读2篇。" * 2, "六": "全年发布政策解读3篇。" * 9}
    assert [s.value for s in extract_statements(sections, YEAR)] == [2, 2, 3]


@pytest.mark.parametrize(
    ("agency", "text", "values"),
    [
        ("青禾市水务局", "区政府各部门公开信息5000条，我局公开1286条。", [1286]),
        ("青禾市水务局", "各镇街公开信息5000条。", []),
        ("青禾市水务局", "全区各单位公开政府信息5000条。本局公开政府信息1286条。", [1286]),
        ("青禾市水务局", "下属事业单位公开信息300条。", []),
        ("青禾市水务局", "我局及下属单位公开信息1286条。", [1286]),
        ("青禾市水务局", "督促各部门及时更新，公开信息1286条。", [1286]),
        ("青禾市水务局", "向各单位公开信息1286条。", [1286]),
        ("青禾市水务局", "全年通过各部门网站公开信息1286条。", [1286]),
        ("洪泽区人民政府", "区政府各部门公开信息5000条。", [5000]),
        ("洪泽区人民政府办公室", "区政府各部门公开信息5000条。", [5000]),
        ("洪泽区人民政府办公室", "区政府各部门公开信息5000条，我办公开1286条。", [1286]),
    ],
)
def test_what_other_bodies_published_is_not_the_offices_own(agency: str, text: str, values: list[int]) -> None:
    found = extract_statements({"一": text}, YEAR, agency)
    assert [one.value for one in found if one.what == "published"] == values
