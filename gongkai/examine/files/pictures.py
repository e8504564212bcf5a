"""Pictures: what the camera wrote into them. The fields are read here, the picture itself is never decoded."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from gongkai.examine.body import Content
from gongkai.examine.engine import safe
from gongkai.examine.files.picture_words import behind, words_in
from gongkai.examine.model import Finding, Place
from gongkai.examine.rules import finding
from gongkai.examine.text.masks import person

_MOST_TAGS = 400
_MOST_SEGMENTS = 400
_MAKE, _MODEL, _SOFTWARE, _ARTIST, _GPS = 0x010F, 0x0110, 0x0131, 0x013B, 0x8825
_LATITUDE, _LONGITUDE = 0x0002, 0x0004
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 9: 4, 10: 8}
_XMP_POSITION = re.compile(rb"exif:GPSL(?:atitude|ongitude)")
_TOOLS = ("microsoft", "windows", "adobe", "paint", "photoshop", "picasa", "wps", "gimp", "acdsee", "www.")


def is_picture(data: bytes) -> bool:
    """Whether the bytes begin as a picture does."""
    return data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"II*\0", b"MM\0*")) or (
        data.startswith(b"RIFF") and data[8:12] == b"WEBP"
    )


def examine_picture(data: bytes, content: Content, part: str | None = None) -> list[Finding]:
    """Position, device and person in a picture's own data; what is written there goes into ``content``."""
    place = Place(part=part)
    for words in words_in(data):
        content.add(words, Place(part=part or "picture"))
    tags: dict[int, bytes] = {}
    position = False
    for block in _blocks(data):
        if _XMP_POSITION.search(block):
            position = True
        found, has_position = _exif(block)
        tags |= found
        position = position or has_position
    result = [finding("picture-position", place)] if position else []
    if part is not None and (count := behind(data)):
        result.append(finding("appended-data", place, details={"count": count}))
    device = " ".join(filter(None, (_text(tags.get(_MAKE)), _text(tags.get(_MODEL)))))
    told = [("device", device)] if device else []
    artist = _text(tags.get(_ARTIST))
    if artist:
        told.append(("artist", person(artist)))
    software = _text(tags.get(_SOFTWARE))
    if software and device and not software.lower().startswith(_TOOLS):
        told.append(("software", software))
    if told:
        result.append(finding("picture-device", place, details={"what": tuple(told)}))
    return result


def _text(raw: bytes | None) -> str:
    return safe(" ".join(raw.split(b"\0")[0].decode("utf-8", "replace").split())[:40]) if raw else ""


def _blocks(data: bytes) -> Iterator[bytes]:
    """The pieces of a file in which such data stand."""
    if data.startswith(b"\xff\xd8"):
        yield from _jpeg(data)
    elif data.startswith(b"\x89PNG"):
        yield from _chunks(data, 8, ">I4s", 4, (b"eXIf", b"iTXt", b"tEXt"))
    elif data.startswith(b"RIFF"):
        yield from _chunks(data, 12, "<4sI", 0, (b"EXIF", b"XMP "))
    elif data.startswith((b"II*\0", b"MM\0*")):
        yield data


def _jpeg(data: bytes) -> Iterator[bytes]:
    place = 2
    for _ in range(_MOST_SEGMENTS):
        if place + 4 > len(data) or data[place] != 0xFF:
            return
        marker, size = data[place + 1], int.from_bytes(data[place + 2 : place + 4], "big")
        if marker in (0xDA, 0xD9):
            return
        if marker == 0xE1:
            yield data[place + 4 : place + 2 + size]
        place += 2 + max(size, 2)


def _chunks(data: bytes, place: int, head: str, after: int, wanted: tuple[bytes, ...]) -> Iterator[bytes]:
    for _ in range(_MOST_SEGMENTS):
        if place + 8 > len(data):
            return
        one, other = struct.unpack_from(head, data, place)
        size, kind = (one, other) if isinstance(one, int) else (other, one)
        if kind in wanted:
            yield data[place + 8 : place + 8 + size]
        place += 8 + size + after + (size % 2 if not after else 0)


def _exif(block: bytes) -> tuple[dict[int, bytes], bool]:
    """The texts of a block of Exif by tag, and whether it holds a position."""
    start = block.find(b"Exif\0\0")
    tiff = block[start + 6 :] if 0 <= start < 16 else block
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 8:
        return {}, False
    tags = _directory(tiff, order, int(struct.unpack_from(order + "I", tiff, 4)[0]))
    gps = tags.get(_GPS)
    position = False
    if gps is not None and len(gps) == 4:
        places = _directory(tiff, order, int(struct.unpack(order + "I", gps)[0]))
        position = any(places.get(tag, b"").strip(b"\0") for tag in (_LATITUDE, _LONGITUDE))
    return {tag: value for tag, value in tags.items() if tag in (_MAKE, _MODEL, _SOFTWARE, _ARTIST)}, position


def _directory(tiff: bytes, order: str, at: int) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    if at + 2 > len(tiff):
        return found
    (count,) = struct.unpack_from(order + "H", tiff, at)
    for number in range(min(count, _MOST_TAGS)):
        entry = at + 2 + 12 * number
        if entry + 12 > len(tiff):
            break
        tag, kind, many = struct.unpack_from(order + "HHI", tiff, entry)
        size = _SIZES.get(kind, 1) * many
        where = entry + 8 if size <= 4 else int(struct.unpack_from(order + "I", tiff, entry + 8)[0])
        found[tag] = tiff[where : where + min(size, 2_000)]
    return found
