"""HTML → blocks: tables as grids with their spans, everything else as paragraphs in reading order.

Every look at a node makes a Python object, which is what reading a page costs. So paragraphs and cells are taken as
text in one call wherever nothing inside them can break a line, and what is rare is looked for once per page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from selectolax.lexbor import LexborHTMLParser, LexborNode

from gongkai.report.limits import MAX_BLOCKS, MAX_CELL_CHARACTERS, MAX_CELLS, MAX_SPAN
from gongkai.report.reading.blocks import Block, Document, Grid, GridCell, Paragraph
from gongkai.report.reading.text import read_text

_NO_TEXT = ["script", "style", "textarea", "select"]
_SKIPPED = frozenset("noscript template head button svg iframe object option video audio canvas".split())
_BLOCKS = frozenset(
    "p div h1 h2 h3 h4 h5 h6 li ul ol dl dt dd section article header footer main aside nav form fieldset caption tr "
    "td th tbody thead tfoot center blockquote pre body html address hr figure figcaption legend details summary menu "
    "dir title ucapcontent br".split()
)
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_FEW_WORDS = 40
_LONGEST_UNCOUNTED = 160_000  # characters; even if they were all <div>, the parser would take a second
_MANY_TAGS = 20_000
_MOST_NESTED = 4_000
_NESTING = re.compile(
    r"<(/?)(?:div|span|table|b|i|u|em|strong|font|a|section|article|center|blockquote|ul|ol|form|nobr|big|small)\b",
    re.IGNORECASE,
)
_NO_DISPLAY = ("display:none", "display: none")
# Struck words are no longer said, and a raised figure is a footnote's mark, no digit of the number before it.
_UNSEEN = (
    "sup,del,s,strike,span[hidden],td[hidden],tr[hidden],p[hidden],"
    'span[style*="visibility:hidden"],span[style*="visibility: hidden"],'
    'span[style*="font-size:0"],span[style*="font-size: 0"]'
)
_UNSEEN_HINT = re.compile(
    r"<(?:sup|del|s|strike)\b|\shidden[\s>=]|visibility:\s?hidden|font-size:\s?0[;\"p]", re.IGNORECASE
)
_HIDDEN = ",".join(f'{tag}[style*="{style}"]' for tag in ("tr", "td", "p", "span") for style in _NO_DISPLAY)
_DIGIT = re.compile(r"\d")
_grid_cell: Callable[[tuple[str, int, int, int]], GridCell] = partial(tuple.__new__, GridCell)
"""A named tuple made in half the time."""


def read_html(text: str, data: bytes | None = None) -> Document:
    """Blocks of a decoded page or fragment; ``data`` is its UTF-8 form where that is at hand.

    Scripts, styles, and rows, cells, paragraphs and spans hidden by their own style are left out.
    """
    document = Document("text/html")
    if (
        len(text) > _LONGEST_UNCOUNTED
        and text.count("<") > _MANY_TAGS
        and (whole := text) is not (text := _cut_where_too_deep(text))
    ):
        left = len(whole) - len(text)
        document.notes.append(("limit-reached", {"what": "depth", "limit": _MOST_NESTED, "left": left}))
        data = None
    parser = LexborHTMLParser(text if data is None else data)
    title = parser.css_first("title")
    if title is not None:
        document.title = " ".join(title.text().split()) or None
    parser.strip_tags(_NO_TEXT)
    if "display:" in text and any(style in text for style in _NO_DISPLAY):
        for node in parser.css(_HIDDEN):
            node.decompose()
    if _UNSEEN_HINT.search(text):
        for node in parser.css(_UNSEEN):
            node.decompose()
    root = parser.body or parser.root
    if root is not None:
        _Walk(document, parser).walk(root)
    return document


def _cut_where_too_deep(text: str) -> str:
    """``text`` up to where elements nest deeper than any page does: the parser's time grows with depth squared."""
    depth = 0
    for tag in _NESTING.finditer(text):
        depth = depth + 1 if not tag[1] else max(depth - 1, 0)
        if depth > _MOST_NESTED:
            return text[: tag.start()]
    return text


