"""What is written in a picture's file beside the picture: comments, captions; and what is behind the end of a file."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator

from gongkai.examine.files.picture_parts import APP1, APP2, APP13, END, LONGEST, REMARK, png_chunks, segments, tiff_of

_MORE, _COMMENT = 0x8769, 0x9286
_EXIF = {0x010E: "utf-8", 0x8298: "utf-8", **dict.fromkeys(range(0x9C9B, 0x9CA0), "utf-16-le")}
_CAPTION = re.compile(rb"\x1c\x02[\x05\x07\x19\x28\x37\x50\x5a\x65\x69\x6e\x73\x74\x76\x78\x7a](..)", re.DOTALL)
_TAGS = re.compile(r"<[^<>]*>")
_VALUES = re.compile(r"=\"([^\"]*)\"")
LEAST = 16
"""Bytes behind the end that are more than padding."""


def words_in(data: bytes) -> Iterator[str]:
    """The texts of a picture's file."""
    for block in _texts(data):
        text = block.replace("\0", " ").strip()
        if text:
            yield text[:LONGEST]


def _texts(data: bytes) -> Iterator[str]:
    if data.startswith(b"\xff\xd8"):
        for kind, block in segments(data):
            if kind == REMARK:
                yield block.decode("utf-8", "replace")
            elif kind == APP1:
                yield from _of_exif(block) if block.startswith(b"Exif\0\0") else _of_xmp(block)
            elif kind == APP13:
                for found in _CAPTION.finditer(block):
                    (size,) = struct.unpack(">H", found[1])
                    yield block[found.end() : found.end() + size].decode("utf-8", "replace")
    elif data.startswith(b"\x89PNG"):
        for name, block in png_chunks(data):
            yield from _of_chunk(name, block)
    elif data.startswith((b"II*\0", b"MM\0*")):
        yield from _of_exif(data)


def _of_chunk(name: bytes, block: bytes) -> Iterator[str]:
    key, _, rest = block.partition(b"\0")
    if name == b"tEXt":
        yield rest.decode("utf-8", "replace")
    elif name == b"zTXt":
        yield _inflated(rest[1:])
    elif name == b"iTXt":
        packed, parts = rest[:1] == b"\1", rest[2:].split(b"\0", 2)
        said = parts[2] if len(parts) == 3 else b""
        text = _inflated(said) if packed else said.decode("utf-8", "replace")
        yield from _of_xmp(text.encode()) if key.startswith(b"XML") else (text,)
    elif name == b"eXIf":
        yield from _of_exif(block)


def _inflated(data: bytes) -> str:
    try:
        return zlib.decompressobj().decompress(data, LONGEST).decode("utf-8", "replace")
    except zlib.error:
        return ""


def _of_xmp(block: bytes) -> Iterator[str]:
    """The words of it, and the values of its attributes; addresses of its vocabularies are none."""
    text = (block.partition(b"\0")[2] if b"\0" in block[:64] else block).decode("utf-8", "replace")
    for said in (*_TAGS.split(text), *_VALUES.findall(text)):
        if said.strip() and "://" not in said:
            yield said


def _of_exif(block: bytes) -> Iterator[str]:
    tiff = tiff_of(block)
    places = [tiff.first] if tiff is not None else []
    for place in places:
        assert tiff is not None  # else there is no place
        for tag, raw in tiff.entries(place):
            if tag == _MORE and len(raw) == 4 and len(places) == 1:
                places.append(tiff.place(raw))
            elif tag == _COMMENT:
                coding = {b"UNICODE\0": "utf-16-be" if tiff.order == ">" else "utf-16-le"}.get(raw[:8], "utf-8")
                yield raw[8:].decode(coding, "replace")
            elif tag in _EXIF:
                yield raw.decode(_EXIF[tag], "replace")


def behind(data: bytes) -> int:
    """How many bytes stand behind the end of a picture, a package or a PDF, where they are more than padding."""
    rest = b""
    if data.startswith(b"\xff\xd8"):
        found = list(segments(data))
        several = any(kind == APP2 and block.startswith(b"MPF\0") for kind, block in found)
        rest = found[-1][1] if found and found[-1][0] == END and not several else b""
    elif data.startswith(b"\x89PNG"):
        rest = next((block for name, block in png_chunks(data) if not name), b"")
    elif data.startswith(b"PK"):
        place = data.rfind(b"PK\x05\x06")
        rest = data[place + 22 :] if place >= 0 else b""
    elif b"%PDF-" in data[:1024]:
        place = data.rfind(b"%%EOF")
        rest = data[place + 5 :] if place >= 0 else b""
    count = len(rest.strip(b"\0 \t\r\n"))
    return count if count >= LEAST else 0
