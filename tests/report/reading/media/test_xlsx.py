"""Excel workbooks: the whole form, values as written down, prose around tables, hostile packages."""

from __future__ import annotations

import datetime
import io
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from gongkai.report import limits
from gongkai.report.reading.blocks import Block, Document, Grid, GridCell, Paragraph, UnreadableDocument
from gongkai.report.reading.media.collector import Collector
from gongkai.report.reading.media.sheets import Sheet, add_sheet, is_date_format, number_text
from gongkai.report.reading.media.xlsx import MEDIA_TYPE, read_xlsx

from . import office_form as form

DATA = Path(__file__).parent / "data"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def written_by_xlsxwriter(edition: str) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("年报")
        y = 0
        for block in form.contents(edition):
            if isinstance(block, str):
                sheet.merge_range(y, 0, y, 14, block)
                y += 1
                continue
            for i, row in enumerate(block):
                for cell in row:
                    value = int(cell.text) if cell.text.isdigit() else cell.text
                    top, left = y + i, cell.col
                    if cell.colspan > 1 or cell.rowspan > 1:
                        sheet.merge_range(top, left, top + cell.rowspan - 1, left + cell.colspan - 1, value)
                    else:
                        sheet.write(top, left, value)
            y += len(block)
    return out.getvalue()


def expected(edition: str) -> list[Block]:
    return [Paragraph(block) if isinstance(block, str) else Grid(block) for block in form.contents(edition)]


def dense(blocks: list[Block]) -> list[Block]:
    """Without the blank cells beside a table that is narrower than the sheet."""
    return [
        block if isinstance(block, Paragraph) else Grid([[cell for cell in row if cell.text] for row in block.rows])
        for block in blocks
    ]


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_the_whole_form_written_by_xlsxwriter(edition: str) -> None:
    document = read_xlsx(written_by_xlsxwriter(edition))
    assert document.media_type == MEDIA_TYPE
    assert dense(document.blocks) == expected(edition)


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_the_whole_form_written_by_libreoffice(edition: str) -> None:
    assert read_xlsx((DATA / f"form_{edition}.xlsx").read_bytes()).blocks == expected(edition)


def test_the_whole_form_written_by_openpyxl() -> None:
    book = openpyxl.load_workbook(io.BytesIO(written_by_xlsxwriter("2021")))
    out = io.BytesIO()
    book.save(out)
    assert dense(read_xlsx(out.getvalue()).blocks) == expected("2021")


def test_values_as_written_down() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        date = workbook.add_format({"num_format": 'yyyy"年"m"月"d"日"'})
        for row, value in enumerate((0.0, 7730.28, -8, 1_234_567, True, "　12 ", datetime.date(2024, 1, 31))):
            sheet.write(row, 0, f"行{row}")
            if isinstance(value, datetime.date):
                sheet.write_datetime(row, 1, datetime.datetime.combine(value, datetime.time()), date)
            else:
                sheet.write(row, 1, value)
        sheet.write(7, 0, "行7")
        sheet.write_formula(7, 1, "=1+1", None, 2)
        sheet.write(8, 0, "行8")
        sheet.write_rich_string(8, 1, "共", workbook.add_format({"bold": True}), "3", "件\n")
    (grid,) = read_xlsx(out.getvalue()).blocks
    assert isinstance(grid, Grid)
    assert [row[1].text for row in grid.rows] == [
        "0", "7730.28", "-8", "1234567", "TRUE", "　12 ", "2024-01-31", "2", "共3件\n",
    ]  # fmt: skip


def test_number_formats() -> None:
    assert number_text(7730.2799999999997) == "7730.28"
    assert number_text(1e300) == "1e+300"
    assert number_text(45292.5, date=True) == "2024-01-01 12:00:00"
    assert number_text(0.5, date=True) == "12:00:00"
    assert is_date_format('[$-804]yyyy"年"m"月"')
    assert not is_date_format('#,##0.00"months"_);[Red]General')


def test_hidden_rows_and_columns_are_not_read() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("年报")
        for row in range(4):
            sheet.write_row(row, 0, [f"行{row}", 10 + row, 20 + row, 30 + row])
        sheet.merge_range(4, 1, 4, 2, "合并")
        sheet.write(4, 3, 34)
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_column(1, 1, None, None, {"hidden": True})
    document = read_xlsx(out.getvalue())
    (grid,) = document.blocks
    assert isinstance(grid, Grid)
    seen = [[cell.text for cell in row] for row in grid.rows]
    assert seen == [["行0", "20", "30"], ["行2", "22", "32"], ["行3", "23", "33"], ["", "合并", "34"]]
    assert document.notes == [("hidden-cells", {"name": "年报"})]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("0!.0000", "9.8765"),
        (r"0\.0000", "9.8765"),
        ('0"."0000_ ', "9.8765"),
        ("0!.00", "987.65"),
        ("0!.0,", "98765 [0!.0,]"),
        ("#,##0,", "98765 [#,##0,]"),
        ("#,##0.00_ ", "98765"),
        ('0"件"', "98765"),
        ("_ * #,##0_ ;_ * -#,##0_ ", "98765"),
    ],
)
def test_formats_that_show_another_amount(code: str, text: str) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        workbook.add_worksheet().write_row(0, 0, ["收费", 98765], workbook.add_format({"num_format": code}))
    (grid,) = read_xlsx(out.getvalue()).blocks
    assert isinstance(grid, Grid)
    assert grid.rows[0][1].text == text


