"""Headings of the six sections, with or without their numerals, and the prose below them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from gongkai.report.reading.dates import is_date
from gongkai.report.reading.labels import simplified, squash
from gongkai.report.reading.naming import is_organ

_NUMERAL = re.compile(r"^[#\s]*(?:第)?([一二三四五六])\s*(?:部分)?\s*[、.．,，:：\s]\s*(.*)$")
_SECTION_WORDS = {
    "一": re.compile(
        r"^(?:总体|概述|基本|工作)\w{0,8}$|^总体情况"
        r"|^(?:20\d\d年度?)?[^\s，。；：、]{0,12}(?:政府|政务)?(?:信息)?公开(?:工作)?(?:的?总体|的?基本)(?:工作)?情况$"
        r"|^20\d\d年度?(?:工作)?(?:总体|基本)(?:工作)?情况$"
    ),
    "二": re.compile(r"主动公开"),
    "三": re.compile(r"收到和处理|依申请公开|申请情况|申请公开|处理政府信息公开"),
    "四": re.compile(r"复议|诉讼"),
    "五": re.compile(r"问题|改进"),
    "六": re.compile(r"其他|其它|需要(?:报告|说明)"),
}
_BARE = {
    "一": re.compile(r"^(?:总体情况|概述|总体工作情况)$"),
    "二": re.compile(r"^(?:行政机关)?主动公开政府信息(?:的)?情况$"),
    "三": re.compile(r"^(?:行政机关)?收到和处理政府信息公开申请(?:的)?情况$"),
    "四": re.compile(r"^(?:因)?政府信息公开\w{0,14}行政复议\w{0,8}行政诉讼(?:的)?情况$"),
    "五": re.compile(r"^(?:政府信息公开工作)?(?:中)?存在的?(?:主要)?问题[及和与、]?(?:下一步)?改进(?:情况|措施|方向)$"),
    "六": re.compile(r"^其[他它]需要(?:报告|说明)的?事项$"),
}
_HINT = re.compile("[况況述题題项項复復复施]")
_LONGEST_SECTION = 200  # lines
_FURNITURE = re.compile(
    r"^\s*(?:分享到|分享|\[?\s*(?:收藏|打印|关闭)|【\s*(?:打印|关闭|收藏)|打印本页|关闭窗口|上一[篇条]|下一[篇条]|相关(?:链接|文章|文档|阅读|附件)|扫一扫|版权所有|主办单位|"
    r"主办[:：]|承办|技术支持|网站标识码|[^\s]{0,4}ICP备|公安备案|网站地图|联系我们|返回顶部|责任编辑|编辑[:：]|来源[:：]|附件\s*\d*\s*[:：]|附件下载|浏览次数|TOP$|友情链接|您是第)"
)


def headings_of(texts: Sequence[str], tables: Mapping[str, tuple[int, int]]) -> dict[str, int]:
    """Line of each section's heading: the last one before the section's table, the first one after the tables."""
    found: dict[str, list[int]] = {}
    hint = _HINT.search
    for number, text in enumerate(texts):
        if 2 <= len(text) <= 45 and hint(text) is not None and text[-1] not in "。；;":
            for numeral in headed(text):
                found.setdefault(numeral, []).append(number)
    headings: dict[str, int] = {}
    _before_tables(found, tables, headings)
    after_tables = max((last for _, last in tables.values()), default=-1)
    for numeral in ("五", "六"):
        previous = max((*headings.values(), after_tables), default=-1)
        later = [line for line in found.get(numeral, []) if line > previous]
        if later:
            headings[numeral] = later[0]
    first_others = min((*headings.values(), *(first for first, _ in tables.values())), default=len(texts))
    openings = [line for line in found.get("一", []) if line < first_others]
    if openings:
        headings["一"] = openings[0] if len(openings) == 1 else _real_opening(openings, texts)
    return headings


@lru_cache(1024)
def headed(text: str) -> tuple[str, ...]:
    """The numerals of the sections whose heading ``text`` can be; the headings of all reports are much the same."""
    match = _NUMERAL.match(simplified(text))
    if match and len(match[2]) <= 36 and _SECTION_WORDS[match[1]].search(match[2].strip(" 　:：")):
        return (match[1],)
    squashed = squash(text)
    if not 2 <= len(squashed) <= 34:
        return ()
    bare = squashed[1:] if squashed[0] in "一二三四五六123456" else squashed
    return tuple(numeral for numeral, pattern in _BARE.items() if pattern.match(bare))


def _before_tables(
    found: Mapping[str, list[int]], tables: Mapping[str, tuple[int, int]], headings: dict[str, int]
) -> None:
    """The headings of the sections with tables: the last before it, or by their order without one."""
    for numeral in ("二", "三", "四"):
        lines = found.get(numeral, [])
        if numeral in tables:
            lines = [line for line in lines if line < tables[numeral][0]]
            if lines:
                headings[numeral] = lines[-1]
        elif lines:
            previous = max(headings.values(), default=-1)
            later = [line for line in lines if line > previous]
            if later:
                headings[numeral] = later[-1] if numeral != "四" else later[0]


def _real_opening(openings: list[int], texts: Sequence[str]) -> int:
    """Of several headings 总体情况 the first one that prose follows: a table of contents has none."""
    for line in openings:
        following = next((text for text in texts[line + 1 : line + 4] if text), "")
        if len(following) > 24 or following.startswith(("（一", "(一")):
            return line
    return openings[0]


def sections_of(
    headings: Mapping[str, int], texts: Sequence[str], tables: Mapping[str, tuple[int, int]]
) -> dict[str, str]:
    """The prose of sections 一, 五 and 六, up to the next heading or table, without the page's furniture."""
    starts = sorted((*headings.values(), *(first for first, _ in tables.values())))
    sections: dict[str, str] = {}
    for numeral in ("一", "五", "六"):
        if numeral in headings:
            start = headings[numeral] + 1
            end = next((line for line in starts if line >= start), len(texts))
            kept = _to_the_end(texts[start:end]) if numeral == "六" else _without_furniture(texts[start:end])
            sections[numeral] = "\n".join(kept)
    return sections


def _without_furniture(texts: Sequence[str]) -> list[str]:
    return [text for text in texts if _is_prose(text) and not _FURNITURE.match(text)]


def _to_the_end(texts: Sequence[str]) -> list[str]:
    """The last section ends where the page's furniture begins; its signature is no part of it."""
    kept: list[str] = []
    for text in texts:
        if _FURNITURE.match(text) or (kept and is_date(text)):
            break
        if _is_prose(text):
            kept.append(text)
    while kept and len(kept[-1]) <= 40 and (is_organ(squash(kept[-1]), notes=False) or is_date(kept[-1])):
        kept.pop()
    return kept[:_LONGEST_SECTION]


def _is_prose(text: str) -> bool:
    """Not an empty line, nor a page number."""
    return bool(text) and not (len(text) <= 3 and text.isdigit())
