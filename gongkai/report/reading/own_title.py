"""What has the tables of a report and is none, by its own title: interpretations, templates, parts of a year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from gongkai.report.reading.labels import simplified

_NAMES_REPORTS = re.compile(r"信息公开|政务公开")
_NO_TITLE = re.compile(r"[。；;：:，,？?！!>|]")
_LABEL = re.compile(r"^(?:附件|附表|附)[\d一二三四五六七八九十]*[：:]?")
_PREFIX = re.compile(r"^(?:图解|解读|一图读懂|一图看懂|模板|模版|样例|样本|样式|样表|范本|范例|格式|示例)[：:]")
_REPORT = r"(?:年度报告|年报|工作报告)[》”\"]?"
_KIND_IN_BRACKETS = (
    r"(?:参考|参照|基本|标准|规范|示范|填写)?(?:模板|模版|样例|样本|样式|样表|范本|范例|范文|格式|示例|示范|文本)"
)
_KINDS = (
    (
        "解读",
        re.compile(
            rf"{_REPORT}(?:的)?(?:政策|文字|图文|内容|主要内容)?(?:解读|图解)(?:材料|稿)?$"
            r"|^[【\[]?(?:图解|解读|一图读懂|一图看懂)[】\]：:]"
        ),
    ),
    (
        "格式或填报说明",
        re.compile(
            rf"{_REPORT}(?:的)?[（(【\[]?{_KIND_IN_BRACKETS}[)）】\]]?(?:[（(].{{1,6}}[)）])?$"
            rf"|^{_KIND_IN_BRACKETS}[：:]|^[（(【\[]{_KIND_IN_BRACKETS}[)）】\]]"
        ),
    ),
    ("对比分析", re.compile(r"(?:对比|比较|数据|统计)分析(?:报告|表|情况)?$|(?:对比|比较)(?:表|情况)$")),
)
_OF_THE_FILE = (
    ("通知", re.compile(r"关于(?!公布|发布|公开).{0,60}(?:年度报告|年报|信息公开).{0,30}通知$")),
    (
        "通报或评估",
        re.compile(r"(?:年度报告|年报|信息公开).{0,30}(?:评估|考核|测评|检查|抽查)(?:报告|结果|情况)?(?:的?通报)?$"),
    ),
)
"""Kinds that only the file's own title tells: on a page without a title of its own, such lines also stand in menus."""
_PARTED = re.compile(r"[_|｜]| [-－—–] ")
_NOBODY = re.compile(
    r"^[（(【\[](?:本|填报|报告)?(?:机关|单位|部门|行政机关)(?:名称|全称)|"
    r"^[《“]?(?:[XxＸｘ×╳✕某]{1,3}|[*＊○〇□_＿]{2,})(?:省|市|县|区|州|局|厅|委|办|镇|乡|街道|部门|单位|机关|行政机关|地区)"
    r"|[XxＸｘ×╳✕]{2,}(?:省|市|县|区|州|局|厅|委|办|镇|乡|街道|部门|单位|机关)|20[XxＸｘ×╳✕*＊]{2}年"
)
"""The name in a template: ××局, XX单位, 某某市; a body has a name of its own."""
_PART_OF_YEAR = re.compile(
    r"(上半年|下半年|半年度?|第?[一二三四1-4]季度|前[一二三]个季度)"
    r"|(?:20\d\d|二[〇○零][〇○零一二三四五六七八九]{2})年((?:1?\d[-—－~～至到])?(?:[1-9]|1[0-2])月份?)(?!\d)"
)
_WHOLE_YEAR = re.compile(r"[-—－~～至到]12月")


def other_document(
    title: str | None, texts: Sequence[str], body: int, medium_title: str | None = None
) -> tuple[str, dict[str, Any]] | None:
    """Rule and details of the refusal where the title says that this is no report on a year, else None.

    ``title`` is the report's as it was found; without one, the file's own, or the last line before ``body`` that can
    be a title.
    """
    if title is None and medium_title:
        for part in _PARTED.split(simplified(medium_title)):
            for kind, pattern in _OF_THE_FILE:
                if pattern.search("".join(part.split())):
                    return "about-reports", {"kind": kind}
    own = title or next((text for text in reversed(texts[:body]) if _can_be_title(text)), None)
    if own is None:
        return None
    plain = _LABEL.sub("", simplified("".join(own.split())))
    if part := _part_of_year(plain):
        return "part-of-year", {"period": part}
    if _NOBODY.search(plain):
        return "about-reports", {"kind": "格式或填报说明"}
    for kind, pattern in _KINDS:
        if pattern.search(plain):
            return "about-reports", {"kind": kind}
    return None


def _can_be_title(text: str) -> bool:
    plain = _LABEL.sub("", simplified(text.strip()))
    return (
        6 < len(plain) < 70
        and _NAMES_REPORTS.search(plain) is not None
        and _NO_TITLE.search(_PREFIX.sub("", plain)) is None
    )


def _part_of_year(title: str) -> str | None:
    match = _PART_OF_YEAR.search(title)
    if match is None or _WHOLE_YEAR.search(title):
        return None
    if match[2] and re.search(r"年度(?:工作)?报告|年报", title):
        return None  # a date beside the title
    return match[1] or match[2]
