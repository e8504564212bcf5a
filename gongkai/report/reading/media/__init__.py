"""Bytes → blocks: the medium is told by the content, never by the name."""

from __future__ import annotations

import codecs
import re
from itertools import islice

from gongkai.report.limits import MAX_BYTES, MAX_TEXT_CHARACTERS
from gongkai.report.reading.blocks import Document, UnreadableDocument
from gongkai.report.reading.media.delimited import looks_delimited, read_delimited
from gongkai.report.reading.media.text import read_text
from gongkai.report.schema import FORMAT

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_\-]{3,20})""", re.IGNORECASE)
_TAG = re.compile(r"<(?:!doctype\s+html|html|head|body|table|tr|td|div|p|span|meta|h[1-6]|ul|br)\b", re.IGNORECASE)
_PAGE = re.compile(r"\s*<(?:!doctype\s+html|html|body|pre)\b[^<]*>", re.IGNORECASE)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_IMAGES = {
    b"\x89PNG": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
    b"BM": "image/bmp",
}
# Mirror sites put the pronunciation behind characters: 制發(fā)件數(shù), 公(gong)(gong).
_PINYIN = re.compile(r"(?<=[一-鿿])(?:\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}\))+")
_SOUND = re.compile(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}\)")
_MIRROR = 20
_HEAD = 2_000  # characters in which our own writers leave their mark
_OTHERS = {
    b"MIME-Version:": "MHT 单个文件网页",
    b"From: <Saved by": "MHT 单个文件网页",
    b"{\\rtf": "RTF",
    b'{"format": "gongkai': "gongkai 读出的 JSON，可用 gongkai write 写成报告",
}
_OVERVIEW = "gongkai-overview/1"  # the mark of our own page of findings
_NOTHING = b" \t\r\n\0"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_document(data: bytes) -> Document:
    """Blocks of any document.

    :raises UnreadableDocument: when the bytes are no document this reader can open.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableDocument("too-large", bytes=len(data), limit=MAX_BYTES)
    if not data[:64].strip(_NOTHING) and not data.strip(_NOTHING):
        raise UnreadableDocument("empty-document")
    if data.startswith(_OLE):
        from gongkai.report.reading.media.ole import read_ole  # late: loads olefile

        return read_ole(data)
    if b"%PDF-" in data[:1024]:
        from gongkai.report.reading.media.pdf import read_pdf  # late: loads PDFium

        return read_pdf(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _read_package(data)
    for magic, media_type in _IMAGES.items():
        if data.startswith(magic) and (magic != b"BM" or b"\0" in data[:32]):
            raise UnreadableDocument("image-only", pages="1", media_type=media_type)
    for head, what in _OTHERS.items():
        if data[:64].lstrip().startswith(head):
            raise UnreadableDocument("unknown-format", what=what)
    if not data.startswith(codecs.BOM_UTF8):
        try:
            text = data.decode("utf-8")
            return _marked(_read_text(text, data), text)
        except UnicodeDecodeError:
            pass
    text = decode(data)
    return _marked(_read_text(text), text)


def _marked(document: Document, text: str) -> Document:
    """The document, vouched for where our own writers left their mark at its head."""
    head = text[:_HEAD]
    if _OVERVIEW in head:
        raise UnreadableDocument("about-reports", kind="读校结果")
    document.in_place = FORMAT in head
    return document


def _read_package(data: bytes) -> Document:
    """A .docx or an .xlsx: by the parts it holds."""
    names = data[:2048] + data[-65536:]
    if b"word/" in names:
        from gongkai.report.reading.media.docx import read_docx  # late: loads lxml

        return read_docx(data)
    if b"xl/" in names:
        from gongkai.report.reading.media.xlsx import read_xlsx  # late: loads lxml

        return read_xlsx(data)
    if b"PK\x05\x06" not in data[-65536:]:
        raise UnreadableDocument("broken-document", what="压缩包不完整")
    raise UnreadableDocument("unknown-media", what="application/zip")


def _read_text(text: str, data: bytes | None = None) -> Document:
    """Blocks of a decoded text: HTML where it has tags, else text or Markdown; ``data`` is the text in UTF-8."""
    if sum(1 for _ in islice(_SOUND.finditer(text, 0, 20_000), _MIRROR)) == _MIRROR:
        text = _PINYIN.sub("", text)
        data = None
    if "<" in text and (
        _PAGE.match(text) is not None or sum(1 for _ in islice(_TAG.finditer(text, 0, 200_000), 3)) == 3
    ):
        from gongkai.report.reading.media.html import read_html  # late: loads lexbor

        if len(text) > 4 * MAX_TEXT_CHARACTERS:
            page = read_html(text[: 4 * MAX_TEXT_CHARACTERS], None)
            page.notes.append(("limit-reached", {"what": "characters", "limit": 4 * MAX_TEXT_CHARACTERS}))
            return page
        return read_html(text, data)
    if looks_delimited(text) and (document := read_delimited(text)) is not None:
        return document
    markdown = text.lstrip().startswith("#") or "\n|---" in text or "\n| ---" in text
    return read_text(text, "text/markdown" if markdown else "text/plain")


def decode(data: bytes) -> str:
    """Text of ``data``: by BOM, declared charset, strict UTF-8, UTF-16 by its zero bytes, then GB18030.

    :raises UnreadableDocument: when the bytes are no text.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        broken_at = error.start
    head = data[:4096]
    zeros = head.count(0)
    if zeros > len(head) // 20 or (zeros and not _looks_ascii(head)):
        text = _utf16(data)
        if text is not None:
            return text
        raise UnreadableDocument("unknown-media", what="application/octet-stream")
    declared = _DECLARED.search(head)
    name = declared[1].decode("ascii").lower() if declared else ""
    if name.startswith("big5"):
        text = _strict(data, "big5hkscs")
        if text is not None:
            return text
    text = _strict(data, "gb18030")
    if text is not None:
        return text
    if zeros == 0 and (text := _utf16(data)) is not None:
        return text
    # Neither is whole: the one with fewer damaged characters, if it is a text at all.
    candidates = [data.decode(encoding, "replace") for encoding in ("utf-8", "gb18030")]
    best = min(candidates, key=lambda candidate: candidate.count("\ufffd"))
    if broken_at > len(data) * 0.9 or len(data) < 16:
        best = candidates[0]
    if best.count("\ufffd") * 20 > len(best) or not _printable(best):
        raise UnreadableDocument("unknown-media", what="application/octet-stream")
    return best


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return text if _printable(text) else None


def _utf16(data: bytes) -> str | None:
    for encoding in ("utf-16-le", "utf-16-be"):
        text = data[: len(data) // 2 * 2].decode(encoding, "replace")
        sample = text[:4000]
        known = sum(
            1
            for c in sample
            if c in "\r\n\t" or " " <= c <= "~" or "\u3000" <= c <= "\u9fff" or "\uff00" <= c <= "\uffef"
        )
        if sample and known > 0.9 * len(sample):
            return text
    return None


def _printable(text: str) -> bool:
    sample = text[:4000]
    controls = sum(1 for c in sample if (c < " " and c not in "\r\n\t\f\v") or c == "\x7f")
    return controls * 50 <= len(sample)


def _looks_ascii(head: bytes) -> bool:
    return sum(1 for byte in head if byte in b"\r\n\t" or 32 <= byte < 127) > 0.7 * len(head)
