"""What is written in a picture's file beside the picture: comments, captions; and what is behind the end of a file."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator

_MOST = 400
_LONGEST = 20_000
_EXIF = {0x010E: "utf-8", 0x8298: "utf-8", **dict.fromkeys(range(0x9C9B, 0x9CA0), "utf-16-le")}
_CAPTION = re.compile(rb"\x1c\x02[\x05\x07\x19\x28\x37\x50\x5a\x65\x69\x6e\x73\x74\x76\x78\x7a](..)", re.DOTALL)
_MARKER = re.compile(rb"\xff([^\x00\xd0-\xd7\xff])")
_TAGS = re.compile(r"<[^>]*>")
_VALUES = re.compile(r"=\"([^\"]*)\"")
_SIZES = {1: 1, 2: 1, 7: 1}
_SCAN, _END, _REMARK, _APP1, _APP13 = 0xDA, 0xD9, 0xFE, 0xE1, 0xED
LEAST = 16
"""Bytes behind the end that are more than padding."""


def words_in(data: bytes) -> Iterator[str]:
    """The texts of a picture's file."""
    for block in _texts(data):
        text = block.replace("\0", " ").strip()
        if text:
            yield text[:_LONGEST]


def _texts(data: bytes) -> Iterator[str]:
    if data.startswith(b"\xff\xd8"):
        for kind, block in _segments(data):
            if kind == _REMARK:
                yield block.decode("utf-8", "replace")
            elif kind == _APP1:
                yield from _of_exif(block) if block.startswith(b"Exif\0\0") else _of_xmp(block)
            elif kind == _APP13:
                for found in _CAPTION.finditer(block):
                    (size,) = struct.unpack(">H", found[1])
                    yield block[found.end() : found.end() + size].decode("utf-8", "replace")
    elif data.startswith(b"\x89PNG"):
        for name, block in _chunks(data, 8):
            yield from _of_chunk(name, block)
    elif data.startswith((b"II*\0", b"MM\0*")):
        yield from _of_exif(b"Exif\0\0" + data)


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
        yield from _of_exif(b"Exif\0\0" + block)


def _inflated(data: bytes) -> str:
    try:
        return zlib.decompressobj().decompress(data, _LONGEST).decode("utf-8", "replace")
    except zlib.error:
        return ""


def _of_xmp(block: bytes) -> Iterator[str]:
    """The words of it, and the values of its attributes; addresses of its vocabularies are none."""
    text = (block.partition(b"\0")[2] if b"\0" in block[:64] else block).decode("utf-8", "replace")
    for said in (*_TAGS.split(text), *_VALUES.findall(text)):
        if said.strip() and "://" not in said:
            yield said


def _of_exif(block: bytes) -> Iterator[str]:
    tiff = block[6:]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 8:
        return
    places = [int(struct.unpack_from(order + "I", tiff, 4)[0])]
    for place in places:
        for tag, raw in _entries(tiff, order, place):
            if tag == 0x8769 and len(raw) == 4 and len(places) == 1:
                places.append(int(struct.unpack(order + "I", raw)[0]))
            elif tag == 0x9286:
                coding = {b"UNICODE\0": "utf-16-be" if order == ">" else "utf-16-le"}.get(raw[:8], "utf-8")
                yield raw[8:].decode(coding, "replace")
            elif tag in _EXIF:
                yield raw.decode(_EXIF[tag], "replace")


def _entries(tiff: bytes, order: str, at: int) -> Iterator[tuple[int, bytes]]:
    if at + 2 > len(tiff):
        return
    (count,) = struct.unpack_from(order + "H", tiff, at)
    for number in range(min(count, _MOST)):
        entry = at + 2 + 12 * number
        if entry + 12 > len(tiff):
            return
        tag, kind, many = struct.unpack_from(order + "HHI", tiff, entry)
        size = _SIZES.get(kind, 4) * many
        where = entry + 8 if size <= 4 else int(struct.unpack_from(order + "I", tiff, entry + 8)[0])
        yield tag, tiff[where : where + min(size, _LONGEST)]


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The segments of a JPEG up to its end; the place of its end is that of the last."""
    place = 2
    for _ in range(_MOST):
        found = _MARKER.search(data, place)
        if found is None:
            return
        kind = found[1][0]
        if kind == _END:
            yield _END, data[found.end() :]
            return
        size = max(int.from_bytes(data[found.end() : found.end() + 2], "big"), 2)
        yield kind, data[found.end() + 2 : found.end() + size]
        place = found.end() + size


def _chunks(data: bytes, place: int) -> Iterator[tuple[bytes, bytes]]:
    for _ in range(_MOST):
        if place + 8 > len(data):
            return
        size, name = struct.unpack_from(">I4s", data, place)
        yield name, data[place + 8 : place + 8 + size]
        place += 12 + size
        if name == b"IEND":
            yield b"", data[place:]
            return


def behind(data: bytes) -> int:
    """How many bytes stand behind the end of a picture, a package or a PDF, where they are more than padding."""
    rest = b""
    if data.startswith(b"\xff\xd8"):
        found = list(_segments(data))
        several = any(kind == 0xE2 and block.startswith(b"MPF\0") for kind, block in found)
        rest = found[-1][1] if found and found[-1][0] == _END and not several else b""
    elif data.startswith(b"\x89PNG"):
        rest = next((block for name, block in _chunks(data, 8) if not name), b"")
    elif data.startswith(b"PK"):
        place = data.rfind(b"PK\x05\x06")
        rest = data[place + 22 :] if place >= 0 else b""
    elif b"%PDF-" in data[:1024]:
        place = data.rfind(b"%%EOF")
        rest = data[place + 5 :] if place >= 0 else b""
    count = len(rest.strip(b"\0 \t\r\n"))
    return count if count >= LEAST else 0
