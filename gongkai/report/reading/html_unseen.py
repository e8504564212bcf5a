"""What an HTML page holds but does not show: scripts, what is hidden or struck out, and elements nested without end."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

MOST_NESTED = 4_000
"""Elements within elements that are read."""

_NO_TEXT = ["script", "style"]
_FIELDS = ["textarea", "select"]
_LONGEST_UNCOUNTED = 160_000  # characters; even if they were all <div>, the parser would take a second
_MANY_TAGS = 20_000
_NESTING = re.compile(
    r"<(/?)(?:div|span|table|b|i|u|em|strong|font|a|section|article|center|blockquote|ul|ol|form|nobr|big|small)\b",
    re.IGNORECASE,
)
_NO_DISPLAY = ("display:none", "display: none")
# Struck words are no longer said, and a raised figure is a footnote's mark, no digit of the number before it.
_UNSAID = "sup,del,s,strike"
_UNSEEN = (
    'span[hidden],td[hidden],tr[hidden],p[hidden],span[style*="visibility:hidden"],span[style*="visibility: hidden"]'
)
_NO_SIZE = 'span[style*="font-size:0"],span[style*="font-size: 0"]'
_SOME_SIZE = re.compile(r"font-size:\s?0?\.\d")
_HIDDEN = ",".join(f'{tag}[style*="{style}"]' for tag in ("tr", "td", "p", "span") for style in _NO_DISPLAY)


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


def drop_unseen(parser: LexborHTMLParser, text: str, *, fields: bool) -> None:
    """Take out of the page parsed from ``text``, with ``fields`` or without, what it does not show.

    What is rare is looked for in the text first.
    """
    parser.strip_tags(_NO_TEXT + _FIELDS if fields else _NO_TEXT)
    if "display:" in text and any(style in text for style in _NO_DISPLAY):
        for node in parser.css(_HIDDEN):
            node.decompose()
    for node in parser.css(_UNSAID):
        node.decompose()
    if "hidden" in text:
        for node in parser.css(_UNSEEN):
            node.decompose()
    if "font-size:0" in text or "font-size: 0" in text:
        for node in parser.css(_NO_SIZE):
            if not _SOME_SIZE.search(node.attributes.get("style") or ""):
                node.decompose()
