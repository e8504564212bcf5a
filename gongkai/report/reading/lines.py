"""Blocks → lines: one list of cells per printed line, whatever the medium.

A line of a grid has the grid's cells. A line of text is split at tabs, and where a label of the form is followed by
values: ``规章 0 0 0``, or run together, ``规章000``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongkai.report.limits import MAX_BLOCKS
from gongkai.report.reading.blocks import Block, Paragraph, Rows
from gongkai.report.reading.damaged_labels import guess_row
from gongkai.report.reading.labels import ROW, find_label
from gongkai.report.reading.one_line import SHORTEST, unrolled
from gongkai.report.reading.values import BLANK, NOT_APPLICABLE, NUMBER, TEXT, parse_value

PAGE_NUMBER = re.compile(
    r"^\s*[-—－–·]+\s*\d{1,3}\s*[-—－–·]+\s*$|^第\s*\d+\s*[页頁](?:\s*[共/，,]?\s*共?\s*\d+\s*[页頁])?$|^\d{1,3}\s*/\s*\d{1,3}$"
)
_HEADING_WITHIN = re.compile(
    r"(?:(?<=[。：:；;）)])|^)\s*([一五六]、\s*(?:总体情况|(?:政府信息公开工作)?存在的?(?:主要)?问题[及和与]?改进(?:情况|措施)"
    r"|其他需要报告的?事项))\s+(?=[^\s\d.…·]{2}|\d{4}年|1[、.．])(?![一二三四五六]、)"
)
"""Behind it white space and words: a page's number, dots or the next heading belong to a table of contents."""
_SHORTEST_RUN_ON = 24
_LONGEST_ROW = 400
_LONGEST_LABEL = 60
_PARTED = re.compile(r"[\s\d,;；]")
"""What every line of more than one cell holds."""
_GLUED = re.compile(r"^(.*?[^\d０-９.,，．+\-])([\d０-９]+)$", re.DOTALL)
_GLUED_AMOUNT = re.compile(r"^([^\d０-９]*[^\d０-９.,，．+\-])([\d０-９][\d０-９.,，．]*(?:[万萬]?元|[万萬])?)$")
SIDEWAYS = "三、本年度办理结果辦結"
"""A group's label that stands beside its rows, one character a line."""
_COUNTERS = frozenset(("件", "项", "个", "次", "元", "万元", "宗", "条"))
_SPACED = re.compile(rf"[\d０-９](?:{'|'.join(sorted(_COUNTERS))})?\s+[\d０-９]")
_FEWEST_BEHIND = 3  # numbers behind a label whose last piece ran into the first of them
_RUN = 7
"""Digits that are more than one number of a row: a run of its seven, behind a label that may be damaged."""
_ENDS_IN_NUMBER = re.compile(r"\s[\d０-９]+$")
_THOUSANDS = re.compile(r"\d,\d{3}(?!\d)")
_OPEN_NOTE = re.compile(r"[（(][^（()）]*$")
_ARTICLE_CELL = 300  # a cell with this many characters on several lines arranges text, it is no cell of a form


@dataclass(slots=True)
class Line:
    """``grid`` tells that the cells are a table's own, ``marked`` that tabs part them, ``glued`` a label run on.

    ``drawn`` lines were put together from what stands at one height of a page: nothing says how many cells they had.
    """

    cells: list[str]
    grid: bool = False
    marked: bool = False
    glued: bool = False
    drawn: bool = False


def lines_of(blocks: list[Block]) -> list[Line]:
    """Every line of the document in reading order."""
    lines: list[Line] = []
    most = 2 * MAX_BLOCKS
    for block in blocks:
        if isinstance(block, Paragraph):
            text = block.text
            if len(text) > SHORTEST and (pieces := unrolled(text)) is not None:
                lines.extend(_paragraph(piece) for piece in pieces)
            elif len(text) > _SHORTEST_RUN_ON and (headed := _run_on(text)) is not None:
                lines.extend(Line([piece]) for piece in headed)
            elif _is_one_cell(text):
                lines.append(Line([text]))
            elif len(text) >= 16 or not PAGE_NUMBER.match(text):
                line = _paragraph(text)
                line.drawn = block.page is not None
                lines.append(line)
        else:
            rows = block.rows if isinstance(block, Rows) else [[cell.text for cell in row] for row in block.rows]
            _table(rows, lines)
        if len(lines) > most:
            break
    return lines


def _run_on(text: str) -> list[str] | None:
    """A section's heading within its paragraph, as pages without line breaks print it: what is before, it, the rest."""
    if "总体情况" not in text and "改进" not in text and "其他需要" not in text:
        return None
    pieces = [piece.strip() for piece in _HEADING_WITHIN.split(text)]
    return [piece for piece in pieces if piece] if len(pieces) > 1 else None


def _is_one_cell(text: str) -> bool:
    """A line of prose, a heading, a menu: it ends in a character that ends no number and no page number."""
    if not text or "\t" in text:
        return False
    last = text[-1]
    return ("一" <= last <= "鿿" and last not in "元万萬亿億件个個项項无無页頁") or last in "。；："


def _table(rows: list[list[str]], lines: list[Line]) -> None:
    for texts in rows:
        if not texts:
            continue
        if len(texts) < 5 and max(map(len, texts)) > _ARTICLE_CELL and _is_article(texts):
            for text in texts:
                lines.extend(_paragraph(piece) for piece in text.split("\n") if piece.strip())
        elif len(texts) == 1:
            lines.append(_paragraph(texts[0].replace("\n", " ")) if texts[0].strip() else Line([""]))
        else:
            lines.append(Line(texts, True))


