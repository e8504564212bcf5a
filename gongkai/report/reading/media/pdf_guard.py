"""What must not reach the PDFium library, because it would fill the memory: looked for in the bytes beforehand.

PDFium unpacks streams whole and draws a form again for every use of it, forms in forms up to forty levels deep. This
check sees streams and forms that are written plainly; resources hidden in object streams are not followed.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, field

MAX_CONTENT_BYTES = 16 * 1024 * 1024
"""Unpacked bytes of one stream that is neither picture nor font."""

MAX_FONT_BYTES = 64 * 1024 * 1024
"""Unpacked bytes of one font."""

MAX_DRAWN_BYTES = 256 * 1024 * 1024
"""Bytes of a stream's drawing operators when every form is counted as often as it is used."""

_BEST_PACKING = 1_100  # deflate packs to a thousandth at best
_FORM_LEVELS = 40
_OBJECT = re.compile(rb"(\d{1,9})\s+\d{1,5}\s+obj")
_REFERENCE = re.compile(rb"(\d{1,9})\s+\d{1,5}\s+R\b")
_TWICE_PACKED = re.compile(rb"/Filter\s*\[[^\]]{0,200}/Fl[^\]]{0,200}/Fl")
_USE = re.compile(rb"/[^\s/<>\[\]()]+\s+Do\b")


@dataclass(slots=True)
class _Stream:
    """A stream that may draw: its number, dictionary, size unpacked and the times it uses a form or picture."""

    number: int
    dictionary: bytes
    size: int
    uses: int
    forms: list[int] = field(default_factory=list)


def excess(data: bytes) -> tuple[str, int] | None:
    """``(what, limit)`` if a document must not be opened, else None."""
    has_forms = b"/Form" in data
    streams: list[_Stream] = []
    end = 0
    while (start := data.find(b"stream", end) + 6) > 5:
        name_end = data.rfind(b"obj", max(0, start - 3_000), start)
        name = _OBJECT.search(data, max(0, name_end - 20), start) if name_end >= 0 else None
        dictionary = data[max(name_end, start - 3_000, 0) : start]
        end = data.find(b"endstream", start)
        end = len(data) if end < 0 else end + 9
        if b"/Image" in dictionary:
            continue
        if b"/Fl" in dictionary and _TWICE_PACKED.search(dictionary):
            return "streams packed twice", 1
        is_font = b"/Length1" in dictionary or b"/FontFile" in dictionary or b"Type1C" in dictionary
        limit = MAX_FONT_BYTES if is_font else MAX_CONTENT_BYTES
        looked_at = has_forms and not is_font and b"/ObjStm" not in dictionary and b"/XRef" not in dictionary
        if end - start < limit // _BEST_PACKING and not looked_at:
            continue
        size, uses = _measured(data, start, end, limit, packed=b"/Fl" in dictionary, uses_wanted=looked_at)
        if size > limit:
            return "unpacked bytes", limit
        if looked_at:
            streams.append(_Stream(int(name[1]) if name else 0, dictionary, size, uses))
    if any(stream.uses > 1 for stream in streams) and _drawn(data, streams) > MAX_DRAWN_BYTES:
        return "drawn bytes", MAX_DRAWN_BYTES
    return None


def _measured(data: bytes, start: int, end: int, limit: int, *, packed: bool, uses_wanted: bool) -> tuple[int, int]:
    """A stream's unpacked size, counted a little beyond the limit at most, and how often it uses forms or pictures."""
    if not packed:
        return end - start, len(_USE.findall(data, start, end))
    unpacker = zlib.decompressobj()
    size = uses = 0
    rest = data[start:end].lstrip(b"\r\n")
    try:
        while rest and size <= limit and not unpacker.eof:
            piece = unpacker.decompress(rest, 1_000_000)
            rest = unpacker.unconsumed_tail
            size += len(piece)
            uses += len(_USE.findall(piece)) if uses_wanted else 0
            if not piece:
                break
    except zlib.error:
        pass
    return size, uses


def _drawn(data: bytes, streams: list[_Stream]) -> int:
    """The largest number of bytes that drawing one stream may come to, forms counted by use; stops beyond the limit."""
    forms = {stream.number: stream for stream in streams if b"/Form" in stream.dictionary}
    for stream in forms.values():
        named = {int(number) for number in _REFERENCE.findall(stream.dictionary)}
        for number in [number for number in named if number not in forms]:  # resources kept apart
            found = re.search(rb"(?<!\d)%d\s+\d{1,5}\s+obj\b(.{0,3000}?)endobj" % number, data, re.DOTALL)
            if found:
                named |= {int(inner) for inner in _REFERENCE.findall(found[1])}
        stream.forms = [number for number in named if number in forms]
    drawn = {number: stream.size + 1 for number, stream in forms.items()}
    for _ in range(_FORM_LEVELS):
        before = dict(drawn)
        for number, stream in forms.items():
            inner = max((before[form] for form in stream.forms), default=0)
            drawn[number] = stream.size + 1 + stream.uses * inner
            if drawn[number] > MAX_DRAWN_BYTES:
                return drawn[number]
        if drawn == before:
            break
    largest = max(drawn.values(), default=0)
    return max((stream.size + stream.uses * largest for stream in streams if stream.number not in forms), default=0)
