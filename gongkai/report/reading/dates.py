"""Years, dates and periods as reports print them, and the signature: a date with a name on it or above."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from gongkai.report.reading.naming import is_organ

YEAR = re.compile(r"(20[0-4]\d|二[〇○零0][一二三四五六七八九〇○零]{2})\s*年")
_PERIOD = re.compile(
    r"(20[0-4]\d|二[〇○零0][一二三四五六七八九〇○零]{2})\s*年\s*(?:1|01|一)\s*月\s*(?:1|01|一)\s*日?\s*(?:起|开始)?\s*(?:至|到|止|[-—–~～])+\s*"
    r"(?:(20[0-4]\d|二[〇○零0][一二三四五六七八九〇○零]{2}|同|当|本)\s*年)?\s*(?:12|十二)\s*月\s*(?:31|三十一)\s*[日号止]"
)
_DATE = re.compile(
    r"(20[0-4]\d|二[〇○零0Oo][一二三四五六七八九〇○零Oo]{2})\s*[年.\-/]\s*(\d{1,2}|元|[一二三四五六七八九十]{1,3})\s*[月.\-/]\s*(\d{1,2}|[一二三四五六七八九十]{1,3})\s*[日号]?"
)
_SEAL = re.compile(r"[（(][公盖印]?章[)）]$")
_META = re.compile(r"发布|时间|来源|浏览|更新|日期[:：]|访问")  # a page's own dates
_CHINESE_DIGITS = dict(zip("〇○零0Oo一二三四五六七八九", "000000123456789", strict=True))


def year_of(text: str) -> int | None:
    """2021 of ``"2021"`` or ``"二〇二一"``."""
    if text.isascii() and text.isdigit():
        return int(text)
    digits = "".join(_CHINESE_DIGITS.get(c, "") for c in text)
    return int(digits) if len(digits) == 4 and digits.startswith("20") else None


def _small_number(text: str) -> int:
    """A month or a day: 12 of ``"12"`` or ``"十二"``."""
    if text.isdigit():
        return int(text)
    if text == "元":  # 元月
        return 1
    if "十" in text:
        tens, _, ones = text.partition("十")
        return 10 * int(_CHINESE_DIGITS.get(tens, "1")) + (int(_CHINESE_DIGITS.get(ones, "0")) if ones else 0)
    return int("".join(_CHINESE_DIGITS.get(c, "") for c in text) or 0)


def period_of(text: str) -> tuple[date, date] | None:
    """The stated period of the figures."""
    match = _PERIOD.search(text)
    if match is None:
        return None
    year = year_of(match[1])
    last = year_of(match[2]) if match[2] and match[2] not in "同当本" else year
    return (date(year, 1, 1), date(last, 12, 31)) if year and last and last >= year else None


def is_date(text: str) -> bool:
    """Whether the text is a date and little else."""
    match = _DATE.search(text)
    return match is not None and len(text.strip()) - len(match[0]) <= 2


def signature_of(
    texts: Sequence[str], start: int, end: int, *, chinese_only: bool = False
) -> tuple[date | None, str | None]:
    """Date and signing body: a line with little but a date, and the name on it or just above.

    ``chinese_only`` takes 2026年1月8日 only, below a name: under a title, other dates are the page's.
    """
    for number in range(start, end):
        text = texts[number]
        if not text or len(text) > 48 or _META.search(text):
            continue
        match = _DATE.search(text)
        if match is None or (chinese_only and "年" not in match[0]):
            continue
        rest = (text[: match.start()] + text[match.end() :]).strip(" 　（）()")
        if rest and not is_organ("".join(rest.split()), notes=False):
            continue
        year = year_of(match[1])
        try:
            issued = date(year or 0, _small_number(match[2]), _small_number(match[3]))
        except ValueError:
            continue
        name = "".join(rest.split()) or None
        if name is None:
            before = next((other for other in reversed(texts[max(start, number - 3) : number]) if other), "")
            before = "".join(before.split())
            if is_organ(before):
                name = before
        if chinese_only and name is None:
            continue
        return issued, _SEAL.sub("", name) if name else None
    return None, None
