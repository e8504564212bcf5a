"""HTML → blocks: tables as rows of texts, everything else as paragraphs in reading order.

Rows are found by their labels, and cells of a row stand in order whatever they span: columns are not counted here.

Every look at a node makes a Python object, which is what reading a page costs. So paragraphs and cells are taken as
text in one call wherever nothing inside them can break a line, and what is rare is looked for once per page.
"""

from __future__ import annotations

import re
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from gongkai.report.limits import MAX_BLOCKS, MAX_CELL_CHARACTERS, MAX_CELLS
from gongkai.report.reading.blocks import Block, Document, Paragraph, Rows
from gongkai.report.reading.media.html_divs import is_blank_cell
from gongkai.report.reading.media.html_unseen import MOST_NESTED, cut_where_too_deep, drop_unseen, styles_to_drop
from gongkai.report.reading.media.html_veiled import STYLED_PARTS, drop_veiled, may_veil
from gongkai.report.reading.media.text import read_text

_SKIPPED = frozenset("noscript template head button svg iframe object option video audio canvas".split())
_BLOCKS = frozenset(
    "p div h1 h2 h3 h4 h5 h6 li ul ol dl dt dd section article header footer main aside nav form fieldset caption tr "
    "td th tbody thead tfoot center blockquote pre body html address hr figure figcaption legend details summary menu "
    "dir title ucapcontent br".split()
)
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_LONGEST_LABEL = 160
_DIGIT = re.compile(r"\d")
_HOLDS_NUMBERS = re.compile(r"(?:\d[.．、](?=\s*[^\s\d]{2}))?+\D*\d")
"""Digits other than the one before the words of a label."""
_CELLS = frozenset(("td", "th"))


def read_html(text: str, data: bytes | None = None) -> Document:
    """Blocks of a decoded page or fragment; ``data`` is its UTF-8 form where that is at hand.

    Scripts, styles, and rows, cells, paragraphs and spans hidden by their own style are left out.
    """
    document = Document("text/html")
    if (whole := text) is not (text := cut_where_too_deep(text)):
        left = len(whole) - len(text)
        document.notes.append(("limit-reached", {"what": "depth", "limit": MOST_NESTED, "left": left}))
        data = None
    styles = styles_to_drop(text)
    parser = LexborHTMLParser(text if data is None else data)
    title = (parser.head.css_first("title") if parser.head else None) or parser.css_first("title")
    if title is not None:
        document.title = " ".join(title.text().split()) or None
    drop_unseen(parser, styles)
    root = parser.body or parser.root
    if root is not None:
        try:
            _Walk(document, parser, unsure=parser).walk(root)
        except _Veiled:
            drop_veiled(parser)
            document.blocks.clear()
            _Walk(document, parser, unsure=None).walk(root)
    return document


class _Veiled(Exception):
    """A number is drawn in parts, and the page may have styles that leave no mark: some may not be seen."""


class _Walk:
    """One pass over the tree, without recursion: pages nest as deep as their authors like."""

    def __init__(self, document: Document, parser: LexborHTMLParser, *, unsure: LexborHTMLParser | None) -> None:
        """``unsure`` is the page as long as nobody looked in it for styles that leave no mark."""
        self.unsure = unsure
        self.styled = False
        self.blocks: list[Block] = document.blocks
        self.notes = document.notes
        self.cells = 0
        self.line: list[str] = []
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
                if line or not text.isspace():
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
                if tag == "div" and is_blank_cell(node):
                    self.blocks.append(Paragraph(""))
            elif tag == "pre":
                self.blocks.extend(read_text(node.text()).blocks)
            elif tag == "table":
                enter = self.layout(node)
                if not enter:
                    self.grid(node)
            elif tag == "p" and not (self.broken and node.mem_id in self.broken):
                self.paragraph(node.text(), level)
            elif (text := _only_text(child)) is not None:
                if not block:
                    line.append(text)
                elif tag == "div" and text.isspace() and is_blank_cell(node):
                    self.blocks.append(Paragraph(""))
                else:
                    self.paragraph(text, _HEADINGS.get(tag, level))
            elif len(stack) >= MOST_NESTED:
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
        self.paragraph(text, level)

    def paragraph(self, text: str, level: int | None) -> None:
        """A paragraph of ``text``; rows of preformatted tables are one each."""
        if len(text) > 2_000 and level is None and "\t" in text:
            parts = [part.split() for part in text.split("\n")]
            self.blocks += [Paragraph(" ".join(words)[:MAX_CELL_CHARACTERS]) for words in parts if words]
        elif words := text.split():
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
        """The texts of the table's cells, row by row."""
        caption = next((child for child in table.iter() if child.tag == "caption"), None)
        if caption is not None and (words := caption.text().split()):
            self.blocks.append(Paragraph(" ".join(words)))
        rows: list[list[str]] = []
        for printed in table.css("tr"):
            row: list[str] = []
            rows.append(row)
            for cell in printed.iter():
                if cell.tag not in _CELLS:
                    continue
                text = cell.text(True, "\n")
                if len(text) > 1:
                    if "\n" not in text:
                        text = text.strip()[:MAX_CELL_CHARACTERS]
                    elif len(text) > _LONGEST_LABEL or (label := _label(text)) is None:
                        text = self.cell_text(cell, text)
                    else:
                        text = label
                row.append(text)
            self.cells += len(row)
            if self.cells > MAX_CELLS:
                self.full = True
                self.notes.append(("limit-reached", {"what": "cells", "limit": MAX_CELLS}))
                break
        if rows:
            self.blocks.append(Rows(rows))

    def cell_text(self, cell: LexborNode, text: str) -> str:
        """Text of a cell whose texts are the lines of ``text``.

        Texts of neighbouring inline elements belong together, those of paragraphs and lines do not: the tree is asked
        only where that matters, for numbers.
        """
        pieces = [piece for piece in text.split("\n") if piece and not piece.isspace()]
        if len(pieces) < 2 or _DIGIT.search(text) is None:
            return "".join(pieces).strip()[:MAX_CELL_CHARACTERS]
        if self.unsure is not None:
            if not self.styled and self.unsure.css_first(STYLED_PARTS) is None:
                self.unsure = None  # no part of any cell has a style
            elif may_veil(cell.html or ""):
                raise _Veiled
            self.styled = True
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


def _only_text(child: LexborNode) -> str | None:
    """The text that is all a node with this first child holds, be it in a link, as the lines of menus are."""
    if child.next is not None:
        return None
    text = child.text_content
    if text is None and child.tag in ("a", "span"):
        inner = child.child
        if inner is not None and inner.next is None:
            return inner.text_content
    return text


def _holds_elements(node: LexborNode | None) -> bool:
    """Whether ``node`` or a sibling holds more than text: only then is their parent walked into."""
    while node is not None:
        if node.text_content is None and (node.child is not None or node.tag == "br"):
            return True
        node = node.next
    return False


@lru_cache(1024)
def _label(text: str) -> str | None:
    """The pieces of a text without numbers as one; None with numbers. The labels of all reports are much the same."""
    if _HOLDS_NUMBERS.match(text) is not None:
        return None
    return "".join([piece for piece in text.split("\n") if not piece.isspace()]).strip()


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
