"""The body against what is recorded of the item: title, 文号, 成文日期; and days that are in no calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from difflib import SequenceMatcher

from gongkai.examine.body import Body, folded
from gongkai.examine.model import Facts
from gongkai.examine.text.hits import Hit
from gongkai.report.reading.dates import year_of

_NUMBER = re.compile(
    r"\s*(?:文号\s*[:：]?\s*)?([\u4e00-\u9fff]{1,16})\s?[〔\[【(（]\s?(\d{4})\s?[〕\]】)）]\s?(?:第\s?)?(\d{1,5})\s?号\s*"
)
_DATE_LINE = re.compile(
    r"\s*(?:[\u4e00-\u9fff]{0,24}\s{1,8})?((?:\d{4}|[二〇○零一二三四五六七八九]{4})\s?年.{2,8}日)\s*"
)
_SIGNED = re.compile(
    r"(\d{4}|[二〇○零一三四五六七八九]{4})年(\d{1,2}|[一二三四五六七八九十]{1,3})月(\d{1,2}|[一二三四五六七八九十]{1,3})日"
)
_DAY = re.compile(
    r"(?<!\d)(?:(\d{4})\s?年\s?)?(\d{1,2})\s?月\s?(\d{1,2})\s?日|(?<![\d\-./])(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?![\d\-./])"
)
_TITLE_END = re.compile(
    r"(?:通知|公告|通告|决定|意见|办法|方案|规定|批复|报告|通报|公报|决议|议案|请示|函|纪要|细则|规划|计划|公示|名单|指南|要点|清单|目录|预案|命令|令)"
    r"(?:[（(][^）)]{1,20}[）)])?$"
)
_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_HEAD, _FOOT = 12, 12
_ALIKE = 0.6


def find_dates(body: Body) -> Iterator[Hit]:
    """Days that do not exist: 2月30日, 2023年2月29日, 13月1日."""
    for match in _DAY.finditer(body.folded):
        year, month, day = (match[1], match[2], match[3]) if match[2] else (match[4], match[5], match[6])
        # 2026.13.1 may be the number of a section; 2026-02-30 is a date.
        is_date = match[2] or (1900 <= int(year) <= 2100 and 1 <= int(month) <= 12 and 1 <= int(day) <= 31)
        if is_date and not _exists(year, int(month), int(day)):
            yield Hit("impossible-date", *match.span(), details={"text": match.group()})


def _exists(year: str | None, month: int, day: int) -> bool:
    if not 1 <= month <= 12 or not 1 <= day <= _LENGTHS[month - 1]:
        return False
    if year is None or (month, day) != (2, 29):
        return True
    leap = int(year)
    return leap % 4 == 0 and (leap % 100 != 0 or leap % 400 == 0)


def find_differences(body: Body, facts: Facts) -> Iterator[Hit]:
    """Where the head and the foot of the body say something else than the record."""
    yield from _number(body, facts)
    yield from _title(body, facts)
    yield from _date(body, facts)


def _number(body: Body, facts: Facts) -> Iterator[Hit]:
    recorded = _NUMBER.fullmatch(folded(facts.number)) if facts.number else None
    for number, passage in enumerate(body.passages[:_HEAD]):
        found = _NUMBER.fullmatch(folded(passage.text)) if number < len(body.starts) else None
        if found is None:
            continue
        start = body.starts[number]
        if facts.number and (recorded.groups() if recorded else None) != found.groups():
            said = {"text": passage.text.strip(), "recorded": facts.number}
            yield Hit("number-differs", start, start + len(passage.text), details=said)
        if facts.issued and int(found[2]) != facts.issued.year:
            said = {"text": passage.text.strip(), "year": str(facts.issued.year)}
            yield Hit("number-of-another-year", start, start + len(passage.text), details=said)
        return
    if recorded and facts.issued and int(recorded[2]) != facts.issued.year and body.starts:
        said = {"text": facts.number, "year": str(facts.issued.year)}
        yield Hit("number-of-another-year", 0, 0, details=said)


def _title(body: Body, facts: Facts) -> Iterator[Hit]:
    recorded = _letters(facts.title)
    if len(recorded) < 6:
        return
    for number, passage in enumerate(body.passages[: min(_HEAD, len(body.starts))]):
        text = passage.text.strip()
        own = _letters(text)
        if len(own) < 6 or len(text) > 90 or "。" in text or _TITLE_END.search(text[-26:]) is None:
            continue
        if own in recorded or recorded in own:
            return
        if SequenceMatcher(None, own, recorded, autojunk=False).ratio() >= _ALIKE:
            start = body.starts[number]
            said = {"text": text, "recorded": facts.title}
            yield Hit("title-differs", start, start + len(passage.text), details=said)
            return


def _letters(text: str) -> str:
    return re.sub(r"[^\w]", "", folded(text))


def day_of(text: str) -> date | None:
    """2026-11-22 of ``2026年11月22日`` or ``二〇二六年十一月二十二日``; None where there is no such day."""
    found = _SIGNED.fullmatch(text.replace(" ", ""))
    year = year_of(found[1].replace("○", "〇")) if found else None
    if found is None or year is None:
        return None
    try:
        return date(year, _small(found[2]), _small(found[3]))
    except ValueError:
        return None


def _small(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    digits = "零一二三四五六七八九"
    return (10 * (digits.index(tens) if tens else 1) if ten else 0) + (digits.index(ones) if ones else 0)


def _date(body: Body, facts: Facts) -> Iterator[Hit]:
    if facts.issued is None:
        return
    told = [passage.place.part is None and bool(passage.text.strip()) for passage in body.passages]
    lines = [number for number in range(len(body.starts)) if told[number]]
    for number in reversed(lines[-_FOOT:]):
        passage = body.passages[number]
        found = _DATE_LINE.fullmatch(folded(passage.text))
        if found is None or passage.cell:
            continue
        signed = day_of(found[1])
        if signed is not None and signed != facts.issued:
            start = body.starts[number]
            said = {
                "text": found[1].strip(),
                "recorded": f"{facts.issued.year}年{facts.issued.month}月{facts.issued.day}日",
            }
            yield Hit("date-differs", start + found.start(1), start + found.end(1), details=said)
        return
