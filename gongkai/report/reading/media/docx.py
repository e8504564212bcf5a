"""Word documents (.docx): paragraphs and tables of the main part, in reading order, as printed.

Kept: inserted text, field results, text boxes, content controls, automatic list numbers. Dropped: deleted and hidden
text, field codes, comments, notes, headers and footers. A table that only serves layout becomes its content.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from gongkai.report.reading.blocks import Block, Document, Paragraph, UnreadableDocument
from gongkai.report.reading.media.archive import Archive
from gongkai.report.reading.media.collector import Collector
from gongkai.report.reading.media.docx_styles import MC, Formatting, is_on, whole_number
from gongkai.report.reading.media.layout import Cell, snap, table_blocks
from gongkai.report.reading.media.numbering import Counters, join_label
from gongkai.report.reading.media.stylesheet import W

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_VAL = W + "val"
_P, _R, _T, _TBL, _TR, _TC = W + "p", W + "r", W + "t", W + "tbl", W + "tr", W + "tc"
_PPR, _RPR, _TRPR, _TCPR = W + "pPr", W + "rPr", W + "trPr", W + "tcPr"
_SPAN, _DOWN, _ACROSS = W + "gridSpan", W + "vMerge", W + "hMerge"
_UNSEEN = (W + "vanish", W + "strike", W + "dstrike")  # hidden, or struck: no longer said
_RAISED = W + "vertAlign"  # a raised figure is a footnote's mark, no digit of the number before it
_TEXT_BOX = W + "txbxContent"
_ALTERNATE = MC + "AlternateContent"

_WRAPPERS = frozenset(
    W + name
    for name in (
        "sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "hyperlink", "fldSimple", "dir", "bdo",
        "ruby", "rubyBase", "subDoc",
    )
)  # fmt: skip
_SIGNS = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
}
_DRAWINGS = frozenset({W + "drawing", W + "pict", W + "object"})
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_WINGDINGS = {0x6C: "●", 0x6E: "■", 0x6F: "□", 0xA8: "□", 0xFC: "√", 0xFD: "×", 0xFE: "☑", 0x52: "☑", 0xA3: "□"}


def read_docx(data: bytes) -> Document:
    """Read a .docx package; raises :class:`UnreadableDocument` where it cannot be opened."""
    archive = Archive(data)
    main = archive.main_part("word/document.xml")
    root = archive.xml(main)
    body = None if root is None else root.find(W + "body")
    if body is None:
        raise UnreadableDocument("broken-document", what=main)
    document = Document(MEDIA_TYPE, title=archive.title())
    reader = _Reader(Formatting(archive, main))
    collector = Collector(document)
    for child in body:
        if collector.full():
            break
        for block in reader.blocks((child,)):
            collector.add(block)
    for block in reader.rest():
        collector.add(block)
    for part in reader.foreign_parts:
        document.notes.append(("embedded-part", {"name": part}))
    return document


class _Reader:
    """Walks the tree. It recurses once per level of nesting at most, and the parser bounds those."""

    def __init__(self, formatting: Formatting) -> None:
        self._formatting = formatting
        self._counters = Counters()
        self._carried = ""
        """Text of a paragraph whose end mark was deleted: the next paragraph goes on with it."""
        self.foreign_parts: list[str] = []

    def blocks(self, elements: Iterator[etree._Element] | etree._Element | tuple[etree._Element, ...]) -> list[Block]:
        out: list[Block] = []
        for element in elements:
            tag = element.tag
            if tag == _P:
                self._paragraph(element, out)
            elif tag == _TBL:
                out.extend(self._table(element))
            elif tag in _WRAPPERS:
                out.extend(self.blocks(element))
            elif tag == _ALTERNATE:
                out.extend(self.blocks(_chosen(element)))
            elif tag == W + "altChunk":
                self.foreign_parts.append("altChunk")
        return out

    def rest(self) -> list[Block]:
        """Text still waiting for a paragraph to go on with."""
        text, self._carried = self._carried, ""
        return [Paragraph(text)] if text else []

    def _cell(self, element: etree._Element) -> list[Block]:
        waiting, self._carried = self._carried, ""
        content = self.blocks(element)
        content.extend(self.rest())
        self._carried = waiting
        return content

    def _paragraph(self, element: etree._Element, out: list[Block]) -> None:
        parts: list[str] = []
        boxes: list[etree._Element] = []
        level: int | None = None
        label = ""
        merged = False
        for child in element:
            tag = child.tag
            if tag == _R:
                _run(child, parts, boxes)
            elif tag == _PPR:
                if len(child):
                    style = self._formatting.paragraph(child)
                    level, merged = style.level, style.end_deleted
                    if style.list_id is not None:
                        label = self._label(style.list_id, style.list_level)
            else:
                _inline(child, parts, boxes)
        text = self._carried + join_label(label, "".join(parts)).strip("\n")
        self._carried = text if merged else ""
        if not merged:
            out.append(Paragraph(text, level if text else None))
        for box in boxes:
            out.extend(self.blocks(box))

    def _label(self, list_id: str, depth: int) -> str:
        numbering = self._formatting.lists().get(list_id)
        if numbering is None:
            return ""
        return self._counters.label(numbering.family, list_id, depth, numbering.levels, numbering.restarts)

    def _table(self, table: etree._Element) -> list[Block]:
        rows: list[list[Cell]] = []
        above: dict[int, tuple[int, Cell]] = {}
        """Vertical merges open at the last row: column → (row of the first cell, that cell)."""
        for row in _children(table, _TR):
            col, dropped = self._formatting.row(row.find(_TRPR))
            if dropped:
                continue
            cells: list[Cell] = []
            merges: dict[int, tuple[int, Cell]] = {}
            for element in _children(row, _TC):
                span, across, down = _cell_properties(element.find(_TCPR))
                if across == "continue" and cells and cells[-1].col + cells[-1].colspan == col:
                    cells[-1].colspan += span
                elif down == "continue" and col in above:
                    first, cell = merges[col] = above[col]
                    cell.rowspan = len(rows) - first + 1
                else:
                    cell = Cell(self._cell(element), col, span)
                    cells.append(cell)
                    if down is not None:
                        merges[col] = (len(rows), cell)
                col += span
            rows.append(cells)
            above = merges
        snap(rows, _widths(table))
        return table_blocks(rows)


def _widths(table: etree._Element) -> list[int]:
    """The widths of the table's columns in twips."""
    grid = next(table.iterchildren(W + "tblGrid"), None)
    columns = () if grid is None else grid.iterchildren(W + "gridCol")
    return [whole_number(column.get(W + "w"), 0, top=100_000) for column in columns]


