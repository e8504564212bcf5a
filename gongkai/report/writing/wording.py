"""What is said in the same words on a terminal and on the page: names, the facts of a report, reasons."""

from __future__ import annotations

from gongkai.report.rules import localized, localized_reason, rules
from gongkai.report.schema import Finding, Record, Report, Severity
from gongkai.report.writing.document import chinese_date
from gongkai.report.writing.language import Translate, translator

TABLES = {
    "disclosure": "表二　主动公开政府信息情况",
    "requests": "表三　收到和处理政府信息公开申请情况",
    "remedies": "表四　行政复议、行政诉讼情况",
}
"""The tables of the form."""

SEVERITY_NAMES: dict[Severity, str] = {"error": "错误", "warn": "警告", "info": "提示"}

UNCHECKED = "未校核；校核请用 gongkai check。"
"""What stands where findings would, of a report that was only read."""

SOLVED = "由行、列的勾稽关系唯一确定"
"""The end of every reason for which the reader gives a number that does not stand in its place."""

STATEMENTS = {
    "requests.received": "收到申请",
    "requests.concluded": "办结申请",
    "requests.carried_in": "上年结转申请",
    "requests.carried_out": "结转下年申请",
    "documents.issued": "制发文件",
    "documents.repealed": "废止文件",
    "documents.in_force": "现行有效文件",
    "published": "公开信息",
    "letters.answered": "答复信件",
    "media.accounts": "政务新媒体账号",
    "interpretations": "政策解读",
    "consultations": "征求意见",
    "review": "行政复议",
    "litigation": "行政诉讼",
    "fees.collected": "收取信息处理费",
}
"""How a person calls what a statement counts."""


def name_of(record: Record) -> str:
    """The file's name, with the number of the part where it holds several records."""
    return record.source.name + (f" #{record.source.part}" if record.source.part else "")


def edition_name(edition: str | None, t: Translate) -> str:
    """``2021年版``, or that no edition was found."""
    return t("{edition}年版").format(edition=edition) if edition else t("未确定")


def facts(report: Report, t: Translate) -> list[tuple[str, str]]:
    """What stands under a report's title: names and values."""
    return [
        (t("机关"), report.agency or t("未读出")),
        (t("年度"), t("{year}年").format(year=report.year) if report.year else t("未读出")),
        (t("表式"), edition_name(report.edition, t)),
        (t("落款日期"), chinese_date(report.issued) if report.issued else t("没有落款日期")),
        (t("文件"), name_of(report)),
    ]


def in_language(finding: Finding, language: str) -> Finding:
    """The finding with its message in ``language``, as it is where its values are not known any more."""
    if language == "zh":
        return finding
    try:
        return localized(finding, language)
    except (KeyError, IndexError):
        return finding


def repair(how: str, t: Translate) -> str:
    """How a number was found, in the language of ``t``; as it is where that is Chinese or not the one known way."""
    return t(SOLVED) if how.endswith(SOLVED) and t(SOLVED) != SOLVED else how


def refusal(rule: str, reason: str, language: str) -> str:
    """The reason of a refusal in ``language``, as it is where its values are not known any more."""
    if language == "zh":
        return reason
    return localized_reason(rule, reason, language) if rule in rules() else translator(language)(reason)
