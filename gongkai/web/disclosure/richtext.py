"""Rich text: one allow-list, the same for the editor's buttons and for what is left of what was pasted."""

from __future__ import annotations

import re
from typing import Any

import nh3
from django.utils.html import linebreaks

#: What the editor offers. Headings stand under the document's title and the section's heading.
EXTENSIONS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "HardBreak": True,
    "Heading": {"levels": [3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto", "tel"]},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
}

TAGS = set("p br strong em h3 h4 ul ol li blockquote a table thead tbody tr th td".split())
CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes={"a": {"href", "title"}, "ol": {"start"}, "th": {"rowspan", "colspan"}, "td": {"rowspan", "colspan"}},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel="noopener noreferrer",
)
TAG = re.compile(r"</?[a-zA-Z][^>]*>")
EMPTY = re.compile(r"(?:<p>(?:\s|&nbsp;|<br>)*</p>\s*)+")


def storable(text: str) -> str:
    """Without NUL, which PostgreSQL does not keep."""
    return text.replace("\0", "")


def clean(text: str) -> str:
    """What may stand in a document of some text: typed plainly, paragraphs; else the HTML that is allowed."""
    text = storable(text).strip()
    if not text:
        return ""
    if not TAG.search(text):
        text = linebreaks(text, autoescape=True)
    cleaned = str(CLEANER.clean(text)).strip()
    return "" if EMPTY.fullmatch(cleaned) else cleaned
