"""A document as .docx: the HTML that the page shows, block by block, in the styles of the letters (GB/T 9704)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from selectolax.lexbor import LexborHTMLParser, LexborNode

from gongkai.letters.docx_bytes import without_times
from gongkai.letters.docx_styles import LEFT, Look, add_styles, set_page
from gongkai.web.disclosure.papers.blocks import BLOCKS, GROUPS, UNWRITABLE, Run, grid, runs, trimmed

#: What a document needs beyond a letter: headings that Word's outline knows, items, quotations.
LOOKS = (
    Look("标题一", "黑体", align=LEFT, indent=2, before=0.4, base="Heading 1"),
    Look("标题二", "楷体", align=LEFT, indent=2, base="Heading 2"),
    Look("标题三", align=LEFT, indent=2, base="Heading 3"),
    Look("目录项", align=LEFT),
    Look("列表一", align=LEFT, left=3, indent=-1),
    Look("列表二", align=LEFT, left=5, indent=-1),
    Look("引文", left=2, indent=2),
)
#: Between the catalogue, the text and the names of the files.
GAP = Pt(14)
STYLES = {"h2": "标题一", "h3": "标题二", "h4": "标题三"}


def write_word(
    title: str, facts: Mapping[str, str], html: str, files: Sequence[str] = (), *, agency: str, day: datetime
) -> bytes:
    """The document, what its catalogue says above its text, the names of its files below; the same document gives the
    same bytes."""
    file: Any = docx.Document()
    add_styles(file, LOOKS)
    set_page(file, envelope=False)
    file.settings.odd_and_even_pages_header_footer = True
    _paragraph(file.add_paragraph(style="公文标题"), [Run(title)])
    for name, value in facts.items():
        _paragraph(file.add_paragraph(style="目录项"), [Run(name, bold=True), Run(value)])
    file.paragraphs[-1].paragraph_format.space_after = GAP
    body = LexborHTMLParser(html).body
    if body is not None:
        _blocks(file, body, "正文")
    for number, line in enumerate(listed(files)):
        paragraph = file.add_paragraph(style="附件说明")
        paragraph.paragraph_format.space_before = None if number else GAP
        _paragraph(paragraph, [Run(line)])
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


def _blocks(file: Any, parent: LexborNode, style: str) -> None:
    """Everything in a node, in reading order; text that stands between blocks is a paragraph, too."""
    loose: list[Run] = []
    for node in parent.iter(include_text=True):
        if node.tag not in BLOCKS:
            loose += runs(node)
            continue
        _add(file, loose, style)
        loose = []
        if node.tag in GROUPS:
            _blocks(file, node, "引文" if node.tag == "blockquote" else style)
        elif node.tag in ("ul", "ol"):
            _list(file, node, "列表一")
        elif node.tag == "table":
            _table(file, node)
        elif node.tag == "dl":
            for name, value in zip(node.css("dt"), node.css("dd"), strict=False):
                _add(file, [*trimmed(runs(name, bold=True)), Run("：", bold=True), *trimmed(runs(value))], style)
        else:
            _add(file, runs(node), STYLES.get(node.tag or "", style))
    _add(file, loose, style)


def _list(file: Any, node: LexborNode, style: str) -> None:
    """Items with their number or mark as text; a list in an item stands below it."""
    first = node.attributes.get("start") or ""
    number = int(first) if re.fullmatch("[0-9]{1,6}", first) else 1
    for item in node.iter():
        parts = list(item.iter(include_text=True))
        said = [run for part in parts if part.tag not in ("ul", "ol") for run in runs(part)]
        _add(file, [Run(f"{number}. " if node.tag == "ol" else "· "), *trimmed(said)], style)
        for part in parts:
            if part.tag in ("ul", "ol"):
                _list(file, part, "列表二")
        number += 1


def _table(file: Any, node: LexborNode) -> None:
    """A table; a cell over several rows or columns is one here, too."""
    cells = grid(node)
    if not cells:
        return
    many = max(cell.last_row for cell in cells), max(cell.last_column for cell in cells)
    table = file.add_table(rows=1 + many[0], cols=1 + many[1], style="Table Grid")
    places = [line.cells for line in table.rows]
    for row, column, last_row, last_column, cell in cells:
        target = places[row][column].merge(places[last_row][last_column])
        target.paragraphs[0].style = "表格标题" if cell.tag == "th" else "表格文字"
        _paragraph(target.paragraphs[0], runs(cell))


def _add(file: Any, given: Iterable[Run], style: str) -> None:
    found = trimmed(given)
    if found:
        _paragraph(file.add_paragraph(style=style), found)


def _paragraph(paragraph: Any, given: Iterable[Run]) -> None:
    for run in trimmed(given):
        made = paragraph.add_run(UNWRITABLE.sub("", run.text))
        made.bold, made.italic = run.bold or None, run.italic or None
        if run.link:
            _link(paragraph, made, run.link)


def _link(paragraph: Any, run: Any, address: str) -> None:
    """What can be followed: underlined, as the page has it."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run.underline = True
    run._r.addprevious(link)
    link.append(run._r)
