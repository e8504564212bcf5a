"""表三 in text that kept its columns, with blanks: each number in the column whose head it stands below."""

from __future__ import annotations

import unicodedata

import pytest

from gongkai.report.reading.media.text_columns import in_columns

STOREYS = [
    ["申请人情况", "", "", "", "", "", ""],
    ["自然人", "法人或其他组织", "", "", "", "", "总计"],
    ["", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", ""],
]
ROWS = {
    "一、本年新收政府信息公开申请数量": ["50", "5", "", "7", "", "", "62"],
    "二、上年结转政府信息公开申请数量": ["", "6", "", "", "", "", "6"],
    "（一）予以公开": [""] * 7,
    "（七）总计": ["40", "11", "", "7", "", "", "58"],
    "四、结转下年度继续办理": ["10", "", "", "", "", "", "10"],
}
WIDTH = 16


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def aligned(label: str, cells: list[str], side: str = "left", *, wide: bool = True) -> str:
    line = padded(label, 40, "left", wide=wide)
    return (line + "".join(padded(cell, WIDTH, side, wide=wide) for cell in cells)).rstrip()


def padded(text: str, size: int, side: str, *, wide: bool) -> str:
    space = size - (width(text) if wide else len(text))
    return text + " " * space if side == "left" else " " * (space - 2) + text + "  "


def page(rows: dict[str, list[str]], side: str = "left", *, wide: bool = True) -> list[str]:
    heads = [aligned("", storey, side, wide=wide) for storey in STOREYS]
    return ["三、收到", *heads, *[aligned(label, cells, side, wide=wide) for label, cells in rows.items()], "四、"]


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("wide", [True, False])
def test_numbers_below_their_heads(side: str, wide: bool) -> None:
    expected = ["\t".join([label, *cells]) for label, cells in ROWS.items()]
    lines = page(ROWS, side, wide=wide)
    assert in_columns(lines) == [*lines[:4], *expected, "四、"]


def test_a_row_that_does_not_add_up_leaves_all_as_it_is() -> None:
    lines = page({**ROWS, "（七）总计": ["40", "11", "", "7", "", "", "59"]})
    assert in_columns(lines) == lines


def test_a_number_beside_its_column_leaves_all_as_it_is() -> None:
    lines = page(ROWS)
    lines[5] = lines[5].replace("6", " 6", 1)
    assert in_columns(lines) == lines


def test_a_table_without_blanks_is_left_to_the_order_of_its_numbers() -> None:
    lines = page({label: [cell or "0" for cell in cells] for label, cells in ROWS.items()})
    assert in_columns(lines) == lines


def test_a_label_over_two_lines_is_no_blank_row() -> None:
    rows = {**ROWS}
    lines = page(rows)
    lines.insert(7, "（二）部分公开（区分处理的，")
    lines[8] = aligned("　　只计这一情形）", ["1", "", "", "", "", "", "1"])
    assert "（二）部分公开（区分处理的，" in in_columns(lines)
