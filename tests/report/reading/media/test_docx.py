"""Word documents: the whole form, and each thing Word can do to a number on its way to the page."""

from __future__ import annotations

import contextlib
import io
import zipfile
from pathlib import Path

import docx as python_docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.report import limits
from gongkai.report.reading.blocks import Block, Grid, GridCell, Paragraph, UnreadableDocument
from gongkai.report.reading.media.docx import MEDIA_TYPE, read_docx

from . import office_form as form

DATA = Path(__file__).parent / "data"


def written_by_python_docx(edition: str) -> bytes:
    document = python_docx.Document()
    for block in form.contents(edition):
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        width = max(cell.col + cell.colspan for row in block for cell in row)
        table = document.add_table(rows=len(block), cols=width)
        for y, row in enumerate(block):
            for cell in row:
                first = table.cell(y, cell.col)
                if cell.colspan > 1 or cell.rowspan > 1:
                    first = first.merge(table.cell(y + cell.rowspan - 1, cell.col + cell.colspan - 1))
                first.text = cell.text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def expected(edition: str) -> list[Block]:
    return [Paragraph(block) if isinstance(block, str) else Grid(block) for block in form.contents(edition)]


def said(blocks: list[Block]) -> list[Block]:
    """Without blank lines."""
    return [block for block in blocks if isinstance(block, Grid) or block.text.strip()]


def texts(data: bytes) -> list[str]:
    return [block.text for block in read_docx(data).blocks if isinstance(block, Paragraph)]


def grid(data: bytes) -> list[list[GridCell]]:
    (only,) = (block for block in read_docx(data).blocks if isinstance(block, Grid))
    return only.rows


def p(inside: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def tc(inside: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside or p('')}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_the_whole_form_written_by_python_docx(edition: str) -> None:
    document = read_docx(written_by_python_docx(edition))
    assert document.media_type == MEDIA_TYPE
    assert said(document.blocks) == expected(edition)
    assert document.notes == []


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_the_whole_form_written_by_libreoffice(edition: str) -> None:
    assert said(read_docx((DATA / f"form_{edition}.docx").read_bytes()).blocks) == expected(edition)


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (r("公开") + r("12") + r("件"), "公开12件"),
        ("<w:r><w:t>新收</w:t><w:tab/><w:t>3</w:t><w:br/><w:t>件</w:t><w:noBreakHyphen/></w:r>", "新收\t3\n件-"),
        (f"<w:ins>{r('15')}</w:ins><w:del><w:r><w:delText>14</w:delText></w:r></w:del>", "15"),
        (f"<w:moveFrom>{r('1')}</w:moveFrom><w:moveTo>{r('2')}</w:moveTo>", "2"),
        (r("8", "<w:vanish/>") + r("9", '<w:vanish w:val="0"/>'), "9"),
        (f"<w:hyperlink>{r('演示网')}</w:hyperlink><w:sdt><w:sdtContent>{r('7')}</w:sdtContent></w:sdt>", "演示网7"),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>SUM(ABOVE) 99</w:instrText></w:r>'
            f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r("42")}<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            "42",
        ),
        (f'<w:fldSimple w:instr="PAGE">{r("3")}</w:fldSimple>', "3"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="Symbol" w:char="F02D"/></w:r>', "☑-"),
        ('<w:bookmarkStart w:name="_GoBack" w:id="0"/>' + r("0"), "0"),
        (r("\u00a00 "), "\u00a00 "),
        ("<w:r><w:t>总<!-- 99 -->计</w:t></w:r>", "总计"),
    ],
)
def test_text_as_printed(inside: str, text: str) -> None:
    assert texts(form.docx(p(inside))) == [text]


def test_a_paragraph_goes_on_where_its_end_mark_was_deleted() -> None:
    deleted = "<w:rPr><w:del w:id='1'/></w:rPr>"
    assert texts(form.docx(p(r("本年新收"), deleted) + p(r("12件")) + p(r("尾"), deleted))) == ["本年新收12件", "尾"]


