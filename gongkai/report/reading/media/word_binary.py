"""The text of a Word 97–2003 document ([MS-DOC]): pieces, then paragraphs and table rows by their marks.

Word 6 and 95 documents give their text only, a line for each paragraph and each cell.
"""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import NamedTuple

from gongkai.report import limits
from gongkai.report.reading.blocks import Block, Paragraph, UnreadableDocument
from gongkai.report.reading.media.collector import Collector
from gongkai.report.reading.media.layout import table_blocks
from gongkai.report.reading.media.numbering import Counters, join_label
from gongkai.report.reading.media.word_properties import ParagraphProperties, Properties
from gongkai.report.reading.media.word_tables import Row, laid_out

MAX_PIECES = 200_000

_WORD_97 = 0xA5EC
_WORD_6 = 0xA5DC
_MARKS = re.compile("[\r\x07\x0c]")
_FIELD_MARKS = re.compile("[\x13\x14\x15]")
_CONTROLS = {
    **dict.fromkeys(range(0x20), None),
    0x09: "\t",
    0x0B: "\n",
    0x0E: "\n",
    0x1E: "-",
    0xFEFF: None,
}
_CP1252 = {code: bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(0x80, 0xA0)}
_FC_CLX = 0x1A2


class _Piece(NamedTuple):
    start: int
    end: int
    offset: int
    width: int
    properties: int
    """Index of the properties set on the whole piece, −1 for none."""

    def place(self, cp: int) -> int:
        return self.offset + (cp - self.start) * self.width


@dataclass(slots=True)
class _OpenTable:
    rows: list[Row] = field(default_factory=list)
    cells: list[list[Block]] = field(default_factory=list)
    content: list[Block] = field(default_factory=list)


def read_word(
    word: bytes, tables: dict[str, bytes], data: bytes, collector: Collector, *, foreign: bool = False
) -> None:
    """Read the ``WordDocument`` stream with its companions into ``collector``."""
    if len(word) < 0x60:
        raise UnreadableDocument("broken-document", what="WordDocument")
    magic, version = struct.unpack_from("<HH", word, 0)
    flags = struct.unpack_from("<H", word, 0x0A)[0]
    if magic not in (_WORD_97, _WORD_6):
        raise UnreadableDocument("unknown-wps" if foreign else "broken-document", what="WordDocument")
    if flags & 0x0100:
        raise UnreadableDocument("encrypted")
    if magic == _WORD_6 or version < 101:
        _read_word_6(word, collector, is_complex=bool(flags & 0x0004))
        return
    table = tables["1table" if flags & 0x0200 else "0table"]
    pieces, piece_properties = _pieces(word, table, collector)
    text, cut = _text(word, pieces)
    properties = Properties(word, table, data, piece_properties)
    counts = struct.unpack_from("<8i", word, 0x4C)
    if min(counts) < 0:
        raise UnreadableDocument("broken-document", what="WordDocument")
    story = _Story(text, pieces, properties, _Dropped(text, pieces, properties))
    # The main text first, then what stands in its text boxes; notes, headers and comments are no part of the report.
    boxes = sum(counts[:6])
    for start, end in ((0, counts[0]), (boxes, boxes + counts[6])):
        for block in story.blocks(min(start, cut), min(end, cut)):
            if collector.full():
                return
            collector.add(block)


def _pieces(word: bytes, table: bytes, collector: Collector) -> tuple[list[_Piece], list[bytes]]:
    begin, size = struct.unpack_from("<II", word, _FC_CLX)
    clx = table[begin : begin + size]
    properties: list[bytes] = []
    at = 0
    while at < len(clx) and clx[at] == 1:
        (length,) = struct.unpack_from("<H", clx, at + 1)
        properties.append(clx[at + 3 : at + 3 + length])
        at += 3 + length
    if at >= len(clx) or clx[at] != 2:
        raise UnreadableDocument("broken-document", what="piece table")
    count = (struct.unpack_from("<I", clx, at + 1)[0] - 4) // 12
    at += 5
    if not 0 < count <= MAX_PIECES or at + 4 + 12 * count > len(clx):
        raise UnreadableDocument("broken-document", what="piece table")
    places = struct.unpack_from(f"<{count + 1}I", clx, at)
    pieces: list[_Piece] = []
    for i in range(count):
        start, end = places[i], places[i + 1]
        if end < start:
            raise UnreadableDocument("broken-document", what="piece table")
        _, fc, prm = struct.unpack_from("<HIH", clx, at + 4 * (count + 1) + 8 * i)
        if end > limits.MAX_TEXT_CHARACTERS:
            collector.reached("characters", limits.MAX_TEXT_CHARACTERS)
            end = limits.MAX_TEXT_CHARACTERS
        if end > start:
            narrow = bool(fc & 0x4000_0000)
            offset = (fc & 0x3FFF_FFFF) // 2 if narrow else fc & 0x3FFF_FFFF
            pieces.append(_Piece(start, end, offset, 1 if narrow else 2, prm >> 1 if prm & 1 else -1))
    return pieces, properties


def _text(word: bytes, pieces: list[_Piece]) -> tuple[str, int]:
    """The text of all stories; one character for each of Word's positions, so half a surrogate pair counts as one."""
    parts: list[str] = []
    size = 0
    for start, end, offset, width, _ in pieces:
        raw = word[offset : offset + (end - start) * width]
        if start != size or len(raw) < (end - start) * width:
            raise UnreadableDocument("broken-document", what="piece table")
        if width == 1:
            part = raw.decode("latin-1").translate(_CP1252)
        else:
            part = raw.decode("utf-16-le", "surrogatepass")
            if len(part) != end - start:
                part = "".join(map(chr, struct.unpack(f"<{end - start}H", raw)))
        parts.append(part)
        size = end
    return "".join(parts), size


