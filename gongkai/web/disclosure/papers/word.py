"""A document as .docx: the HTML that the page shows, block by block, in the styles of the letters (GB/T 9704)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from typing import Any

import docx
from docx.image.exceptions import UnrecognizedImageError
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt
from selectolax.lexbor import LexborHTMLParser, LexborNode

from gongkai.letters.docx_bytes import without_times
from gongkai.letters.docx_styles import CENTER, LEFT, Look, add_styles, set_page
from gongkai.web.disclosure.papers.blocks import (
    BLOCKS,
    GROUPS,
    SIGNATURE,
    UNWRITABLE,
    Pictures,
    Run,
    grid,
    heads,
    is_form,
    is_title,
    names_row,
    runs,
    trimmed,
    widths,
)

#: What a document needs beyond a letter: headings that Word's outline knows, items, quotations.
LOOKS = (
    Look("标题一", "黑体", align=LEFT, indent=2, before=0.4, base="Heading 1"),
    Look("标题二", "楷体", align=LEFT, indent=2, base="Heading 2"),
    Look("标题三", align=LEFT, indent=2, base="Heading 3"),
    Look("目录项", align=LEFT),
    Look("列表一", align=LEFT, left=3, indent=-1),
    Look("列表二", align=LEFT, left=5, indent=-1),
    Look("引文", left=2, indent=2),
    Look("表格小字", size=9, align=CENTER, line=12),
)
#: Between the catalogue, the text and the names of the files.
GAP = Pt(14)
#: Of a picture: 版心.
WIDEST = Mm(156)
#: A table with more columns is written small.
MANY = 7
STYLES = {"h2": "标题一", "h3": "标题二", "h4": "标题三"}


def write_word(
    title: str,
    facts: Mapping[str, str],
    html: str,
    files: Sequence[str] = (),
    *,
    agency: str,
    day: datetime,
    pictures: Pictures = MappingProxyType({}),
) -> bytes:
    """The document, what its catalogue says above its text, the names of its files below; the same document gives the
    same bytes."""
    file: Any = docx.Document()
    paper = _Paper(file, pictures)
    add_styles(file, LOOKS)
    set_page(file, envelope=False)
    file.settings.odd_and_even_pages_header_footer = True
    paper.paragraph(file.add_paragraph(style="公文标题"), [Run(title)])
    for name, value in facts.items():
        paper.paragraph(file.add_paragraph(style="目录项"), [Run(name, bold=True), Run(value)])
    file.paragraphs[-1].paragraph_format.space_after = GAP
    body = LexborHTMLParser(html).body
    if body is not None:
        paper.blocks(body, "正文")
    for number, line in enumerate(listed(files)):
        paragraph = file.add_paragraph(style="附件说明")
        paragraph.paragraph_format.space_before = None if number else GAP
        paper.paragraph(paragraph, [Run(line)])
    known = file.core_properties
    known.title, known.author, known.last_modified_by = (
        UNWRITABLE.sub("", text)[:255] for text in (title, agency, agency)
    )
    known.comments, known.revision, known.language = "", 1, "zh-CN"
    known.created = known.modified = day
    plain = io.BytesIO()
    file.save(plain)
    return without_times(plain.getvalue())


def listed(files: Sequence[str]) -> list[str]:
    """The names of files as they stand below a text (GB/T 9704): 附件：1. and so on, one below the other."""
    return [f"{'　　　' if number > 1 else '附件：'}{number}. {name}" for number, name in enumerate(files, 1)]


@dataclass(frozen=True)
class _Paper:
    """The file that is written, and the pictures that can be shown in it."""

    file: Any
    pictures: Pictures

    @cached_property
    def style_ids(self) -> dict[str, str]:
        """What a paragraph names its style by; python-docx looks through all of them for each paragraph."""
        return {style.name: style.style_id for style in self.file.styles}

    def blocks(self, parent: LexborNode, style: str) -> None:
        """Everything in a node, in reading order; text that stands between blocks is a paragraph, too."""
        loose: list[Run] = []
        for node in parent.iter(include_text=True):
            if node.tag not in BLOCKS:
                loose += runs(node)
                continue
            self.add(loose, style)
            loose = []
            if node.tag in GROUPS:
                self.blocks(node, "引文" if node.tag == "blockquote" else style)
            elif node.tag in ("ul", "ol"):
                self.list(node, "列表一")
            elif node.tag == "table":
                self.table(node)
            elif node.tag == "dl":
                for name, value in zip(node.css("dt"), node.css("dd"), strict=False):
                    self.add([*trimmed(runs(name, bold=True)), Run("：", bold=True), *trimmed(runs(value))], style)
            else:
                signed = node.attributes.get("class") == SIGNATURE
                self.add(runs(node), "署名和日期" if signed else STYLES.get(node.tag or "", style))
        self.add(loose, style)

    def list(self, node: LexborNode, style: str) -> None:
        """Items with their number or mark as text; a list in an item stands below it."""
        first = node.attributes.get("start") or ""
        number = int(first) if re.fullmatch("[0-9]{1,6}", first) else 1
        for item in node.iter():
            parts = [*item.iter(include_text=True)]
            said = [run for part in parts if part.tag not in ("ul", "ol") for run in runs(part)]
            self.add([Run(f"{number}. " if node.tag == "ol" else "· "), *trimmed(said)], style)
            for part in parts:
                if part.tag in ("ul", "ol"):
                    self.list(part, "列表二")
            number += 1

    def table(self, node: LexborNode) -> None:
        """A table; a cell over several rows or columns is one here, too, and each page begins with its head."""
        cells = grid(node)
        if not cells:
            return
        many = max(cell.last_row for cell in cells), max(cell.last_column for cell in cells)
        table = self.file.add_table(rows=1 + many[0], cols=1 + many[1], style="Table Grid")
        places = [line.cells for line in table.rows]
        _set_widths(table, places, widths(node, 1 + many[1]))
        small, form, repeated = many[1] >= MANY, is_form(node), heads(cells)
        for row, column, last_row, last_column, cell in cells:
            target = places[row][column]
            if (row, column) != (last_row, last_column):
                target = target.merge(places[last_row][last_column])
            paragraph = target.paragraphs[0]
            titled = is_title(cell, form)
            paragraph._p.style = self.style_ids["表格小字" if small else "表格标题" if titled else "表格文字"]
            if form:
                paragraph.alignment = LEFT if names_row(cell) else CENTER
                paragraph.paragraph_format.keep_with_next = not repeated or None
            self.paragraph(paragraph, runs(cell))
        for line in table.rows[:repeated]:
            line._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))

    def add(self, given: Iterable[Run], style: str) -> None:
        found = trimmed(given)
        if found:
            self.paragraph(self.file.add_paragraph(style=style), found)

    def paragraph(self, paragraph: Any, given: Iterable[Run]) -> None:
        for run in trimmed(given):
            made = paragraph.add_run()
            if run.picture in self.pictures and self.picture(paragraph, made, run):
                continue
            made.text = UNWRITABLE.sub("", run.text)
            made.bold, made.italic = run.bold or None, run.italic or None
            if run.link:
                _link(paragraph, made, run.link)

    def picture(self, paragraph: Any, made: Any, run: Run) -> bool:
        """Show a picture, no wider than the text, as high as it needs; False: Word knows no such kind."""
        try:
            shape = made.add_picture(io.BytesIO(self.pictures[run.picture][0]))
        except UnrecognizedImageError:
            return False
        if shape.width > WIDEST:
            shape.width, shape.height = WIDEST, round(shape.height * WIDEST / shape.width)
        shape._inline.docPr.set("descr", UNWRITABLE.sub("", run.text).removeprefix("［图：").removesuffix("］"))
        paragraph.paragraph_format.line_spacing = 1.0
        paragraph.paragraph_format.first_line_indent = 0
        return True


def _set_widths(table: Any, places: Sequence[Sequence[Any]], parts: Sequence[int]) -> None:
    """Share the width of the text among the columns."""
    table.autofit = False
    widths = [Emu(WIDEST * part // sum(parts)) for part in parts]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for line in places:
        for cell, width in zip(line, widths, strict=True):
            cell.width = width


def _link(paragraph: Any, run: Any, address: str) -> None:
    """What can be followed: underlined, as the page has it."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run.underline = True
    run._r.addprevious(link)
    link.append(run._r)
