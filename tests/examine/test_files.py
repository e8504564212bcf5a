"""What files hide is found, each way of hiding; files that hide nothing are left alone; what cannot be read is said."""

from __future__ import annotations

import io
import re
import time
import zipfile
from random import Random
from typing import Any

import pytest
import xlsxwriter
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from PIL import Image

from gongkai.examine import Facts, OfficialName, examine_file, examine_html, examine_text
from tests.conftest import ROOT
from tests.examine.hiding import CLEAN, HIDDEN, SECRET, SLIDES, document, package, pdf, rewritten, workbook
from tests.examine.made import filled, identity


@pytest.mark.parametrize("way", HIDDEN)
def test_a_way_to_hide(way: str) -> None:
    rule, data = HIDDEN[way]
    assert rule in {item.rule for item in examine_file(data, "附件")}


@pytest.mark.parametrize("way", HIDDEN)
def test_no_other_rule_speaks_of_hidden_things(way: str) -> None:
    """Beside what was hidden; a name of a hidden sheet tells of the sheet, too, and a photograph of its camera."""
    rule, data = HIDDEN[way]
    beside = {"hidden-sheet", "picture-device", "picture-only", "hidden-slide", "speaker-notes", "document-properties"}
    assert {item.rule for item in examine_file(data, "附件")} - beside - {rule} == set()


@pytest.mark.parametrize("name", CLEAN)
def test_what_hides_nothing(name: str) -> None:
    assert {item.rule for item in examine_file(CLEAN[name], "附件")} <= {"picture-only"}


def test_what_is_hidden_is_examined_too() -> None:
    number = filled("{身份证}")

    def change(book: object) -> None:
        sheet = book.create_sheet("名册")  # type: ignore[attr-defined]
        sheet["B2"] = number
        sheet.sheet_state = "hidden"

    (item,) = [item for item in examine_file(workbook(change), "附件") if item.rule == "identity-number"]
    assert (item.place.sheet, item.place.cell) == ("名册", "B2")


def lines_of(*lines: str, left: float = 72) -> bytes:
    """A page with these lines below its first, as a program writes a paragraph or a cell that it breaks."""

    def draw(canvas: Any) -> None:
        for number, line in enumerate(lines):
            canvas.drawString(left, 690 - 14 * number, line)

    return pdf(draw)


@pytest.mark.parametrize("at", range(1, 18))
def test_an_identity_number_that_a_page_breaks_is_one(at: int) -> None:
    number = identity(Random(at))
    for end in (", approved", "", " 13 "):
        data = lines_of(f"Applicant No. 7, ID {number[:at]}", f"{number[at:]}{end}", "The end of the page 2026")
        (found,) = [item for item in examine_file(data, "a.pdf") if item.severity == "error"]
        assert (found.rule, found.place.page) == ("identity-number", 1)
        assert not re.search(r"\d{7}", f"{found.quote}{found.message}")
        assert found.place.box is not None
        left, bottom, _right, top = found.place.box
        assert (left < 80, bottom < 680, top > 690) == (True, True, True), "the box is around both lines"


def test_digits_below_one_another_are_no_identity_number() -> None:
    """Those of another line, of a longer number, of a decimal, of a date, with a wrong check digit; or of a list in a
    text, whose lines nobody broke."""
    number = identity(Random(1))
    for first, second in (
        (number[:9], f"{number[9:]}5"), (f"3{number[:9]}", number[9:]), (f"0.{number[:9]}", number[9:]),
        (number[:9], f"{number[9:]}.50"), (number[:9], filled("{错身份证}")[9:]), (f"2026-{number[:9]}", number[9:]),
        (number[:9], f"x {number[9:]}"), (f"{number[:9]} x", number[9:]),
    ):  # fmt: skip
        data = lines_of(f"Order {first}", f"{second} pieces")
        assert [item for item in examine_file(data, "a.pdf") if item.severity == "error"] == [], (first, second)
    assert examine_text(f"编号 {number[:9]}\n{number[9:]} 件") == []


def test_columns_of_numbers_on_a_page_are_no_identity_numbers() -> None:
    """Codes, amounts, telephones of offices and serial numbers, a thousand lines of each, one below the other."""
    chance = Random(5)
    kinds = ["{:09d}", "{:06d}", "{:012d}", "{:08d}", "{:010d}"]
    for kind in kinds:
        for _page in range(25):
            lines = [kind.format(chance.randrange(10 ** int(kind[3:-2]))) for _line in range(40)]
            found = examine_file(lines_of(*lines), "a.pdf")
            assert [item.rule for item in found if item.rule == "identity-number"] == [], lines


def test_the_name_of_the_file_is_examined() -> None:
    (item,) = examine_file(b"text", f"张演示{filled('{身份证}')}.txt")
    assert (item.rule, item.place.part) == ("identity-number", "name")


