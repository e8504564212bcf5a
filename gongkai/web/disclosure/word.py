"""A document as .docx: the HTML that the page shows, block by block, in the styles of the letters (GB/T 9704)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from selectolax.lexbor import LexborHTMLParser, LexborNode

from gongkai.letters.docx_bytes import without_times
from gongkai.letters.docx_styles import LEFT, Look, add_styles, set_page

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
HEADINGS = {"h2": "标题一", "h3": "标题二", "h4": "标题三"}
GROUPS = ("section", "article", "div", "blockquote")
BLOCKS = {"p", "dl", "dt", "dd", "ul", "ol", "table", *GROUPS, *HEADINGS}
#: What XML cannot hold; a browser shows nothing of it either.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Run(NamedTuple):
    """Text in one look; a line break is a newline."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""


def write_word(title: str, facts: Mapping[str, str], html: str, *, agency: str, day: datetime) -> bytes:
    """The document, what its catalogue says above its text; the same document gives the same bytes."""
    file: Any = docx.Document()
    add_styles(file, LOOKS)
    set_page(file, envelope=False)
    file.settings.odd_and_even_pages_header_footer = True
    _paragraph(file.add_paragraph(style="公文标题"), [Run(title)])
    for name, value in facts.items():
        _paragraph(file.add_paragraph(style="目录项"), [Run(name, bold=True), Run(value)])
    body = LexborHTMLParser(html).body
    if body is not None:
        _blocks(file, body, "正文")
    known = file.core_properties
    known.title, known.author, known.last_modified_by = (
        UNWRITABLE.sub("", text)[:255] for text in (title, agency, agency)
    )
    known.comments, known.revision, known.language = "", 1, "zh-CN"
    known.created = known.modified = day
    plain = io.BytesIO()
    file.save(plain)
    return without_times(plain.getvalue())


def _blocks(file: Any, parent: LexborNode, style: str) -> None:
    """Everything in a node, in reading order; text that stands between blocks is a paragraph, too."""
    loose: list[Run] = []
    for node in parent.iter(include_text=True):
        if node.tag not in BLOCKS:
            loose += _runs(node)
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
                _add(file, [*_trimmed(_runs(name, bold=True)), Run("：", bold=True), *_trimmed(_runs(value))], style)
        else:
            _add(file, _runs(node), HEADINGS.get(node.tag or "", style))
    _add(file, loose, style)


def _list(file: Any, node: LexborNode, style: str) -> None:
    """Items with their number or mark as text; a list in an item stands below it."""
    first = node.attributes.get("start") or ""
    number = int(first) if re.fullmatch("[0-9]{1,6}", first) else 1
    for item in node.iter():
        parts = list(item.iter(include_text=True))
        runs = [run for part in parts if part.tag not in ("ul", "ol") for run in _runs(part)]
        _add(file, [Run(f"{number}. " if node.tag == "ol" else "· "), *_trimmed(runs)], style)
        for part in parts:
            if part.tag in ("ul", "ol"):
                _list(file, part, "列表二")
        number += 1


def _table(file: Any, node: LexborNode) -> None:
    """A table; a cell over several rows or columns is one here, too."""
    rows = node.css("tr")
    taken: set[tuple[int, int]] = set()
    cells: list[tuple[int, int, int, int, LexborNode]] = []
    for row, line in enumerate(rows):
        column = 0
        for cell in line.iter():
            while (row, column) in taken:
                column += 1
            across, down = _span(cell, "colspan", 60), _span(cell, "rowspan", len(rows) - row)
            across = next((x for x in range(1, across) if (row, column + x) in taken), across)
            taken |= {(row + y, column + x) for y in range(down) for x in range(across)}
            cells.append((row, column, row + down - 1, column + across - 1, cell))
    if not cells:
        return
    table = file.add_table(rows=len(rows), cols=1 + max(column for _row, column in taken), style="Table Grid")
    grid = [line.cells for line in table.rows]
    for row, column, last_row, last_column, cell in cells:
        target = grid[row][column].merge(grid[last_row][last_column])
        target.paragraphs[0].style = "表格标题" if cell.tag == "th" else "表格文字"
        _paragraph(target.paragraphs[0], _runs(cell))


def _span(cell: LexborNode, name: str, most: int) -> int:
    said = cell.attributes.get(name) or ""
    return max(1, min(int(said), most)) if re.fullmatch("[0-9]{1,4}", said) else 1


def _runs(node: LexborNode, *, bold: bool = False, italic: bool = False, link: str = "") -> Iterator[Run]:
    """The text in a node; blocks in it end their line."""
    if node.tag == "-text":
        yield Run(re.sub(r"\s+", " ", node.text(deep=False)), bold, italic, link)
        return
    if node.tag == "br":
        yield Run("\n")
        return
    bold, italic = bold or node.tag == "strong", italic or node.tag == "em"
    link = (node.attributes.get("href") or "") if node.tag == "a" else link
    for part in node.iter(include_text=True):
        yield from _runs(part, bold=bold, italic=italic, link=link)
    if node.tag in BLOCKS or node.tag in ("li", "tr"):
        yield Run("\n")


def _trimmed(runs: Iterable[Run]) -> list[Run]:
    """Without blanks and line breaks at either end."""
    kept = [run for run in runs if run.text]
    while kept and not kept[0].text.strip():
        del kept[0]
    while kept and not kept[-1].text.strip():
        del kept[-1]
    if kept:
        kept[0] = kept[0]._replace(text=kept[0].text.lstrip())
        kept[-1] = kept[-1]._replace(text=kept[-1].text.rstrip())
    return kept


def _add(file: Any, runs: Iterable[Run], style: str) -> None:
    found = _trimmed(runs)
    if found:
        _paragraph(file.add_paragraph(style=style), found)


def _paragraph(paragraph: Any, runs: Iterable[Run]) -> None:
    for run in _trimmed(runs):
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
