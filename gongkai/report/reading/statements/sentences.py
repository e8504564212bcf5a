"""A sentence cut into clauses of known words and numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate

from gongkai.report import limits
from gongkai.report.reading.statements.tags import BITS, BRACKET, MARK, MONTH, NUMBER, TITLE, YEAR
from gongkai.report.reading.statements.words import NUMBER as NUMBER_PARTS
from gongkai.report.reading.statements.words import Words
from gongkai.report.schema import Number


@dataclass(frozen=True, slots=True)
class Amount:
    """``unit`` is "" where none is printed; ``sure`` is False for about, nearly, more than, a range, an ordinal."""

    value: Number
    unit: str
    sure: bool


@dataclass(slots=True)
class Token:
    """A known word or number. ``tag`` is the word's list or "number", "year", "month", "bracket", "title"."""

    tag: str
    bit: int
    start: int
    end: int
    group: str | None = None
    amount: Amount | None = None


@dataclass(slots=True)
class Clause:
    """``before`` is the mark before it, "" at the start of a sentence; ``tags`` the bits of all its tokens."""

    start: int
    end: int
    before: str
    tokens: list[Token] = field(default_factory=list)
    tags: int = 0


LETTER = BITS["letter"]
_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000}
_FACTORS = {"": 1, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_UNITS = {"条次": "条", "篇次": "篇", "件次": "件", "份次": "份"}
_ZERO = Amount(0, "", True)
_COUNTED_AFTER = frozenset("共仅计为有各了")
_PLAIN_UNITS = frozenset("件条个篇份起宗项期次场家则幅部张批例封元")
_WORN_DATE = re.compile(r"20[012]\d{2,5}")
"""Dates whose 年 and 月 were lost (自202011日起, 202112条 for 2021年12条): no counts."""

_ABOUT_BEFORE = re.compile(r"(?:约|近|超|逾|大约|超过|达近|将近|接近|不少于|至少|多达|突破|不足)\s*$")
_ABOUT_AFTER = re.compile(r"\s*(?:左右|以上|以下|以内|上下|余|多|不等|[/／]|至\d|[-—~～–]\d)")
_DOUBTFUL_BEFORE = frozenset("约近超逾过近于少达破足第〔至到—～–接")
_DOUBTFUL_AFTER = frozenset(" 左以上余多不/／至-—~～–")
_NOT_A_COUNT_BEFORE = re.compile(r"(?:第|[A-Za-z〔\[]|\d\s*[至到\-—~～–./]|[-—~～–./+])\s*$")
_HOTLINE = re.compile(r"[”’]?(?:政务服务|便民服务|市民服务|政府服务|便民|服务|投诉举报|举报)*(?:热线|平台|系统|专线)*")
HOTLINES = frozenset(
    {"12345", "12315", "12366", "12333", "12328", "12369", "12329", "12388", "12389", "12371", "12348"}
)


@dataclass(slots=True)
class Figure:
    """A number in its clause: the words ``left`` of it since the number before, those ``right`` of it to the next.

    ``said`` and ``follows`` are the bits of both; ``thing`` is what it counts, which stands ``after`` it or before, and
    ``act`` what was done with it.
    """

    clause: Clause
    number: Token
    amount: Amount
    left: list[Token]
    said: int
    right: list[Token]
    follows: int
    bracket: Token | None = None
    thing: Token | None = None
    after: bool = False
    act: Token | None = None

    @property
    def around(self) -> int:
        """The bits of the words on both sides."""
        return self.said | self.follows


def clauses(text: str, vocabulary: Words, start: int = 0, end: int | None = None) -> list[Clause]:
    """``text[start:end]`` cut at commas, colons and semicolons, and at the 、 between two things that are counted."""
    end = len(text) if end is None else end
    clause = Clause(start, end, "")
    result = [clause]
    here, tags, passed = clause.tokens, 0, 0
    pieces = vocabulary.pattern.split(text[start:end])
    found = pieces[1::2]
    places = list(accumulate(map(len, pieces), initial=start))
    for word, entry, begin, after in zip(
        found, map(vocabulary.known.get, found), places[1::2], places[2::2], strict=False
    ):
        if begin < passed:
            continue
        if entry:
            tag, bit, group = entry
            if bit == MARK:
                if word != "、" or tags & NUMBER:
                    clause.end, clause.tags = begin, tags
                    clause = Clause(after, end, word, [])
                    result.append(clause)
                    here, tags = clause.tokens, 0
            elif bit:
                here.append(Token(tag, bit, begin, after, group))
                tags |= bit
            continue
        tag, bit, digits, amount = _reading(word)
        if bit == NUMBER:
            token = _counted(text, begin, after, digits, amount, here)
            if token is None:
                continue
        elif tag != "letter":
            token = Token(tag, bit, begin, after, None, amount)
        else:
            token = _hotline(text, digits, begin, after)
            passed = token.end
        here.append(token)
        tags |= bit
    clause.tags = tags
    return result


def _hotline(text: str, digits: str, start: int, end: int) -> Token:
    tail = _HOTLINE.match(text, start + len(digits))
    group = "12345热线" if digits == "12345" else None
    return Token("letter", LETTER, start, tail.end() if tail else end, group)


@lru_cache(4096)
def _reading(word: str) -> tuple[str, int, str, Amount | None]:
    """Tag, bit, digits and amount of a word outside the vocabulary. A number without unit has no amount."""
    if word[0] in "《（(":
        return ("title", TITLE, "", None) if word[0] == "《" else ("bracket", BRACKET, "", None)
    match = NUMBER_PARTS.fullmatch(word)
    if match is None:
        return _in_characters(word)
    digits, scale, about, unit = match.groups()
    if unit == "年" and len(digits) == 4 and digits[:2] in {"19", "20"}:
        return "year", YEAR, digits, Amount(int(digits), "年", True)
    if unit == "月" and len(digits) <= 2:
        return "month", MONTH, digits, Amount(int(digits), "月", True)
    worn = _WORN_DATE.fullmatch(digits)
    if worn and unit in ("月", "日"):
        return "year", YEAR, digits, Amount(int(digits[:4]), "年", True)
    if digits in HOTLINES:
        return "letter", LETTER, digits, None
    if not unit:
        return "number", NUMBER, "0" if digits == "0" and not scale else "", None
    if len(digits) > limits.MAX_DIGITS:
        return "number", NUMBER, "", None
    sure = not about and scale not in ("百", "千") and (worn is None or bool(scale))
    return "number", NUMBER, digits, _scaled(digits, scale, unit, sure)


def _in_characters(word: str) -> tuple[str, int, str, Amount | None]:
    if word[-1] == "年":
        year = int("".join(str(_DIGITS[digit]) for digit in word[:-1]))
        return "year", YEAR, "", Amount(year, "年", True)
    value = chinese_number(word[:-1].rstrip(" "))
    return "number", NUMBER, "", None if value is None else Amount(value, word[-1], True)


def _counted(text: str, start: int, end: int, digits: str, amount: Amount | None, before: list[Token]) -> Token | None:
    """A number where it is a count; one in characters only right after an act or thing (收到三件) or after 共, 为."""
    previous = text[start - 1 : start]
    if amount is None:
        return Token("number", NUMBER, start, start + 1, None, _ZERO) if digits and previous in {"为", "是"} else None
    sure = amount.sure
    if digits:
        if previous in _DOUBTFUL_BEFORE or previous.isascii():
            leading = text[max(0, start - 8) : start]
            if _NOT_A_COUNT_BEFORE.search(leading):
                return None
            sure = sure and not _ABOUT_BEFORE.search(leading)
    elif not (before and before[-1].end == start) and previous not in _COUNTED_AFTER:
        return None
    if sure and len(digits) == 4 and digits[:2] == "20" and text[end : end + 1].isdigit():
        sure = False  # 2021条12月: a year that lost its 年
    if sure and text[end : end + 1] in _DOUBTFUL_AFTER and _ABOUT_AFTER.match(text, end, end + 8):
        sure = False
    if sure != amount.sure:
        amount = Amount(amount.value, amount.unit, sure)
    return Token("number", NUMBER, start, end, None, amount)


def _scaled(digits: str, scale: str, unit: str, sure: bool) -> Amount:
    if not scale and digits.isdecimal() and unit in _PLAIN_UNITS:
        return Amount(int(digits), unit, sure)
    plain = digits.replace(",", "").replace("，", "")
    if unit in ("万元", "亿元"):
        scale, unit = scale + unit[0], "元"
    factor = 1
    for character in scale:
        factor *= _FACTORS[character]
    if "." not in plain:
        return Amount(int(plain) * factor, _UNITS.get(unit, unit), sure)
    value = round(float(plain) * factor, 2)
    whole = value.is_integer()
    return Amount(int(value) if whole else value, _UNITS.get(unit, unit), sure and (whole or unit == "元"))


def chinese_number(numeral: str) -> int | None:
    """二十三 → 23, 一百零五 → 105, 两 → 2, 二〇 → 20; None where it is no number."""
    if len(numeral) > 9:
        return None
    if all(character in _DIGITS for character in numeral):
        return int("".join(str(_DIGITS[character]) for character in numeral)) if len(numeral) != 1 or numeral else None
    total, digit, last_scale = 0, -1, 10_000
    for character in numeral:
        if character in _DIGITS:
            if digit > 0:
                return None
            digit = _DIGITS[character]
        else:
            scale = _SCALES[character]
            if scale >= last_scale or digit == 0 or (digit < 0 and scale != 10):
                return None
            total += (1 if digit < 0 else digit) * scale
            digit, last_scale = -1, scale
    return total + max(digit, 0)