def test_marks_in_a_header_and_in_the_first_lines_of_a_page() -> None:
    def change(paper: object) -> None:
        paper.sections[0].header.paragraphs[0].text = "机密★10年"  # type: ignore[attr-defined]

    assert "secrecy-mark" in {item.rule for item in examine_file(document(change), "附件")}


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "unreadable"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 4, "unreadable"),
        (workbook()[:2000], "unreadable"),
        (bytes(range(256)) * 8, "unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "unreadable"),
    ],
)
def test_what_cannot_be_opened_is_said(data: bytes, rule: str) -> None:
    assert {item.rule for item in examine_file(data, "附件")} == {rule}


def test_an_old_document_is_examined_in_part() -> None:
    found = examine_file((ROOT / "samples" / "bureau-2023.doc").read_bytes(), "附件.doc")
    assert {item.rule for item in found} == {"examined-in-part", "document-properties"}


def test_a_password_is_said() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption  # late: only here

    data = pdf(encrypt=StandardEncryption("secret", canPrint=0))
    assert {item.rule for item in examine_file(data, "附件")} == {"encrypted"}


def test_a_bomb_is_told_and_not_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * 80_000_000)
    assert {item.rule for item in examine_file(out.getvalue(), "附件.docx")} == {"limit-reached"}


LINKS = """
<p id="top1"><a href="">空</a> <a href="#">井号</a> <a href="#top1">有</a> <a href="#none">无</a>
<a href="file:///D:/公文/a.doc">本机</a> <a href="C:\\a.doc">本机</a> <a href="http://10.1.2.3/oa">内网</a>
<a href="http://localhost:8000/">内网</a> <a href="/desk/disclosure/3/">草稿</a> <a href="http:///x">错</a>
<a href="https://www.example.gov.cn/a.html">好</a> <a href="/files/1">在</a> <a href="/files/2">不在</a>
<a href="mailto:a@example.gov.cn">信</a><a href="tel:12345">电话</a></p>
"""


def test_links() -> None:
    found = [item.rule for item in examine_html(LINKS, link_exists=lambda target: target != "/files/2")]
    assert sorted(found) == sorted(
        ["link-empty"] * 2 + ["link-anchor"] + ["link-local"] * 2 + ["link-intranet"] * 2
        + ["link-draft", "link-malformed", "link-broken"]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("html", "rules"),
    [
        ("<p style='color:#fff'>字</p>", ["unseen-text"]),
        ("<table><tr><td bgcolor='#003'><span style='color: white'>字</span></td></tr></table>", []),
        ("<div style='background:#003'><p style='color:#FFFFFF'>字</p></div>", []),
        ("<p>甲<span style='color:#FEFEFE'>字</span></p>", ["unseen-text"]),
        ("<p>甲<span style='color: rgb(250, 250, 254)'>字</span></p>", ["unseen-text"]),
        ("<p>甲<font color='#ffffff'>字</font></p>", ["unseen-text"]),
        ("<p>甲<span style='color:transparent'>字</span></p>", ["unseen-text"]),
        ("<p>甲<span style='color:#D9D9D9'>字</span><font color='red'>字</font></p>", []),
        ("<p hidden>字</p>", ["unseen-text"]),
        ("<p style='display:none'></p>", []),
        ("<!--[if gte mso 9]>字<![endif]--><p>字</p>", []),
    ],
)
def test_what_a_page_does_not_show(html: str, rules: list[str]) -> None:
    assert [item.rule for item in examine_html(html)] == rules


def test_words_of_secrecy_over_columns_are_no_marks() -> None:
    def change(book: object) -> None:
        book.active.insert_rows(1)  # type: ignore[attr-defined]
        for column, word in enumerate(("绝密", "机密", "秘密"), 1):
            book.active.cell(1, column, word)  # type: ignore[attr-defined]

    assert examine_file(workbook(change), "附件") == []


def test_a_link_is_placed_in_its_paragraph() -> None:
    (item,) = examine_html("<p>一</p><p>二<b><a href='C:\\a'>见附件</a></b></p>")
    assert (item.place.paragraph, item.place.part, item.quote) == (2, "href", "见附件")


def test_many_names_take_no_longer_than_the_text() -> None:
    names = [OfficialName(f"演示区{place}街道办事处{kind}中心") for place in range(60) for kind in "政务文化卫生养老"]
    text = "演示区民证局与演示区5街道办事处政中心联合举办。" * 2_000
    started = time.monotonic()
    found = examine_text(text, names=[*names, OfficialName("演示区民政局")])
    assert len(found) == 2_000
    assert time.monotonic() - started < 5


