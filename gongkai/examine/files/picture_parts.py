"""The parts of a picture's file: segments of a JPEG, chunks of a PNG or a WebP, entries of TIFF directories (Exif)."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import NamedTuple

END, REMARK, APP1, APP2, APP13 = 0xD9, 0xFE, 0xE1, 0xE2, 0xED
#: Of segments, chunks and entries so many are read, and of an entry so many bytes.
MOST, LONGEST = 400, 20_000
_MARKER = re.compile(rb"\xff([^\x00\xd0-\xd7\xff])")
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 9: 4, 10: 8}


class Tiff(NamedTuple):
    """A block of TIFF: its bytes, their order as `struct` writes it, and where its first directory is."""

    data: bytes
    order: str
    first: int

    def entries(self, at: int) -> Iterator[tuple[int, bytes]]:
        """The entries of a directory, tag and bytes."""
        data, order = self.data, self.order
        if at + 2 > len(data):
            return
        (count,) = struct.unpack_from(order + "H", data, at)
        for number in range(min(count, MOST)):
            entry = at + 2 + 12 * number
            if entry + 12 > len(data):
                return
            tag, kind, many = struct.unpack_from(order + "HHI", data, entry)
            size = _SIZES.get(kind, 1) * many
            where = entry + 8 if size <= 4 else self.place(data[entry + 8 : entry + 12])
            yield tag, data[where : where + min(size, LONGEST)]

    def place(self, raw: bytes) -> int:
        """What four bytes point to."""
        return int(struct.unpack(self.order + "I", raw)[0])


def tiff_of(block: bytes) -> Tiff | None:
    """The TIFF in a block of Exif, with or without its mark."""
    start = block.find(b"Exif\0\0")
    data = block[start + 6 :] if 0 <= start < 16 else block
    order = {b"II": "<", b"MM": ">"}.get(data[:2])
    if order is None or len(data) < 8:
        return None
    return Tiff(data, order, int(struct.unpack_from(order + "I", data, 4)[0]))


def segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The segments of a JPEG up to its end; the place of its end is that of the last."""
    place = 2
    for _ in range(MOST):
        found = _MARKER.search(data, place)
        if found is None:
            return
        kind = found[1][0]
        if kind == END:
            yield END, data[found.end() :]
            return
        size = max(int.from_bytes(data[found.end() : found.end() + 2], "big"), 2)
        yield kind, data[found.end() + 2 : found.end() + size]
        place = found.end() + size


def png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a PNG; what stands behind its end comes last, without a name."""
    place = 8
    for _ in range(MOST):
        if place + 8 > len(data):
            return
        size, name = struct.unpack_from(">I4s", data, place)
        yield name, data[place + 8 : place + 8 + size]
        place += 12 + size
        if name == b"IEND":
            yield b"", data[place:]
            return


def riff_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a WebP."""
    place = 12
    for _ in range(MOST):
        if place + 8 > len(data):
            return
        name, size = struct.unpack_from("<4sI", data, place)
        yield name, data[place + 8 : place + 8 + size]
        place += 8 + size + size % 2
