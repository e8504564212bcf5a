"""Rich text: one allow-list, the same for the editor's buttons and for what is left of what was pasted."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import nh3
from django.utils.html import linebreaks
from selectolax.lexbor import LexborHTMLParser

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

TAGS = set("p br strong em h3 h4 ul ol li blockquote a table thead tbody tr th td figure figcaption img".split())
#: Where a picture may come from: a file of ours, which the gate serves.
PICTURE = re.compile("/files/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/[^?#]+")


def _attribute(tag: str, name: str, value: str) -> str | None:
    return None if (tag, name) == ("img", "src") and not PICTURE.fullmatch(value) else value


CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes={
        "a": {"href", "title"},
        "img": {"src", "alt"},
        "ol": {"start"},
        "th": {"rowspan", "colspan"},
        "td": {"rowspan", "colspan"},
    },
    attribute_filter=_attribute,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel="noopener noreferrer",
)
TAG = re.compile(r"</?[a-zA-Z][^>]*>")
#: What is left of a picture from elsewhere.
SOURCELESS = re.compile(r"<img(?![^>]*\bsrc=)[^>]*>")
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
    cleaned = SOURCELESS.sub("", str(CLEANER.clean(text))).strip()
    return "" if EMPTY.fullmatch(cleaned) else cleaned


def pictures(text: str) -> dict[UUID, str]:
    """The files shown in some clean text, in their order, and what is said of each for those who do not see it."""
    found: dict[UUID, str] = {}
    if "<img" in text:
        for node in LexborHTMLParser(text).css("img[src]"):
            place = PICTURE.fullmatch(node.attributes["src"] or "")
            if place:
                found.setdefault(UUID(place[1]), (node.attributes.get("alt") or "").strip())
    return found
