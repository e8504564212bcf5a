"""The text of a document from a file beside the table: a page, plain text, or Word."""

from __future__ import annotations

import io
from pathlib import Path

import mammoth
from selectolax.lexbor import LexborHTMLParser

from gongkai.cli.messages import t
from gongkai.report.reading.blocks import UnreadableDocument
from gongkai.report.reading.media import decode
from gongkai.web.disclosure.texts.pasting import pasted
from gongkai.web.disclosure.texts.richtext import clean

#: Where a page has its text, the most telling first.
PLACES = ("[id*=zoom]", "article", "main", ".TRS_Editor", "body")
LARGEST = 20 * 1024 * 1024


class NoText(Exception):
    """The file gives no text; the message says why."""


def body_of(path: Path) -> str:
    """The text as clean HTML.

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
        return _from_page(text)
    return clean(text)


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
            return pasted(node.html or "").html
    return ""
