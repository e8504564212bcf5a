"""Texts among the facts: what is no content, which citations and laws may stand there, which days may be told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from gongkai.law.citations import LegalDocument
from gongkai.law.loading import LawError
from gongkai.letters.citing import check_citations
from gongkai.letters.model import LetterError

_HOLE = re.compile(r"_{2,}|＿{2,}|×{2,}|[xX]{3,}|（\s*）|\(\s*\)|〔\s*〕|《\s*》|“\s*”|\{|\}|\[\[|待定|待填")
_LEFT = re.compile(
    r"(?<![A-Za-z0-9])[xX]{2}(?![A-Za-z0-9])|待补(?!正)|待完善|此处填|（略）|\(略\)|[?？]{2,}"
    r"|(?i:(?<![a-z])(?:to[d]o|tbd|fix[m]e|lorem ipsum)(?![a-z]))"
)
"""What may stand in another's words."""

_NOTHING = re.compile(
    r"(?i)略|无|没有|暂无|空|同上|同前|如上|不详|未知|理由|原因|内容|事由|依据|某某|测试|示例|样例|test|none|null|nil|n/?a|[xX]+"
)
_REMEDY = re.compile(r"复议|诉讼|起诉|上诉")
_REMEDY_WORDED = re.compile(
    r"(?<![^。；，])(?:(?!已|曾)[^。；，])*?(?:可以|可(?!能)|有权|应当|[日月]内)(?:(?!已|曾)[^。；]){0,40}?"
    r"(?:申请(?:行政)?复议|提起(?:行政)?诉讼|向[^。；，]{1,30}起诉|依法起诉)"
)
"""A remedy that is open, not one that was taken (已, 曾)."""

_LAW = re.compile(r"《[^》]*[^》\s](?:法|条例|规定|决定|细则)》")
_DAY = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日")


def check_content(label: str, text: str, *, quoted: bool = False) -> None:
    """
    :raises LetterError: where a text was left open, or says nothing.
    """
    if found := _HOLE.search(text) or (None if quoted else _LEFT.search(text)):
        raise LetterError(f"{label}没有填写完整：“{found[0]}”")
    if _NOTHING.fullmatch(text.strip("。．.，,、；;：:！!（）()【】[]“”\"'　 ")) or not any(map(str.isalnum, text)):
        raise LetterError(f"{label}没有内容：“{text}”")


def check_law(label: str, text: str) -> None:
    """
    :raises LetterError: where a text names no 法律 or 行政法规.
    """
    if _LAW.search(text) is None:
        raise LetterError(f"{label}应写明法律、行政法规的名称（用书名号，如《…法》《…条例》《…规定》）：{text[:40]}")


def check_no_remedy(label: str, text: str, *, own: bool) -> None:
    """Remedies are the law's data. An ``own`` wording of the agency may not mention them, a fact may not grant them.

    :raises LetterError: naming the words.
    """
    if found := (_REMEDY if own else _REMEDY_WORDED).search(text):
        raise LetterError(f"{label}不能写救济途径（“{found[0]}”）：救济途径由法律数据写明")


def check_cited(label: str, text: str, known: Mapping[str, LegalDocument]) -> None:
    """Whether a fact cites an article that does not exist, of the documents of which all articles are listed.

    :raises LetterError: naming the citation.
    """
    whole = {
        name: document
        for short, document in known.items()
        if document.articles and document.articles == set(range(1, len(document.articles) + 1))
        for name in (short, document.name)
    }
    try:
        check_citations(text, whole)
    except LawError as error:
        raise LetterError(f"{label}：{error}") from error


def check_days_told(label: str, text: str, day: date) -> None:
    """Whether a text that tells the past tells of a day after the letter's; a day without a year before it is let be.

    :raises LetterError: naming the day.
    """
    year = 0
    for given, month, of_month in _DAY.findall(text):
        year = int(given or year)
        try:
            told = date(year, int(month), int(of_month)) if year else None
        except ValueError:
            raise LetterError(f"{label}中没有这一天：{year}年{month}月{of_month}日") from None
        if told and told > day:
            raise LetterError(f"{label}中的{year}年{told.month}月{told.day}日晚于成文日期")
