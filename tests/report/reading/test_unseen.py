"""Layouts that are seldom met: read where the page is clear, unknown where it is not. Whole pages: tests/trials/."""

from __future__ import annotations

import pytest

from gongkai.report.reading import read_records
from gongkai.report.reading.blocks import Grid, GridCell, Paragraph, Rows
from gongkai.report.reading.found import FoundRow
from gongkai.report.reading.lines import lines_of
from gongkai.report.reading.media.html import read_html
from gongkai.report.reading.media.wrapped import rejoined
from gongkai.report.reading.one_line import unrolled
from gongkai.report.reading.placing import place_requests
from gongkai.report.reading.remedies import place_remedies
from gongkai.report.reading.rows import find_rows
from tests.report.reading.media import office_form

RECEIVED = "一、本年新收政府信息公开申请数量"
CARRIED = "二、上年结转政府信息公开申请数量"
HEADS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def grid(*rows: list[str]) -> list[Grid | Paragraph | Rows]:
    return [Grid([[GridCell(text, column) for column, text in enumerate(row)] for row in rows])]


def rows(*lines: list[str]) -> list[FoundRow]:
    return find_rows(lines_of(grid(*lines))).rows


def placed(found: list[FoundRow]) -> list[list[int | float | None] | None]:
    return [[value.number for value in reading.values] if reading.values else None for reading in place_requests(found)]


def test_numbers_filled_up_with_zeros() -> None:
    cells = ["003", "001", "000", "000", "010", "002", "016"]
    assert placed(rows(["项目", *HEADS, "总计"], [RECEIVED, *cells])) == [[3, 1, 0, 0, 10, 2, 16]]
    (row,) = find_rows(lines_of([Paragraph(" ".join([RECEIVED, *cells]))])).rows
    assert row.cells == cells


def test_zeros_of_a_row_with_fewer_cells_may_be_run_together() -> None:
    assert placed(rows([RECEIVED, "0", "012", "0", "0", "0", "12"])) == [None]


def test_columns_that_the_form_does_not_have() -> None:
    heads = ["序号", "项目", *HEADS, "法人小计", "总计", "备注"]
    found = rows(heads, ["1", RECEIVED, *"123456", "20", "21", "含网上"], ["2", CARRIED, *"000000", "0", "0", ""])
    assert [row.cells for row in found] == [[*"123456", "21"], [*"000000", "0"]]


def test_a_row_shorter_than_its_heads_is_open() -> None:
    found = rows(["项目", *HEADS, "法人小计", "总计"], [RECEIVED, *"123456", "21"])
    assert placed(found) == [None]


@pytest.mark.parametrize("label", ["24.（一）予以公开", "3.1 （一）予以公开", "③予以公开", "（9）予以公开"])
def test_labels_behind_other_numbers(label: str) -> None:
    assert [row.row for row in rows([label, *"1234567"])] == ["requests.granted"]


def remedies(*lines: list[str]) -> dict[str, list[int | float | None]]:
    found = find_rows(lines_of(grid(*lines))).remedies
    return {reading.row: [value.number for value in reading.values or []] for reading in place_remedies(found)}


HEADS_OF_REMEDIES = ["行政复议", *RESULTS, "未经复议直接起诉", *RESULTS, "复议后起诉", *RESULTS]
WHOLE = [*"12306", *"00000", *"10203"]


def test_a_page_number_below_the_remedies_is_none_of_them() -> None:
    assert remedies(HEADS_OF_REMEDIES, WHOLE, ["5"])["litigation_after_review"] == [1, 0, 2, 0, 3]
    broken = [*"12307", *WHOLE[5:]]  # as printed, also where a sum is wrong
    assert remedies(HEADS_OF_REMEDIES, broken, ["5"])["review"] == [1, 2, 3, 0, 7]
    assert remedies(HEADS_OF_REMEDIES, ["", *WHOLE[1:]], ["5"]) == {"review": []}  # it may be the sixteenth cell


def test_a_row_for_each_group_of_remedies() -> None:
    read = remedies(
        ["类别", *RESULTS],
        ["行政复议", *"12306"],
        ["未经复议直接起诉", *"00000"],
        ["复议后起诉", *"10203"],
    )
    assert read == {
        "review": [1, 2, 3, 0, 6],
        "litigation_direct": [0, 0, 0, 0, 0],
        "litigation_after_review": [1, 0, 2, 0, 3],
    }


