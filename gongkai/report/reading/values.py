"""What one cell's text says: a number, a blank, not applicable, or nothing certain.

Numbers of the form are counts (int) or money in 元. A text that is not certainly one number is never taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.report.limits import MAX_DIGITS
from gongkai.report.schema import Number

BLANK = "blank"
NOT_APPLICABLE = "not applicable"
NUMBER = "number"
TEXT = "text"

UNITS = {
    "元": 1,
    "百元": 100,
    "千元": 1_000,
    "万": 10_000,
    "万元": 10_000,
    "百万元": 1_000_000,
    "亿": 10**8,
    "亿元": 10**8,
}
"""Money units and how many 元 they are."""

HALF_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_LONGEST_PADDED = 4
"""Digits of a number that a form fills up with zeros: 003."""
_ZEROS = frozenset("0" * count for count in range(2, _LONGEST_PADDED + 1))
_COUNTERS = "件个项条份宗起次篇期名家户人"
_WIDTH = str.maketrans(
    "０１２３４５６７８９，．＋／萬億減" + "－−–—―─" + "　\xa0\u2002\u2003\u2009",
    "0123456789,.+/万亿减" + "-" * 6 + " " * 5,
    "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\xad",  # no width at all
)
_RESIDUE = re.compile(r"\[bookmark:[^\]]*\]", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?P<sign>\+|-{1,2}|减少?|增加?|新增)?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"(?P<unit>[万亿]?元|[万亿]|人民币元|[{_COUNTERS}])?"
)
_MISSING = frozenset("/ - -- --- ---- \\ // 无 無 无数据 不涉及 未涉及 n/a na N/A NA × * — …".split())
_ENDS = frozenset("元万亿萬億无無零据及" + _COUNTERS)
"""The Chinese characters a number or a sign for none can end with: a sentence is told by its last character."""


@dataclass(frozen=True, slots=True)
class Value:
    """``kind`` is BLANK, NOT_APPLICABLE, NUMBER or TEXT; ``number`` is as printed, ``unit`` the cell's own."""

    kind: str
    number: Number | None = None
    unit: str | None = None
    sign: str = ""
    plain: bool = True
    """True where the text is simply the number, apart from white space and the width of its digits."""

    is_count: bool = False
    """A whole number of at least 0 and no amount of money."""


_BLANK = Value(BLANK)
_TEXT = Value(TEXT)
_cache: dict[str, Value] = {}
_LONGEST_KEPT = 40
"""Characters: no label of the form is longer, and where all texts of a row are known, they are looked up at once."""


def parse_value(text: str) -> Value:
    """The value a cell's text states.

    ``"　0"`` is 0, ``"减3"`` −3, ``"--253"`` −253 (two dashes), ``"1,295"`` 1295, ``"3件"`` 3, ``"2358万"`` 2358
    with the unit 万, ``"[bookmark: _GoBack]0"`` 0, ``"003"`` 3; ``"/"``, ``"-"`` and ``"无"`` are not
    applicable; all else is text.
    """
    value = _cache.get(text)
    if value is None:
        value = _parse(text)
        if len(_cache) < 4096 and len(text) <= _LONGEST_KEPT:
            _cache[text] = value
    return value


def filled_up(text: str) -> Value | None:
    """Zero for ``"000"`` and the like, which is one number only where it is known to be one cell; None for others."""
    zeros = text.translate(_WIDTH).strip()
    return Value(NUMBER, 0, plain=False, is_count=True) if zeros in _ZEROS else None


def parse_values(texts: Sequence[str]) -> list[Value]:
    """:func:`parse_value` of each."""
    try:
        return list(map(_cache.__getitem__, texts))
    except KeyError:
        return [parse_value(text) for text in texts]


def _parse(text: str) -> Value:
    if text and (("一" <= text[-1] <= "鿿" and text[-1] not in _ENDS) or text[-1] in "。；："):
        return _TEXT
    if len(text) > 200:
        return _TEXT if text.strip() else _BLANK
    clean = text.translate(_WIDTH).strip()
    bare = clean
    if "[" in clean:
        bare = _RESIDUE.sub("", clean).strip()
    if "\n" in bare and not re.search(r"\d[^\n]*\n.*\d", bare, re.DOTALL):
        bare = bare.replace("\n", "")  # a unit on a line of its own
    if not bare:
        return _BLANK
    if bare in _MISSING or (" " in bare and bare.replace(" ", "") in _MISSING):
        return Value(NOT_APPLICABLE, plain=False)
    if bare in ("零", "〇"):
        return Value(NUMBER, 0, plain=False, is_count=True)
    compact = bare.replace(" ", "") if " " in bare and not re.search(r"\d\s+[\d,.]|[.,]\s+\d", bare) else bare
    match = _NUMBER.fullmatch(compact)
    if match is None:
        return _TEXT
    digits = match["digits"].replace(",", "")
    if len(digits) > MAX_DIGITS:
        return _TEXT
    whole = "." not in digits
    padded = whole and len(digits) > 1 and digits[0] == "0"
    if padded and (len(digits) > _LONGEST_PADDED or not digits.strip("0") or match["sign"]):
        return _TEXT  # zeros of several cells run together, a telephone number, a date
    number: Number = int(digits) if whole else _decimal(digits)
    sign = match["sign"] or ""
    if sign and sign[0] in "-减":
        number = -number
    unit = match["unit"]
    money = unit.replace("人民币", "") if unit and unit not in _COUNTERS else None
    plain = not sign and unit is None and not padded and "," not in match["digits"] and compact == clean
    if sign == "-" and unit is None and compact == clean:
        plain = True  # a negative number printed as such
    is_count = money is None and isinstance(number, int) and number >= 0
    return Value(NUMBER, number, money, sign, plain, is_count)


def _decimal(digits: str) -> Number:
    value = Decimal(digits)
    return int(value) if value == value.to_integral_value() else float(value)


def scale(number: Number, unit: str) -> Number:
    """``number`` in ``unit`` as 元, exact to the 分: int where whole."""
    amount = Decimal(str(number)) * UNITS[unit]
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def split_run(digits: str, count: int, *, total: bool = False, limit: int = 500) -> list[tuple[int, ...]]:
    """Every way to read ``digits`` as ``count`` numbers run together, none with a leading zero.

    ``split_run("000", 3)`` is ``[(0, 0, 0)]``. With ``total`` the last number must be the sum of the others. More than
    ``limit`` ways are no information: the result is empty.
    """
    if count > len(digits) or len(digits) > count * 6:
        return []
    ways: list[tuple[int, ...]] = []

    def extend(start: int, end: int, left: int, rest: int | None, numbers: tuple[int, ...]) -> None:
        if len(ways) > limit:
            return
        if left == 0:
            if start == end and not rest:
                ways.append(numbers)
            return
        longest = end - start - (left - 1)
        if digits[start : start + 1] == "0":
            longest = min(longest, 1)
        for length in range(end - start if left == 1 else 1, longest + 1):
            number = int(digits[start : start + length])
            if rest is not None and number > rest:
                break
            extend(start + length, end, left - 1, None if rest is None else rest - number, (*numbers, number))

    if not total:
        extend(0, len(digits), count, None, ())
    else:
        for start in range(count - 1, len(digits)):
            if digits[start] == "0" and start < len(digits) - 1:
                continue
            last = int(digits[start:])
            before = len(ways)
            extend(0, start, count - 1, last, ())
            ways[before:] = [(*way, last) for way in ways[before:]]
    return ways if len(ways) <= limit else []
