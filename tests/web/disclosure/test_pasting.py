"""What is pasted, as Word, WPS, Excel and a browser put it on the clipboard, stays clean and says the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gongkai.web.disclosure.texts.pasting import pasted
from gongkai.web.disclosure.texts.richtext import clean
from tests.web.disclosure.scene import rules
from tests.web.world import World

CLIPBOARD = Path(__file__).with_name("clipboard")
PICTURE = "/files/12345678-1234-4123-8123-123456789abc/a.png"


def lines(html: str) -> str:
    return re.sub(r">\s+<", "><", html).replace("</p><", "</p>\n<").replace("</h3><", "</h3>\n<").strip()


@pytest.mark.parametrize("name", ["word", "wps", "page", "excel"])
def test_what_comes_from_elsewhere_is_a_document_s(name: str) -> None:
    found = pasted((CLIPBOARD / f"{name}.html").read_text("utf-8"))
    assert lines(found.html) == lines((CLIPBOARD / f"{name}.out.html").read_text("utf-8"))
    assert clean(found.html) == found.html


def test_what_was_left_out_is_counted() -> None:
    word, page = (pasted((CLIPBOARD / f"{name}.html").read_text("utf-8")) for name in ("word", "page"))
    assert (word.pictures, word.comments, word.deletions) == (1, 2, 1)
    assert (page.pictures, page.comments, page.deletions) == (2, 0, 0)


def test_a_picture_of_this_site_is_kept() -> None:
    html = f'<p>见图<img src="https://gov.invalid{PICTURE}" alt="图"></p>'
    assert (
        pasted(html, address="https://gov.invalid/").html
        == f'<p>见图</p><figure><img src="{PICTURE}" alt="图"></figure>'
    )
    assert pasted(html, address="https://other.invalid/").pictures == 1


SHEET = (
    "<table><col width=72><col width=0 style='display:none'><col width=72>"
    "<tr><td>姓名</td><td>电话</td><td>金额</td></tr>"
    "<tr style='display:none'><td rowspan=2>甲（演示）</td><td>1</td><td>隐藏的一行</td></tr>"
    "<tr><td>2</td><td>300</td></tr><tr height=0><td>x</td><td>y</td><td>z</td></tr>"
    "<tr><td colspan=2>合计</td><td>300</td></tr></table>"
)


def test_rows_and_columns_that_are_hidden_in_a_workbook_stay_there() -> None:
    found = pasted(SHEET)
    assert found.html == (
        "<table><tbody><tr><td><p>姓名</p></td><td><p>金额</p></td></tr>"
        "<tr><td><p>甲（演示）</p></td><td><p>300</p></td></tr>"
        "<tr><td><p>合计</p></td><td><p>300</p></td></tr></tbody></table>"
    )
    assert found.hidden == 3


def test_a_merged_cell_reaches_over_the_rows_that_are_left() -> None:
    html = (
        "<table><tr><td rowspan=3>甲</td><td>1</td></tr><tr height=0><td></td></tr><tr><td>3</td></tr>"
        "<tr><td>乙</td><td>4</td></tr></table>"
    )
    found = pasted(html)
    assert '<td rowspan="2"><p>甲</p></td>' in found.html
    assert found.hidden == 0


def test_cells_that_a_merged_one_covers_are_no_cells() -> None:
    html = (
        "<table><tr><td colspan=2>甲</td><td style='display:none'></td><td rowspan=2>乙</td></tr>"
        "<tr><td>1</td><td>2</td></tr></table>"
    )
    assert pasted(html).html.count("<td") == 4


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ("<p>100m<sup>2</sup>，10<sup>-3</sup>，CO<sub>2</sub></p>", "<p>100m²，10⁻³，CO₂</p>"),
        ("<p>见注<sup>[1]</sup>，<span style='vertical-align:super'>2</span></p>", "<p>见注[1]，²</p>"),
        (
            "<table><caption>表1 情况</caption><tr><td>a</td><td>b</td></tr></table>",
            "<p>表1 情况</p><table><tbody><tr><td><p>a</p></td><td><p>b</p></td></tr></tbody></table>",
        ),
        (
            "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>①</span>第一</p>",
            "<p>①第一</p>",
        ),
        ("<p>好<span style='visibility:hidden'>暗</span><b hidden>藏</b></p>", "<p>好</p>"),
    ],
)
def test_what_is_pasted_says_the_same(html: str, left: str) -> None:
    assert pasted(html).html == left


VEILED = "<p>见<span style='color:#FEFEFE'>藏</span></p>"


def test_what_is_struck_out_is_not_said_and_that_is_told(world: World) -> None:
    html = "<p>每户<s>300</s><span style='text-decoration:line-through'>400</span>500元</p>"
    assert pasted(html).html == "<p>每户500元</p>"
    address = f"/desk/documents/{rules(world).pk}/paste/"
    said = world.client("handler@civil").post(address, {"html": html + SHEET + VEILED}).json()["message"]
    assert "删除线" in said
    assert "白色等看不见的文字" in said
    assert "隐藏的行和列" in said


@pytest.mark.parametrize(
    "html",
    ["", "<", "<table>", "<p style=':;:'>", "<ol start=x><li>", "<tr><td>x", "\0<p>\0", "<div>" * 5000 + "x",
     "<p style='font-size:1.2.3pt;text-align:center'>x", "<span>" * 5000 + "x", "<ul><li>" * 3000, "<table><td>" * 500],
)  # fmt: skip
def test_nothing_that_is_pasted_breaks_it(html: str) -> None:
    pasted(html)


def test_the_desk_cleans_what_is_pasted_and_says_what_it_left_out(world: World) -> None:
    address = f"/desk/documents/{rules(world).pk}/paste/"
    sent = {"html": (CLIPBOARD / "page.html").read_text("utf-8")}
    answer = world.client("handler@civil").post(address, sent)
    assert answer.json()["html"].startswith("<h3>演示公告</h3>")
    assert "2幅图片" in answer.json()["message"]
    assert world.client("handler@neighbour-civil").post(address, sent).status_code == 404
    assert world.client("reviewer@civil").post(address, sent).status_code == 403


SHEETS = """<html><head><style><!-- /* Word */ @font-face {font-family:宋体;} @page WordSection1 {size:595pt 842pt;}
p.MsoNormal {margin:0; color:black;} span.Secret, .also {mso-hide:all} .gone{display:none}
.veiled { VISIBILITY : hidden }
.xl65 {color:white; background:#1F3864} .xl66 {color:#FEFEFE;} td {color:black} .small {font-size:1.0pt}
@media print {.on-paper {display:none}} @media screen {.on-screen {display:none}}
--></style></head><body>%s</body></html>"""


@pytest.mark.parametrize(
    "unseen",
    [
        "<span class=Secret>藏</span>", "<b class=also>藏</b>", "<span class=gone>藏</span>",
        "<span class=veiled>藏</span>", "<span class='small'>藏</span>", "<span class=on-screen>藏</span>",
        "<span class=xl66>藏</span>", "<span style='color:white'>藏</span>", "<font color='#FFFFFF'>藏</font>",
        "<span style='color:rgb(254, 254, 254)'><b>藏</b></span>", "<span style='color:transparent'>藏</span>",
        "<span style='color:#fff;background:white;mso-highlight:white'>藏</span>",
        "<span style='color:#C00000;background:#C00000'>藏</span>", "<span style='mso-hide:all'>藏</span>",
        "<span style='opacity:0'>藏</span>",
    ],
)  # fmt: skip
def test_text_that_nobody_sees_stays_where_it_was(unseen: str) -> None:
    found = pasted(
        SHEETS % f"<p class=MsoNormal>见{unseen}了</p><table><tr><td>甲{unseen}</td><td>乙</td></tr></table>"
    )
    assert "藏" not in found.html
    assert "<p>见了</p>" in found.html
    assert "甲" in found.html
    assert found.unseen == 2


@pytest.mark.parametrize(
    "seen",
    [
        "<span class=xl65>显</span>", "<span class=on-paper>显</span>",
        "<span class=gone style='display:inline'>显</span>",
        "<span style='background:navy'><b style='color:white'>显</b></span>", "<span style='color:#D9D9D9'>显</span>",
        "<span style='color:white;background:url(x.png)'>显</span>", "<span class=xl66 style='color:red'>显</span>",
        "<span style='color:windowtext'>显</span>",
    ],
)  # fmt: skip
def test_text_that_one_sees_is_pasted(seen: str) -> None:
    found = pasted(SHEETS % f"<p class=MsoNormal>见{seen}了</p>")
    assert re.sub("<[^>]*>", "", found.html) == "见显了"
    assert found.unseen == 0
