"""The text of a document from a file beside the table: a page, plain text, or Word; and the sections of one that was
exported here."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit
from uuid import NAMESPACE_URL, UUID, uuid5

import mammoth
from selectolax.lexbor import LexborHTMLParser

from gongkai.cli.messages import t
from gongkai.report.reading.blocks import UnreadableDocument
from gongkai.report.reading.media import decode
from gongkai.web.disclosure.texts.pasting import pasted
from gongkai.web.disclosure.texts.richtext import clean

#: Where a page has its text, the most telling first.
PLACES = ("[id*=zoom]", "article", "main", ".TRS_Editor", "body")
#: Marks of a text that was exported here: a section, its own words, and that what is generated stands before them.
SECTION, OWN, GENERATED = "section", "text", "generated"
LARGEST = 20 * 1024 * 1024


class NoText(Exception):
    """The file gives no text; the message says why."""


@dataclass
class Naming:
    """Names by UUID what lies beside a text: pictures that it shows, attachments to which it links."""

    folder: Path
    attached: frozenset[Path]
    named: dict[UUID, Path] = field(default_factory=dict)

    def named_in(self, html: str, base: Path) -> str:
        """The HTML with their places as those of files of ours."""
        tree = LexborHTMLParser(html)
        found = [(node, "src") for node in tree.css("img[src]")] + [(node, "href") for node in tree.css("a[href]")]
        places = [(node, name, self._beside(base, node.attributes[name] or "")) for node, name in found]
        for node, name, path in places:
            if path is None or (name == "href" and path not in self.attached):
                continue
            uuid = uuid5(NAMESPACE_URL, path.relative_to(self.folder).as_posix())
            self.named[uuid] = path
            node.attrs[name] = f"/files/{uuid}/{quote(path.name)}"
            if name == "src" and not node.attributes.get("alt"):
                node.attrs["alt"] = path.stem
        return (tree.html or "") if any(path for _node, _name, path in places) else html

    def _beside(self, base: Path, address: str) -> Path | None:
        """A file of the folder by its place from the text; nothing outside it is read."""
        try:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
                return None
            path = (base / unquote(parts.path)).resolve()
            return path if path.is_relative_to(self.folder) and path.is_file() else None
        except (OSError, ValueError):  # no disk has a file of that name
            return None


Sections = dict[str, dict[str, Any]]


def body_of(path: Path, naming: Naming) -> str | Sections:
    """The text as clean HTML, or its sections.

    :raises NoText: where it cannot be read.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise NoText(t("正文文件太大"))
        data = path.read_bytes()
    except OSError as error:
        raise NoText(t("正文文件打不开：{error}").format(error=error.strerror)) from None
    if path.suffix.lower() == ".docx":
        return _from_word(data)
    try:
        text = decode(data)
    except UnreadableDocument:
        raise NoText(t("正文文件不是文本、网页或 .docx")) from None
    if path.suffix.lower() in (".html", ".htm") or "<body" in text[:100_000].lower():
        return sections_in(text, naming, path.parent) or _from_page(naming.named_in(text, path.parent))
    return clean(text)


def sections_in(text: str, naming: Naming, base: Path) -> Sections:
    """The sections of a document exported here, as they stood in it; nothing where it is any other page."""
    if f"data-{SECTION}" not in text:
        return {}
    found = {}
    for node in LexborHTMLParser(naming.named_in(text, base)).css(f"section[data-{SECTION}]"):
        own = node.css_first(f"div[data-{OWN}]")
        name = node.attributes[f"data-{SECTION}"] or ""
        html = clean((own.inner_html or "") if own is not None else "")
        found[name] = {"name": name, "generated": f"data-{GENERATED}" in node.attributes, "text": html}
    return found


def _from_word(data: bytes) -> str:
    try:
        found = mammoth.convert_to_html(io.BytesIO(data), convert_image=mammoth.images.img_element(_no_picture))
    except Exception as error:  # mammoth raises whatever zipfile and the XML parser raise over damaged bytes
        raise NoText(t("正文文件不是能读的 .docx")) from error
    return clean(found.value)


def _no_picture(image: object) -> dict[str, str]:
    return {"src": ""}


def _from_page(text: str) -> str:
    tree = LexborHTMLParser(text)
    for left_out in tree.css("script, style, nav, header, footer"):
        left_out.decompose()
    for place in PLACES:
        node = tree.css_first(place)
        if node is not None and node.text(strip=True):
            return pasted(node.html or "", looks=False).html
    return ""
