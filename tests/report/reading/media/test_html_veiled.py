"""What the styles of a page hide, by its sheets or by its elements' own, is no part of a number."""

from __future__ import annotations

import pytest

from gongkai.report.reading.blocks import Paragraph, Rows
from gongkai.report.reading.media.html import read_html


def cells(page: str) -> list[list[str]]:
    return [row for block in read_html(page).blocks if isinstance(block, Rows) for row in block.rows]


@pytest.mark.parametrize(
    "style",
    [
        "display:none",
        "VISIBILITY:hidden",
        "VISIBILITY: HIDDEN",
        "opacity:0",
        "position:absolute;left:-9999px",
        "position:fixed; top:-100em",
        "position:absolute;clip:rect(0,0,0,0)",
        "display:block;text-indent:-9999px",
        "display:inline-block;width:0;overflow:hidden",
        "transform:scale(0)",
        "color:#FFF",
        "color: white",
        "font-size:0",
    ],
)
def test_a_figure_that_leaves_no_mark(style: str) -> None:
    assert cells(f'<table><tr><td>甲</td><td><span style="{style}">8</span>12</td></tr></table>') == [["甲", "12"]]


@pytest.mark.parametrize(
    "style", ["opacity:.9", "color:#333", "position:absolute;left:-3px", "overflow:hidden;width:3em"]
)
def test_a_figure_that_is_seen(style: str) -> None:
    assert cells(f'<table><tr><td>甲</td><td><span style="{style}">8</span>12</td></tr></table>') == [["甲", "812"]]


def test_white_figures_on_a_ground_of_their_own() -> None:
    page = '<table><tr><td>甲</td><td style="background:#06c"><b style="color:#fff">8</b>12</td></tr></table>'
    assert cells(page) == [["甲", "812"]]


PAGE = (
    "<style>{}</style>"
    "<table><tr class='a b'><td>甲</td><td>1</td></tr><tr id=x><td>乙</td><td class=c>2</td></tr></table>"
)


@pytest.mark.parametrize(
    ("sheet", "left"),
    [
        (".a{display:none}", [["乙", "2"]]),
        ("<!-- tr.a , .none { color:red; visibility : hidden } -->", [["乙", "2"]]),
        ("#x td.c{DISPLAY:NONE}", [["甲", "1"], ["乙"]]),
        ("@media screen{.a{display:none!important}}", [["乙", "2"]]),
        ("@media print{.a{display:none}}", [["甲", "1"], ["乙", "2"]]),
        ("@media (max-width:600px){.a{display:none}}", [["甲", "1"], ["乙", "2"]]),
        (".a{display:none} .a.b{display:table-row}", [["甲", "1"], ["乙", "2"]]),
        ("/*.a{display:none}*/ .a:hover{display:none}", [["甲", "1"], ["乙", "2"]]),
        ("..a{display:none} tr:nth-child(2){display:none", [["甲", "1"]]),
    ],
)
def test_rules_of_a_style_sheet(sheet: str, left: list[list[str]]) -> None:
    assert cells(PAGE.format(sheet)) == left


def test_a_sheet_for_print_hides_nothing_on_the_screen() -> None:
    assert len(cells(PAGE.format(".a{display:none}").replace("<style>", "<style media=print>"))) == 2


def test_what_is_most_of_the_page_is_shown_by_a_script() -> None:
    page = f"<style>#all{{display:none}}</style><p>标题</p><div id=all><p>{'正文' * 200}</p></div>"
    assert [block.text for block in read_html(page).blocks if isinstance(block, Paragraph)] == ["标题", "正文" * 200]


def test_elements_hidden_within_hidden_ones() -> None:
    page = (
        "<style>.a{display:none}</style>"
        "<div class=a><p class=a>1<s>2<sup>3</sup></s></p></div><p>4<s>5<del>6</del></s></p>"
    )
    assert [block.text for block in read_html(page).blocks if isinstance(block, Paragraph)] == ["4"]
