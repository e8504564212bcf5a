"""Everything in a report that is no table: title, agency, year, period, signature, sections.

All of it is found by the words themselves: headings may lack their numerals, titles stand twice or over two lines,
pages wrap the report in menus.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from gongkai.report.reading.dates import period_of, signature_of
from gongkai.report.reading.headings import headings_of, sections_of
from gongkai.report.reading.labels import simplified, squash
from gongkai.report.reading.lines import Line
from gongkai.report.reading.naming import agency_of
from gongkai.report.reading.own_title import other_document
from gongkai.report.reading.titles import title_of
from gongkai.report.reading.values import HALF_WIDTH

_OPENING_YEAR = re.compile(r"^\s*(?:在)?(20[0-4]\d)\s*年(?:度|来|以来)?\s*[,，、]?")
_YEARS = (
    re.compile(r"^(20[0-4]\d)年", re.MULTILINE),
    re.compile(r"(20[0-4]\d)年度?(?:\w{0,6})?政府信息公开(?:工作|情况|报告|年度)"),
)
_HINT = re.compile("[开開报報算]")  # quick: every word of the next has one of them
_NAMES_REPORTS = re.compile(r"信息公开|政务公开|年报|年度报告|预算|决算")
_ABOUT = (
    ("解读", re.compile(r"解读|图解|一图读懂|一图看懂|图说|速览")),
    ("通知", re.compile(r"通知|关于做好|关于报送|关于编制|关于印发|的函$|工作提示|工作方案|培训")),
    ("格式或填报说明", re.compile(r"格式|模板|样式|样表|填报说明|填表说明|参考文本")),
    ("指南", re.compile(r"指南")),
    ("目录", re.compile(r"目录")),
    ("预算或决算", re.compile(r"预算|决算")),
    ("通报或评估", re.compile(r"通报|评估|考核|评分|抽查|检查情况|评价")),
)


@dataclass(slots=True)
class Prose:
    """What the words around the tables say; None where they do not. ``headings`` maps sections to lines."""

    title: str | None = None
    agency: str | None = None
    year: int | None = None
    period: tuple[date, date] | None = None
    issued: date | None = None
    sections: dict[str, str] = field(default_factory=dict)
    headings: dict[str, int] = field(default_factory=dict)
    about: str | None = None
    other: tuple[str, dict[str, Any]] | None = None
    """Rule and details where the document's own title says that it is no report, whatever its tables hold."""
    titled: bool = False
    """Whether a title names the document an annual report."""


def read_prose(
    lines: Sequence[Line], tables: Mapping[str, tuple[int, int]], used: set[int], medium_title: str | None
) -> Prose:
    """Title, agency, year, period, signature and sections of one report.

    ``tables`` maps 二, 三 and 四 to the first and last line of their tables, ``used`` are lines that belong to tables.
    """
    texts = _texts(lines, used)
    prose = Prose()
    prose.headings = headings_of(texts, tables)
    body = min((*prose.headings.values(), *(first for first, _ in tables.values())), default=len(texts))
    title = title_of(texts, body, medium_title)
    prose.sections = sections_of(prose.headings, texts, tables)
    opening = "\n".join(text for text in texts[max(0, body - 12) : body] if len(text) > 20)
    first = prose.sections.get("一", "")
    tail_start = max(
        (*prose.headings.values(), *(last for _, last in tables.values())), default=max(0, len(texts) - 30)
    )
    prose.issued, signatory = signature_of(texts, tail_start, len(texts))
    if prose.issued is None:
        prose.issued, signatory = signature_of(texts, max(0, body - 4), body, chinese_only=True)
    prose.period = period_of(f"{opening}\n{first}")
    name = None
    if title is not None:
        prose.title, before, title_year = title
        prose.titled = True
        prose.year = title_year
        name = before
    if prose.year is None:
        prose.year = _year(prose, opening, first)
    prose.agency = agency_of(name, opening, first, signatory)
    if prose.agency and "六" in prose.sections:
        prose.sections["六"] = _unsigned(prose.sections["六"], prose.agency)
    prose.other = other_document(prose.title, texts, body, medium_title)
    prose.about = _about(texts, body, medium_title, prose.title)
    return prose


def _unsigned(text: str, agency: str) -> str:
    """Without the signature of the body that the title names, where its name does not show what it is."""
    before, _, last = text.rpartition("\n")
    return before if squash(last) == squash(agency) else text


def _texts(lines: Sequence[Line], used: set[int]) -> list[str]:
    """The prose of each line, "" where it has none, digits in half width."""
    texts = [
        "" if number in used else line.cells[0].strip() if len(line.cells) == 1 else _own_text(line)
        for number, line in enumerate(lines)
    ]
    # Few documents have digits in full width: to look for them in all is cheaper than to translate each line.
    whole = "\n".join(texts)
    if any(digit in whole for digit in "０１２３４５６７８９"):
        return [text.translate(HALF_WIDTH) for text in texts]
    return texts


def _own_text(line: Line) -> str:
    """The prose of a line of several cells: the only one; of the rows of a page's metadata the one naming the title."""
    filled = [*islice(filter(str.strip, line.cells), 2)]
    if len(filled) == 1 and len(filled[0]) > 8:
        return filled[0].strip()
    if len(filled) > 1 and squash(filled[0]) in ("标题", "名称", "信息名称", "文件名称"):
        return filled[1].strip()
    return ""


def _year(prose: Prose, opening: str, first: str) -> int | None:
    """Without a year in the title: the stated period, the year that opens the text, the year before the signature.

    The first of them counts, unless the two others agree against it: sentences of last year are often left in.
    """
    opened = None
    for text in (*first.split("\n")[:3], *opening.split("\n")):
        if match := _OPENING_YEAR.match(text):
            opened = int(match[1])
            break
    signed = prose.issued.year - 1 if prose.issued is not None else None
    period = prose.period[1].year if prose.period is not None else None
    if period is not None and opened is not None and opened == signed:
        return opened
    if period or signed or opened:
        return period or signed or opened
    text = f"{opening}\n{first}"
    years = {int(year) for pattern in _YEARS for year in pattern.findall(text)}
    return years.pop() if len(years) == 1 else None


def _about(texts: Sequence[str], body: int, medium_title: str | None, title: str | None) -> str | None:
    """What kind of document about reports this is, by its own title."""
    heads = [text for text in texts[: max(body, 30)] if text and 4 < len(text) < 70][:40]
    if medium_title:
        heads.insert(0, medium_title)
    for text in heads:
        if not _HINT.search(text):
            continue
        plain = simplified(text)
        if not _NAMES_REPORTS.search(plain):
            continue
        for kind, pattern in _ABOUT:
            if pattern.search(plain) and (
                title is None or simplified(title) not in "".join(plain.split()) or kind in ("解读", "通知")
            ):
                return kind
    return None