def _is_article(texts: list[str]) -> bool:
    """Whether one of a row's cells holds the lines of a page."""
    return any(len(text) > _ARTICLE_CELL and text.count("\n") > 3 for text in texts)


def _paragraph(text: str) -> Line:
    if "\t" in text:
        cells: list[str] = []
        for cell in text.split("\t"):
            tokens = cell.split()
            several = len(tokens) > 1 and all(parse_value(token).kind == NUMBER for token in tokens)
            cells.extend(tokens if several else [cell.strip().strip('"')])
        return Line(cells, marked=True)
    if len(text) > _LONGEST_ROW or _PARTED.search(text) is None or _is_one_cell(text):
        return Line([text])
    if (parted := _delimited(text)) is not None:
        return Line(parted, marked=True)
    tokens = _tokens(text)
    if len(tokens) > 1:
        if (beside := _rows_beside(tokens)) is not None:
            return Line(beside)
        first = len(tokens)
        padded = _filled_up(tokens)
        while first and (parse_value(tokens[first - 1]).kind not in (TEXT, BLANK) or tokens[first - 1] in padded):
            first -= 1
        values = tokens[first:]
        if first > 1 and len(tokens[0]) == 1 and tokens[0] in SIDEWAYS:
            del tokens[0]  # 三、本年度办理结果 stands beside the rows, one character a line
            first -= 1
        head = "".join(tokens[:first])
        if not head:
            return Line(values)
        if (
            values
            and (len(values) > 4 or not _OPEN_NOTE.search(head))
            and (len(values) > 2 or _is_row(head, len(values)))
        ):
            return Line([head, *values])
    if text[-1].isdigit() and (match := _GLUED.match(text)) and not _OPEN_NOTE.search(match[1]):
        label = find_label(match[1])
        known = label is not None and label.kind == ROW
        if known or (len(match[2]) >= _RUN and len(match[1]) <= _LONGEST_LABEL and guess_row(match[1])):
            return Line([match[1], match[2]], glued=True)
    elif (
        (match := _GLUED_AMOUNT.match(text)) and (label := find_label(match[1])) and label.row.startswith("disclosure.")
    ):
        return Line([match[1], match[2]], glued=True)
    return Line([text])


def _delimited(text: str) -> list[str] | None:
    """Cells between commas or semicolons, where a row's label and its values stand between them, or values alone."""
    marks = [mark for mark in ",;；" if text.count(mark) > 1]
    if not marks or _SPACED.search(text) or (" " in text and _THOUSANDS.search(text)):
        return None  # white space parts the numbers: commas are their thousands
    for mark in marks:
        cells = [cell.strip().strip('"') for cell in text.split(mark)]
        kinds = [parse_value(cell).kind for cell in cells]
        words = [cell for cell, kind in zip(cells, kinds, strict=True) if kind == TEXT]
        numbers = sum(kind == NUMBER for kind in kinds)
        if words and mark == "," and _ENDS_IN_NUMBER.search(words[-1]):
            return None  # white space parts label and numbers: commas are their thousands
        if numbers and words and kinds[-1] != TEXT and _is_row(words[-1], 2):
            return cells
        if not words and numbers > 4:
            return cells
    return None


def _tokens(text: str) -> list[str]:
    """Words and numbers between white space; a counter goes with its number, a number parts from its row's label."""
    tokens: list[str] = []
    pieces = text.replace("[bookmark: ", "[bookmark:").split()
    for place, token in enumerate(pieces):
        if token in _COUNTERS and tokens and tokens[-1][-1].isdigit():
            tokens[-1] += token
        elif (
            token[-1].isdigit()
            and (len(pieces) > 1 if not tokens else _ends_label(pieces, place))
            and (match := _GLUED.match(token))
            and _is_row(match[1], 1)
        ):
            tokens.extend(match.groups())
        else:
            tokens.append(token)
    return tokens


def _ends_label(pieces: list[str], place: int) -> bool:
    """Whether the words of a line end with the piece at ``place``, and several numbers follow it."""
    behind = pieces[place + 1 :]
    return (
        len(behind) >= _FEWEST_BEHIND
        and all(parse_value(piece).kind in (NUMBER, NOT_APPLICABLE) for piece in behind)
        and all(parse_value(piece).kind == TEXT and not piece[-1].isdigit() for piece in pieces[:place])
    )


def _rows_beside(tokens: list[str]) -> list[str] | None:
    """Cells of two or more rows that stand side by side on one line, each with its label."""
    if len(tokens) < 4:
        return None
    cells: list[str] = []
    words = False
    for token in tokens:
        if parse_value(token).kind in (TEXT, BLANK):
            if words:
                cells[-1] += token
            else:
                cells.append(token)
            words = True
        else:
            cells.append(token)
            words = False
    labels = [cell for cell in cells if parse_value(cell).kind == TEXT]
    if len(labels) < 2 or len(cells) < 2 * len(labels) or not all(_is_row(label, 2) for label in labels):
        return None
    return cells


def _filled_up(tokens: list[str]) -> set[str]:
    """Zeros such as 000 that are one number each, as all numbers of the line have as many digits."""
    digits = {token for token in tokens[1:] if token.isdigit()}
    if len(digits) < 2 or len({len(token) for token in digits}) > 1:
        return set()
    return {token for token in digits if len(token) > 1 and not token.strip("0")}


def _is_row(head: str, values: int) -> bool:
    label = find_label(head)
    if label is not None:
        return label.kind == ROW or label.name in ("其他", "总计")
    return values > 1 and guess_row(head) is not None
