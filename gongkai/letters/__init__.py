"""文书: every letter of a request's life, from facts to .docx, PDF and HTML.

>>> from gongkai.letters import kinds, next_number
>>> kinds()["extension"].name
'延期答复告知书'
>>> next_number("演民公复〔{year}〕{n}号", 2026, ["演民公复〔2026〕1号"])
'演民公复〔2026〕2号'

``render("extension", facts, "pdf")`` gives the bytes of a file. What a letter says comes from its template, the facts
and the law's data. A fact that is missing, not known or contradicts another is refused by name (:class:`LetterError`),
and so is a character that no font at hand draws: nothing is printed with a hole in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from gongkai.law.loading import LawError
from gongkai.law.rules import Rules, law_rules
from gongkai.law.unverified import Unverified
from gongkai.letters.compose import compose
from gongkai.letters.facts import read_facts
from gongkai.letters.model import Document, LetterError
from gongkai.letters.numbering import next_number
from gongkai.letters.templates import Template, template, templates
from gongkai.letters.terms import Terms
from gongkai.workdays import Calendar, CalendarError

FORMATS = ("pdf", "docx", "html")
KIND = "文书"
"""What letters are among the kinds of :mod:`gongkai.law.unverified`."""

__all__ = [
    "FORMATS",
    "Document",
    "LetterError",
    "Template",
    "draft",
    "kinds",
    "next_number",
    "render",
    "unverified",
    "write",
]


def kinds() -> Mapping[str, Template]:
    """Every kind of letter by its id: its name, the facts it needs and may have, its editable spans."""
    return templates()


def draft(
    kind: str, facts: Mapping[str, Any], *, rules: Rules | None = None, calendar: Calendar | None = None
) -> Document:
    """The letter as a document, before it is written in any format.

    ``facts`` are plain values by id (dates as :class:`datetime.date`), ``facts["wording"]`` an agency's own text of
    editable spans by their ids. ``notes`` of the document are what an officer should know, and no obstacle.

    :raises LetterError: for an unknown kind, and naming the fact that is missing, unknown, wrong or contradictory.
    """
    letter, rules = template(kind), rules or law_rules()
    try:
        read = read_facts(letter, facts, rules)
        terms = Terms(read.values, rules, calendar)
        terms.check()
        return replace(compose(letter, read, rules, calendar), notes=tuple(terms.notes()))
    except (LawError, CalendarError) as error:
        raise LetterError(str(error)) from error


def write(document: Document, form: str) -> bytes:
    """The bytes of a file in one of :data:`FORMATS`; the same document gives the same bytes.

    :raises LetterError: for another format, and naming a character that no font at hand draws.
    """
    if form not in FORMATS:
        raise LetterError(f"没有“{form}”这种格式（可用：{'、'.join(FORMATS)}）")
    try:
        return _writer(form)(document)
    except ModuleNotFoundError as error:
        raise LetterError(f"写文书需要 {error.name}：请安装 gongkai[letters]") from error


def _writer(form: str) -> Callable[[Document], bytes]:
    if form == "pdf":
        from gongkai.letters.pdf import write_pdf  # late: loads typst

        return write_pdf
    if form == "docx":
        from gongkai.letters.docx import write_docx  # late: loads python-docx

        return write_docx
    from gongkai.letters.html import write_html  # late: loads fontTools

    return write_html


def render(kind: str, facts: Mapping[str, Any], form: str) -> bytes:
    """:func:`draft` and :func:`write` in one."""
    return write(draft(kind, facts), form)


def unverified() -> Iterator[Unverified]:
    """The letters that rest on what was not seen in a stored copy of its source, for an operator to check."""
    for letter in templates().values():
        if letter.verified != "V":
            yield Unverified(KIND, letter.kind, f"{letter.name}：{letter.note}", "", letter.verified)
