"""Text that its look hides in Word and Excel is told, however it comes by that look; what merely looks light is not."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Color, Font, NamedStyle, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from gongkai.examine import examine_file
from tests.examine.hiding import SECRET, document, workbook
from tests.examine.made import identity

W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
DARK = '<w:shd w:val="clear" w:fill="1F3864"/>'
PALE = '<w:color w:val="FEFEFE"/>'


def paper(run: str = "", *, around: str = "", style: str = "", cell: str = "") -> bytes:
    """A document with one more paragraph: of a style, in a cell, with properties of its own."""

    def change(made: Any) -> None:
        if style:
            made.styles.element.append(parse_xml(style.replace("<w:style", f"<w:style {nsdecls('w')}", 1)))
        xml = (
            f"<w:p {nsdecls('w')} {W14}><w:pPr>{around}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{SECRET}</w:t></w:r></w:p>"
        )
        body = made.element.body
        if cell:
            xml = f"<w:tbl {nsdecls('w')}>{cell}{xml}</w:tc></w:tr></w:tbl>"
        body.insert(len(body) - 1, parse_xml(xml))

    return document(change)


def style(kind: str, says: str, *, based: str = "") -> str:
    on = f'<w:basedOn w:val="{based}"/>' if based else ""
    return f'<w:style w:type="{kind}" w:styleId="White"><w:name w:val="White"/>{on}{says}</w:style>'


def cell(properties: str = "", *, table: str = "", row: str = "") -> str:
    return f"<w:tblPr>{table}</w:tblPr><w:tr><w:trPr>{row}</w:trPr><w:tc><w:tcPr>{properties}</w:tcPr>"


@pytest.mark.parametrize(
    "data",
    [
        paper(PALE),
        paper('<w:color w:val="auto" w:themeColor="background1"/>'),
        paper('<w:rStyle w:val="White"/>', style=style("character", f"<w:rPr>{PALE}</w:rPr>")),
        paper(around='<w:pStyle w:val="White"/>', style=style("paragraph", f"<w:rPr>{PALE}</w:rPr>", based="Normal")),
        paper(f'{PALE}<w:shd w:val="clear" w:fill="FFFFFF"/>'),
        paper(f'{PALE}<w:shd w:val="clear" w:fill="auto"/>'),
        paper(f'<w:highlight w:val="white"/>{PALE}'),
        paper('<w:color w:val="C00000"/><w:shd w:val="clear" w:fill="C00000"/>'),
        paper(PALE, cell=cell(table='<w:tblStyle w:val="TableGrid"/>')),
        paper(PALE, cell=cell('<w:shd w:val="clear" w:fill="FFFFFF"/>')),
        paper('<w:w w:val="1"/>'),
        paper("<w14:textFill><w14:noFill/></w14:textFill>"),
        paper(around='<w:spacing w:line="20" w:lineRule="exact"/>'),
        paper(around='<w:ind w:left="-14000"/>'),
        paper(cell=cell(row='<w:trHeight w:val="10" w:hRule="exact"/>')),
        paper('<w:rStyle w:val="White"/>', style=style("character", '<w:rPr><w:sz w:val="2"/></w:rPr>')),
    ],
)
def test_a_run_that_is_not_seen(data: bytes) -> None:
    assert [item.rule for item in examine_file(data, "附件.docx")] == ["unseen-text"]


@pytest.mark.parametrize(
    "data",
    [
        paper('<w:color w:val="D9D9D9"/>'),
        paper(f"{PALE}{DARK}"),
        paper(f'{PALE}<w:highlight w:val="darkBlue"/>'),
        paper(PALE, around=DARK),
        paper(PALE, around='<w:pStyle w:val="White"/>', style=style("paragraph", f"<w:pPr>{DARK}</w:pPr>")),
        paper(PALE, cell=cell(DARK)),
        paper(PALE, cell=cell(table='<w:tblStyle w:val="White"/>'), style=style("table", f"<w:tcPr>{DARK}</w:tcPr>")),
        paper(around='<w:spacing w:line="240" w:lineRule="exact"/><w:ind w:left="-200" w:firstLine="640"/>'),
        paper('<w:rStyle w:val="White"/><w:color w:val="000000"/>', style=style("character", f"<w:rPr>{PALE}</w:rPr>")),
    ],
)  # fmt: skip
def test_a_run_that_is_seen(data: bytes) -> None:
    assert examine_file(data, "附件.docx") == []


def _drawn(*, hidden: str = "0", left: int = 0, fill: str = "1F3864", width: int = 900_000) -> bytes:
    """A document with white text in a box that is drawn on its page."""
    spaces = " ".join(
        f'xmlns:{short}="http://schemas.{rest}"'
        for short, rest in (
            ("w", "openxmlformats.org/wordprocessingml/2006/main"),
            ("wp", "openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
            ("a", "openxmlformats.org/drawingml/2006/main"),
            ("wps", "microsoft.com/office/word/2010/wordprocessingShape"),
        )
    )
    box = (
        f'<w:r {spaces}><w:drawing><wp:anchor><wp:positionH relativeFrom="page"><wp:posOffset>{left}</wp:posOffset>'
        f'</wp:positionH><wp:extent cx="{width}" cy="900000"/><wp:docPr id="1" name="框" hidden="{hidden}"/><a:graphic>'
        f'<wps:wsp><wps:spPr><a:solidFill><a:srgbClr val="{fill}"/></a:solidFill></wps:spPr><wps:txbx><w:txbxContent>'
        f"<w:p><w:r><w:rPr>{PALE}</w:rPr><w:t>{SECRET}</w:t></w:r></w:p></w:txbxContent></wps:txbx></wps:wsp>"
        "</a:graphic></wp:anchor></w:drawing></w:r>"
    )
    return document(lambda made: made.paragraphs[0]._p.append(parse_xml(box)))


@pytest.mark.parametrize(
    ("data", "rules"),
    [
        (_drawn(), []), (_drawn(hidden="1"), ["unseen-text"]), (_drawn(left=-9_000_000), ["unseen-text"]),
        (_drawn(fill="FFFFFF"), ["unseen-text"]), (_drawn(width=10), ["unseen-text"]),
    ],
)  # fmt: skip
def test_text_in_a_drawn_box(data: bytes, rules: list[str]) -> None:
    assert [item.rule for item in examine_file(data, "附件.docx")] == rules


def _font(**said: Any) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        book.active["A2"].font = Font(**said)

    return change


def _filled(colour: str, ground: str) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        book.active["A2"].font = Font(color=colour)
        book.active["A2"].fill = PatternFill("solid", fgColor=ground)

    return change


def _named(book: Any) -> None:
    book.add_named_style(NamedStyle("浅", font=Font(color="FFFDFDFD")))
    book.active["A2"].style = "浅"


def _in_part(book: Any) -> None:
    book.active["A2"] = CellRichText("项目", TextBlock(InlineFont(color="FFFFFFFF"), SECRET))


def _format(code: str) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        book.active["A2"].number_format = code

    return change


def _when(formula: str, **font: str) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        book.active.conditional_formatting.add("A2:A9", FormulaRule(formula=[formula], font=Font(**font)))

    return change


def _beside_a_table(book: Any) -> None:
    book.active["F1"], book.active["F2"], book.active["A3"].font = "栏", "值", Font(color="FFFFFFFF")
    book.active.add_table(Table(displayName="T", ref="F1:F2"))


@pytest.mark.parametrize(
    "change",
    [
        _font(color="FFFEFEFE"), _font(color=Color(indexed=9)), _font(color=Color(theme=0, tint=-0.05)), _font(sz=1),
        _filled("FFFFFFFF", "FFFFFFFF"), _filled("FFC00000", "FFC00000"), _named, _in_part, _format(';;;""'),
        _beside_a_table, _when("TRUE", color="FFFFFFFF"), _when("1=1", color="FFFEFEFE"),
    ],
)  # fmt: skip
def test_a_cell_that_is_not_seen(change: Callable[[Any], None]) -> None:
    assert [item.rule for item in examine_file(workbook(change), "附件.xlsx")] == ["unseen-text"]


def _in_a_table(book: Any) -> None:
    book.active["F1"], book.active["F2"], book.active["F1"].font = "栏", "值", Font(color="FFFFFFFF")
    book.active.add_table(Table(displayName="T", ref="F1:F2"))


@pytest.mark.parametrize(
    "change",
    [_filled("FFFFFFFF", "FF1F3864"), _font(color="FFBFBFBF"), _font(color=Color(theme=0, tint=-0.5)), _in_a_table,
     _format("0;-0;;@"), _when("ISERROR(A2)", color="FFFFFFFF"), _when("TRUE", color="FFC00000")],
)  # fmt: skip
def test_a_cell_that_is_seen(change: Callable[[Any], None]) -> None:
    assert examine_file(workbook(change), "附件.xlsx") == []


def _prompt(**said: str) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        prompt = DataValidation(type="whole", formula1="1", **said)
        book.active.add_data_validation(prompt)
        prompt.add("A1")

    return change


def _in_the_format(book: Any) -> None:
    book.active["B2"].number_format = f'"{identity(Random(3))}"'


def _in_a_link(book: Any) -> None:
    book.active["A2"].hyperlink = "https://example.invalid/"
    book.active["A2"].hyperlink.tooltip = identity(Random(3))


def _in_a_formula(book: Any) -> None:
    book.active["D1"] = f"=TEXT({identity(Random(3))},0)"


@pytest.mark.parametrize(
    "change",
    [
        _prompt(prompt=identity(Random(3))), _prompt(promptTitle=identity(Random(3))),
        _prompt(error=identity(Random(3))), _prompt(errorTitle=identity(Random(3))),
        _in_the_format, _in_a_link, _in_a_formula,
    ],
)  # fmt: skip
def test_what_a_workbook_says_beside_its_cells_is_examined(change: Callable[[Any], None]) -> None:
    assert "identity-number" in {item.rule for item in examine_file(workbook(change), "附件.xlsx")}
