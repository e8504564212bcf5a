"""A whole report on one line, as pages are copied into a single field: where its lines were is told by its own words.

Headings and labels begin a line, and so does what follows numbers; only between the headings 二 and 五, so that prose,
which names the same things, stays whole.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from gongkai.report.editions import editions
from gongkai.report.reading.labels import simplified

SHORTEST = 600
"""Characters that a whole report has at least."""

_FEWEST_LABELS = 10
_TAIL = 60
_ALWAYS = ("第二十条", "第二十條", "二十条（", "二十條（")
_TITLE = re.compile(
    r"^((?!现将|根据|按照|依据|本报告)\S{0,60}?(?:公开|公開)(?:工作)?年度(?:报告|報告))(?![》”。，,、的])"
)
_DATE = re.compile(r"(?<=\S)\s*(?=20\d\d年\d{1,2}月\d{1,2}日\s*$)|\s+")
_HAN = "一-鿿"
_PIECE = r"""
    (?P<heading>{headings})
  | (?P<caption>第?二十条第?[（(][一五六八九][）)]项)
  | (?P<label>{labels})
  | (?P<outcome>{outcomes})
  | (?P<numbered>[0-9０-９][.．、]\s*(?=[{han}])|[（(][一二三四五六七八][）)])
  | (?P<note>[（(][^（()）]{{0,80}}[）)])
  | (?P<number>[+\-－]?[0-9０-９]+?(?=[0-9０-９][.．、]\s*[{han}])
      |[+\-－减增]?[0-9０-９]+(?:[.,，][0-9０-９]+)*(?:[万亿]?元|[万亿]|[件项個个条])?
      |(?<=\s)(?:[-—－/]{{1,2}}|无)(?=\s))
  | (?P<space>\s+)
  | (?P<text>.)
"""


def unrolled(text: str) -> list[str] | None:
    """The lines of a report that stands on one; None where ``text`` is no whole report."""
    if not any(words in text for words in _ALWAYS):
        return None
    plain = simplified(text).replace("资讯", "信息")  # one for one: places are those of ``text``
    headings = [(match["numeral"], match.start(), match.end()) for match in _headings().finditer(plain)]
    numerals = [numeral for numeral, _, _ in headings]
    if "二" not in numerals or len(_pieces_named(plain, "label")) < _FEWEST_LABELS:
        return None
    lines = [piece for token in text[: headings[0][1]].split() for piece in _TITLE.sub(r"\1 ", token, 1).split()]
    for number, (numeral, start, end) in enumerate(headings):
        stop = headings[number + 1][1] if number + 1 < len(headings) else len(plain)
        lines.append(text[start:end])
        if numeral in "二三四":
            lines += _table(text, plain, end, stop)
        elif number + 1 < len(headings):
            lines.append(text[end:stop].strip())
        else:
            lines += _last(text[end:].strip())
    return [line for line in lines if line]


def _last(text: str) -> list[str]:
    """The last section's prose, and the signature behind its last sentence."""
    place = text.rfind("。") + 1
    if not place and 0 < len(text) <= _TAIL:
        place = len(text.split()[0])
    if len(text) - place > _TAIL:
        return [text]
    return [text[:place], *_DATE.sub("\n", text[place:].strip()).split("\n")]


def _table(text: str, plain: str, start: int, stop: int) -> list[str]:
    """Rows and heads of one section's tables, a line each."""
    begins = [start]
    before = ""
    for match in _pieces().finditer(plain, start, stop):
        kind = match.lastgroup or ""
        after_numbers = before == "number" and kind not in ("number", "space")
        headed = kind == "number" and before == "outcome"
        named = kind in ("caption", "outcome", "numbered") or (kind == "label" and before != "numbered")
        if named or before == "caption" or after_numbers or headed:
            begins.append(match.start())
        if kind != "space":
            before = kind
    return [text[at:end].strip() for at, end in pairwise([*begins, stop])]


def _pieces_named(text: str, kind: str) -> list[str]:
    return [match[0] for match in _pieces().finditer(text) if match.lastgroup == kind]


@cache
def _headings() -> re.Pattern[str]:
    wordings = {
        f"{section.id}[、.．]{_loosely(name)}"
        for edition in editions()
        for section in edition.sections
        for name in (section.label, *section.known)
    }
    return re.compile("(?=(?P<numeral>[一二三四五六]))(?:" + _longest_first(wordings) + ")")


@cache
def _pieces() -> re.Pattern[str]:
    labels = {
        name
        for edition in editions()
        for table in edition.tables[:2]
        for row in table.rows
        for name in (row.label[-1], *row.known)
        if not name.endswith("其他")
    }
    results = (
        "行政复议",
        "行政诉讼",
        "未经复议直接起诉",
        "复议后起诉",
        "结果维持",
        "结果纠正",
        "其他结果",
        "尚未审结",
        "总计",
    )
    return re.compile(
        _PIECE.format(
            headings=_headings().pattern.replace("?P<numeral>", "?:"),
            labels=_longest_first({_loosely(label) for label in labels}),
            outcomes="|".join(results),
            han=_HAN,
        ),
        re.VERBOSE | re.DOTALL,
    )


def _longest_first(patterns: set[str]) -> str:
    return "|".join(sorted(patterns, key=lambda pattern: (-len(pattern), pattern)))


_LOOSE = {"（": "[（(]", "）": "[）)]", "，": "[，,]", "、": "[、,，]", ".": "[.．、]", "“": '["“]?', "”": '["”]?'}


def _loosely(label: str) -> str:
    """A pattern for ``label`` whatever the width of its marks, with white space where a line ended in it."""
    return r"\s*".join(_LOOSE.get(character, re.escape(character)) for character in label)