class _Dropped:
    """Stretches of the text that are not printed: field codes, deleted and hidden text."""

    def __init__(self, text: str, pieces: list[_Piece], properties: Properties) -> None:
        found = _field_codes(text)
        hidden = properties.hidden_text()
        starts = [start for start, _ in hidden]
        for piece in pieces if hidden else ():
            first, last = piece.place(piece.start), piece.place(piece.end)
            at = max(0, bisect_right(starts, first) - 1)
            while at < len(hidden) and hidden[at][0] < last:
                begin, finish = max(hidden[at][0], first) - first, min(hidden[at][1], last) - first
                if begin < finish:
                    found.append((piece.start + begin // piece.width, piece.start + finish // piece.width))
                at += 1
        merged: list[tuple[int, int]] = []
        for start, end in sorted(found):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        self._ranges = merged
        self._starts = [start for start, _ in merged]

    def remove(self, text: str, start: int, end: int) -> str:
        """``text[start:end]`` without the stretches."""
        at = max(0, bisect_right(self._starts, start) - 1)
        parts: list[str] = []
        while at < len(self._ranges) and self._ranges[at][0] < end:
            first, last = self._ranges[at]
            if first > start:
                parts.append(text[start:first])
            start = max(start, last)
            at += 1
        parts.append(text[start:end] if start < end else "")
        return "".join(parts)


def _field_codes(text: str) -> list[tuple[int, int]]:
    """From the begin mark of each field to its separator, or to its end where it has no result."""
    codes: list[tuple[int, int]] = []
    fields: list[tuple[int, int | None]] = []
    for match in _FIELD_MARKS.finditer(text):
        at, mark = match.start(), match.group()
        if mark == "\x13":
            fields.append((at, None))
        elif fields:
            start, separator = fields.pop()
            if mark == "\x14":
                fields.append((start, at if separator is None else separator))
            else:
                codes.append((start, at if separator is None else separator))
    return codes


class _Story:
    """Cuts the text into paragraphs and rebuilds the tables from their cell and row marks."""

    def __init__(self, text: str, pieces: list[_Piece], properties: Properties, dropped: _Dropped) -> None:
        self._text = text
        self._pieces = pieces
        self._starts = [piece.start for piece in pieces]
        self._properties = properties
        self._dropped = dropped
        self._counters = Counters()

    def blocks(self, begin: int, end: int) -> list[Block]:
        out: list[Block] = []
        stack: list[_OpenTable] = []
        start = begin
        for match in _MARKS.finditer(self._text, begin, end):
            at, mark = match.start(), match.group()
            format_ = self._format(at)
            depth = min(format_.depth, limits.MAX_DEPTH)
            if mark == "\x07":
                depth = max(depth, 1)
            _close(stack, depth, out)
            stack.extend(_OpenTable() for _ in range(depth - len(stack)))
            row_end = format_.row_end if mark == "\x07" else format_.inner_row_end and depth > 1
            if row_end:
                _end_row(stack[-1], format_)
            else:
                paragraph = self._paragraph(start, at, format_)
                target = stack[-1].content if stack else out
                target.append(paragraph)
                if stack and (mark == "\x07" or (format_.inner_cell_end and depth > 1)):
                    stack[-1].cells.append(stack[-1].content)
                    stack[-1].content = []
            start = at + 1
        _close(stack, 0, out)
        if start < end:
            out.append(self._paragraph(start, end, ParagraphProperties()))
        return out

    def _format(self, cp: int) -> ParagraphProperties:
        piece = self._pieces[bisect_right(self._starts, cp) - 1]
        return self._properties.paragraph(piece.place(cp), piece.properties)

    def _paragraph(self, start: int, end: int, format_: ParagraphProperties) -> Paragraph:
        text = _clean(self._dropped.remove(self._text, start, end))
        if format_.list_id:
            numbering = self._properties.lists().get(format_.list_id)
            if numbering is not None:
                label = self._counters.label(
                    numbering.family, format_.list_id, format_.list_level, numbering.levels, numbering.restarts
                )
                text = join_label(label, text)
        return Paragraph(text, format_.level if text else None)


def _clean(text: str) -> str:
    text = text.translate(_CONTROLS).strip("\n")
    if any("\ud800" <= character <= "\udfff" for character in text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _end_row(table: _OpenTable, format_: ParagraphProperties) -> None:
    if any(isinstance(block, Paragraph) and block.text for block in table.content):
        table.cells.append(table.content)
    table.content = []
    table.rows.append(Row(table.cells, format_.bounds, format_.merges))
    table.cells = []


def _close(stack: list[_OpenTable], depth: int, out: list[Block]) -> None:
    """End the tables that are deeper than ``depth``; each goes to the cell it stands in."""
    while len(stack) > depth:
        table = stack.pop()
        if table.cells or table.content:
            _end_row(table, ParagraphProperties())
        target = stack[-1].content if stack else out
        target.extend(table_blocks(laid_out(table.rows)))


def _read_word_6(word: bytes, collector: Collector, *, is_complex: bool) -> None:
    """Text of Word 6 and 95: one stretch of bytes in the code page of its Windows, here the Chinese one."""
    begin, end = struct.unpack_from("<II", word, 0x18)
    if is_complex or not begin <= end <= len(word):
        raise UnreadableDocument("unknown-format", what="Word 6/95")
    text = word[begin:end].decode("gb18030", "replace")
    whole = _Dropped(text, [], Properties(b"", b"", b"", [])).remove(text, 0, len(text))
    for line in _MARKS.split(whole):
        if collector.full():
            return
        collector.add(Paragraph(_clean(line)))
