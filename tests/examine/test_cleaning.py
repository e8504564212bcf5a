"""A cleaned copy hides nothing more of what can be removed, and shows what it showed."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from gongkai.examine import NotCleaned, cleaned, examine_file
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