def test_a_row_for_each_result_of_remedies() -> None:
    heads = ["结果", "行政复议", "未经复议直接起诉", "复议后起诉"]
    read = remedies(heads, *([name, str(at), "0", str(2 * at)] for at, name in enumerate(RESULTS)))
    assert read["review"] == [0, 1, 2, 3, 4]
    assert read["litigation_after_review"] == [0, 2, 4, 6, 8]


def test_ten_numbers_below_two_groups_count_only_where_they_add_up() -> None:
    heads = [["行政复议", "", "", "", "", "复议后起诉"], [*RESULTS, *RESULTS]]
    assert remedies(*heads, [*"1230612306"]) != {}
    assert remedies(*heads, [*"1230912309"])["review"] == []


def cell(html: str) -> str:
    blocks = read_html(f"<table><tr><td>甲</td><td>{html}</td></tr></table>").blocks
    return next(block.rows[0][1] for block in blocks if isinstance(block, Rows))


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('<input value="12" readonly>', "12"),
        ("<INPUT TYPE=text VALUE=12>", "12"),
        ('<input type="hidden" value="99"><input value="12">', "12"),
        ('<input type="button" value="9">', ""),
        ("<textarea>12</textarea>", "12"),
        ("<select><option>9<option selected>12</select>", "12"),
        ("<select><option>9<option>12</select>", ""),
    ],
)
def test_fields_of_a_form(html: str, text: str) -> None:
    assert cell(html) == text


def test_a_field_outside_tables_is_read_only_where_it_cannot_be_changed() -> None:
    page = '<body><p>共<input value="12" disabled>件</p><p><input value="搜索"></p></body>'
    assert [block.text for block in read_html(page).blocks if isinstance(block, Paragraph)] == ["共12件"]


def test_a_page_of_two_tags_is_a_page() -> None:
    (report,) = read_records("<html><body><pre>甲市乙局2023年政府信息公开工作年度报告\n一、总体情况".encode(), "页")
    assert report.source.media_type == "text/html"


def test_digits_broken_over_two_lines() -> None:
    lines = [
        f"{RECEIVED[:12]}  525   306   336   771   674   692   330",
        RECEIVED[12:] + " " * 54 + "4",
    ]
    assert rejoined(lines)[0].split()[1:] == ["525", "306", "336", "771", "674", "692", "3304"]


def test_digits_that_never_add_up_are_nobodys() -> None:
    lines = ["规定的某一行    525   306   336   771   674   692   330", " " * 52 + "9"]
    assert len(rejoined(lines)[0].split()) > 8


def test_a_row_that_adds_up_is_left() -> None:
    lines = ["某一行    1   2   3   0   0   0   6", " " * 34 + "9"]
    assert rejoined(lines) == lines


def test_a_head_above_its_columns_may_come_first_in_text() -> None:
    text = ["法人或其他组织", "自然人", *HEADS[1:], "总计", RECEIVED, *"123456", "21"]
    (row,) = find_rows(lines_of([Paragraph(line) for line in text])).rows
    assert row.columns is None


def test_numbers_below_the_last_of_several_labels_make_the_rest_unsure() -> None:
    text = [RECEIVED, *"1234569", CARRIED, "（一）予以公开", *"00000001234569"]
    found = find_rows(lines_of([Paragraph(line) for line in text])).rows
    assert placed(found) == [None, [None] * 7, None]


def test_a_whole_report_on_one_line() -> None:
    pieces = [
        block if isinstance(block, str) else " ".join(cell.text for row in block for cell in row)
        for block in office_form.contents("2021")
    ]
    (report,) = read_records(" ".join([*pieces, "演示市演示局 2024年1月12日"]).encode(), "行")
    assert report.is_report
    assert (report.title, str(report.issued)) == (office_form.paragraphs("2021")[0], "2024-01-12")
    assert sorted(value for value in report.cells.values() if value is not None)[:3] == [101, 102, 103]
    assert sum(value is not None for value in report.cells.values()) == 200


def test_prose_that_names_the_tables_is_no_report_on_one_line() -> None:
    assert unrolled("本报告按照《条例》第二十条编制，含主动公开政府信息情况等六部分。" * 40) is None