def test_text_boxes_are_read_once_whatever_the_program() -> None:
    box = f"<w:txbxContent>{p(r('演示市演示局'))}</w:txbxContent>"
    run = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert texts(form.docx(p(r("报告") + run))) == ["报告", "演示市演示局"]


def test_text_in_two_ways_is_read_once_in_a_cell() -> None:
    run = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:t>12</w:t></mc:Choice>"
        "<mc:Fallback><w:t>12</w:t></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert grid(form.docx(table(tc(p(r("甲"))) + tc(p(run))))) == [[GridCell("甲", 0), GridCell("12", 1)]]


def test_merged_cells() -> None:
    span, first, more = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    data = form.docx(
        table(
            tc(p(r("申请人")), span + first) + tc(p(r("甲"))),
            tc(p(""), span + more) + tc(p(r("乙"))),
            tc(p(r("一")), first) + tc(p(r("11"))) + tc(p(r("12"))),
            tc(p(r("二")), first) + tc(p(r("21")), '<w:hMerge w:val="restart"/>') + tc(p(""), "<w:hMerge/>"),
        )
        + p("")
        + f"<w:tbl><w:tr>{''.join(tc(p(r(str(i)))) for i in range(4))}</w:tr>"
        f"<w:tr><w:trPr><w:gridBefore w:val='2'/></w:trPr>{tc(p(r('5')))}{tc(p(r('6')))}</w:tr>"
        f"<w:tr><w:trPr><w:del w:id='2'/></w:trPr>{tc(p(r('7')))}{tc(p(r('8')))}</w:tr></w:tbl>"
    )
    first_grid, second_grid = (block for block in read_docx(data).blocks if isinstance(block, Grid))
    assert first_grid.rows == [
        [GridCell("申请人", 0, 2, 2), GridCell("甲", 2)],
        [GridCell("乙", 2)],
        [GridCell("一", 0), GridCell("11", 1), GridCell("12", 2)],
        [GridCell("二", 0), GridCell("21", 1, 2)],
    ]
    assert second_grid.rows == [[GridCell(str(i), i) for i in range(4)], [GridCell("5", 2), GridCell("6", 3)]]


