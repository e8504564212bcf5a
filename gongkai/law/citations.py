"""Articles as they are cited everywhere: ``《条例》第三十三条第二款``. One that is not in documents.yaml is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.law.loading import Kind, LawError, fields, load

_DIGITS = "零一二三四五六七八九"
_NUMERAL = "[一二三四五六七八九十百零]+"
_CITATION = re.compile(
    rf"《(?P<document>[^》]+)》(?:第(?P<article>{_NUMERAL})条(?:第{_NUMERAL}款)?(?:第（{_NUMERAL}）项)?)?$"
)


@dataclass(frozen=True, slots=True)
class LegalDocument:
    """A law or paper: ``short`` stands in 《》, ``articles`` may be cited, ``unverified`` of them were not seen."""

    short: str
    name: str
    number: str
    from_: date
    articles: frozenset[int]
    unverified: frozenset[int]
    verified: str
    note: str = ""


def documents() -> dict[str, LegalDocument]:
    """All documents as shipped, by short name."""
    return {short: document(short, entry, "documents.yaml") for short, entry in load("documents.yaml").items()}


def document(short: str, entry: Any, file: str) -> LegalDocument:
    """An entry of documents.yaml.

    :raises LawError: naming file, entry and key.
    """
    where = f"{file}：{short}"
    needed: dict[str, Kind] = {"name": str, "number": str, "from": date, "articles": (str, int), "verified": str}
    # A paper without articles is cited as a whole.
    fields(entry, needed, where, optional={"unverified": (str, int), "note": str}, blank=("articles",))
    articles, unverified = (_numbers(str(entry.get(key, "")), f"{where}：{key}") for key in ("articles", "unverified"))
    if unverified - articles:
        raise LawError(f"{where}：unverified 里有不在 articles 中的条文")
    return LegalDocument(
        short,
        entry["name"],
        entry["number"],
        entry["from"],
        articles,
        unverified,
        entry["verified"],
        entry.get("note", ""),
    )


def check_citation(text: str, known: Mapping[str, LegalDocument]) -> str:
    """``text`` if every citation in it (parted by 、) names a document, by its short or full name, and an article
    of it that may be cited.

    :raises LawError: naming the citation.
    """
    by_name = {document.name: document for document in known.values()}
    for citation in text.split("、"):
        match = _CITATION.fullmatch(citation)
        if match is None:
            raise LawError(f"引用写法不对：{citation}（应如《条例》第三十三条第二款）")
        document = known.get(match["document"]) or by_name.get(match["document"])
        if document is None:
            raise LawError(f"引用的文件不在 documents.yaml 中：{citation}")
        if match["article"] and number_of(match["article"]) not in document.articles:
            raise LawError(f"引用的条文不在 documents.yaml 中：{citation}")
    return text


def mark_of(text: str, known: Mapping[str, LegalDocument], verified: str = "V") -> str:
    """How sure a value with this citation is: its own mark, or M where a document or article cited was not seen.

    A citation of a document or article that is not known is not verified either.
    """
    if verified != "V" or not text:
        return verified
    by_name = {document.name: document for document in known.values()}
    for citation in text.split("、"):
        match = _CITATION.fullmatch(citation)
        document = known.get(match["document"]) or by_name.get(match["document"]) if match else None
        if match is None or document is None or document.verified != "V":
            return "M"
        article = match["article"]
        if article and (number_of(article) in document.unverified or number_of(article) not in document.articles):
            return "M"
    return "V"


def formal(text: str, known: Mapping[str, LegalDocument]) -> str:
    """A citation as letters write it: full names, and a document named once for all its articles in a row.

    《条例》第十四条、《条例》第三十六条第（三）项 → 《中华人民共和国政府信息公开条例》第十四条、第三十六条第（三）项.

    :raises LawError: as :func:`check_citation`.
    """
    parts: list[str] = []
    last = ""
    for citation in check_citation(text, known).split("、"):
        short, _, article = citation.removeprefix("《").partition("》")
        parts.append(article if short == last else f"《{known[short].name}》{article}")
        last = short
    return "、".join(parts)


def number_of(numeral: str) -> int:
    """一百零一 → 101."""
    total = digit = 0
    for character in numeral:
        if character in _DIGITS:
            digit = _DIGITS.index(character)
        else:
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
    return total + digit


def numeral(number: int) -> str:
    """33 → 三十三, 101 → 一百零一, 16 → 十六."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")


def _numbers(text: str, where: str) -> frozenset[int]:
    numbers: set[int] = set()
    for part in filter(None, text.split(",")):
        match = re.fullmatch(r"\s*([1-9]\d{0,2})(?:-([1-9]\d{0,2}))?\s*", part, re.ASCII)
        if match is None:
            raise LawError(f"{where}：应如 1-5,8：{text}")
        numbers.update(range(int(match[1]), int(match[2] or match[1]) + 1))
    return frozenset(numbers)
