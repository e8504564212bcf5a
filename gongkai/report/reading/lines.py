"""Blocks → lines: one list of cells per printed line, whatever the medium.

A line of a grid has the grid's cells. A line of text is split at tabs, and where a label of the form is followed by
values: ``规章 0 0 0``, or run together, ``规章000``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongkai.report.limits import MAX_BLOCKS
from gongkai.report.reading.blocks import Block, Paragraph, Rows
from gongkai.report.reading.labels import ROW, find_label, guess_row
from gongkai.report.reading.values import BLANK, NUMBER, TEXT, parse_value

_PAGE_NUMBER = re.compile(
    r"^\s*[-—－–·]+\s*\d{1,3}\s*[-—－–·]+\s*$|^第\s*\d+\s*页(?:\s*[共/，,]?\s*共?\s*\d+\s*页)?$|^\d{1,3}\s*/\s*\d{1,3}$"
)
_LONGEST_ROW = 400
_GLUED = re.compile(r"^(.*?[^\d０-９.,，．+\-])([\d０-９]+)$", re.DOTALL)
_SIDEWAYS = "三、本年度办理结果辦結"
_OPEN_NOTE = re.compile(r"[（(][^（()）]*$")
_ARTICLE_CELL = 300  # a cell with this many characters on several lines arranges text, it is no cell of a form


@dataclass(slots=True)
class Line:
    """``grid`` tells that the cells are a table's own, ``marked`` that tabs part them, ``glued`` a label run on."""

    cells: list[str]
    grid: bool = False
    marked: bool = False
    glued: bool = False


def lines_of(blocks: list[Block]) -> list[Line]:
    """Every line of the document in reading order."""
    lines: list[Line] = []
    for block in blocks:
        if not isinstance(block, Paragraph):
            rows = block.rows if isinstance(block, Rows) else [[cell.text for cell in row] for row in block.rows]
            _table(rows, lines)
        elif _is_one_cell(text := block.text):
            lines.append(Line([text]))
        elif len(text) >= 16 or not _PAGE_NUMBER.match(text):
            lines.append(_paragraph(text))
        if len(lines) > 2 * MAX_BLOCKS:
            break
    return lines


def _is_one_cell(text: str) -> bool:
    """A line of prose, a heading, a menu: it ends in a character that ends no number and no page number."""
    if not text or "\t" in text:
        return False
    last = text[-1]
    return ("一" <= last <= "鿿" and last not in "元万件个项无页") or last in "。；："


def _table(rows: list[list[str]], lines: list[Line]) -> None:
    for texts in rows:
        if not texts:
            continue
        if len(texts) < 5 and any(len(text) > _ARTICLE_CELL and text.count("\n") > 3 for text in texts):
            for text in texts:
                lines.extend(_paragraph(piece) for piece in text.split("\n") if piece.strip())
        elif len(texts) == 1:
            lines.append(_paragraph(texts[0].replace("\n", " ")) if texts[0].strip() else Line([""]))
        else:
            lines.append(Line(texts, True))


def _paragraph(text: str) -> Line:
    if "\t" in text:
        cells: list[str] = []
        for cell in text.split("\t"):
            tokens = cell.split()
            several = len(tokens) > 1 and all(parse_value(token).kind == NUMBER for token in tokens)
            cells.extend(tokens if several else [cell.strip()])
        return Line(cells, marked=True)
    if len(text) > _LONGEST_ROW or not text or _is_one_cell(text):
        return Line([text])
    tokens = text.replace("[bookmark: ", "[bookmark:").split()
    if len(tokens) > 1:
        first = len(tokens)
        while first and parse_value(tokens[first - 1]).kind not in (TEXT, BLANK):
            first -= 1
        values = tokens[first:]
        if first > 1 and len(tokens[0]) == 1 and tokens[0] in _SIDEWAYS:
            del tokens[0]  # 三、本年度办理结果 stands beside the rows, one character a line
            first -= 1
        head = "".join(tokens[:first])
        if not head:
            return Line(values)
        if values and not _OPEN_NOTE.search(head) and (len(values) > 2 or _is_row(head, len(values))):
            return Line([head, *values])
    if text[-1].isdigit() and (match := _GLUED.match(text)) and not _OPEN_NOTE.search(match[1]):
        label = find_label(match[1])
        if label is not None and label.kind == ROW:
            return Line([match[1], match[2]], glued=True)
    return Line([text])


def _is_row(head: str, values: int) -> bool:
    label = find_label(head)
    if label is not None:
        return label.kind == ROW or label.name in ("其他", "总计")
    return values > 1 and guess_row(head) is not None
