"""A sentence cut into clauses of known words and numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from gongkai.report import limits
from gongkai.report.reading.statements.tags import BITS, BRACKET, MARK, MONTH, NUMBER, TITLE, YEAR
from gongkai.report.reading.statements.words import PIECE, Words
from gongkai.report.schema import Number


class Amount(NamedTuple):
    """``unit`` is "" where none is printed; ``sure`` is False for about, nearly, more than, a range, an ordinal."""

    value: Number
    unit: str
    sure: bool


class Token(NamedTuple):
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
_token = tuple.__new__
_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000}
_FACTORS = {"": 1, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_UNITS = {"条次": "条", "篇次": "篇", "件次": "件", "份次": "份"}
_PLAIN_UNITS = frozenset("件条个篇份起宗项期次场家则幅部张批例封元")
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
    known, place = vocabulary.known, start
    pieces = iter(vocabulary.pattern.split(text[start:end]))
    for gap, word, digits, scale, about, unit, hanzi, hanzi_unit in zip(*[pieces] * PIECE, strict=False):
        begin = place + len(gap)
        place = begin + len(word)
        entry = known.get(word)
        if begin < passed:
            continue
        if entry:
            tag, bit, group = entry
            if bit == MARK:
                if word != "、" or tags & NUMBER:
                    clause.end, clause.tags = begin, tags
                    clause = Clause(place, end, word)
                    result.append(clause)
                    here, tags = clause.tokens, 0
            elif bit:
                here.append(_token(Token, (tag, bit, begin, place, group, None)))
                tags |= bit
            continue
        token: Token | None
        if digits:
            token = _amount(text, begin, place, digits, scale, about, unit)
        elif hanzi:
            token = _chinese_amount(text, begin, place, hanzi, hanzi_unit, here)
        elif word[-1] == "年":
            year = int("".join(str(_DIGITS[digit]) for digit in word[:-1]))
            token = Token("year", YEAR, begin, place, None, Amount(year, "年", True))
        else:
            token = _token(Token, (*(("title", TITLE) if word[0] == "《" else ("bracket", BRACKET)), begin, place, None, None))
        if token:
            here.append(token)
            tags |= token.bit
            passed = token.end
    clause.tags = tags
    return result


def _amount(
    text: str, start: int, end: int, digits: str, scale: str, about: str, unit: str | None
) -> Token | None:
    if unit == "年" and len(digits) == 4 and digits[:2] in {"19", "20"}:
        return Token("year", YEAR, start, end, None, Amount(int(digits), "年", True))
    if unit == "月" and len(digits) <= 2:
        return Token("month", MONTH, start, end, None, Amount(int(digits), "月", True))
    if digits in HOTLINES:
        tail = _HOTLINE.match(text, start + len(digits))
        return Token("letter", LETTER, start, tail.end() if tail else end, "12345热线" if digits == "12345" else None)
    before = text[start - 1 : start]
    if unit is None:
        zero = digits == "0" and before in {"为", "是"} and not scale
        return Token("number", NUMBER, start, start + 1, None, Amount(0, "", True)) if zero else None
    if len(digits) > limits.MAX_DIGITS:
        return None
    sure = not about and scale not in ("百", "千")
    if before in _DOUBTFUL_BEFORE or before.isascii():
        leading = text[max(0, start - 8) : start]
        if _NOT_A_COUNT_BEFORE.search(leading):
            return None
        sure = sure and not _ABOUT_BEFORE.search(leading)
    if sure and text[end : end + 1] in _DOUBTFUL_AFTER and _ABOUT_AFTER.match(text, end, end + 8):
        sure = False
    return Token("number", NUMBER, start, end, None, _scaled(digits, scale, unit, sure))


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


def _chinese_amount(
    text: str, start: int, end: int, numeral: str, unit: str, before: list[Token]
) -> Token | None:
    """Chinese numerals count only right after an act or a thing (收到三件, 行政复议两件) or after 共, 仅, 为."""
    touching = bool(before) and before[-1].end == start
    if not touching and text[start - 1 : start] not in tuple("共仅计为有各了"):
        return None
    value = chinese_number(numeral)
    if value is None:
        return None
    sure = not _ABOUT_AFTER.match(text, end, end + 8)
    return Token("number", NUMBER, start, end, None, Amount(value, unit, sure))


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
