"""The title: the line before the report's body that names it an annual report, or the medium's own title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gongkai.report.reading.dates import YEAR, year_of
from gongkai.report.reading.labels import simplified
from gongkai.report.reading.naming import is_organ

_TITLE_END = (
    r"(?:政府信息公开|信息公开|政务公开|政府信息)(?:和政务公开|暨政务公开|与政务公开)?"
    r"(?:工作)?(?:情况)?(?:的)?(?:20[0-4]\d年?)?(?:年度(?:工作)?)?(?:报告|年报)"
)
_TITLE = re.compile(rf"^(?P<before>.*?){_TITLE_END}(?P<after>(?:[（(].{{0,30}}[)）]|[》>]?的(?:公告|公示|通告))?)$")
_YEAR = re.compile(r"(20[0-4]\d|二[〇○零0O]?[一二三四五六七八九〇○零]{2})\s*年?度?")
_YEAR_SAID = re.compile(r"(20[0-4]\d|二[〇○零0O]?[一二三四五六七八九〇○零]{2})\s*年度?")
_YEAR_IN_BRACKETS = re.compile(r"[（(]\s*\d{4}\s*年?度?\s*[)）]")
_NO_TITLE = re.compile(r"解读|图解|通知|关于做好|格式|[:：]|>|》.|目录|上一篇|下一篇")
_NO_TITLE_MARK = re.compile("[。；;？?！!]")
_AROUND_NAME = re.compile(r"^(?:[【\[][^】\]]{1,12}[】\]])?(?:关于(?:公布|发布|公开)?)?|(?:关于|的|年度|年)$")
_FILE_NAME = re.compile(r"\.(?:pdf|docx?|wps|xlsx?|html?|txt|ofd)$", re.IGNORECASE)
_MEDIUM_PARTS = re.compile(r"[_|\-—–－]|\s{2,}")
_HEAD_LINES = 60
_LAST = "告报報示)）"
"""What the last character of a title can be."""


Title = tuple[str, str, int | None]
"""A title, what stands in it before 政府信息公开, and its year."""


def title_of(texts: Sequence[str], body: int, medium_title: str | None) -> Title | None:
    """The fullest title-like line, or two or three of them, before the body; else the medium's.

    No text begins or ends with white space.
    """
    head = [(number, text) for number, text in enumerate(texts[:body]) if text][-_HEAD_LINES:]
    head = [(number, _FILE_NAME.sub("", text) if "." in text[-6:] else text) for number, text in head]
    ends = [place for place, (_, text) in enumerate(head) if text[-1] in _LAST and ("报" in text or "報" in text)]
    spans = sorted((end - width + 1, width) for end in ends for width in (1, 2, 3) if end >= width - 1)
    best: tuple[float, Title] | None = None
    for start, width in spans:
        lines = head[start : start + width]
        pieces = [text for _, text in lines]
        if lines[-1][0] - lines[0][0] > 4 or any(len(piece) > 60 for piece in pieces):
            continue
        title = _as_title(pieces)
        if title is None:
            continue
        score = 2.0 * (title[2] is not None) + 2.0 * bool(title[1]) - 0.3 * (width - 1) + 0.01 * start
        if best is None or score >= best[0]:
            best = (score, title)
    if (best is None or best[0] < 1.5) and medium_title:
        for piece in _MEDIUM_PARTS.split(medium_title):
            title = _as_title([_FILE_NAME.sub("", piece)])
            if title is not None and (title[1] or title[2]):
                return title
    return best[1] if best is not None else None


def _as_title(pieces: Sequence[str]) -> Title | None:
    """The title that the pieces are together."""
    title = "".join("".join(piece.split()) for piece in pieces).lstrip("#•·●◆■▪*－—-")
    if len(title) > 90 or _NO_TITLE_MARK.search(title) is not None:
        return None
    plain = simplified(title).replace("政府资讯公开", "政府信息公开")
    match = _TITLE.match(plain)
    if match is None:
        return None
    before = match["before"]
    if _NO_TITLE.search(title):
        return None
    if len(pieces) > 1 and (not _begins_title(pieces[0]) or any(mark in title for mark in "，,：")):
        return None
    year = None
    says = _YEAR_SAID if _YEAR_SAID.search(before) else _YEAR  # a name may have a number that looks like a year
    if found := says.search(before) or _YEAR.search(plain, len(before)):
        year = year_of(found[1])
    name = _YEAR_IN_BRACKETS.sub("", title[: len(before)])  # as printed, if traditional
    name = says.sub("", name) if year is not None else name
    name = _AROUND_NAME.sub("", name).strip("《〈<“”\"'-—·,，、 　")
    return title, name, year


def _begins_title(piece: str) -> bool:
    """Whether a title broken over lines can begin with ``piece``, which is none by itself."""
    first = simplified("".join(piece.split()))
    if _TITLE.match(first):
        return False
    return (
        is_organ(first)
        or "信息公开" in first
        or "政务公开" in first
        or YEAR.search(first) is not None
        or first.endswith("关于")
    )
