"""What an HTML page holds but does not show: scripts, what is hidden or struck out, and elements nested without end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from selectolax.lexbor import LexborHTMLParser

from gongkai.report.reading.media.html_fields import show_fields
from gongkai.report.reading.media.html_veiled import drop_by_sheets, sheet_hides

MOST_NESTED = 4_000
"""Elements within elements that are read."""

_LONGEST_UNCOUNTED = 160_000  # characters; even if they were all <div>, the parser would take a second
_MANY_TAGS = 20_000
_NESTING = re.compile(
    r"<(/?)(?:div|span|table|b|i|u|em|strong|font|a|section|article|center|blockquote|ul|ol|form|nobr|big|small)\b",
    re.IGNORECASE,
)
_NO_DISPLAY = ("display:none", "display: none")
# Struck words are no longer said, and a raised figure is a footnote's mark, no digit of the number before it.
_UNSAID = "script,style,sup,del,s,strike,input,textarea,select"
_FIELDS = ("input", "textarea", "select")
_UNSEEN = (
    'span[hidden],td[hidden],tr[hidden],p[hidden],span[style*="visibility:hidden"],span[style*="visibility: hidden"]'
)
_NO_SIZE = 'span[style*="font-size:0"],span[style*="font-size: 0"]'
_SOME_SIZE = re.compile(r"font-size:\s?0?\.\d")
_HIDDEN_TAGS = ("tr", "td", "p", "span", "th", "table", "tbody", "thead", "tfoot", "font", "b", "i", "em", "strong")
_HIDDEN = ",".join(f'{tag}[style*="{style}"]' for tag in _HIDDEN_TAGS for style in _NO_DISPLAY)


def cut_where_too_deep(text: str) -> str:
    """``text`` up to where elements nest deeper than any page does: the parser's time grows with depth squared."""
    if len(text) <= _LONGEST_UNCOUNTED or text.count("<") <= _MANY_TAGS:
        return text
    depth = 0
    for tag in _NESTING.finditer(text):
        depth = depth + 1 if not tag[1] else max(depth - 1, 0)
        if depth > MOST_NESTED:
            return text[: tag.start()]
    return text


def styles_to_drop(text: str) -> list[str]:
    """Selectors of what the page written in ``text`` may hide by a style or an attribute of its own.

    All of it is rare, and looked for in the text, before the page is parsed: the parsed page is then still at hand.
    """
    selectors = []
    if "display:" in text and any(style in text for style in _NO_DISPLAY):
        selectors.append(_HIDDEN)
    if "hidden" in text:
        selectors.append(_UNSEEN)
    if "font-size:0" in text or "font-size: 0" in text:
        selectors.append(_NO_SIZE)
    return selectors


def drop_unseen(parser: LexborHTMLParser, styles: Sequence[str]) -> None:
    """Take out what the page does not show, with ``styles`` among it; of fields, leave the values that they show."""
    nodes = parser.css(_UNSAID)
    tags = {node.tag for node in nodes}
    if "style" in tags and any(node.tag == "style" and sheet_hides(node.text()) for node in nodes):
        drop_by_sheets(parser)
        nodes = parser.css(_UNSAID)
    if not tags.isdisjoint(_FIELDS):
        show_fields(parser)
    for node in reversed(nodes):  # what is inside another one first
        node.decompose()
    for selector in styles:
        for node in reversed(parser.css(selector)):
            if selector is not _NO_SIZE or not _SOME_SIZE.search(node.attributes.get("style") or ""):
                node.decompose()