class _Walk:
    """One pass over the tree, without recursion: pages nest as deep as their authors like."""

    def __init__(self, document: Document, parser: LexborHTMLParser) -> None:
        self.blocks: list[Block] = document.blocks
        self.notes = document.notes
        self.cells = 0
        self.line: list[str] = []
        self.spans = {node.mem_id for node in parser.css("[rowspan],[colspan]")}
        self.nested = {node.mem_id for node in parser.css("table table")}
        self.broken = _paragraphs_with_breaks(parser)
        self.full = False

    def walk(self, root: LexborNode) -> None:
        """Blocks of everything below ``root``."""
        line = self.line
        level: int | None = None
        stack: list[tuple[LexborNode | None, int | None]] = []
        node = root.child
        while True:
            if node is None:
                if line:
                    self.flush(level)
                if not stack:
                    return
                node, level = stack.pop()
                continue
            text = node.text_content
            if text is not None:
                line.append(text)
                node = node.next
                continue
            tag = node.tag or ""
            block = tag in _BLOCKS
            if block or tag == "table":
                if line:
                    self.flush(level)
                if self.full:
                    return
            child = node.child
            enter = False
            if child is None or tag in _SKIPPED:
                if tag == "div" and _is_blank_cell(node):
                    self.blocks.append(Paragraph(""))
            elif tag == "pre":
                self.blocks.extend(read_text(node.text()).blocks)
            elif tag == "table":
                enter = self.layout(node)
                if not enter:
                    self.grid(node)
            elif (text := child.text_content) is not None and child.next is None:
                line.append(text)
                if block:
                    self.flush(_HEADINGS.get(tag, level))
            elif tag == "p" and not (self.broken and node.mem_id in self.broken):
                line.append(node.text())
                self.flush(level)
            elif len(stack) >= _MOST_NESTED:
                line.append(node.text(separator="\n" if block else ""))
                if block:
                    self.flush(level)
            else:
                enter = block or _holds_elements(child)
                if not enter:
                    line.append(node.text())
            if enter:
                stack.append((node.next, level))
                level = _HEADINGS.get(tag, level)
                node = child
            else:
                node = node.next

    def flush(self, level: int | None) -> None:
        """The line so far becomes a paragraph."""
        text = "".join(self.line)
        self.line.clear()
        for part in text.split("\n") if level is None and len(text) > 2_000 and "\t" in text else (text,):
            if words := part.split():
                self.blocks.append(Paragraph(" ".join(words)[:MAX_CELL_CHARACTERS], level))
        if len(self.blocks) >= MAX_BLOCKS and not self.full:
            self.full = True
            self.notes.append(("limit-reached", {"what": "paragraphs", "limit": MAX_BLOCKS}))

    def layout(self, table: LexborNode) -> bool:
        """A table with tables in it only arranges the page: its content is read in order."""
        if not self.nested:
            return False
        return any(node.mem_id in self.nested and node.mem_id != table.mem_id for node in table.css("table"))

    def grid(self, table: LexborNode) -> None:
        """The table's cells with their columns, spans expanded."""
        caption = next((child for child in table.iter() if child.tag == "caption"), None)
        if caption is not None and (words := caption.text().split()):
            self.blocks.append(Paragraph(" ".join(words)))
        rows: list[list[GridCell]] = []
        row: list[GridCell] = []
        column = 0
        index = 0
        open_until: dict[int, int] = {}  # column → the last row that a cell from above covers
        spans = self.spans
        for cell in table.css("tr,td,th"):
            if cell.tag == "tr":
                if self.cells > MAX_CELLS:
                    break
                row = []
                rows.append(row)
                index += 1
                column = 0
                if open_until:
                    open_until = {covered: last for covered, last in open_until.items() if last >= index}
                continue
            while column in open_until:
                column += 1
            colspan = rowspan = 1
            if spans and cell.mem_id in spans:
                attributes = cell.attributes
                if across := attributes.get("colspan"):
                    colspan = _span(across)
                if down := attributes.get("rowspan"):
                    rowspan = _span(down)
                    open_until.update(dict.fromkeys(range(column, column + colspan), index + rowspan - 1))
            text = cell.text(separator="\n")
            if len(text) > 1:
                text = self.cell_text(cell, text)
            row.append(_grid_cell((text, column, colspan, rowspan)))
            column += colspan
            self.cells += 1
        if self.cells > MAX_CELLS:
            self.full = True
            self.notes.append(("limit-reached", {"what": "cells", "limit": MAX_CELLS}))
        if rows:
            self.blocks.append(Grid(rows))

    def cell_text(self, cell: LexborNode, text: str) -> str:
        """Text of a cell whose texts are the lines of ``text``.

        Texts of neighbouring inline elements belong together, those of paragraphs and lines do not: the tree is asked
        only where that matters, for numbers.
        """
        if "\n" not in text:
            return text.strip()[:MAX_CELL_CHARACTERS]
        pieces = [piece for piece in text.split("\n") if piece and not piece.isspace()]
        if len(pieces) < 2 or _DIGIT.search(text) is None:
            return "".join(pieces).strip()[:MAX_CELL_CHARACTERS]
        whole = self.only_paragraph(cell)
        return " ".join(whole.split())[:MAX_CELL_CHARACTERS] if whole else _lines_of_cell(cell)

    def only_paragraph(self, cell: LexborNode) -> str | None:
        """The text of the one paragraph that is all the cell holds, if no line ends in it."""
        found: LexborNode | None = None
        node = cell.child
        while node is not None:
            text = node.text_content
            if text is None:
                if found is not None or node.tag != "p" or node.mem_id in self.broken:
                    return None
                found = node
            elif text and not text.isspace():
                return None
            node = node.next
        whole = found.text() if found is not None else ""
        return whole if "\n" not in whole else None


