"""The sentence around a figure: whom and when it speaks of, and whether the figure is part of another."""

from __future__ import annotations

import re

from gongkai.report.agency import AgencyKind
from gongkai.report.checks.values import plain
from gongkai.report.reading.labels import simplified
from gongkai.report.schema import Report, Statement

_CLAUSE_END = re.compile(r"[，,、（(：:]")
_SENTENCES = {count: re.compile(rf"(?:[^。；;]*[。；;]?){{{count}}}") for count in (1, 2)}
_REACH = 400
"""Characters around a figure that can belong to its sentence; a text without full stops is not searched whole."""
_BODIES = r"各(?:级|部门|单位|区|县|市|镇|乡|街道|科室|成员单位)|下属|所属"
_OTHER_BODIES = re.compile(rf"全[省市县区州盟旗镇乡系]|[我本][省市县区州旗]|辖区内|{_BODIES}")
_ABOVE = {
    "province": re.compile("本级"),
    "prefecture": re.compile("本级|全省"),
    "county": re.compile("本级|全省|全市"),
}
"""What is not the scope of a government that reports for its whole region."""
_YEAR = re.compile(r"(20\d\d)\s*年")
_EARLIER = re.compile(r"上年|去年|上一年|上年度|前一年|同期|历年|累计至|(?<![今本]年)(?<!年初)以来")
_PART_OF_YEAR = re.compile(
    r"[1-9一]月?\s*[-—－~～至到]\s*(?:[1-9]|1[01]|十一?)\s*月|上半年|下半年|[一二三四前]个?季度"
    r"|截[至止](?:20\d\d年)?(?:[1-9]|1[01])月"
)
_PART = re.compile(r"其中|包括|分别")


def before(report: Report, item: Statement) -> str:
    """The sentence up to the end of the figure."""
    text = report.sections.get(item.section, "")
    start, end = item.span
    far = max(0, start - _REACH)
    find = text.rfind  # called for each figure several times: the marks one by one, without a loop
    last = max(find("。", far, start), find("；", far, start), find(";", far, start))
    begin = max(far, last + 1, find("！", far, start) + 1, find("!", far, start) + 1)
    return text[begin:end] or item.text


def _last_clause(text: str) -> str:
    return _CLAUSE_END.split(text)[-1]


def sentences(report: Report, item: Statement, count: int) -> str:
    """From the beginning of the figure to the end of the ``count``-th sentence, the first or second."""
    text = report.sections.get(item.section, "")
    found = _SENTENCES[count].match(text[item.span[0] : item.span[1] + _REACH])
    return found.group() if found else item.text


def speaks_of_another(report: Report, item: Statement, kind: AgencyKind) -> bool:
    """Does the sentence speak of more, or less, than the body that reports, or of another time?"""
    sentence = before(report, item)
    pattern = _ABOVE.get(kind.level or "", _OTHER_BODIES) if kind.form == "government" else _OTHER_BODIES
    return pattern.search(sentence) is not None or _names_other_period(report, item, sentence)


def _names_other_period(report: Report, item: Statement, sentence: str) -> bool:
    years = _YEAR.findall(sentence)
    if years and report.year is not None and int(years[-1]) != report.year:
        return True
    if _PART_OF_YEAR.search(sentence):
        return True
    if item.what == "requests.carried_in":
        return False
    clause = _last_clause(sentence[: -len(item.text) or None]) + item.text  # since the last comma
    return _EARLIER.search(clause) is not None


def is_part(report: Report, item: Statement) -> bool:
    """A figure for one channel or one kind, or one that is said to be part of another."""
    if item.channel is not None or (
        item.what.startswith("requests.") and item.kind is not None and "申请" not in item.kind
    ):
        return True
    lead = before(report, item)[: -len(item.text) or None]
    told, value, _ = simplified(item.text).rpartition(str(plain(item.value)))
    return _PART.search(_last_clause(lead + told if value else lead)) is not None