def test_facts_and_names_reach_files() -> None:
    data = document(lambda paper: paper.add_paragraph("演示区民证局"))
    found = examine_file(data, "附件", names=[OfficialName("演示区民政局")], facts=Facts(title="关于演示工作的通告"))
    assert {item.rule for item in found} == {"wrong-name", "title-differs"}


def test_nothing_hidden_is_quoted_from_properties() -> None:
    for _, data in HIDDEN.values():
        assert SECRET not in repr([item for item in examine_file(data, "附件") if item.rule != "document-comment"])


DRAWN = (
    '<d:x xmlns:d="urn:d" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    "<a:p><a:r><a:t>身份证号{}</a:t></a:r></a:p></d:x>"
)
CACHED = "<c:chart xmlns:c='urn:c'><c:strCache><c:pt><c:v>身份证号{}</c:v></c:pt></c:strCache></c:chart>"


@pytest.mark.parametrize(
    ("data", "part", "text"),
    [
        (document(), "word/diagrams/data1.xml", DRAWN),
        (document(), "word/charts/chart1.xml", CACHED),
        (workbook(), "xl/drawings/drawing1.xml", DRAWN),
        (workbook(), "xl/charts/chart1.xml", CACHED),
        (package(SLIDES), "ppt/diagrams/data1.xml", DRAWN),
    ],
)
def test_what_is_drawn_is_examined(data: bytes, part: str, text: str) -> None:
    drawn = rewritten(data, lambda _name, old: old, {part: text.format(identity(Random(3))).encode()})
    [found] = [item for item in examine_file(drawn, "附件") if item.rule == "identity-number"]
    assert found.place.part == part


def test_texts_that_a_sheet_left_behind_are_examined() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet().write_row(0, 0, ["甲", "乙"])
    left = f"<si><t>身份证号{identity(Random(3))}</t></si></sst>".encode()
    data = rewritten(out.getvalue(), lambda _name, part: part.replace(b"</sst>", left))
    [found] = [item for item in examine_file(data, "附件") if item.severity == "error"]
    assert (found.rule, found.place.part) == ("identity-number", "xl/sharedStrings.xml")


def _with_list(paper: Any) -> None:
    item_ = f'<w:listItem w:displayText="身份证号{identity(Random(3))}" w:value="1"/>'
    paper.paragraphs[0]._p.addprevious(
        parse_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtPr><w:dropDownList>{item_}</w:dropDownList></w:sdtPr><w:sdtContent/></w:sdt>"
        )
    )


def _with_code(paper: Any) -> None:
    code = f"<w:r {nsdecls('w')}><w:instrText>MERGEFIELD {identity(Random(3))}</w:instrText></w:r>"
    paper.paragraphs[0]._p.append(parse_xml(code))


def _with_choice(book: Any) -> None:
    choice = DataValidation(type="list", formula1=f'"{identity(Random(3))},无"')
    book.active.add_data_validation(choice)
    choice.add("A1")


def _with_formula(book: Any) -> None:
    book.active["D1"] = f'=IF(A1="","","{identity(Random(3))}")'


def _with_name(book: Any) -> None:
    book.defined_names["库"] = DefinedName("库", attr_text=f'"{identity(Random(3))}"')


@pytest.mark.parametrize(
    "data",
    [
        document(_with_list), document(_with_code), workbook(_with_choice), workbook(_with_formula),
        workbook(_with_name),
        f"<!doctype html><html><head><title>{identity(Random(3))}</title></head><body><p>甲</p></body></html>".encode(),
        f"<!doctype html><html><body><svg><text>{identity(Random(3))}</text></svg></body></html>".encode(),
    ],
)  # fmt: skip
def test_what_is_said_without_standing_in_the_text_is_examined(data: bytes) -> None:
    assert "identity-number" in {item.rule for item in examine_file(data, "附件")}


def test_what_is_said_of_a_picture_is_examined() -> None:
    def change(paper: Any) -> None:
        out = io.BytesIO()
        Image.new("RGB", (3, 3)).save(out, "PNG")
        shape = paper.add_paragraph().add_run().add_picture(out)
        shape._inline.docPr.set("descr", f"身份证号{identity(Random(3))}")

    assert "identity-number" in {item.rule for item in examine_file(document(change), "附件")}


def test_a_shape_that_is_hidden_on_a_slide_is_told() -> None:
    slide = (
        '<p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><p:sp><p:nvSpPr><p:cNvPr id="1" name="框"'
        ' hidden="{}"/></p:nvSpPr><p:txBody><a:p><a:r><a:t>藏着的话</a:t></a:r></a:p></p:txBody></p:sp></p:sld>'
    )
    parts = {"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b"<p/>"}
    for hidden, rules in (("1", ["unseen-text"]), ("0", [])):
        data = package(parts | {"ppt/slides/slide1.xml": slide.format(hidden).encode()})
        assert [item.rule for item in examine_file(data, "附件.pptx")] == rules
