"""Every letter in every format: the same text, nothing left open, the same bytes each time."""

from __future__ import annotations

import io
import re
import zipfile

import docx
import pypdfium2
import pytest

from gongkai.letters import FORMATS, draft, render, write
from tests.letters.samples import FOLDER, KINDS, facts, squeezed, text_of

LEFT_OPEN = re.compile(r"[{}]|\[\[|\]\]|None|×|__|。。|；。|，。|：。")


def test_there_is_one_sample_for_each_kind() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.yaml")) == sorted(KINDS)
    assert all("演示" in path.read_text("utf-8") for path in FOLDER.glob("*.yaml"))


@pytest.mark.parametrize("kind", KINDS)
def test_the_text_is_the_same_in_every_format(kind: str) -> None:
    document = draft(kind, facts(kind))
    wanted = squeezed(document.text())
    if kind == "envelope":  # its fields have places, no order
        assert {"".join(sorted(text_of(write(document, form), form))) for form in FORMATS} == {"".join(sorted(wanted))}
        return
    for form in FORMATS:
        assert text_of(write(document, form), form) == wanted, form


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_left_open(kind: str) -> None:
    assert LEFT_OPEN.findall(draft(kind, facts(kind)).text()) == []


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("kind", ["answer_partly", "fee", "envelope"])
def test_the_same_facts_give_the_same_bytes(kind: str, form: str) -> None:
    first = render(kind, facts(kind), form)
    render("receipt", facts("receipt"), form)
    assert render(kind, facts(kind), form) == first


@pytest.mark.parametrize("kind", KINDS)
def test_pdf_is_tagged_archivable_and_has_its_fonts_inside(kind: str) -> None:
    data = render(kind, facts(kind), "pdf")
    assert data.startswith(b"%PDF-1.7")
    assert b"/MarkInfo" in data
    assert b"/StructTreeRoot" in data
    metadata = data.decode("latin-1")
    assert "<pdfaid:part>2" in metadata
    assert "<pdfaid:conformance>A" in metadata
    assert "<pdfuaid:part>1" in metadata
    fonts = set(re.findall(r"/FontName/([A-Z]{6}\+[\w-]+)|/FontName /([A-Z]{6}\+[\w-]+)", metadata))
    assert fonts
    assert metadata.count("/FontFile3") >= len(fonts)
    assert pypdfium2.PdfDocument(data).get_metadata_dict()["Title"].startswith("演示")


def test_the_page_is_that_of_the_standard() -> None:
    """A4, 版心 156 mm × 225 mm: no ink left of 28 mm and right of 184 mm."""
    page = pypdfium2.PdfDocument(render("answer_partly", facts("answer_partly"), "pdf"))[1]
    assert [round(size * 25.4 / 72) for size in page.get_size()] == [210, 297]
    text = page.get_textpage()
    inked = [index for index in range(text.count_chars()) if text.get_text_range(index, 1).strip()]
    boxes = [text.get_charbox(index) for index in inked]
    left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    assert 27.9 <= left * 25.4 / 72 < 31
    assert right * 25.4 / 72 <= 184.1


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_has_a_signature_alone(kind: str) -> None:
    document = draft(kind, facts(kind))
    for page in pypdfium2.PdfDocument(write(document, "pdf")):
        lines = [line for line in page.get_textpage().get_text_range().splitlines() if line.strip()]
        assert not lines or document.kind == "envelope" or squeezed(lines[0]) != document.agency or len(lines) > 4


@pytest.mark.parametrize("kind", KINDS)
def test_html_has_no_script_and_nothing_from_elsewhere(kind: str) -> None:
    page = render(kind, facts(kind), "html").decode()
    assert re.findall(r"<script|javascript:|https?://|\son\w+=|style=", page) == []
    assert "default-src 'none'" in page


def test_facts_are_text_never_markup() -> None:
    given = facts("answer_provided") | {
        "request": '<b>#panic("x")</b> $a$ *b* _c_ @d \\e &amp; f',
        "annexes": ["=标题"],
    }
    wanted = squeezed(str(given["request"]))
    for form in FORMATS:
        assert wanted in text_of(render("answer_provided", given, form), form), form


def test_docx_is_locked_but_for_the_editable_spans() -> None:
    data = render("receipt", facts("receipt"), "docx")
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        document, settings = parts.read("word/document.xml").decode(), parts.read("word/settings.xml").decode()
    assert 'w:documentProtection w:edit="readOnly" w:enforcement="1"' in settings
    (span,) = re.findall(r'<w:permStart w:id="0" w:edGrp="everyone"/>(.*?)<w:permEnd w:id="0"/>', document, re.DOTALL)
    assert "查询办理情况的，请告知登记编号。" in span


def test_an_agency_words_its_own_spans() -> None:
    own = facts("receipt") | {"wording": {"help": "可凭登记编号在演示市政务服务大厅查询办理情况。"}}
    for form in FORMATS:
        text = text_of(render("receipt", own, form), form)
        assert "可凭登记编号在演示市政务服务大厅查询办理情况。" in text
        assert "请告知登记编号" not in text


@pytest.mark.parametrize("kind", ["delay", "receipt", "answer_state_secret"])
def test_text_signature_and_contact_stay_on_one_page_in_word(kind: str) -> None:
    paragraphs = docx.Document(io.BytesIO(render(kind, facts(kind), "docx"))).paragraphs
    styles = [paragraph.style.name for paragraph in paragraphs]
    first = styles.index("署名和日期")
    assert styles[first : first + 3] == ["署名和日期", "署名和日期", "附注"]
    assert [paragraph.paragraph_format.keep_with_next for paragraph in paragraphs[first - 1 : first + 2]] == [True] * 3
