"""A table that is pasted says what its reader saw: nothing that was hidden, every cell below its head."""

from __future__ import annotations

import re

import pytest

from gongkai.web.disclosure.texts.pasting import pasted


def rows(html: str) -> list[str]:
    """Each row as its cells, parted by blanks, with what they go over: `甲(2x1)`."""
    found = []
    for row in re.findall("<tr>(.*?)</tr>", pasted(f"<table>{html}</table>").html):
        cells = re.findall(r'<t[dh](?: colspan="(\d+)")?(?: rowspan="(\d+)")?><p>(.*?)</p></t[dh]>', row)
        found.append(" ".join(f"{c}({a or 1}x{b or 1})" if a or b else c for a, b, c in cells))
    return found


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<tr style='display:none'><td>秘<td>密</tr><tr><td>甲<td>乙</tr>", ["甲 乙"]),
        ("<tr hidden><td>秘<td>密</tr><tr><td>甲<td>乙</tr>", ["甲 乙"]),
        ("<col><col style='display:none'><tr><td>甲<td>密<td>乙</tr>", ["甲 乙"]),
        ("<col span=2 width=72><col width=0><tr><td>甲<td>乙<td style='display:none'>密<td>丙</tr>", ["甲 乙 丙"]),
        ("<tr><td colspan=2>甲<td style='display:none'></tr><tr><td>乙<td>丙</tr>", ["甲(2x1)", "乙 丙"]),
    ],
)
def test_what_was_hidden_is_left_out(html: str, expected: list[str]) -> None:
    assert rows(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<tr><td rowspan=3>甲<td>一<tr height=0><td>密<tr><td>二<tr><td>乙<td>三", ["甲(1x2) 一", "二", "乙 三"]),
        ("<tr height=0><td rowspan=2>甲<td>密<tr><td>一<tr><td>乙<td>二", ["甲 一", "乙 二"]),
        ("<col><col width=0><col><tr><td colspan=3>甲<tr><td>一<td>密<td>二", ["甲(2x1)", "一 二"]),
        ("<tr><td rowspan=2>甲<td rowspan=2>乙<tr></tr><tr><td>一<td>二", ["甲 乙", "一 二"]),
        ("<tr><td rowspan=9>甲<td>一<tr><td>二", ["甲(1x2) 一", "二"]),
        ("<tr><td rowspan=0>甲<td>一<tr><td>二", ["甲(1x2) 一", "二"]),
        ("<tr><td colspan=x>甲<td>一<tr><td>乙<td>二", ["甲 一", "乙 二"]),
    ],
)
def test_what_is_merged_goes_over_what_is_left(html: str, expected: list[str]) -> None:
    assert rows(html) == expected


def test_a_caption_stands_above_its_table() -> None:
    html = pasted("<table><caption>表1　名称</caption><tr><td>甲<td>乙</table>").html
    assert html.startswith("<p>表1　名称</p><table>")


def test_a_number_of_a_paragraph_does_not_stick_to_its_text() -> None:
    item = "<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>{}&nbsp; </span>总则</p>"
    assert [pasted(item.format(mark)).html for mark in ("第一章", "1.1", "（一）")] == [
        "<p>第一章 总则</p>",
        "<p>1.1 总则</p>",
        "<p>（一）总则</p>",
    ]


def test_small_figures_stay_small() -> None:
    html = "<p>100m<sup>2</sup>，CO<sub>2</sub>，10<span style='vertical-align:super'>-3</span>，见<sup>[1]</sup></p>"
    assert pasted(html).html == "<p>100m²，CO₂，10⁻³，见[1]</p>"


def test_words_that_a_page_hides_are_left_out() -> None:
    assert pasted("<p>甲<span hidden>密</span><span style='visibility: hidden'>密</span>乙</p>").html == "<p>甲乙</p>"