def test_columns_nobody_meant() -> None:
    """Edges dragged by hand leave slivers: two rows of three cells over five columns, four twips apart."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in (2000, 4, 1000, 4, 1000))
    two = '<w:gridSpan w:val="2"/>'
    rows = (
        tc(p(r("甲"))) + tc(p(r("1")), two) + tc(p(r("2")), two),
        tc(p(r("乙")), two) + tc(p(r("3")), two) + tc(p(r("4"))),
    )
    data = form.docx(table(*rows).replace("<w:tbl>", f"<w:tbl><w:tblGrid>{columns}</w:tblGrid>"))
    assert [[(cell.text, cell.col, cell.colspan) for cell in row] for row in grid(data)] == [
        [("甲", 0, 1), ("1", 1, 1), ("2", 2, 1)],
        [("乙", 0, 1), ("3", 1, 1), ("4", 2, 1)],
    ]


def test_cells_keep_their_lines_and_content_controls() -> None:
    row = f"<w:sdt><w:sdtContent>{tc(p(r('商业')) + p(r('企业')))}</w:sdtContent></w:sdt>" + tc(p(r("3"))) + tc("")
    assert grid(form.docx(table(row))) == [[GridCell("商业\n企业", 0), GridCell("3", 1), GridCell("", 2)]]


def test_a_table_for_layout_becomes_its_content() -> None:
    inner = table(tc(p(r("规章"))) + tc(p(r("1"))), tc(p(r("总计"))) + tc(p(r("2"))))
    outer = table(tc(p(r("二、主动公开"))), tc(inner + p("")), tc(p(r("三、收到申请"))))
    blocks = said(read_docx(form.docx(outer)).blocks)
    assert blocks == [
        Paragraph("二、主动公开"),
        Grid([[GridCell("规章", 0), GridCell("1", 1)], [GridCell("总计", 0), GridCell("2", 1)]]),
        Paragraph("三、收到申请"),
    ]


def test_a_small_table_inside_a_form_stands_behind_it() -> None:
    inner = table(tc(p(r("附"))) + tc(p(r("9"))))
    outer = table(*(tc(p(r(f"行{i}"))) + tc(p(r(str(i)))) for i in range(3)), tc(p(r("说明"))) + tc(inner + p("")))
    first, second = said(read_docx(form.docx(outer)).blocks)
    assert isinstance(first, Grid)
    assert first.rows[3] == [GridCell("说明", 0), GridCell("", 1)]
    assert second == Grid([[GridCell("附", 0), GridCell("9", 1)]])


STYLES = """
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="a5"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="b"><w:name w:val="公文一级"/><w:basedOn w:val="1"/></w:style>
<w:style w:type="paragraph" w:styleId="c"><w:name w:val="公文二级"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="n"><w:name w:val="条目"/>
<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
"""
NUMBERING = """
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
<w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%4"/></w:lvl>
<w:lvl w:ilvl="4"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="·"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/>
<w:lvlOverride w:ilvl="2"><w:startOverride w:val="7"/></w:lvlOverride></w:num>
"""


def numbered(text: str, level: int, list_id: int = 1) -> str:
    return p(r(text), f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def test_heading_levels() -> None:
    body = "".join(p(r("演示"), f'<w:pStyle w:val="{style}"/>') for style in ("a5", "1", "b", "c", "n", "missing"))
    body += p(r("演示"), '<w:outlineLvl w:val="2"/>') + p(r("演示"), '<w:pStyle w:val="1"/><w:outlineLvl w:val="9"/>')
    blocks = read_docx(form.docx(body, styles=STYLES)).blocks
    assert [block.level for block in blocks if isinstance(block, Paragraph)] == [0, 1, 1, 2, None, None, 3, None]


def test_automatic_numbers_are_printed() -> None:
    body = (
        numbered("总体情况", 0)
        + numbered("予以公开", 1)
        + numbered("不予公开", 1)
        + numbered("属于国家秘密", 2)
        + numbered("2023年重复申请", 2)
        + numbered("要点", 3)
        + numbered("无号", 4)
        + p(r("主动公开政府信息情况"), '<w:pStyle w:val="n"/>')
        + numbered("另行编号", 2, list_id=2)
        + p(r("不编号"), '<w:pStyle w:val="n"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    )
    assert texts(form.docx(body, styles=STYLES, numbering=NUMBERING)) == [
        "一、总体情况",
        "（一）予以公开",
        "（二）不予公开",
        "1.属于国家秘密",
        "2. 2023年重复申请",
        "1.1 要点",
        "无号",
        "二、主动公开政府信息情况",
        "7.另行编号",
        "不编号",
    ]


def test_numbered_labels_inside_a_table() -> None:
    rows = [tc(numbered(label, 2)) + tc(p(r(str(i)))) for i, label in enumerate(("属于国家秘密", "重复申请"))]
    cells = grid(form.docx(table(*rows), numbering=NUMBERING))
    assert [row[0].text for row in cells] == ["1.属于国家秘密", "2.重复申请"]


def test_strict_namespaces() -> None:
    data = form.docx(p(r("演示")))
    files = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            content = archive.read(name).decode()
            content = content.replace(form.W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
            files[name] = content.replace(
                "http://schemas.openxmlformats.org/officeDocument/2006", "http://purl.oclc.org/ooxml/officeDocument"
            )
    assert texts(form.package(files)) == ["演示"]


def test_backslashes_and_capitals_in_part_names() -> None:
    document = f'<w:document xmlns:w="{form.W}"><w:body>{p(r("演示"))}</w:body></w:document>'
    assert texts(form.package({"Word\\Document.xml": document})) == ["演示"]


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableDocument) as caught:
        read_docx(data)
    return caught.value.rule


def test_truncated_empty_and_foreign_bytes() -> None:
    data = written_by_python_docx("2021")
    assert refusal(data[: len(data) // 2]) == "broken-document"
    assert refusal(b"") == "broken-document"
    assert refusal(b"PK\x03\x04" + bytes(200)) == "broken-document"
    assert refusal(form.package({"word/other.xml": "<a/>"})) == "broken-document"
    assert refusal(form.package({"word/document.xml": "<w:document"})) == "broken-document"


def test_an_external_entity_is_never_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("演示机密")
    for encoding in ("utf-8", "utf-16", "cp037"):
        xml = (
            f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE w [<!ENTITY x SYSTEM "file://{secret}">]>'
            f'<w:document xmlns:w="{form.W}"><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>'
        )
        assert refusal(form.package({"word/document.xml": xml.encode(encoding)})) == "broken-document"


def test_entities_are_never_expanded() -> None:
    entities = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 30))
    xml = f'<!DOCTYPE w [<!ENTITY e0 "0">{entities}]><w:document xmlns:w="{form.W}"><w:body>&e29;</w:body></w:document>'
    assert refusal(form.package({"word/document.xml": xml})) == "broken-document"


def test_a_zip_bomb_is_not_unpacked() -> None:
    big = b" " * (limits.MAX_PART_BYTES + 1)
    assert refusal(form.package({"word/document.xml": big})) == "limit-reached"
    # The same with a size that lies: the directory says ten bytes.
    data = bytearray(form.package({"word/document.xml": big}))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    assert refusal(bytes(data)) in ("limit-reached", "broken-document")
    # Parts nobody asks for stay packed.
    assert texts(form.package({"word/media/image1.png": big, "word/document.xml": minimal(p(r("演示")))})) == ["演示"]


def minimal(body: str) -> str:
    return f'<w:document xmlns:w="{form.W}"><w:body>{body}</w:body></w:document>'


def test_more_elements_than_memory() -> None:
    assert refusal(form.docx("<w:p/>" * 1_600_000)) == "limit-reached"


def test_deep_nesting_ends_the_reading() -> None:
    start, end = "<w:tbl><w:tr><w:tc>", "<w:p/></w:tc></w:tr></w:tbl>"
    assert refusal(form.docx(start * 10_000 + end * 10_000)) == "limit-reached"
    assert refusal(form.docx("<w:sdt><w:sdtContent>" * 5_000 + "</w:sdtContent></w:sdt>" * 5_000)) == "limit-reached"
    assert texts(form.docx(start * 60 + p(r("演示")) + end * 60)).count("演示") == 1


def test_spans_beyond_reason_are_cut() -> None:
    span = '<w:gridSpan w:val="1000000000"/>'
    document = read_docx(form.docx(table(tc(p(r("一")), span) + tc(p(r("1"))))))
    assert document.blocks == [Grid([[GridCell("一", 0), GridCell("1", 1)]])]
    rows = [tc(p(r("一")), '<w:vMerge w:val="restart"/>') + tc("")] + [tc("", "<w:vMerge/>") + tc("")] * 2_000
    cells = grid(form.docx(table(*rows)))
    assert cells[0][0].rowspan == limits.MAX_SPAN


def test_more_paragraphs_and_cells_than_are_read() -> None:
    document = read_docx(form.docx("<w:p/>" * (limits.MAX_BLOCKS + 10)))
    assert len(document.blocks) == limits.MAX_BLOCKS
    assert document.notes == [("limit-reached", {"what": "blocks", "limit": limits.MAX_BLOCKS})]
    row = "<w:tc/>" * 50
    document = read_docx(form.docx(table(*[row] * 5_000)))
    assert ("limit-reached", {"what": "cells", "limit": limits.MAX_CELLS}) in document.notes
    document = read_docx(form.docx(p(r("9" * (limits.MAX_CELL_CHARACTERS + 5)))))
    assert ("limit-reached", {"what": "cell-characters", "limit": limits.MAX_CELL_CHARACTERS}) in document.notes


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damaged_packages_raise_only_what_is_promised(data: st.DataObject) -> None:
    whole = bytearray((DATA / "form_2021.docx").read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(UnreadableDocument):
        read_docx(bytes(whole))
