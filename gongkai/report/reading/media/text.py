"""Text and Markdown → blocks: a paragraph a line, table rows with their cells joined by tabs.

Text has many ways to print one table. The ones whose cells can be told apart by marks are brought to one form here:
tab-led cells with a blank line between rows, and bars within or between lines. An empty paragraph is a blank cell that
stands on a line of its own; other empty lines are dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from gongkai.report.limits import MAX_BLOCKS, MAX_CELL_CHARACTERS, MAX_TEXT_CHARACTERS
from gongkai.report.reading.blocks import Block, Document, Paragraph
from gongkai.report.reading.lines import PAGE_NUMBER
from gongkai.report.reading.media.text_columns import in_columns
from gongkai.report.reading.media.text_grids import whole_cells
from gongkai.report.reading.media.wrapped import rejoined
from gongkai.report.reading.values import TEXT, parse_value

_BARS = str.maketrans("｜│┃丨¦", "|||||")
_RULE = re.compile(r"[\s|:：+\-─━═┼├┤┌┐└┘┬┴╋┠┨]*")
_HEADING = re.compile(r"^[#\s]*[一二三四五六七八九十]+\s*[、.．]")
_MARKDOWN_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_EMPHASIS = re.compile(r"\*\*(.+?)\*\*")
_SECTION_START = re.compile(
    r"\s+(?=[一二三四五六]、(?:总体|主动公开|收到和处理|政府信息公开|存在的|其他需要)|第二十条第[（(])"
)
_PROSE = 120  # characters in a cell that is no cell of the form
_MANY = 20
_WIDEST = 24  # cells of a row at most


def read_text(text: str, media_type: str = "text/plain") -> Document:
    """Blocks of a text; ``text`` is decoded. Lines beyond the limits are dropped with a note."""
    document = Document(media_type)
    if len(text) > MAX_TEXT_CHARACTERS:
        document.notes.append(("limit-reached", {"what": "characters", "limit": MAX_TEXT_CHARACTERS}))
        text = text[:MAX_TEXT_CHARACTERS]
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").replace("\v", "\n").split("\n")
    if len(lines) > 4 * MAX_BLOCKS:
        document.notes.append(("limit-reached", {"what": "lines", "limit": 4 * MAX_BLOCKS}))
        del lines[4 * MAX_BLOCKS :]
    if "|" in text or any(bar in text for bar in "｜│┃"):
        lines = _unbarred(whole_cells(lines))
    lines = _untabbed(lines)
    if "自然人" in text:
        lines = in_columns(lines)
    lines = rejoined(lines)
    gap = _usual_gap(lines)
    blocks: list[Block] = document.blocks
    empty = 0
    previous: str | None = None
    for line in lines:
        if line == _BLANK_CELL:
            blocks.append(Paragraph(""))
            empty, previous = 0, None
            continue
        stripped = line.strip() if "\t" not in line else line.rstrip(" \u3000\xa0\n")
        if not stripped.strip():
            empty += 1
            continue
        if empty > gap and previous is not None and len(blocks) > 1:
            blocks.extend(Paragraph("") for _ in range(_blank_cells(previous, stripped, empty, gap)))
        level = None
        if stripped[0] == "#" and (match := _MARKDOWN_HEADING.match(stripped)):
            level, stripped = len(match[1]), match[2]
        if "**" in stripped:
            stripped = _EMPHASIS.sub(r"\1", stripped)
        blocks.append(Paragraph(stripped[:MAX_CELL_CHARACTERS], level))
        if len(blocks) >= MAX_BLOCKS:
            document.notes.append(("limit-reached", {"what": "lines", "limit": MAX_BLOCKS}))
            break
        empty, previous = 0, stripped
    return document


_BLANK_CELL = "\x00"


def _untabbed(lines: list[str]) -> list[str]:
    """Tab-led cells, one a line with a blank line between rows, as rows with tabs between the cells."""
    led = sum(1 for line in lines if line[:1] == "\t" and "\t" not in line.strip("\t"))
    inner = sum(1 for line in lines if "\t" in line.strip("\t"))
    if led < _MANY or led < 3 * inner:
        return lines
    result: list[str] = []
    row: list[str] = []
    blank = False

    def end() -> None:
        if row:
            result.append("\t".join(row) if len(row) > 1 else row[0] or _BLANK_CELL)
            row.clear()

    for number, line in enumerate(lines):
        if not line.strip() and "\t" not in line:
            blank = True
        elif line[0] == "\t":
            if blank:
                end()
            row.append(" ".join(line.split()))
            blank = False
        elif row and PAGE_NUMBER.match(line):
            continue  # it ends no row and belongs to no cell
        elif row and _continues(line, lines[number + 1] if number + 1 < len(lines) else "", blank):
            row[-1] += line.strip()
            blank = False
        else:
            end()
            result.append(line)
            blank = False
    end()
    if max((line.count("\t") for line in result), default=0) > _WIDEST:  # no blank lines between rows: one cell a line
        return [(line.strip() or _BLANK_CELL) if line[:1] == "\t" else line for line in lines]
    return result


def _continues(line: str, following: str, blank: bool) -> bool:
    """A cell broken over two lines goes on in a short line without a tab."""
    if _HEADING.match(line) or len(line.strip()) > 40:
        return False
    return not blank or (len(line.strip()) <= 12 and following[:1] == "\t")


def _unbarred(lines: list[str]) -> list[str]:
    """Cells between bars as cells between tabs; bars at line ends or on lines of their own as one cell a line."""
    barred = [line.translate(_BARS) for line in lines]
    counts = [line.count("|") for line in barred]
    if sum(counts) < 5:
        return lines
    edges = [line.strip() for line, count in zip(barred, counts, strict=True) if count == 1 and _edge(line)]
    vertical = len(edges) >= _MANY
    alone = sum(1 for edge in edges if edge != "|") < len(edges) // 4  # bars between lines, not beside cells
    # Where no line holds two cells with words, each cell stands on its own, whatever the bars.
    upright = vertical and not any(sum(1 for cell in line.split("|") if cell.strip()) > 2 for line in barred)
    rows = [line.strip() for line, count in zip(barred, counts, strict=True) if count > 1]
    led, closed = _mostly(row[:1] == "|" for row in rows), _mostly(row[-1:] == "|" for row in rows)
    result: list[str] = []
    after_bar = False  # vertical only: the last thing seen was a bar
    for line, count in zip(barred, counts, strict=True):
        if count == 0:
            if line.strip():
                after_bar = False
            result.append(line)
        elif not line.strip(" \t\u3000|:-+─━═┼") and count > 1 and "-" in line:
            continue  # the rule below a Markdown head
        elif vertical and count == 1 and _edge(line):
            text = line.replace("|", "").strip()
            if text:
                result.append(text)
                after_bar = line.rstrip().endswith("|")
            else:
                if after_bar or not alone:
                    result.append(_BLANK_CELL)
                after_bar = True
        else:
            stripped = line.strip()
            cells = stripped.split("|")
            if led and stripped.startswith("|"):
                del cells[0]
            if closed and stripped.endswith("|") and cells:
                del cells[-1]
            cells = [" ".join(cell.split()) for cell in cells]
            if upright:
                result.extend(cell or _BLANK_CELL for cell in cells)
            elif len(cells) > _WIDEST and max(map(len, cells)) > _PROSE:
                for cell in cells:  # the whole report in one line
                    result.extend(_SECTION_START.split(cell) if len(cell) > _PROSE else [cell or _BLANK_CELL])
            else:
                result.append("\t".join(cells) if len(cells) > 1 else "".join(cells) or _BLANK_CELL)
            after_bar = False
    return result


def _mostly(facts: Iterable[bool]) -> bool:
    known = list(facts)
    return sum(known) > 0.95 * len(known)


def _edge(line: str) -> bool:
    stripped = line.strip()
    return stripped.startswith("|") or stripped.endswith("|")


def _usual_gap(lines: list[str]) -> int:
    """How many empty lines stand between two cells where each cell has a line of its own."""
    gaps: dict[int, int] = {}
    previous_value = False
    empty = 0
    for line in lines:
        if len(line) > 24:
            previous_value = False
            continue
        stripped = line.strip()
        if not stripped:
            empty += 1
            continue
        value = parse_value(stripped).kind != TEXT
        if value and previous_value:
            gaps[empty] = gaps.get(empty, 0) + 1
        previous_value, empty = value, 0
    return min(gaps, key=lambda gap: (-gaps[gap], gap)) if gaps else 1_000_000


def _blank_cells(previous: str, line: str, empty: int, gap: int) -> int:
    """Blank cells between two lines of one-cell-a-line text, told by the empty lines beyond the usual."""
    if len(previous) > 80 or len(line) > 80 or "\t" in line or "\t" in previous:
        return 0
    if parse_value(previous).kind == TEXT and parse_value(line).kind == TEXT:
        return 0
    blanks, rest = divmod(empty - gap, gap + 1)
    return blanks if rest == 0 and blanks <= 30 else 0
