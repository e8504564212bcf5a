"""A letter as .docx with real styles. What an agency may reword is open to editing, the rest is locked.

The lock is Word's own (w:documentProtection, read-only, no password) with ranges that everyone may edit (w:permStart);
it keeps from slips of the hand, not from intent: Word's "stop protection" lifts it.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from gongkai.letters.docx_bytes import without_times
from gongkai.letters.docx_styles import BODY, LINE, add_styles, set_page
from gongkai.letters.glyphs import fallback
from gongkai.letters.model import (
    Annex,
    Cell,
    Document,
    Envelope,
    Paragraph,
    Runs,
    Signature,
    Table,
    printed_date,
)

STYLES = {"body": "正文", "addressee": "主送机关", "plain": "主送机关", "note": "附注", "annex": "附件说明"}


def write_docx(document: Document) -> bytes:
    """The letter as a .docx file; the same document gives the same bytes.

    :raises LetterError: naming a character that no font at hand draws.
    """
    fallback(document.text())
    return _Writer(document).done()


class _Writer:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.file: Any = docx.Document()
        self.ranges = 0
        add_styles(self.file)
        set_page(self.file, envelope=document.page == "envelope")

    def done(self) -> bytes:
        document = self.document
        if document.page == "letter":
            self.head()
        for number, block in enumerate(document.blocks):
            after = document.blocks[number + 1] if number + 1 < len(document.blocks) else None
            self.block(block, after)
        self.properties()
        self.lock()
        plain = io.BytesIO()
        self.file.save(plain)
        return without_times(plain.getvalue())

    def head(self) -> None:
        document = self.document
        if document.letterhead:
            self.line(document.agency, "发文机关标志")
            if document.number:
                self.line(document.number, "发文字号（红线）")
            self.line(document.title, "公文标题")
        else:
            title = self.line(document.agency, "公文标题")
            title.add_run().add_break()
            title.add_run(document.title)
            if document.number:
                self.line(document.number, "发文字号")

    def line(self, text: str, style: str) -> Any:
        return self.file.add_paragraph(text, style=style)

    def block(self, block: Any, after: Any) -> None:
        """Write a block; ``after`` is the next one: text, signature and the note below stay on one page."""
        if isinstance(block, Paragraph):
            paragraph = self.file.add_paragraph(style=STYLES[block.style])
            self.runs(paragraph, block.runs)
            if block.style == "annex" and not block.runs[0].text.startswith("　"):
                paragraph.paragraph_format.space_before = Pt(LINE)
            if isinstance(after, Signature) or block.style == "annex":
                paragraph.paragraph_format.keep_with_next = True
        elif isinstance(block, Table):
            self.table(block)
        elif isinstance(block, Signature):
            self.signature(block, noted=isinstance(after, Paragraph))
        elif isinstance(block, Annex):
            self.line("附件", "主送机关").paragraph_format.page_break_before = True
            self.line(block.title, "附件标题")
        else:
            self.envelope(block)

    def runs(self, paragraph: Any, runs: Runs) -> None:
        for run in runs:
            if not run.edit:
                paragraph.add_run(run.text)
                continue
            start, end = OxmlElement("w:permStart"), OxmlElement("w:permEnd")
            for element in (start, end):
                element.set(qn("w:id"), str(self.ranges))
            start.set(qn("w:edGrp"), "everyone")
            self.ranges += 1
            paragraph._p.append(start)
            paragraph.add_run(run.text, style="可改写文字")
            paragraph._p.append(end)

    def table(self, block: Table) -> None:
        table = self.file.add_table(rows=0, cols=len(block.widths), style="Table Grid")
        table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
        whole = sum(block.widths)
        for column, width in zip(table.columns, block.widths, strict=True):
            column.width = Mm(156 * width / whole)
        for number, row in enumerate(block.rows):
            line = table.add_row()
            if number < block.heads:
                line._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
            line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            column = 0
            for cell in row:
                target = line.cells[column]
                if cell.span > 1:
                    target = target.merge(line.cells[column + cell.span - 1])
                target.width = Mm(156 * sum(block.widths[column : column + cell.span]) / whole)
                self.cell(target, cell, block.heads > 0)
                if cell.hand:
                    line.height = Mm(cell.hand * 8 + 4.6)
                column += cell.span

    def cell(self, target: Any, cell: Cell, sums: bool) -> None:
        paragraph = target.paragraphs[0]
        paragraph.style = "表格标题" if cell.head or sums else "表格文字"
        self.runs(paragraph, cell.runs)
        target.vertical_alignment = 1

    def signature(self, block: Signature, *, noted: bool) -> None:
        """Both lines centred on one axis, the date four characters (without a seal two) from the right."""
        date = printed_date(block.day)
        width, office = _ems(date), _ems(block.office)
        gap = max(0.0, (4 if block.seal else 2) - max(0.0, (office - width) / 2))
        whole = max(width, office)
        for number, (text, own) in enumerate(((block.office, office), (date, width))):
            paragraph = self.line(text, "署名和日期")
            paragraph.paragraph_format.right_indent = Pt((gap + (whole - own) / 2) * BODY)
            paragraph.paragraph_format.keep_with_next = number == 0 or noted
            if number == 0:
                paragraph.paragraph_format.space_before = Pt((3 if block.seal else 1) * LINE)

    def envelope(self, block: Envelope) -> None:
        if block.note:
            self.line(block.note, "信封说明")
        table = self.file.add_table(rows=1, cols=6, style="Table Grid")
        table.autofit = False
        for column, cell, digit in zip(table.columns, table.rows[0].cells, block.postcode, strict=True):
            column.width = cell.width = Mm(9)
            cell.paragraphs[0].style = "表格标题"
            cell.paragraphs[0].add_run(digit)
        self.line(block.address, "信封地址")
        self.line(block.to, "信封收件人")
        for text in (block.sender_address, block.sender, f"邮政编码 {block.sender_postcode}"):
            self.line(text, "信封寄件人")

    def properties(self) -> None:
        known, day = self.file.core_properties, self.document.day
        stamp = datetime(day.year, day.month, day.day, tzinfo=UTC).replace(tzinfo=None)
        known.title, known.author, known.language = self.document.subject, self.document.agency, "zh-CN"
        known.comments, known.last_modified_by, known.revision = "", self.document.agency, 1
        known.created = known.modified = stamp

    def lock(self) -> None:
        protection = OxmlElement("w:documentProtection")
        protection.set(qn("w:edit"), "readOnly")
        protection.set(qn("w:enforcement"), "1")
        settings = self.file.settings.element
        after = settings.find(qn("w:defaultTabStop"))
        settings.insert(list(settings).index(after) if after is not None else 0, protection)
        if self.document.page == "letter":
            self.file.settings.odd_and_even_pages_header_footer = True


def _ems(text: str) -> float:
    """The width in characters: an ASCII one takes half."""
    return sum(0.5 if character.isascii() else 1 for character in text)
