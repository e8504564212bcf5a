"""Rows of the form in lines of text, one small layout a case."""

from __future__ import annotations

import pytest

from gongkai.report.reading.blocks import Block, Grid, GridCell, Paragraph
from gongkai.report.reading.found import REMEDY_GROUPS, FoundRow
from gongkai.report.reading.lines import Line, lines_of
from gongkai.report.reading.remedies import place_remedies
from gongkai.report.reading.rows import find_rows

HEADS = ["申请人情况", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
RECEIVED = "一、本年新收政府信息公开申请数量"
CARRIED = "二、上年结转政府信息公开申请数量"
NUMBERS = ["3", "1", "0", "0", "0", "2", "6"]
ZEROS = ["0"] * 7


def lines(*texts: str) -> list[Block]:
    return [Paragraph(text) for text in texts]


def grid(*rows: list[str]) -> list[Block]:
    return [Grid([[GridCell(text, column) for column, text in enumerate(row)] for row in rows])]


LAYOUTS = {
    "a table": grid(HEADS, [RECEIVED, *NUMBERS], [CARRIED, *ZEROS]),
    "tabs": lines("\t".join(HEADS), "\t".join([RECEIVED, *NUMBERS]), "\t".join([CARRIED, *ZEROS])),
    "one space": lines(" ".join(HEADS), " ".join([RECEIVED, *NUMBERS]), " ".join([CARRIED, *ZEROS])),
    "a cell a line": lines(*HEADS, RECEIVED, *NUMBERS, CARRIED, *ZEROS),
    "numbers below their label": lines(RECEIVED, " ".join(NUMBERS), CARRIED, " ".join(ZEROS)),
    "a label broken over two lines": lines("一、本年新收政府信", "息公开申请数量", *NUMBERS, CARRIED, *ZEROS),
    "a damaged label": grid(HEADS, [RECEIVED[:-1], *NUMBERS], [CARRIED, *ZEROS]),
    "a group beside the rows": grid(HEADS, ["办理情况", RECEIVED, *NUMBERS], ["办理情况", CARRIED, *ZEROS]),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_rows_with_their_cells(layout: str) -> None:
    found = find_rows(lines_of(LAYOUTS[layout]))
    assert [(row.row, row.cells) for row in found.rows] == [
        ("requests.received", NUMBERS),
        ("requests.carried_in", ZEROS),
    ]
    assert [row.numbers for row in found.rows] == [7, 7]


def test_a_run_of_numbers_is_left_whole() -> None:
    (row,) = find_rows(lines_of(lines(RECEIVED + "3100026"))).rows
    assert (row.cells, row.glued, row.numbers) == (["3100026"], True, 1)


def test_a_label_without_numbers_is_a_row_without_cells() -> None:
    (row,) = find_rows(lines_of(lines("政府信息公开指南", "规章", "本站由信息中心维护。"))).rows
    assert (row.row, row.cells) == ("disclosure.regulations", [])


def disclosure(*rows: list[str]) -> list[FoundRow]:
    return find_rows(lines_of(grid(*rows))).rows


def test_the_heads_tell_the_edition_and_the_columns_as_printed() -> None:
    (row,) = disclosure(
        ["第二十条第（一）项"],
        ["信息内容", "本年废止件数", "本年制发件数", "现行有效件数"],
        ["规章", "1", "2", "3"],
    )
    assert row.head is not None
    assert row.head.edition == "2021"
    assert [column.id for column in row.head.columns] == ["repealed", "issued", "in_force"]


def test_the_head_names_the_money_unit() -> None:
    (row,) = disclosure(["第二十条第（八）项"], ["信息内容", "本年收费金额（单位：万元）"], ["行政事业性收费", "3.5"])
    assert row.head is not None
    assert row.head.unit == "万元"


REMEDY_HEADS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


@pytest.mark.parametrize(
    ("heads", "groups"),
    [
        (["行政复议", "行政诉讼", "未经复议直接起诉", "复议后起诉"], REMEDY_GROUPS),
        (["行政复议"], ("review",)),
        (["未经复议直接起诉"], ("litigation_direct",)),
    ],
)
def test_heads_announce_the_groups_of_remedies(heads: list[str], groups: tuple[str, ...]) -> None:
    numbers = ["0"] * (5 * len(groups))
    (remedies,) = find_rows(lines_of(grid(heads, REMEDY_HEADS * len(groups), numbers))).remedies
    assert (remedies.cells, remedies.groups) == (numbers, groups)


def test_a_head_of_the_total_above_the_others_does_not_move_the_total() -> None:
    """A head two storeys high comes first; a dash keeps the sums from deciding on all five numbers."""
    numbers = "19 42 28 - 89 - - 9 - 9 9 26 13 53 101".split()
    found = find_rows(
        lines_of(
            grid(
                ["行政复议", "总计", "行政诉讼", "未经复议直接起诉", "复议后起诉"],
                REMEDY_HEADS[:4] + REMEDY_HEADS * 2,
                numbers,
            )
        )
    )
    readings = place_remedies(found.remedies)
    assert [value.number for reading in readings for value in reading.values or []] == [
        None if number == "-" else int(number) for number in numbers
    ]
    assert found.remedies[0].columns == (4, 0, 1, 2, 3)


def test_a_page_number_below_a_blank_row_is_no_number_of_it() -> None:
    rows = ["规章 1 2 3", "行政规范性文件 4 5 6", "行政许可", "4", *(f"行政处罚 {n} 2 3 4 5" for n in range(3))]
    found = find_rows(lines_of(lines(*rows))).rows
    assert [row.cells for row in found if row.row == "disclosure.licences"] == [[]]


REMEDY_GRID = [
    ["行政复议", "行政诉讼"],
    ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计", "未经复议直接起诉", "复议后起诉"],
    ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 2,
]


@pytest.mark.parametrize("place", range(15))
@pytest.mark.parametrize("word", ["统计中", "见附件", "#REF!"])
def test_a_word_among_the_cells_of_remedies_costs_only_its_own(place: int, word: str) -> None:
    texts = ["4", "7", "5", "7", "23", "7", "1", "0", "4", "12", "6", "5", "6", "3", "20"]
    texts[place] = word
    (found,) = find_rows(lines_of(grid(*REMEDY_GRID, texts))).remedies
    assert found.cells == texts


def test_a_label_before_fourteen_numbers_is_no_word_among_fifteen() -> None:
    texts = ["数量", "4", "7", "5", "7", "23", "7", "1", "0", "4", "12", "6", "5", "6", "20"]
    (found,) = find_rows(lines_of(grid(*REMEDY_GRID, texts))).remedies
    assert found.cells == texts[1:]


def test_numbers_beside_a_piece_of_a_label_leave_the_rows_above_in_doubt() -> None:
    lines = [
        Line(["（六）其"]),
        Line(["2.申请人逾期未按收费通知要求"]),
        Line(["他处理"]),
        Line(["缴纳费用、行政机关不再处理其 774 67", "175", "199", "56", "132", "1403"], marked=True),
        Line(["3.其他", "303", "149", "8", "79", "75", "35", "649"], marked=True),
    ]
    rows = {row.row: row for row in find_rows(lines).rows}
    assert rows["requests.other_fee_unpaid"].mixed
    assert rows["requests.other_reason"].numbers == 7
