"""Blocks → lines: one list of cells per printed line, whatever the medium.

A line of a grid keeps its columns. A line of text is split at tabs, and where a label of the form is followed by
values: ``规章 0 0 0``, or run together, ``规章000``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongkai.report.limits import MAX_BLOCKS
from gongkai.report.reading.blocks import Block, Grid, Paragraph
from gongkai.report.reading.labels import ROW, find_label, guess_row
from gongkai.report.reading.values import BLANK, NUMBER, TEXT, parse_value

_PAGE_NUMBER = re.compile(
    r"^\s*[-—－–·]+\s*\d{1,3}\s*[-—－–·]+\s*$|^第\s*\d+\s*页(?:\s*[共/，,]?\s*共?\s*\d+\s*页)?$|^\d{1,3}\s*/\s*\d{1,3}$"
)
_LONGEST_ROW = 400
_GLUED = re.compile(r"^(.*?[^\d０-９.,，．+\-])([\d０-９]+)$", re.DOTALL)
_SIDEWAYS = "三、本年度办理结果辦結"
_ARTICLE_CELL = 300  # a cell with this many characters on several lines arranges text, it is no cell of a form


@dataclass(slots=True)
class Line:
    """``columns`` are (column, colspan) of each cell in a grid, else None; ``glued`` tells that the label ran into the values."""

    cells: list[str]
    columns: list[tuple[int, int]] | None = None
    glued: bool = False
    block: int = 0


def lines_of(blocks: list[Block]) -> list[Line]:
    """Every line of the document in reading order; ``block`` is the index of its block."""
    lines: list[Line] = []
    for index, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            if len(block.text) < 16 and _PAGE_NUMBER.match(block.text):
                continue
            lines.append(_paragraph(block.text, index))
        else:
            _grid(block, index, lines)
        if len(lines) > 2 * MAX_BLOCKS:
            break
    return lines


def _grid(grid: Grid, index: int, lines: list[Line]) -> None:
    for row in grid.rows:
        if not row:
            continue
        if any(len(cell.text) > _ARTICLE_CELL and cell.text.count("\n") > 3 for cell in row):
            for cell in row:
                lines.extend(_paragraph(text, index) for text in cell.text.split("\n") if text.strip())
        elif len(row) == 1:
            lines.append(
                _paragraph(row[0].text.replace("\n", " "), index) if row[0].text.strip() else Line([""], block=index)
            )
        else:
            lines.append(Line([cell.text for cell in row], [(cell.col, cell.colspan) for cell in row], False, index))


def _paragraph(text: str, index: int) -> Line:
    if "\t" in text:
        cells: list[str] = []
        for cell in text.split("\t"):
            tokens = cell.split()
            several = len(tokens) > 1 and all(parse_value(token).kind == NUMBER for token in tokens)
            cells.extend(tokens if several else [cell.strip()])
        return Line(cells, block=index)
    if len(text) > _LONGEST_ROW or not text or "一" <= text[-1] <= "鿿" and text[-1] not in "元万件个项无":
        return Line([text], block=index)
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
            return Line(values, block=index)
        if values and (len(values) > 2 or _is_row(head, len(values))):
            return Line([head, *values], block=index)
    if match := _GLUED.match(text):
        label = find_label(match[1])
        if label is not None and label.kind == ROW:
            return Line([match[1], match[2]], glued=True, block=index)
    return Line([text], block=index)


def _is_row(head: str, values: int) -> bool:
    label = find_label(head)
    if label is not None:
        return label.kind == ROW or label.name in ("其他", "总计")
    return values > 1 and guess_row(head) is not None
