"""Text of a page that kept its columns: digits of one number that a narrow column broke over two lines.

A row whose seven numbers (fifteen in 表四) do not add up, with numbers right above or below it, is tried with each of
these as the rest of the number in its column. What adds up then is the row. One that never does is left with more
numbers than any row has, so that nobody takes them for the row's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from gongkai.report.reading.labels import find_label

_TOKEN = re.compile(r"(?<!\S)(?:[0-9０-９][0-9０-９,，]*件?|件|[,，][0-9０-９]+件?)(?!\S)")
_NUMBERED = re.compile(r"[（(]?[\d一二三四五六七八][）)、.．]")
_ROW, _REMEDIES = 7, 15
_FEWEST = 4
_LONGEST_LABEL = 120
_APART = 2

Token = tuple[int, int, str]
"""First and last+1 column of a number, and its digits."""


def rejoined(lines: Sequence[str]) -> list[str]:
    """``lines`` with the numbers whole where their digits stood on two lines."""
    result = list(lines)
    tokens = [_tokens(line) if "  " in line or "\t" not in line else [] for line in lines]
    for number, own in enumerate(tokens):
        if not _FEWEST <= len(own) <= _REMEDIES or _adds_up([digits for _, _, digits in own]):
            continue
        above = _fragment(tokens, number - 1, own)
        below = _fragment(tokens, number + 1, own)
        if above and _begins_row(lines[number - 1]) and _begins_row(lines[number]):
            above = []
        if below and _begins_row(lines[number + 1]):
            below = []
        if not above and not below:
            continue
        row = _whole_row(lines, number, above, below)
        head = lines[number][: _start(lines[number])]
        rest = row or [digits for _, _, digits in (*own, *above, *below)] * 2
        result[number] = f"{head.rstrip()}  {'  '.join(rest)}"
        for used, part in ((number - 1, above), (number + 1, below)):
            if part:
                result[used] = lines[used][: _start(lines[used])].rstrip()
                tokens[used] = []
    return result


def _tokens(line: str) -> list[Token]:
    """The numbers of a line, where nothing else stands behind the first of them."""
    found = [(match.start(), match.end(), match[0]) for match in _TOKEN.finditer(line)]
    if (
        not found
        or (found[0][0] > _LONGEST_LABEL and line[: found[0][0]].strip())
        or line[found[0][0] :].translate(_DIGITS).strip()
    ):
        return []
    return found


_DIGITS = str.maketrans("", "", "0123456789０１２３４５６７８９,，件 \u3000\xa0")
_MARKS = str.maketrans("", "", ",，件")


def _start(line: str) -> int:
    return _tokens(line)[0][0]


def _begins_row(line: str) -> bool:
    """Whether the words before the line's numbers begin a row of their own, and are no rest of a label."""
    words = line[: _start(line)].strip()
    return _NUMBERED.match(words) is not None or find_label(words) is not None


def _fragment(tokens: Sequence[list[Token]], number: int, own: list[Token]) -> list[Token]:
    """The numbers of a line beside a row, fewer than the row's own."""
    if (
        not 0 <= number < len(tokens)
        or any(left[1] + _APART > right[0] for left, right in pairwise(own))
        or len(tokens[number]) > len(own)
    ):
        return []
    return tokens[number]


def _whole_row(lines: Sequence[str], number: int, above: list[Token], below: list[Token]) -> list[str] | None:
    """The row's numbers, each whole, if there is one way only in which they add up."""
    found = []
    for parts in ((above, below), ([], below), (above, [])):
        for wide in (False, True):
            row = _joined(lines, number, parts[0], parts[1], wide=wide)
            if row is not None and _adds_up(row) and row not in found:
                found.append(row)
    return found[0] if len(found) == 1 else None


def _joined(
    lines: Sequence[str], number: int, above: list[Token], below: list[Token], *, wide: bool
) -> list[str] | None:
    """The numbers of up to three lines by their columns; ``wide`` counts a Chinese character as two columns."""
    columns: list[tuple[int, int, list[str]]] = []
    for at, tokens in ((number, _tokens(lines[number])), (number - 1, above), (number + 1, below)):
        for start, end, digits in tokens:
            left = _width(lines[at][:start]) if wide else start
            right = left + end - start
            near = [column for column in columns if left < column[1] + _APART and right > column[0] - _APART]
            best = min(near, key=lambda column: abs(column[0] + column[1] - left - right), default=None)
            if best is None:
                columns.append((left, right, ["", "", ""]))
                best = columns[-1]
            if best[2][at - number + 1]:
                return None
            best[2][at - number + 1] = digits
    return ["".join(parts) for _, _, parts in sorted(columns)]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def _adds_up(row: Sequence[str]) -> bool:
    if len(row) == _REMEDIES:
        return all(_adds(row[start : start + 5]) for start in (0, 5, 10))
    return len(row) <= _ROW and _adds(row)


def _adds(numbers: Sequence[str]) -> bool:
    """Whether the last is the total; columns that are blank count nothing."""
    numbers = [text.translate(_MARKS) for text in numbers]
    if "" in numbers or any(len(digits) > 1 and digits[0] in "0０" for digits in numbers):
        return False
    return sum(map(int, numbers[:-1])) == int(numbers[-1])