def test_hidden_sheets_are_named_and_not_read() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        workbook.add_worksheet("年报").write(0, 0, "演示")
        hidden = workbook.add_worksheet("底稿")
        hidden.write(0, 0, "不公开")
        hidden.hide()
    document = read_xlsx(out.getvalue())
    assert document.blocks == [Paragraph("演示")]
    assert document.notes == [("hidden-sheet", {"name": "底稿"})]


def blocks_of(rows: list[list[str]], merges: list[tuple[int, int, int, int]] | None = None) -> list[Block]:
    cells = {(y, x): text for y, row in enumerate(rows) for x, text in enumerate(row) if text}
    document = Document(MEDIA_TYPE)
    add_sheet(Sheet("演示", cells, merges or []), Collector(document))
    return document.blocks


def test_prose_around_and_between_tables() -> None:
    blocks = blocks_of(
        [
            ["演示局年度报告"],
            ["一、总体情况"],
            ["全年收到申请5件。"],
            ["二、主动公开政府信息情况"],
            ["第二十条第（一）项"],
            ["规章", "1", "2"],
            ["第二十条第（五）项"],
            ["行政许可", "3", "4"],
            ["三、收到和处理政府信息公开申请情况"],
            ["一、本年新收政府信息公开申请数量", "5", "6"],
            ["二、上年结转政府信息公开申请数量"],
            ["无。"],
        ]
    )
    assert [block.text if isinstance(block, Paragraph) else [r[0].text for r in block.rows] for block in blocks] == [
        "演示局年度报告",
        "一、总体情况",
        "全年收到申请5件。",
        "二、主动公开政府信息情况",
        ["第二十条第（一）项", "规章", "第二十条第（五）项", "行政许可"],
        "三、收到和处理政府信息公开申请情况",
        # its values were left blank: still a row of the table
        ["一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"],
        "无。",
    ]


def test_merges_that_overlap_or_reach_beyond() -> None:
    rows = [["组", "甲", "1"], ["", "乙", "2"], ["", "丙", "3"]]
    (grid,) = blocks_of(rows, [(0, 0, 999_999, 0), (1, 0, 2, 1), (50, 50, 60, 60), (2, 2, 0, 0)])
    assert grid == Grid(
        [[GridCell("组", 0, 1, 3), GridCell("甲", 1), GridCell("1", 2)]]
        + [[GridCell(name, 1), GridCell(str(i), 2)] for i, name in ((2, "乙"), (3, "丙"))]
    )


def workbook(sheet: str, **parts: str | bytes) -> bytes:
    relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return form.package(
        {
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{relationships}"><sheets>'
            '<sheet name="演示" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
            f'relationships"><Relationship Id="r1" Type="{relationships}/worksheet" Target="/xl/a.xml"/>'
            "</Relationships>",
            "xl/a.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{sheet}</sheetData></worksheet>',
            **{f"xl/{name}.xml": content for name, content in parts.items()},
        }
    )


def test_two_cells_at_the_far_corners_of_a_sheet() -> None:
    """The file with which a reader that lays sheets out densely asks for 512 GB."""
    cell = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'
    data = workbook(f'<row r="1">{cell.format("A1", "一")}</row><row>{cell.format("XFD1048576", "9")}</row>')
    assert read_xlsx(data).blocks == [Paragraph("一"), Paragraph("9")]


def test_more_cells_than_are_read() -> None:
    row = "<row>" + "<c><v>1</v></c>" * 100 + "</row>"
    document = read_xlsx(workbook(row * 2_500))
    assert ("limit-reached", {"what": "cells", "limit": limits.MAX_CELLS}) in document.notes
    diagonal = "".join(f'<row r="{i + 1}"><c/>{"<c/>" * i}<c><v>1</v></c></row>' for i in range(600))
    document = read_xlsx(workbook(diagonal))
    assert ("limit-reached", {"what": "cells", "limit": limits.MAX_CELLS}) in document.notes


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "broken-document"),
        (written_by_xlsxwriter("2021")[:3000], "broken-document"),
        (form.package({"xl/workbook.xml": "<a/>"}), "broken-document"),
        (form.package({"xl/workbook.xml": '<!DOCTYPE a [<!ENTITY e "9">]><a>&e;</a>'}), "broken-document"),
        (workbook("", sharedStrings=b" " * (limits.MAX_PART_BYTES + 1)), "limit-reached"),
        (workbook("<row>" * 5_000 + "</row>" * 5_000), "limit-reached"),
    ],
    ids=["empty", "truncated", "foreign", "entity", "bomb", "deep"],
)
def test_what_is_refused(data: bytes, rule: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_xlsx(data)
    assert caught.value.rule == rule


@pytest.mark.parametrize(
    "cell",
    [
        '<c t="s"><v>99</v></c>', '<c t="s"><v>-1</v></c>', '<c t="s"><v>x</v></c>', "<c><v>nan</v></c>",
        "<c><v>1e999</v></c>", '<c s="70000"><v>1</v></c>', '<c r="ZZZZ99"><v>1</v></c>', '<c t="d"><v>2024</v></c>',
        '<c t="inlineStr"/>', '<c t="b"><v>2</v></c>', '<c r="A0"><v>1</v></c>', "<c><v>１２</v></c>",
    ],
)  # fmt: skip
def test_odd_cells_do_no_harm(cell: str) -> None:
    read_xlsx(workbook(f"<row>{cell}</row>"))
