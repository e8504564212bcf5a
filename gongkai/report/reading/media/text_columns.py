"""Text of a page that kept 表三's columns with blanks in them: each number stands below the head of its own.

Only where every number of the table begins, ends or has its middle exactly where a head does, and every row adds up,
is a number's column told by where it stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from gongkai.report.reading.labels import ROW, find_label
from gongkai.report.reading.values import NUMBER, parse_value

_HEADS = ("自然人", "商业企业", "科研机构", "公益组织", "法律服务", "其他", "总计")
_HEAD = re.compile(r"\S+")
_GAP = re.compile(r"\s{2,}|\t")
_STOREYS = 3
_LAST = "结转下年度"
_LONGEST_TABLE, _LONGEST_LINE = 60, 1000
_FEWEST_ROWS = 3

_Span = tuple[int, int]
_Measure = Callable[[str], int]
_Place = Callable[[_Span], int]


def in_columns(lines: list[str]) -> list[str]:
    """``lines`` with tabs between the cells of 表三, blank ones too, where its columns are certain."""
    first = next((number for number, line in enumerate(lines) if "自然人" in line and _is_head(line)), None)
    if first is None:
        return lines
    last = next((number for number, line in enumerate(lines) if number > first and _LAST in line), None)
    if last is None or last - first > _LONGEST_TABLE:
        return lines
    if any("\t" in line or len(line) > _LONGEST_LINE for line in lines[first : last + 1]):
        return lines
    ways: list[list[str]] = []
    for measure in (_width, len):
        heads, storeys = _heads(lines[first : first + _STOREYS], measure)
        if len(heads) != len(_HEADS):
            continue
        for place in (_left, _right, _middle):
            rows = _placed(lines[first + storeys : last + 1], heads, measure, place)
            way = [*lines[: first + storeys], *(rows or [])]
            if rows is not None and way not in ways:
                ways.append(way)
    return [*ways[0], *lines[last + 1 :]] if len(ways) == 1 else lines


def _is_head(line: str) -> bool:
    return "  " in line and ("总计" in line or "合计" in line) and len(line.split()) < 12


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def _left(span: _Span) -> int:
    return span[0]


def _right(span: _Span) -> int:
    return span[1]


def _middle(span: _Span) -> int:
    return (span[0] + span[1]) // 2


def _spans(line: str, measure: _Measure) -> list[tuple[str, _Span]]:
    spans = []
    for match in _HEAD.finditer(line):
        start = measure(line[: match.start()])
        spans.append((match[0], (start, start + measure(match[0]))))
    return spans


def _heads(lines: Sequence[str], measure: _Measure) -> tuple[list[_Span], int]:
    """Where the heads of the columns stand, from left to right, and on how many lines; none where one stands twice."""
    found: dict[str, _Span] = {}
    storeys = 0
    for number, line in enumerate(lines, 1):
        if len(found) == len(_HEADS):
            break
        for text, span in _spans(line, measure):
            name = next((name for name in _HEADS if name in text and "法人" not in text), None)
            if name is None:
                continue
            if name in found:
                return [], 0
            found[name] = span
            storeys = number
    return sorted(found.values()), storeys


def _placed(lines: Sequence[str], heads: Sequence[_Span], measure: _Measure, place: _Place) -> list[str] | None:
    """The rows with tabs between their cells; None where a number stands in no column or a row does not add up."""
    columns = {place(span): column for column, span in enumerate(heads)}
    edge = heads[0][0] - 1
    result: list[str] = []
    rows = blanks = 0
    for number, line in enumerate(lines):
        spans = _spans(line, measure)
        cells = [""] * len(heads)
        behind = [(text, span) for text, span in spans if span[1] > edge]
        label = line.strip()
        if behind:
            before = [text for text, span in spans if span[1] <= edge]
            label = line[: line.rindex(before[-1]) + len(before[-1])].strip() if before else ""
        for text, span in behind:
            column = columns.get(place(span))
            if column is None or cells[column] or parse_value(text).kind != NUMBER:
                return None
            cells[column] = text
        if not label:
            if behind:
                return None
            result.append(line)
            continue
        if not behind and not _is_whole(label, lines[number + 1] if number + 1 < len(lines) else ""):
            result.append(line)  # a group, or the first piece of a label
            continue
        if not _adds_up(cells):
            return None
        rows += bool(behind)
        blanks += "" in cells
        result.append("\t".join([*_GAP.split(label), *cells]))
    return result if rows >= _FEWEST_ROWS and blanks else None


def _is_whole(label: str, following: str) -> bool:
    """Whether a label without a number is a row's, and none that goes on in the line ``following``."""
    own, below = _GAP.split(label)[-1], _GAP.split(following.strip())
    known = find_label(own)
    return known is not None and known.kind == ROW and (not below[0] or any(find_label(text) for text in below))


def _adds_up(cells: Sequence[str]) -> bool:
    """Whether a row's numbers are its total, blanks counting nothing."""
    numbers = [parse_value(cell).number or 0 for cell in cells]
    return sum(numbers[:-1]) == numbers[-1]
