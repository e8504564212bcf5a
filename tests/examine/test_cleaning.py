"""A cleaned copy hides nothing more of what can be removed, and shows what it showed."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image

from gongkai.examine import CLEANABLE, NotCleaned, cleaned, examine_file
from gongkai.report.reading.media import read_document
from tests.conftest import ROOT
from tests.examine.hiding import CLEAN, HIDDEN, SECRET, document, pdf, workbook

REMOVED = {
    "hidden sheet", "very hidden sheet", "comment of a cell", "name of a hidden sheet", "external link", "custom XML",
    "tracked change", "comment", "hidden run", "author",
}  # fmt: skip


@pytest.mark.parametrize("way", sorted(REMOVED))
def test_it_is_gone(way: str) -> None:
    rule, data = HIDDEN[way]
    clean = cleaned(data)
    assert {item.rule for item in examine_file(clean, "附件")} == set()
    assert SECRET.encode() not in b"".join(parts(clean).values())
    assert rule in {item.rule for item in examine_file(data, "附件")}


def test_what_a_cleaned_copy_is_said_to_mend_it_mends() -> None:
    assert {HIDDEN[way][0] for way in REMOVED} == CLEANABLE


def parts(data: bytes) -> dict[str, bytes]:
    import zipfile  # late: only here

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.mark.parametrize("name", ["workbook", "document"])
def test_what_is_seen_stays(name: str) -> None:
    data = CLEAN[name]
    assert read_document(cleaned(data)).blocks == read_document(data).blocks
    assert cleaned(cleaned(data)) == cleaned(data)


@pytest.mark.parametrize("name", ["bureau-2020.docx", "town-blanks-2022.xlsx"])
def test_a_report_reads_the_same(name: str) -> None:
    data = (ROOT / "samples" / name).read_bytes()
    assert read_document(cleaned(data)).blocks == read_document(data).blocks
    assert examine_file(cleaned(data), name) == []


def test_changes_are_accepted() -> None:
    def change(paper: Any) -> None:
        for xml in (
            f'<w:ins {nsdecls("w")} w:id="1" w:author="演示"><w:r><w:t>新增</w:t></w:r></w:ins>',
            f'<w:del {nsdecls("w")} w:id="2" w:author="演示"><w:r><w:delText>删去</w:delText></w:r></w:del>',
        ):
            paper.paragraphs[0]._p.append(parse_xml(xml))

    clean = cleaned(document(change))
    assert Document(io.BytesIO(clean)).paragraphs[0].text == "关于演示工作的通知新增"
    assert "删去".encode() not in b"".join(parts(clean).values())


def picture() -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (3, 3)).save(out, "PNG")
    return out


def test_nothing_of_a_hidden_sheet_stays_behind() -> None:
    """As Excel writes it: texts beside the sheets, drawings, charts and pictures in parts of their own."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        shown, hidden = book.add_worksheet("公开"), book.add_worksheet("底稿")
        shown.write_row(0, 0, ["甲", SECRET[:6], "乙"])
        hidden.write_row(0, 0, [SECRET, "乙"])
        hidden.insert_textbox(2, 2, SECRET)
        hidden.insert_image(5, 5, "演示.png", {"image_data": picture()})
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=底稿!$A$1:$A$2", "name": SECRET})
        hidden.insert_chart(8, 8, chart)
        hidden.hide()
    data = out.getvalue()
    assert sum(SECRET.encode() in part for part in parts(data).values()) == 3
    clean = cleaned(data)
    left = parts(clean)
    assert not any(word.encode() in part for part in left.values() for word in (SECRET, "底稿"))
    assert not [name for name in left if name.startswith(("xl/drawings", "xl/charts", "xl/media"))]
    assert [cell.value for cell in openpyxl.load_workbook(io.BytesIO(clean)).active[1]] == ["甲", SECRET[:6], "乙"]
    assert cleaned(clean) == clean


def test_a_picture_that_was_deleted_is_gone() -> None:
    def change(paper: Any) -> None:
        run = paper.add_paragraph().add_run()
        run.add_picture(picture())
        deleted = parse_xml(f'<w:del {nsdecls("w")} w:id="1" w:author="演示"/>')
        run._r.addprevious(deleted)
        deleted.append(run._r)

    data = document(change)
    assert [name for name in parts(data) if name.startswith("word/media/")]
    clean = cleaned(data)
    assert not [name for name in parts(clean) if name.startswith(("word/media/", "docProps/thumb"))]
    assert Document(io.BytesIO(clean)).paragraphs[0].text == "关于演示工作的通知"


def test_a_picture_that_is_seen_stays() -> None:
    data = document(lambda paper: paper.add_paragraph().add_run().add_picture(picture()))
    assert len(Document(io.BytesIO(cleaned(data))).inline_shapes) == 1
    assert [name for name in parts(cleaned(data)) if name.startswith("word/media/")]


@pytest.mark.parametrize("kind", [WD_STYLE_TYPE.CHARACTER, WD_STYLE_TYPE.PARAGRAPH])
def test_what_a_style_hides_is_found_and_gone(kind: Any) -> None:
    """Also where the style is hidden only by that on which it is based; and a run may be seen in spite of it."""

    def change(paper: Any) -> None:
        paper.styles.add_style("底稿", kind).font.hidden = True
        heir = paper.styles.add_style("内部", kind)
        heir.base_style = paper.styles["底稿"]
        paragraph = paper.add_paragraph(style=heir if kind == WD_STYLE_TYPE.PARAGRAPH else None)
        run = paragraph.add_run(SECRET)
        if kind == WD_STYLE_TYPE.CHARACTER:
            run.style = heir
        else:
            paragraph.add_run("看得见").font.hidden = False

    data = document(change)
    assert [item.rule for item in examine_file(data, "附件") if item.severity == "error"] == ["hidden-text"]
    clean = cleaned(data)
    assert examine_file(clean, "附件") == []
    assert SECRET.encode() not in b"".join(parts(clean).values())
    shown = Document(io.BytesIO(clean)).paragraphs[-1].text
    assert shown == ("看得见" if kind == WD_STYLE_TYPE.PARAGRAPH else "")


def test_formulas_that_look_into_a_hidden_sheet_become_values() -> None:
    def change(book: Any) -> None:
        sheet = book.create_sheet("底稿")
        sheet["A1"] = 42
        sheet.sheet_state = "hidden"
        book.active["D1"] = "=底稿!A1"
        book.active["D2"] = "=B1+B2"

    book = openpyxl.load_workbook(io.BytesIO(cleaned(workbook(change))))
    assert book.sheetnames == ["Sheet"]
    assert book.active["D1"].value is None  # openpyxl had computed no value
    assert book.active["D2"].value == "=B1+B2"


@pytest.mark.parametrize("data", [b"", b"text", pdf(), workbook()[:3000]])
def test_what_is_no_such_file_is_refused(data: bytes) -> None:
    with pytest.raises(NotCleaned):
        cleaned(data)
