# ruff: noqa: E501  (Chinese sentences and labels, a line each)
"""How one report differs from the next: a style drawn from a seed, and what it does to labels and values."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from random import Random

from opencc import OpenCC

NBSP, IDEOGRAPHIC = "\xa0", "\u3000"
FULL_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")
HALF_PUNCTUATION = str.maketrans("（）：，", "():,")

KNOWN_LOSSES = (
    ("本年增/减", "本年增/"),
    ("现行有效件数", "现行有效件"),
    ("第二十条第（五）项", "第二十条（五）项"),
    ("第二十条第（六）项", "第二十条（六）项"),
    ("其他法律行政法规禁止公开", "其他法律行政止公开"),
)
LOSABLE = (
    "属于国家秘密", "其他法律行政法规禁止公开", "保护第三方合法权益", "属于三类内部事务信息", "属于四类过程性信息", "属于行政执法案卷",
    "属于行政查询事项", "本机关不掌握相关政府信息", "没有现成信息需要另行制作", "补正后申请内容仍不明确", "信访举报投诉类申请",
    "要求提供公开出版物", "无正当理由大量反复申请", "要求行政机关确认或重新出具已获取信息", "上年结转政府信息公开申请数量",
    "本年新收政府信息公开申请数量", "结转下年度继续办理", "行政事业性收费", "社会公益组织", "法律服务机构", "未经复议直接起诉",
)  # fmt: skip
NOTES = {
    "规范性文件": "（含决定、公告等15种，不含行政许可）",
    "行政规范性文件": "（含决定、公告等15种，不含行政许可）",
    "行政许可": "（含变更3项、延续12项）",
    "行政处罚": "（不含行政强制，共2类）",
    "1.属于国家秘密": "（含工作秘密2类）",
    "2.重复申请": "（同一申请人3次以上）",
    "行政事业性收费": "（不含行政处罚罚没款）",
}


@dataclass(frozen=True)
class Style:
    """What varies. Layouts set aside what they cannot show (see ``Layout.plain``)."""

    digits: str = "half"
    punctuation: str = "full"
    pad: str = ""
    script: str = ""
    losses: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    dot: str = "."
    extra_rows: bool = False
    extra_lines: bool = False
    blanks: str = "none"
    nothing: str = ""
    six: bool = False
    only_total: bool = False
    dropped: bool = False
    money: str = "bare"
    commas: bool = False
    counted: bool = False
    signs: str = "minus"
    bookmark: bool = False
    title: str = "plain"
    stale: bool = False
    naming: bool = False
    page_numbers: bool = False
    groups: str = "once"
    shift: bool = False
    chrome: bool = False
    encoding: str = "utf-8"
    tables: str = "one edition"
    names: tuple[str, ...] = field(default=(), compare=False)


def draw_style(rng: Random, titles: tuple[str, ...], p: float = 0.16) -> Style:
    """A style in which each difference has the chance ``p``; about one report in eight is quite plain."""
    if rng.random() < 0.12:
        return Style()

    def maybe() -> bool:
        return rng.random() < p

    def one_of(*choices: str) -> str:
        return rng.choice(choices[1:]) if maybe() else choices[0]

    losses = tuple(rng.sample(KNOWN_LOSSES, 2)) if maybe() else ()
    if maybe():
        losses += tuple((word, _lose(rng, word)) for word in rng.sample(LOSABLE, 3))
    return Style(
        digits=one_of("half", "full"),
        punctuation=one_of("full", "half"),
        pad=one_of("", NBSP, IDEOGRAPHIC, "mixed"),
        script=one_of("", "s2t", "s2tw", "s2twp"),
        losses=losses,
        notes=tuple(rng.sample(sorted(NOTES), 3)) if maybe() else (),
        dot=one_of(".", "、", "．"),
        extra_rows=maybe(),
        extra_lines=maybe(),
        blanks=one_of("none", "some", "all"),
        nothing=one_of("", "/", "-", "无", "—"),
        six=maybe() and maybe(),
        only_total=maybe() and maybe(),
        dropped=maybe() and maybe(),
        money=rng.choice(("bare", "bare", "header", "cell", "cell 元", "both", "万")),
        commas=maybe(),
        counted=maybe(),
        signs=one_of("minus", "plus", "words", "full"),
        bookmark=maybe(),
        title=rng.choice(titles),
        stale=maybe(),
        naming=maybe(),
        page_numbers=maybe(),
        groups=one_of("once", "repeated", "vanished"),
        shift=maybe(),
        chrome=maybe(),
        encoding=one_of("utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le-bom", "utf-16-be-bom"),
        tables="both editions" if maybe() and maybe() else "one edition",
    )


def _lose(rng: Random, word: str) -> str:
    place = rng.randrange(1, len(word) - 1)
    return word[:place] + word[place + 1 :]


@cache
def _converter(script: str):  # type: ignore[no-untyped-def]
    return OpenCC(script).convert


@cache
def in_script(text: str, script: str) -> str:
    """``text`` in traditional characters; the Taiwan scripts change terms too."""
    return _converter(script)(text) if script else text


def label_text(text: str, style: Style) -> str:
    """A label as this report prints it."""
    note = NOTES.get(text, "") if text in style.notes else ""
    for before, after in style.losses:
        text = text.replace(before, after)
    if style.dot != ".":
        text = re.sub(r"^(\d)\.", rf"\1{style.dot}", text)
    return prose_text(text + note, style)


def prose_text(text: str, style: Style) -> str:
    """Prose as this report prints it."""
    if style.punctuation == "half":
        text = text.translate(HALF_PUNCTUATION)
    if style.digits == "full":
        text = text.translate(FULL_DIGITS)
    return in_script(text, style.script)


def padded(text: str, style: Style, rng: Random) -> str:
    """A value with the spaces that Word leaves around it."""
    if not style.pad:
        return text
    pads = (NBSP, IDEOGRAPHIC * 2, " " + NBSP, " ") if style.pad == "mixed" else (style.pad,)
    left, right = rng.choice(("", *pads)), rng.choice(("", *pads))
    return f"{left}{text}{right}"


def money_text(yuan: int, style: Style, unit: str) -> str:
    """An amount of ``yuan`` as this report prints it; ``unit`` is the one the header (or the form) gives."""
    bare_unit = {"cell 元": "元", "cell": "万元", "both": unit, "万": "万"}.get(style.money, unit)
    if bare_unit == "元":
        text = f"{yuan:,}" if style.commas else str(yuan)
    else:
        text = f"{yuan / 10_000:,.4f}" if style.commas else f"{yuan / 10_000:.4f}"
        text = text.rstrip("0").rstrip(".")
    return text + (bare_unit if style.money in {"cell", "cell 元", "both", "万"} else "")


def count_text(value: int, style: Style, rng: Random, signed: bool = False, unit: str = "件") -> str:
    """A count, or an increment of the 2019 form, as this report prints it."""
    text = f"{abs(value):,}" if style.commas else str(abs(value))
    if signed and style.signs == "plus":
        text = ("-" if value < 0 else "+" if value > 0 else "") + text
    elif signed and style.signs == "words" and value:
        text = ("减" if value < 0 else "增") + text
    elif value < 0:
        text = ("－" if style.signs == "full" else "-") + text
    if style.counted and rng.random() < 0.5:
        text += unit
    return text
