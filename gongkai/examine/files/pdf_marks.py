"""What is put onto a PDF page afterwards: comments, attachments, filled fields, redactions that were not applied."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped, unused-ignore]

from gongkai.examine.body import Content
from gongkai.examine.model import Box, Finding, Place
from gongkai.examine.rules import finding

MAX_MARKS = 2_000
"""Annotations of one page that are looked at."""

_COMMENTS = frozenset(
    (
        pdfium.FPDF_ANNOT_TEXT, pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_HIGHLIGHT, pdfium.FPDF_ANNOT_UNDERLINE,
        pdfium.FPDF_ANNOT_SQUIGGLY, pdfium.FPDF_ANNOT_STRIKEOUT, pdfium.FPDF_ANNOT_CARET, pdfium.FPDF_ANNOT_INK,
    )
)  # fmt: skip
_SHAPES = (pdfium.FPDF_ANNOT_SQUARE, pdfium.FPDF_ANNOT_CIRCLE, pdfium.FPDF_ANNOT_POLYGON)
_LEAST_CHARACTERS = 2


def examine_marks(sheet: Any, text: Any, characters: str, number: int, content: Content) -> Iterator[Finding]:
    """The findings of one page; what comments and fields say goes into the content."""
    comments = files = fields = 0
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(sheet), MAX_MARKS)):
        mark = pdfium.FPDFPage_GetAnnot(sheet, index)
        if not mark:
            continue
        try:
            kind = pdfium.FPDFAnnot_GetSubtype(mark)
            if kind in _COMMENTS:
                comments += 1
                _take(mark, b"Contents", number, content)
            elif kind == pdfium.FPDF_ANNOT_FILEATTACHMENT:
                files += 1
            elif kind == pdfium.FPDF_ANNOT_WIDGET:
                fields += _string(mark, b"FT") != "Sig" and _take(mark, b"V", number, content)
            elif kind == pdfium.FPDF_ANNOT_REDACT or (kind in _SHAPES and _is_filled(mark)):
                box = _box(mark)
                count = _characters_in(text, characters, box) if box else 0
                if count >= _LEAST_CHARACTERS:
                    rule = "redaction-not-applied" if kind == pdfium.FPDF_ANNOT_REDACT else "covered-text"
                    yield finding(rule, Place(page=number, box=box), details={"page": number, "count": count})
        finally:
            pdfium.FPDFPage_CloseAnnot(mark)
    for rule, count in (("document-comment", comments), ("embedded-object", files), ("form-field", fields)):
        if count:
            yield finding(rule, Place(page=number), details={"count": count})


def _take(mark: Any, key: bytes, number: int, content: Content) -> bool:
    value = _string(mark, key)
    if value.strip() and value != "Off":
        content.add(value[:4_000], Place(page=number, part=key.decode()))
        return True
    return False


def _string(mark: Any, key: bytes) -> str:
    size = pdfium.FPDFAnnot_GetStringValue(mark, key, None, 0)
    if not 2 < size <= 65_536:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFAnnot_GetStringValue(mark, key, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw.decode("utf-16-le", "replace").replace("\0", "")


def _is_filled(mark: Any) -> bool:
    colour = [ctypes.c_uint() for _ in range(4)]
    interior = pdfium.FPDFANNOT_COLORTYPE_InteriorColor
    found = pdfium.FPDFAnnot_GetColor(mark, interior, *colour)
    return bool(found) and colour[3].value == 255 and bool(pdfium.FPDFAnnot_HasKey(mark, b"IC"))


def _box(mark: Any) -> Box | None:
    box = pdfium.FS_RECTF()
    if not pdfium.FPDFAnnot_GetRect(mark, box):
        return None
    left, right = sorted((box.left, box.right))
    bottom, top = sorted((box.bottom, box.top))
    return round(left, 1), round(bottom, 1), round(right, 1), round(top, 1)


def _characters_in(text: Any, characters: str, box: Box) -> int:
    """Characters whose middle lies in a box."""
    count = pdfium.FPDFText_GetBoundedText(text, box[0], box[3], box[2], box[1], None, 0)
    if count <= 1 or not characters.strip():
        return 0
    buffer = (ctypes.c_ushort * (count + 1))()
    pdfium.FPDFText_GetBoundedText(text, box[0], box[3], box[2], box[1], buffer, count)
    return sum(1 for code in buffer[:count] if code > 32)