def _cell_properties(properties: etree._Element | None) -> tuple[int, str | None, str | None]:
    """Columns spanned, and how the cell is merged with the one before and the one above (restart, continue)."""
    span, across, down = 1, None, None
    for child in () if properties is None else properties.iterchildren(_SPAN, _DOWN, _ACROSS):
        tag = child.tag
        if tag == _SPAN:
            span = max(1, whole_number(child.get(_VAL), 1))
        elif tag == _DOWN:
            down = "restart" if child.get(_VAL) == "restart" else "continue"
        else:
            across = "restart" if child.get(_VAL) == "restart" else "continue"
    return span, across, down


def _children(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, also inside content controls."""
    for child in element:
        tag = child.tag
        if tag == wanted:
            yield child
        elif tag in _WRAPPERS:
            yield from _children(child, wanted)
        elif tag == _ALTERNATE:
            for chosen in _chosen(child):
                if chosen.tag == wanted:
                    yield chosen


def _chosen(alternate: etree._Element) -> Iterator[etree._Element]:
    """The content of one branch: the two say the same for newer and older programs."""
    branch = alternate.find(MC + "Choice")
    if branch is None or not len(branch):
        branch = alternate.find(MC + "Fallback")
    return iter(()) if branch is None else iter(branch)


def _inline(element: etree._Element, parts: list[str], boxes: list[etree._Element]) -> None:
    """Text of anything that stands in a paragraph beside plain runs."""
    tag = element.tag
    if tag == _R:
        _run(element, parts, boxes)
    elif tag in _WRAPPERS:
        for child in element:
            _inline(child, parts, boxes)
    elif tag == _ALTERNATE:
        for child in _chosen(element):
            _inline(child, parts, boxes)
    elif tag.startswith(_MATH):
        parts.extend(text.text or "" for text in element.iter(_MATH + "t"))


def _run(run: Iterable[etree._Element], parts: list[str], boxes: list[etree._Element]) -> None:
    for child in run:
        tag = child.tag
        if tag == _T:
            if text := child.text:
                parts.append(text)
        elif tag == _RPR:
            if any(is_on(hidden) for hidden in child.iterchildren(*_UNSEEN)):
                return
            if any(raised.get(W + "val") == "superscript" for raised in child.iterchildren(_RAISED)):
                return
        elif sign := _SIGNS.get(tag):
            parts.append(sign)
        elif tag == W + "sym":
            parts.append(_symbol(child))
        elif tag in _DRAWINGS:
            _text_boxes(child, boxes)
        elif tag == _ALTERNATE:
            _run(_chosen(child), parts, boxes)
        elif tag == _R or tag in _WRAPPERS:
            _inline(child, parts, boxes)


def _text_boxes(drawing: etree._Element, boxes: list[etree._Element]) -> None:
    """The outermost text boxes of a drawing; those inside are found when their box is read."""
    for child in drawing:
        if child.tag == _TEXT_BOX:
            boxes.append(child)
        elif child.tag == _ALTERNATE:
            for chosen in _chosen(child):
                _text_boxes(chosen, boxes)
        else:
            _text_boxes(child, boxes)


def _symbol(element: etree._Element) -> str:
    try:
        code = int(element.get(W + "char") or "", 16)
    except ValueError:
        return ""
    if not 0xF000 <= code <= 0xF0FF:
        return chr(code) if 0x20 <= code < 0xD800 else ""
    if "wingdings" in (element.get(W + "font") or "").lower():
        return _WINGDINGS.get(code - 0xF000, "")
    return chr(code - 0xF000) if 0x20 <= code - 0xF000 < 0x7F else ""
