"""Marks of secrecy and of internal use, where they are marks: alone on their line, at the head of a page or document.

Words in a sentence (保守国家秘密, 商业秘密, 属于国家秘密) are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from gongkai.examine.body import Body, Passage, any_of, folded
from gongkai.examine.text.hits import Hit
from gongkai.report.data import load

_LONGEST = 40
_HEAD = 8
"""Passages of a document that count as its head."""
_WRAP = r"[\s()（）\[\]【】〔〕<>《》“”\"'*,，.。;；:：、!！\-—·]*"
_NO_TOP_SPAN = re.compile(r"^(?:目录|附件)")


@cache
def _known() -> dict[str, re.Pattern[str]]:
    raw = load("gongkai.examine", "data/secrecy.yaml")
    levels = "|".join(r"\s{0,3}".join(level) for level in raw["levels"].split())
    phrase = rf"(?:{any_of(raw['phrases'].split())}|{raw['only_for']})"
    return {
        "mark": re.compile(rf"(?:{levels})\s{{0,3}}[★☆](?:\s{{0,2}}(?:\d{{1,3}}\s?(?:年|个月|月|天|日)|长期))?"),
        "beside": re.compile(rf"(?:{raw['beside']})*+", re.IGNORECASE),
        "level": re.compile(rf"{_WRAP}(?:(?:密级|秘密等级)\s?:\s?)?((?:{levels}))(?:级)?{_WRAP}"),
        "term": re.compile(
            rf"{_WRAP}(?:{levels})\s{{1,3}}(?:\d{{1,2}}\s?年|长期)(?:\s{{1,3}}(?:特急|加急|急件|平急))?{_WRAP}"
        ),
        "phrases": re.compile(rf"{_WRAP}(?:{phrase}{_WRAP}){{1,4}}"),
        "weak": re.compile(rf"{_WRAP}(?:(?:{any_of(raw['weak'].split())}){_WRAP}){{1,4}}"),
        "phrase": re.compile(phrase),
        "not_public": re.compile(rf"{_WRAP}{raw['not_public']}{_WRAP}"),
        "attribute": re.compile(rf"{_WRAP}{raw['attribute']}{_WRAP}"),
        "on_request": re.compile(rf"{_WRAP}{raw['on_request']}{_WRAP}"),
        "may": re.compile(r"密|内部|公开|外传|收回|仅供|扩散|翻印|复印|保存|保管|即焚|销毁"),
    }


def find_marks(body: Body) -> Iterator[Hit]:
    """Every passage that is such a mark and nothing else."""
    may = _known()["may"]
    for number, start in enumerate(body.starts):
        passage = body.passages[number]
        if (len(passage.text) > 2 * _LONGEST and not passage.top) or may.search(passage.text) is None:
            continue
        head = passage.top or number < _HEAD
        hit = _mark(passage, start) or (_alone(passage, start, head=head) if len(passage.text) <= _LONGEST else None)
        if hit is not None:
            yield hit


def _mark(passage: Passage, start: int) -> Hit | None:
    """秘密★1年, alone or beside copy number and urgency."""
    text = folded(passage.text)
    found = _known()["mark"].search(text)
    if found is None or len(text) > 2 * _LONGEST:
        return None
    rest = text[: found.start()] + " " + text[found.end() :]
    if _known()["beside"].fullmatch(rest) is None:
        return None
    return Hit("secrecy-mark", start + found.start(), start + found.end(), details={"mark": found.group().strip()})


def _alone(passage: Passage, start: int, *, head: bool) -> Hit | None:
    text = folded(passage.text)
    end = start + len(text)
    known = _known()
    if (found := known["attribute"].fullmatch(text)) is not None:
        severity = "error" if found[1].startswith("不") else "warn"
        return Hit("not-for-publication", start, end, severity=severity, details={"mark": text.strip()})  # type: ignore[arg-type]
    if known["not_public"].fullmatch(text):
        return Hit("not-for-publication", start, end, details={"mark": text.strip()})
    if known["on_request"].fullmatch(text):
        return Hit("not-for-publication", start, end, severity="warn", details={"mark": text.strip()})
    if passage.cell:  # levels and kinds of papers are ordinary words of a table
        return None
    if known["term"].fullmatch(text) or (head and known["level"].fullmatch(text)):
        return Hit("secrecy-mark", start, end, details={"mark": text.strip()})
    if known["level"].fullmatch(text):
        return Hit("secrecy-mark", start, end, severity="warn", details={"mark": text.strip()})
    if known["phrases"].fullmatch(text) and (known["weak"].fullmatch(text) is None or (head and "注意" in text)):
        return Hit("internal-mark", start, end, details={"mark": text.strip()})
    return None
