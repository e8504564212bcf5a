"""A sentence cut into clauses of known words and numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from gongkai.report import limits
from gongkai.report.reading.statements.words import Words
from gongkai.report.schema import Number


class Amount(NamedTuple):
    """``unit`` is "" where none is printed; ``sure`` is False for about, nearly, more than, a range, an ordinal."""

    value: Number
    unit: str
    sure: bool


class Token(NamedTuple):
    """A known word or number. ``tag`` is the word's list, "number", "year", "month", "bracket", "title" or "mark"."""

    tag: str
    start: int
    end: int
    group: str | None = None
    amount: Amount | None = None
    inside: tuple[Token, ...] = ()


@dataclass(slots=True)
class Clause:
    """``before`` is the mark before it, "" at the start of a sentence."""

    start: int
    end: int
    before: str
    tokens: list[Token] = field(default_factory=list)


BRACKET_CHARACTERS = 400
_token = tuple.__new__
_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000}
_FACTORS = {"": 1, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_UNITS = {"条次": "条", "篇次": "篇", "件次": "件", "份次": "份"}
_ABOUT_BEFORE = re.compile(r"(?:约|近|超|逾|大约|超过|达近|将近|接近|不少于|至少|多达|突破|不足)\s*$")
_ABOUT_AFTER = re.compile(r"\s*(?:左右|以上|以下|以内|上下|余|多|不等|[/／]|至\d|[-—~～–]\d)")
_DOUBTFUL_BEFORE = frozenset("约近超逾过近于少达破足第〔至到—～–接")
_DOUBTFUL_AFTER = frozenset(" 左以上余多不/／至-—~～–")
_NOT_A_COUNT_BEFORE = re.compile(r"(?:第|[A-Za-z〔\[]|\d\s*[至到\-—~～–./]|[-—~～–./+])\s*$")
_HOTLINE = re.compile(r"[”’]?(?:政务服务|便民服务|市民服务|政府服务|便民|服务|投诉举报|举报)*(?:热线|平台|系统|专线)*")
HOTLINES = frozenset(
    {"12345", "12315", "12366", "12333", "12328", "12369", "12329", "12388", "12389", "12371", "12348"}
)


def tokens(text: str, vocabulary: Words) -> list[Token]:
    """Words and numbers of ``text``; what stands in brackets is one token with its own tokens inside."""
    result: list[Token] = []
    here = result
    bracket_start, bracket_end, passed = -1, len(text) + 1, 0
    tags = vocabulary.tags
    for match in vocabulary.pattern.finditer(text):
        start, end = match.span()
        if start < passed:
            continue
        if start >= bracket_end:
            result.append(Token("bracket", bracket_start, bracket_end + 1, None, None, tuple(here)))
            here, bracket_start, bracket_end = result, -1, len(text) + 1
        last = match.lastgroup
        if last == "word":
            tag, group = tags[text[start:end]]
            if tag != "none":
                here.append(_token(Token, (tag, start, end, group, None, ())))
        elif last == "mark":
            mark = text[start]
            if mark == "《":
                closing = text.find("》", end, end + BRACKET_CHARACTERS)
                if closing > 0:
                    passed = closing + 1
                    here.append(Token("title", start, passed))
            elif mark not in "(（":
                here.append(_token(Token, ("mark", start, end, mark, None, ())))
            elif bracket_start < 0:
                closing = _closing(text, end)
                if closing > 0:
                    bracket_start, bracket_end, here = start, closing, []
        elif last == "hanzi_year":
            year = int("".join(str(_DIGITS[digit]) for digit in match["hanzi_year"]))
            here.append(Token("year", start, end, None, Amount(year, "年", True)))
        else:
            token = _chinese_amount(text, match, here) if last == "hanzi_unit" else _amount(text, match)
            if token:
                here.append(token)
                passed = token.end
    if bracket_start >= 0:
        result.append(Token("bracket", bracket_start, bracket_end + 1, None, None, tuple(here)))
    return result


def _closing(text: str, start: int) -> int:
    places = [text.find(mark, start, start + BRACKET_CHARACTERS) for mark in ")）"]
    return min((place for place in places if place >= 0), default=-1)


def clauses(text: str, found: list[Token]) -> list[Clause]:
    """Clauses end at commas, colons and semicolons, and at the 、 between two things that are counted."""
    result = [Clause(0, len(text), "")]
    counted = False
    for token in found:
        if token.tag == "mark" and (token.group != "、" or counted):
            result[-1].end = token.start
            result.append(Clause(token.end, len(text), token.group or ""))
            counted = False
        elif token.tag != "mark":
            result[-1].tokens.append(token)
            counted = counted or token.tag == "number"
    return result


def _amount(text: str, match: re.Match[str]) -> Token | None:
    digits, scale, about, unit = match.group("digits", "scale", "about", "unit")
    start, end = match.span()
    if unit == "年" and len(digits) == 4 and digits[:2] in {"19", "20"}:
        return Token("year", start, end, None, Amount(int(digits), "年", True))
    if unit == "月" and len(digits) <= 2:
        return Token("month", start, end, None, Amount(int(digits), "月", True))
    if digits in HOTLINES:
        tail = _HOTLINE.match(text, start + len(digits))
        return Token("letter", start, tail.end() if tail else end, "12345热线" if digits == "12345" else None)
    before = text[start - 1 : start]
    if unit is None:
        zero = digits == "0" and before in {"为", "是"} and not scale
        return Token("number", start, match.end("digits"), None, Amount(0, "", True)) if zero else None
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
    return Token("number", start, end, None, _scaled(digits, scale, unit, sure))


def _scaled(digits: str, scale: str, unit: str, sure: bool) -> Amount:
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


def _chinese_amount(text: str, match: re.Match[str], before: list[Token]) -> Token | None:
    """Chinese numerals count only right after an act or a thing (收到三件, 行政复议两件) or after 共, 仅, 为."""
    start, end = match.span()
    touching = bool(before) and before[-1].end == start and before[-1].tag != "mark"
    if not touching and text[start - 1 : start] not in tuple("共仅计为有各了"):
        return None
    value = chinese_number(match["hanzi"])
    if value is None:
        return None
    sure = not _ABOUT_AFTER.match(text, end, end + 8)
    return Token("number", start, end, amount=Amount(value, match["hanzi_unit"], sure))


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
