"""The figures in the prose of an annual report, each with its place in the text.

``extract_statements`` reads the sections' prose and returns what is counted (the closed list ``What``). It rather
misses a figure than misreads it: approximations (余, 约, 近), plans, comparisons, other years and figures that two
readings fit are left out. A statement's ``text`` is the clause as printed; it keeps words of scope (全区, 全市) that a
check may want.

- ``unit`` is as printed (条次 → 条); money is in 元. A denial (未收到…申请) counts 0 件, 个 or 元.
- ``channel`` is one name where one is said, else None. Published: 门户网站 公开平台 政务服务网 微信公众号 微博 短视频
  今日头条 政务新媒体 客户端 微信群 公开栏 电子屏 公报 报刊 广播电视 新闻媒体 信用平台 其他渠道; letters: 12345热线
  领导信箱 信访 网民留言.
- ``kind`` of documents is 规范性文件 or 规章, and 行政处罚 or 行政强制 where a report "repeals" one; of media.accounts
  总数 保留 关停 注销中; of consultations 意见 where opinions are counted and not consultations; of published 累计
  (since the beginning, not this year), 刊物, or what was published where ``words.yaml`` lists it under ``kind``.
- ``parts`` maps names as printed to values: after 其中 or a colon, in a bracket, or where a list sums up to its total.

``words.yaml`` holds every word that is understood; one can add to it without reading code.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from math import inf

from gongkai.report import limits
from gongkai.report.agency import classify
from gongkai.report.reading.statements.clauses import read_sentence
from gongkai.report.reading.statements.context import Found, Section
from gongkai.report.reading.statements.words import words
from gongkai.report.schema import Number, Statement, What

__all__ = ["extract_statements"]

_NUMERALS, _NEGATIONS = "一二两兩三四五六七八九十百", "未无没沒無零"
_ANCHOR = re.compile(
    rf"[0-9０-９为為{_NUMERALS}{_NEGATIONS}](?:"
    r"(?<=[0-9０-９])\s*+[万萬千百余多]{0,3}+\s*+[件条个篇份起宗项期次场家则幅部张批例封元亿條個項場張]"
    r"|(?<=[为為])[0０零]"
    rf"|(?<=[{_NUMERALS}])[件份宗篇起条次期]"
    rf"|(?<=[{_NEGATIONS}])[^。\n{_NEGATIONS}]{{0,60}}?[请請议議讼訟費费转轉媒文件]"
    ")"
)
"""What a sentence must hold to state a figure: a number with a unit, or a denial and what it can be of."""

SENTENCES = 5_000
"""Sentences with figures that are read in one section; real reports have some dozens."""

_CARRIED = ("requests.carried_in", "requests.carried_out")
"""Where one of these is not nil, the requests 受理 may be those received and those carried in: left out."""

_GOVERNMENTS = ("government", "township")
_ONE_BODY = ("department", "vertical", "public_service")
"""Bodies that report for themselves alone; an office may report for the government it serves."""

_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*年")
_ENDS = re.compile(r"[。！!\n]")


def extract_statements(
    sections: Mapping[str, str], year: int | None = None, agency: str | None = None
) -> tuple[Statement, ...]:
    """The figures in ``sections`` (numeral → prose), in order; ``year`` is the report's, else the year most named.

    ``agency`` is who reports: what each of its departments did is a government's own, and no other body's.
    """
    vocabulary = words()
    year = year or _most_named(sections)
    result: list[tuple[str, str, Found]] = []
    left = limits.MAX_TEXT_CHARACTERS
    for name, text in sections.items():
        section = Section(text, vocabulary, year)
        stop = min(len(text), left)
        left -= stop
        position = sentences = 0
        while sentences < SENTENCES and (match := _ANCHOR.search(text, position, stop)):
            sentences += 1
            anchor = match.start()
            start = max(text.rfind("。", position, anchor), text.rfind("\n", position, anchor), position - 1) + 1
            found = _ENDS.search(text, anchor, stop)
            position = found.start() if found else stop
            read_sentence(section, start, position)
        result.extend((name, text, one) for one in section.found)
    made = [one for _, _, one in result]
    left_out = _two_scopes(made)
    own = {one.what for one in made if not one.others}
    form = classify(agency).form
    rough = _not_told_apart(made)
    return tuple(
        one.statement(name, text)
        for name, text, one in result
        if one.what not in left_out
        and not (one.others and form not in _GOVERNMENTS and (form in _ONE_BODY or one.what in own))
        and not (one.rough and one.what == "requests.received" and one.value >= rough)
    )


def _not_told_apart(found: list[Found]) -> Number:
    """From this figure on, requests 受理 may be those received and those carried in.

    Both together are those concluded and those carried out: fewer than these are the year's own.
    """
    if not any(one.what in _CARRIED and one.value for one in found):
        return inf
    concluded, carried = (
        max((one.value for one in found if one.what == what), default=None)
        for what in ("requests.concluded", "requests.carried_out")
    )
    return 0 if concluded is None or carried is None else concluded + carried


def _two_scopes(found: list[Found]) -> set[What]:
    """Things counted for a whole region and again otherwise with another result: unclear which is the report's."""
    compared = ("requests", "documents", "review", "litigation")
    result: set[What] = set()
    for what in {one.what for one in found if one.what.startswith(compared)}:
        wide = {(one.kind, one.value) for one in found if one.what == what and one.wide}
        own = {(one.kind, one.value) for one in found if one.what == what and not one.wide}
        if wide and own and wide != own:
            result.add(what)
    return result


def _most_named(sections: Mapping[str, str]) -> int | None:
    years = Counter(year for text in sections.values() for year in _YEAR.findall(text, 0, 100_000))
    return int(years.most_common(1)[0][0]) if years else None
