"""Parts a report must have and does not: signature, period, figures, sections 五 and 六."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from gongkai.report.editions import editions
from gongkai.report.reading.statements.applications import OTHERS
from gongkai.report.rules import finding
from gongkai.report.schema import Finding, Report

_YEAR = re.compile(r"(?:20|二[〇○零Ｏ0O])[\d〇○零一二三四五六七八九]{2}")
_REQUESTS = re.compile(r"依申请|申请公开|公开申请|信息申请|申请政府信息|依法申请|提出的?申请|零申请|无申请")
_TAKEN = re.compile(r"(?:收到|新收|受理|接到|接收|收悉|办理|办结|答复|新增|未收)[^，。；,;\n申]{0,20}申请.{0,8}")
_PUBLISHED = re.compile(
    r"(?:公开|发布|公布|推送|更新|刊发|编发)[^。；;\n]{0,120}?(?:\d[\d,.，]*\s*[万千]?[余多]?\s*(?:[条篇则])|信息\s*\d+[余多])"
)
_OF_ANOTHER_THING = re.compile(r"申请|复议|诉讼|意见|建议|提案|留言|咨询|信箱|来信")
_FEES = re.compile(r"处理费|收费|费用|收取")
_NOTHING = re.compile(r"[\s　]*(?:(?:暂|本年度?)?(?:无|没有)|/|-+|—+)[\s　。.]*")


def check_parts(report: Report) -> Iterator[Finding]:
    """What is missing, in the order in which a person would meet it."""
    if not report.title:
        yield finding("missing-title")
    elif not names_year(report.title):
        yield finding("title-without-year", title=report.title)
    if report.period is None:
        yield finding("missing-period")
    yield from _prose(report)
    if report.issued is None:
        yield finding("missing-signature")


def names_year(title: str) -> bool:
    """Whether the title says the year, in any digits."""
    return _YEAR.search(unicodedata.normalize("NFKC", title)) is not None


def _prose(report: Report) -> Iterator[Finding]:
    prose = {numeral: report.sections.get(numeral, "").strip() for numeral in ("一", "五", "六")}
    for numeral, label in (("一", "总体情况"), ("五", "存在的主要问题及改进情况"), ("六", "其他需要报告的事项")):
        if not prose[numeral]:
            yield finding("section-missing", section=numeral, numeral=numeral, label=label)
    if _NOTHING.fullmatch(prose["五"]):
        yield finding("problems-not-reported", section="五", text=prose["五"])
    if not _states_what_was_published(report, prose["一"]):
        yield finding("no-published-figure", section="一")
    if prose["一"] and not _mentions_requests(report, prose["一"]):
        yield finding("requests-not-mentioned", section="一")
    measured = report.year >= 2021 if report.year else report.edition == "2021"
    collected = any(item.what == "fees.collected" for item in report.statements)
    if measured and prose["六"] and not collected and not _FEES.search(prose["六"]):
        yield finding("fee-not-reported", section="六")


def _states_what_was_published(report: Report, text: str) -> bool:
    """A figure that is no statement, as it is rounded (100余条) or worded otherwise, is a figure all the same."""
    if any(item.what == "published" for item in report.statements):
        return True
    return any(
        not _OF_ANOTHER_THING.search(match.group())
        for match in _PUBLISHED.finditer(unicodedata.normalize("NFKC", text))
    )


def _mentions_requests(report: Report, text: str) -> bool:
    """A list of the report's own sections is no mention, nor are applications for something else."""
    if any(item.what.startswith("requests.") and item.section == "一" for item in report.statements):
        return True
    own = _section_labels().sub("", text)
    if _REQUESTS.search(own):
        return True
    return any(not OTHERS.search(match.group()) for match in _TAKEN.finditer(own))


@cache
def _section_labels() -> re.Pattern[str]:
    labels = {
        label for edition in editions() for section in edition.sections for label in (section.label, *section.known)
    }
    return re.compile("|".join(sorted(map(re.escape, labels), key=len, reverse=True)))
