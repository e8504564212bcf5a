"""What a page hides, strikes or raises is not what it says."""

from __future__ import annotations

import pytest

from gongkai.report.reading.blocks import Rows
from gongkai.report.reading.media.html import read_html


def cell(content: str) -> str:
    document = read_html(f"<html><body><table><tr><td>甲</td><td>{content}</td></tr></table></body></html>")
    (rows,) = (block for block in document.blocks if isinstance(block, Rows))
    return rows.rows[0][1]


@pytest.mark.parametrize(
    "unseen",
    [
        "<sup>2</sup>",
        "<del>9</del>",
        "<s>9</s>",
        "<STRIKE>9</STRIKE>",
        "<span hidden>9</span>",
        '<span style="visibility: hidden">9</span>',
        '<span style="visibility:hidden">9</span>',
        '<span style="display:none">9</span>',
        '<span style="font-size:0">9</span>',
        '<span style="font-size: 0px;color:red">9</span>',
    ],
)
def test_what_is_not_seen_is_not_read(unseen: str) -> None:
    assert cell(f"12{unseen}") == "12"


@pytest.mark.parametrize("size", ["0.9em", "0.875rem", "12px", ".5em"])
def test_small_print_is_read(size: str) -> None:
    assert cell(f'1<span style="font-size:{size}">2</span>') == "12"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<p>1.</p><p>属于国家秘密</p>", "1.属于国家秘密"),  # a label: its lines are no cells
        ("<p>3、<br>其他</p>", "3、其他"),
        ("<p>12</p><p>3</p>", "12\n3"),
        ("<p>1.</p><p>5</p>", "1.\n5"),
        ("<p>1.</p><p>件</p>", "1.\n件"),
        ("<p><span>1</span><span>2</span></p>", "12"),
    ],
)
def test_numbers_on_lines_of_their_own_stay_apart_and_the_number_of_a_label_does_not(content: str, text: str) -> None:
    assert cell(content) == text


def test_what_is_in_a_row_and_no_cell_is_left_out() -> None:
    page = "<table><tr><td>甲</td><template><td>9</td></template><th>乙</th></tr><tr></tr><tr><td>1</td></tr></table>"
    assert read_html(page).blocks == [Rows([["甲", "乙"], [], ["1"]])]
