"""The automatic examination before publication (先审查、后公开): what in a text or file must not go out as it is.

A text, a page or a file goes in, findings come out; nothing is fetched, stored or asked of a clock::

    findings = examine_html(body, facts=Facts(title="…", number="…", issued=date(2026, 11, 20)), names=names)
    clean = masked_html(body, findings)

No finding holds the datum it is about: ``place`` says where it stands, ``quote`` and ``proposal`` are masked.
"""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.examine.body import Content, Row
from gongkai.examine.cleaning import CLEANABLE, NotCleaned, cleaned
from gongkai.examine.engine import examine_content, graver_first
from gongkai.examine.files import examine_bytes
from gongkai.examine.masking import masked_piece, masked_text
from gongkai.examine.model import Facts, Finding, OfficialName, Place
from gongkai.examine.pages import masked_page, parsed, read_page
from gongkai.examine.rules import Rule, localized, release, rules
from gongkai.examine.text.links import LinkCheck

__all__ = [
    "CLEANABLE",
    "Facts",
    "Finding",
    "LinkCheck",
    "NotCleaned",
    "OfficialName",
    "Place",
    "Rule",
    "cleaned",
    "examine_file",
    "examine_html",
    "examine_rows",
    "examine_text",
    "localized",
    "masked",
    "masked_html",
    "masked_piece",
    "release",
    "rules",
]


def examine_text(
    text: str,
    *,
    facts: Facts | None = None,
    names: Sequence[OfficialName] = (),
    link_exists: LinkCheck | None = None,
) -> list[Finding]:
    """Findings in a plain text, errors first; a line is a paragraph."""
    content = Content()
    for number, line in enumerate(text.split("\n"), 1):
        content.add(line, Place(paragraph=number))
    return graver_first(examine_content(content, facts=facts, names=names, link_exists=link_exists))


def examine_html(
    html: str,
    *,
    facts: Facts | None = None,
    names: Sequence[OfficialName] = (),
    link_exists: LinkCheck | None = None,
) -> list[Finding]:
    """Findings in a page or a piece of rich text, errors first; what its styles hide and its comments included."""
    page = read_page(parsed(html))
    found = examine_content(page.content, facts=facts, names=names, link_exists=link_exists)
    return graver_first([*page.hidden, *found])


def examine_rows(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    facts: Facts | None = None,
    names: Sequence[OfficialName] = (),
    link_exists: LinkCheck | None = None,
) -> list[Finding]:
    """Findings in a list, errors first. A place's ``paragraph`` counts the cells from 1, along the rows."""
    content = Content()
    for row in rows:
        cells = []
        for head, text in zip(heads, row, strict=True):
            place = Place(paragraph=len(content.passages) + 1)
            cells.append(content.add(text, place, label=head, cell=True))
        content.rows.append(Row(tuple(cells), tuple(heads)))
    return graver_first(examine_content(content, facts=facts, names=names, link_exists=link_exists))


def examine_file(
    data: bytes,
    name: str,
    *,
    facts: Facts | None = None,
    names: Sequence[OfficialName] = (),
    link_exists: LinkCheck | None = None,
) -> list[Finding]:
    """Findings in a file of any kind, errors first; its kind is told by its content, ``name`` is examined as a text.

    The record's title, number and date are those of the item's own document: for its attachments leave them out of
    ``facts``. Never raises for what the bytes are: one that is broken, encrypted, too large or unknown has a finding
    that says so.
    """
    return graver_first(examine_bytes(data, name, facts=facts, names=names, link_exists=link_exists))


def masked(text: str, findings: Sequence[Finding]) -> str:
    """The plain text with every proposal of its findings carried out."""
    return masked_text(text, findings)


def masked_html(html: str, findings: Sequence[Finding]) -> str:
    """The rich text with every proposal of its findings carried out."""
    return masked_page(html, findings)
