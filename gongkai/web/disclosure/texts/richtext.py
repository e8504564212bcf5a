"""Rich text: one allow-list, the same for the editor's buttons and for what is left of what was pasted."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import nh3
from django.urls import Resolver404, resolve
from django.utils.html import linebreaks
from selectolax.lexbor import LexborHTMLParser

from gongkai.web.agencies.typed import storable

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
    "Figure": True,
    "Caption": True,
    "Image": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto", "tel"]},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
}

TAGS = set("p br strong em h3 h4 ul ol li blockquote a table thead tbody tr th td figure figcaption img".split())
UUID_OF_FILE = "([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
#: Where a picture may come from: a file of ours, which the gate serves.
PICTURE = re.compile(rf"/files/{UUID_OF_FILE}/(?!(?:\.|%2e){{1,2}}$)[^/\\?#]+", re.IGNORECASE)
FILE = re.compile(rf"(https?://[^/]+)?/files/{UUID_OF_FILE}(?:/.*)?", re.IGNORECASE | re.DOTALL)
#: What leads elsewhere says so in full: `//elsewhere` and `/\elsewhere` do not.
ELSEWHERE = re.compile(r"https?://[^/\\?#@\s][^\\\s]*|(?:mailto|tel):[^\s]+", re.IGNORECASE)
HERE = re.compile(r"(/(?![/\\])[^\\\s?#]*)(?:[?#][^\\\s]*)?")
#: A cell over more columns or rows than that is none; a list begins with at most five digits.
NUMBERS = {"colspan": re.compile("[1-9][0-9]?|100"), "rowspan": re.compile("[1-9][0-9]{0,2}"),
           "start": re.compile("[1-9][0-9]{0,4}")}  # fmt: skip


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "src":
        return value if PICTURE.fullmatch(value) else None
    if name == "href":
        return value.strip() if _leads_somewhere(value.strip()) else None
    return value if name not in NUMBERS or NUMBERS[name].fullmatch(value) else None


def _leads_somewhere(address: str) -> bool:
    """To another site by its whole address, or to a page or file of the public's here."""
    if ELSEWHERE.fullmatch(address):
        return True
    here = HERE.fullmatch(address)
    path = unquote(here[1]) if here else ".."
    if {".", ".."} & set(path.split("/")):
        return False
    try:
        return resolve(path).app_name in ("portal", "files")
    except Resolver404:
        return False


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
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
#: A heading of a level that is not offered is one of the nearest that is, and no words without a place of their own.
HEADING = re.compile(r"<(/?)h([1256])\b", re.IGNORECASE)
#: What is left of a picture from elsewhere, and of a link that leads nowhere.
SOURCELESS = re.compile(r"<img(?![^>]*\bsrc=)[^>]*>")
PICTURELESS = re.compile(r"<figure>((?:(?!</?figure>|<img).)*)</figure>", re.DOTALL)
CAPTION = re.compile(r"</?figcaption>")
LINKLESS = re.compile(r"<a(?![^>]*\bhref=)[^>]*>(.*?)</a>", re.DOTALL)
EMPTY = re.compile(r"(?:<p>(?:\s|&nbsp;|<br>)*</p>\s*)+")


def clean(text: str) -> str:
    """What may stand in a document of some text: typed plainly, paragraphs; else the HTML that is allowed."""
    text = storable(text).strip()
    if not text:
        return ""
    if not TAG.search(text):
        text = linebreaks(text, autoescape=True)
    text = HEADING.sub(lambda found: f"<{found[1]}h{3 if found[2] in '12' else 4}", text)
    cleaned = LINKLESS.sub(r"\1", SOURCELESS.sub("", str(CLEANER.clean(text))))
    cleaned = PICTURELESS.sub(lambda found: CAPTION.sub("", f"<p>{found[1]}</p>"), cleaned).strip()
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


def linked(text: str) -> dict[UUID, bool]:
    """The files to which some clean text links, and whether by an address of this site without its name."""
    found: dict[UUID, bool] = {}
    if "/files/" in text:
        for node in LexborHTMLParser(text).css("a[href]"):
            place = FILE.fullmatch(node.attributes["href"] or "")
            if place:
                found[UUID(place[2])] = found.get(UUID(place[2]), False) or not place[1]
    return found
