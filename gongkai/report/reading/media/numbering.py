"""Automatic list numbers as Word prints them: they are not in the text, yet 一、 / （一） / 1. are how labels begin."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field

MAX_LEVELS = 9

_DIGITS = "零一二三四五六七八九"
_LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: ``text`` is the pattern, ``%1`` the number of the first level."""

    fmt: str = "decimal"
    text: str = ""
    start: int = 1
    legal: bool = False
    """Numbers of all levels as 1, 2, 3 whatever their own format."""


@dataclass(slots=True)
class NumberedList:
    """A list as paragraphs refer to it; lists of one family count on together."""

    family: str
    levels: dict[int, Level]
    restarts: dict[int, int] = field(default_factory=dict)


class Counters:
    """The running numbers of all lists of one document."""

    def __init__(self) -> None:
        self._counts: dict[Hashable, list[int | None]] = {}
        self._restarted: set[tuple[Hashable, int]] = set()

    def label(
        self,
        family: Hashable,
        instance: Hashable,
        depth: int,
        levels: Mapping[int, Level],
        restarts: Mapping[int, int] | None = None,
    ) -> str:
        """The label of the next paragraph at ``depth`` (from 0). Instances of one family count on together.

        ``restarts`` are the levels that begin anew, and with which number, when an instance is first used.
        """
        if not 0 <= depth < MAX_LEVELS:
            return ""
        counts = self._counts.setdefault(family, [None] * MAX_LEVELS)
        level = levels.get(depth, Level())
        count = counts[depth]
        if restarts and depth in restarts and (instance, depth) not in self._restarted:
            self._restarted.add((instance, depth))
            counts[depth] = restarts[depth]
        else:
            counts[depth] = level.start if count is None else count + 1
        counts[depth + 1 :] = [None] * (MAX_LEVELS - depth - 1)
        if level.fmt in ("bullet", "none") and "%" not in level.text:
            return "" if level.fmt == "bullet" else level.text
        text = level.text
        for above in range(depth + 1):
            place = f"%{above + 1}"
            if place in text:
                other = levels.get(above, Level())
                number = counts[above]
                if number is None:
                    counts[above] = number = other.start
                text = text.replace(place, format_number(number, "decimal" if level.legal else other.fmt))
        return text


def join_label(label: str, text: str) -> str:
    """Label and text as one line, without the tab Word prints between; ``1.`` before a digit keeps a space."""
    if not label or not text or text[0].isspace():
        return label + text
    apart = (text[0].isascii() and text[0].isalnum()) or label[-1].isalnum()
    return f"{label} {text}" if apart else label + text


def format_number(number: int, fmt: str) -> str:
    """``number`` in one of Word's number formats; what a format cannot say is said in decimal digits."""
    if number < 0 or (number == 0 and fmt not in ("chineseCounting", "decimalFullWidth")):
        return str(number)
    rule = _FORMATS.get(fmt)
    return str(number) if rule is None else rule(number)


def _chinese(number: int) -> str:
    if number >= 10_000:
        return str(number)
    out, zero = "", False
    for value, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // value % 10
        if digit:
            out += ("零" if zero and out else "") + _DIGITS[digit] + unit
            zero = False
        else:
            zero = True
    out = out.removeprefix("一") if out.startswith("一十") else out
    return out or "零"


def _legal_chinese(number: int) -> str:
    plain = _chinese(number)
    plain = "一" + plain if plain.startswith("十") else plain
    return plain.translate(str.maketrans(_DIGITS + "十百千", _LEGAL_DIGITS + "拾佰仟"))


def _digital(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "〇" + _DIGITS[1:]))


def _roman(number: int) -> str:
    if number > 3999:
        return str(number)
    out = ""
    for value, letters in _ROMAN:
        out += letters * (number // value)
        number %= value
    return out


def _letters(number: int) -> str:
    return str(number) if number > 260 else chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _from(first: str, count: int) -> Callable[[int], str]:
    return lambda number: chr(ord(first) + number - 1) if number <= count else str(number)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)]


def _full_width(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))


_FORMATS: dict[str, Callable[[int], str]] = {
    "none": lambda number: "",
    "bullet": lambda number: "",
    "decimalZero": lambda number: f"{number:02d}",
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "koreanCounting": _chinese,
    "chineseLegalSimplified": _legal_chinese,
    "ideographLegalTraditional": _legal_chinese,
    "japaneseLegal": _legal_chinese,
    "ideographDigital": _digital,
    "japaneseDigitalTenThousand": _digital,
    "taiwaneseDigital": _digital,
    "koreanDigital2": _digital,
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "decimalEnclosedCircle": _from("①", 20),
    "decimalEnclosedCircleChinese": _from("①", 20),
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "ideographEnclosedCircle": _from("㈠", 10),
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
}
