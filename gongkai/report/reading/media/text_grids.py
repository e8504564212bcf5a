"""Tables that text draws with rules: every row stands between two of them, its cells broken over lines as they must.

What a cell holds on several lines is one text again. Digits go on only where the lines above are full: two numbers in
one cell are not one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from gongkai.report.reading.values import NUMBER, parse_value

_CORNERS = frozenset("+┼├┤┌┐└┘┬┴╋┠┨")
_DASHES = frozenset("-=─━═")
_RULE = _CORNERS | _DASHES
_BARS = str.maketrans("｜│┃丨¦", "|||||")
_BEGIN = _CORNERS | frozenset(" \t\u3000")
_FEWEST_RULES = 4
_MOST_LINES = 40
_FULL_ROWS = 2  # lines between two rules that each hold several numbers: more are rows of their own
_SEVERAL = 3
_PARTED = "/"
"""Stands between two numbers of one cell, so that nobody takes one of them for the cell's."""


def whole_cells(lines: list[str]) -> list[str]:
    """``lines`` with each row between two rules on one line; the rules are left out there."""
    rules = [number for number, line in enumerate(lines) if line[:1] in _BEGIN and _is_rule(line.strip())]
    if len(rules) < _FEWEST_RULES:
        return lines
    result = lines[: rules[0]]
    tables = _tables(rules, lines)
    for table, following in zip(tables, [*[table[0] for table in tables[1:]], len(lines)], strict=True):
        result += _table(table, lines)
        result += lines[table[-1] + 1 : following]
    return result


def _is_rule(text: str) -> bool:
    return text[:1] in _CORNERS and text[-1:] in _CORNERS and _RULE.issuperset(text) and not _DASHES.isdisjoint(text)


def _tables(rules: Sequence[int], lines: Sequence[str]) -> list[list[int]]:
    """The rules of each table: nothing but its rows stands between them."""
    tables = [[rules[0]]]
    for number in rules[1:]:
        between = lines[tables[-1][-1] + 1 : number]
        if between and all(line.translate(_BARS).lstrip()[:1] == "|" for line in between):
            tables[-1].append(number)
        else:
            tables.append([number])
    return tables


def _table(rules: Sequence[int], lines: Sequence[str]) -> list[str]:
    rows = [[_cells(line) for line in lines[first + 1 : last]] for first, last in pairwise(rules)]
    if len(rules) < _FEWEST_RULES or not all(map(_is_one_row, rows)):
        return list(lines[rules[0] : rules[-1] + 1])
    pieces = [cell for row in rows for line in row for cell in line if cell]
    widest = max(map(_width, pieces), default=0)
    longest = max(map(len, pieces), default=0)
    # A writer that counts characters breaks digits where it breaks words; one that counts columns fits more of them.
    by_length = any(_width(piece) == 2 * longest for piece in pieces)
    result = []
    for row in rows:
        columns = [[cell for cell in column if cell] for column in zip(*row, strict=True)]
        cells = [_joined(column, longest if by_length else widest, by_length) for column in columns]
        result.append(f"|{'|'.join(cells)}|")
    return result


def _cells(line: str) -> list[str]:
    cells = line.translate(_BARS).strip().removeprefix("|").removesuffix("|").split("|")
    return [cell.strip() for cell in cells]


def _is_one_row(row: Sequence[Sequence[str]]) -> bool:
    if not row or len(row) > _MOST_LINES or len({len(line) for line in row}) > 1:
        return False
    full = sum(sum(parse_value(cell).kind == NUMBER for cell in line) >= _SEVERAL for line in row)
    return full <= _FULL_ROWS


def _joined(pieces: Sequence[str], full: int, by_length: bool) -> str:
    """The text of a cell on several lines."""
    text = ""
    size = 0
    for piece in pieces:
        if text[-1:].isdigit() and piece[:1].isdigit() and size != full:
            text += _PARTED
        text += piece
        size = len(piece) if by_length else _width(piece)
    return text


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)
