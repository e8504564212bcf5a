"""Pictures: what the camera wrote into them. The fields are read here, the picture itself is never decoded."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.examine.body import Content
from gongkai.examine.engine import safe
from gongkai.examine.files.picture_parts import APP1, png_chunks, riff_chunks, segments, tiff_of
from gongkai.examine.files.picture_words import behind, words_in
from gongkai.examine.model import Finding, Place
from gongkai.examine.rules import finding
from gongkai.examine.text.masks import person

_MAKE, _MODEL, _SOFTWARE, _ARTIST, _GPS = 0x010F, 0x0110, 0x0131, 0x013B, 0x8825
_LATITUDE, _LONGITUDE = 0x0002, 0x0004
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
        yield from (block for kind, block in segments(data) if kind == APP1)
    elif data.startswith(b"\x89PNG"):
        yield from (block for name, block in png_chunks(data) if name in (b"eXIf", b"iTXt", b"tEXt"))
    elif data.startswith(b"RIFF"):
        yield from (block for name, block in riff_chunks(data) if name in (b"EXIF", b"XMP "))
    elif data.startswith((b"II*\0", b"MM\0*")):
        yield data


def _exif(block: bytes) -> tuple[dict[int, bytes], bool]:
    """The texts of a block of Exif by tag, and whether it holds a position."""
    tiff = tiff_of(block)
    if tiff is None:
        return {}, False
    tags = dict(tiff.entries(tiff.first))
    gps = tags.get(_GPS, b"")
    places = dict(tiff.entries(tiff.place(gps))) if len(gps) == 4 else {}
    position = any(places.get(tag, b"").strip(b"\0") for tag in (_LATITUDE, _LONGITUDE))
    return {tag: value for tag, value in tags.items() if tag in (_MAKE, _MODEL, _SOFTWARE, _ARTIST)}, position
