"""HTML → blocks: tables as grids with their spans, everything else as paragraphs in reading order."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from gongkai.report.limits import MAX_BLOCKS, MAX_CELL_CHARACTERS, MAX_CELLS, MAX_DEPTH, MAX_SPAN
from gongkai.report.reading.blocks import Block, Document, Grid, GridCell, Paragraph

_SKIPPED = frozenset(
    "script style noscript template head select textarea button svg iframe object option video audio canvas".split()
)
_INNER_SKIPPED = ",".join(
    f"{inside} {tag}" for inside in ("td", "p") for tag in ("script", "style", "textarea", "select")
)
_BLOCKS = frozenset(
    "p div h1 h2 h3 h4 h5 h6 li ul ol dl dt dd section article header footer main aside nav form fieldset caption tr td "
    "th tbody thead tfoot center blockquote pre body html address hr figure figcaption legend details summary menu dir "
    "title ucapcontent br".split()
)
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_NO_DISPLAY = re.compile(r"display:\s?none", re.IGNORECASE)
_HIDDEN = ",".join(f'{tag}[style*="display:none"],{tag}[style*="display: none"]' for tag in ("tr", "td", "p", "span"))


def read_html(text: str, data: bytes | None = None) -> Document:
    """Blocks of a decoded page or fragment; ``data`` is its UTF-8 form where that is at hand.

    Scripts, styles, and rows, cells, paragraphs and spans hidden by their own style are left out.
    """
    parser = LexborHTMLParser(text if data is None else data)
    document = Document("text/html")
    title = parser.css_first("title")
    if title is not None:
        document.title = " ".join(title.text().split()) or None
    for node in parser.css(_INNER_SKIPPED):
        node.decompose()
    if _NO_DISPLAY.search(text):
        for node in parser.css(_HIDDEN):
            node.decompose()
    root = parser.body or parser.root
    if root is not None:
        _Walk(document, parser).walk(root)
    return document


class _Walk:
    """One pass over the tree, without recursion: pages nest as deep as their authors like."""

    def __init__(self, document: Document, parser: LexborHTMLParser) -> None:
        self.blocks: list[Block] = document.blocks
        self.notes = document.notes
        self.cells = 0
        self.line: list[str] = []
        self.spans = {node.mem_id: node for node in parser.css("[rowspan],[colspan]")}
        self.nested = {node.mem_id for node in parser.css("table table")}
        self.broken = _paragraphs_with_breaks(parser)
        self.full = False

    def walk(self, root: LexborNode) -> None:
        """Blocks of everything below ``root``."""
        level: int | None = None
        stack: list[tuple[LexborNode | None, int | None]] = []
        node = root.child
        while True:
            while node is None:
                if not stack:
                    self.flush(level)
                    return
                self.flush(level)
                node, level = stack.pop()
            tag = node.tag
            if tag == "-text":
                self.line.append(node.text_content or "")
                node = node.next
                continue
            if tag == "table":
                self.flush(level)
                if self.full:
                    return
                if self.layout(node):
                    stack.append((node.next, level))
                    node = node.child
                    continue
                self.grid(node)
                node = node.next
                continue
            if tag in _BLOCKS:
                self.flush(level)
                if self.full:
                    return
                if tag == "p" and node.mem_id not in self.broken:
                    self.line.append(node.text())
                    self.flush(level)
                    node = node.next
                    continue
                if len(stack) >= MAX_DEPTH:
                    self.line.append(node.text(separator="\n"))
                    self.flush(level)
                    node = node.next
                    continue
                child = node.child
                if child is None:
                    node = node.next
                    continue
                stack.append((node.next, level))
                level = _HEADINGS.get(tag, level)
                node = child
                continue
            child = node.child
            if child is None or tag in _SKIPPED:
                node = node.next
                continue
            if len(stack) < MAX_DEPTH and self.holds_blocks(child):
                stack.append((node.next, level))
                node = child
                continue
            self.line.append(node.text())
            node = node.next

    @staticmethod
    def holds_blocks(node: LexborNode | None) -> bool:
        """An inline element is walked into only where something else than text may stand in it."""
        while node is not None:
            if node.tag != "-text" and node.child is not None or node.tag == "br":
                return True
            node = node.next
        return False

    def flush(self, level: int | None) -> None:
        """The line so far becomes a paragraph."""
        if not self.line:
            return
        text = "".join(self.line)
        self.line.clear()
        for part in text.split("\n") if level is None and "\t" in text and len(text) > 2_000 else (text,):
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
        caption = table.css_first("caption")
        if caption is not None and (words := caption.text().split()):
            self.blocks.append(Paragraph(" ".join(words)))
        rows: list[list[GridCell]] = []
        open_until: dict[int, int] = {}  # column → first row index below its rowspan
        spans = self.spans
        for index, tr in enumerate(table.css("tr")):
            row: list[GridCell] = []
            column = 0
            cell = tr.child
            while cell is not None:
                tag = cell.tag
                if tag == "td" or tag == "th":
                    while open_until and open_until.get(column, 0) > index:
                        column += 1
                    if cell.mem_id in spans:
                        attributes = cell.attributes
                        colspan = _span(attributes.get("colspan"))
                        rowspan = _span(attributes.get("rowspan"))
                    else:
                        colspan = rowspan = 1
                    row.append(GridCell(_cell_text(cell), column, colspan, rowspan))
                    if rowspan > 1:
                        for covered in range(column, column + colspan):
                            open_until[covered] = index + rowspan
                    column += colspan
                    self.cells += 1
                cell = cell.next
            rows.append(row)
            if self.cells > MAX_CELLS:
                self.full = True
                self.notes.append(("limit-reached", {"what": "cells", "limit": MAX_CELLS}))
                break
        if rows:
            self.blocks.append(Grid(rows))


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


_DIGIT = re.compile(r"\d")


def _cell_text(cell: LexborNode) -> str:
    """Text of a cell. Texts of neighbouring inline elements belong together, those of paragraphs and lines do not."""
    text = cell.text(separator="\n")
    if len(text) < 2:
        return text
    pieces = text.split("\n")
    if len(pieces) > 1:
        pieces = [piece for piece in pieces if piece and not piece.isspace()]
    if len(pieces) == 1:
        return pieces[0].strip()[:MAX_CELL_CHARACTERS]
    if _DIGIT.search(text) is None:
        return "".join(pieces).strip()[:MAX_CELL_CHARACTERS]
    parts: list[str] = []
    for node in cell.traverse(include_text=True):
        tag = node.tag
        if tag == "-text":
            parts.append(" ".join((node.text_content or "").splitlines()))
        elif tag in _BLOCKS:
            parts.append("\n")
    lines = [" ".join(line.split()) for line in "".join(parts).split("\n")]
    return "\n".join([line for line in lines if line])[:MAX_CELL_CHARACTERS]


def _span(text: str | None) -> int:
    try:
        return min(max(int(text or 1), 1), MAX_SPAN)
    except ValueError:
        return 1
