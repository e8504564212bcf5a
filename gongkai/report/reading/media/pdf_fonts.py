"""The font in which PDFium sees texts whose own font is not in the file: boxes, the same on every machine.

PDFium would take a font of the system, and what a page says would depend on what is installed: without a Chinese font,
a character that is drawn by itself has no width and is left out. What a text says is told by the file's encodings, how
wide it is by the file's widths, so a glyph needs no shape. To draw none is half of the time that such a file takes.
"""

from __future__ import annotations

import ctypes
from struct import pack
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped, unused-ignore]

_BUILT_IN = (b"Courier", b"Helvetica", b"Times")  # PDFium brings these along, and files leave out their widths
_EM, _ASCENT, _DESCENT = 1000, 880, -120
_MISSING, _NARROW, _WIDE, _BLANK = range(4)
_GLYPHS = {  # advance; left, bottom, right, top, well within what a file says of the width
    _MISSING: (1000, (50, 0, 950, 750)),
    _NARROW: (500, (50, 0, 200, 750)),
    _WIDE: (1000, (50, 0, 950, 750)),
    _BLANK: (500, None),
}
_CHARACTERS = [
    (0x20, 0x20, _BLANK),
    (0x21, 0x9F, _NARROW),
    (0xA0, 0xA0, _BLANK),
    (0xA1, 0x2E7F, _NARROW),
    (0x2E80, 0x2FFF, _WIDE),
    (0x3000, 0x3000, _BLANK),
    (0x3001, 0x10FFFF, _WIDE),
]


def use_own_font() -> None:
    """From now on PDFium takes no font of the system, for whoever uses it in this process."""
    pdfium.FPDF_SetSystemFontInfo(ctypes.byref(_fonts))


def _box(left: int, bottom: int, right: int, top: int) -> bytes:
    """A glyph of one outline with four corners."""
    outline = pack(">5h2H4B", 1, left, bottom, right, top, 3, 0, 1, 1, 1, 1)
    return outline + pack(">8h", left, 0, right - left, 0, bottom, top - bottom, 0, bottom - top)


def _true_type() -> bytes:
    """The glyphs as a font file."""
    drawn = [_box(*box) if box else b"" for _, box in _GLYPHS.values()]
    starts = [sum(map(len, drawn[:number])) for number in range(len(drawn) + 1)]
    version, count, groups = 0x10000, len(_GLYPHS), b"".join(pack(">3I", *group) for group in _CHARACTERS)
    tables = {
        b"cmap": pack(">4HI", 0, 1, 3, 10, 12)  # Unicode: many characters, one glyph
        + pack(">2H3I", 13, 0, 16 + len(groups), 0, len(_CHARACTERS))
        + groups,
        b"glyf": b"".join(drawn),
        b"head": pack(">4I2H2Q", version, version, 0, 0x5F0F3CF5, 0, _EM, 0, 0)
        + pack(">4h2H3h", 0, _DESCENT, _EM, _ASCENT, 0, 8, 2, 1, 0),
        b"hhea": pack(">I3hH11hH", version, _ASCENT, _DESCENT, 0, _EM, 0, 0, _EM, 1, *[0] * 7, count),
        b"hmtx": b"".join(pack(">Hh", advance, box[0] if box else 0) for advance, box in _GLYPHS.values()),
        b"loca": pack(f">{count + 1}I", *starts),
        b"maxp": pack(">I14H", version, count, 4, 1, 0, 0, 1, *[0] * 8),
    }
    head, body = pack(">I4H", version, len(tables), 64, 2, 16 * len(tables) - 64), b""
    for name, table in tables.items():
        head += name + pack(">3I", 0, 12 + 16 * len(tables) + len(body), len(table))
        body += table + bytes(-len(table) % 4)
    return head + body


_FILE = _true_type()
_kinds = dict(pdfium.FPDF_SYSFONTINFO._fields_)


@_kinds["MapFont"]  # type: ignore[untyped-decorator, unused-ignore]
def _font_for(_: Any, weight: int, italic: int, charset: int, pitch: int, face: Any, exact: Any) -> int | None:
    """Our font, by a number that is not 0; None where PDFium has one itself."""
    return None if charset == pdfium.FXFONT_ANSI_CHARSET and ctypes.string_at(face).startswith(_BUILT_IN) else 1


@_kinds["GetFontData"]  # type: ignore[untyped-decorator, unused-ignore]
def _bytes_of(_: Any, font: int, table: int, buffer: Any, size: int) -> int:
    """The size of our file, which is written where there is room; it is no collection and asked for no single table."""
    if table:
        return 0
    if size >= len(_FILE):
        ctypes.memmove(buffer, _FILE, len(_FILE))
    return len(_FILE)


_fonts = pdfium.FPDF_SYSFONTINFO(version=1, MapFont=_font_for, GetFontData=_bytes_of)
