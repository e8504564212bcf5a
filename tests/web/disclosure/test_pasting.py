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