def _holds_elements(node: LexborNode | None) -> bool:
    """Whether ``node`` or a sibling holds more than text: only then is their parent walked into."""
    while node is not None:
        if node.text_content is None and (node.child is not None or node.tag == "br"):
            return True
        node = node.next
    return False


def _paragraphs_with_breaks(parser: LexborHTMLParser) -> set[int]:
    """Paragraphs that hold more than one line of text; all others hold inline elements only."""
    found: set[int] = set()
    for node in parser.css("p br,p table"):
        parent = node.parent
        while parent is not None and parent.mem_id not in found:
            if parent.tag == "p":
                found.add(parent.mem_id)
                break
            parent = parent.parent
    return found


def _lines_of_cell(cell: LexborNode) -> str:
    """The cell's text with a line for each paragraph, or part of one, that holds any."""
    parts: list[str] = []
    for node in cell.traverse(include_text=True):
        text = node.text_content
        if text is not None:
            parts.append(" ".join(text.splitlines()))
        elif node.tag in _BLOCKS:
            parts.append("\n")
    lines = [" ".join(line.split()) for line in "".join(parts).split("\n")]
    return "\n".join([line for line in lines if line])[:MAX_CELL_CHARACTERS]


def _is_blank_cell(node: LexborNode) -> bool:
    """An empty element beside ones of its kind with a few words: a table made of them, and a blank cell in it."""
    for beside in (node.prev, node.next):
        if beside is not None and beside.tag == "-text":  # white space between the two
            beside = beside.prev if beside.next is not None and beside.next.mem_id == node.mem_id else beside.next
        if beside is not None and beside.tag == node.tag and 0 < len(beside.text().strip()) <= _FEW_WORDS:
            return True
    return False


def _span(text: str) -> int:
    try:
        return min(max(int(text), 1), MAX_SPAN)
    except ValueError:
        return 1
