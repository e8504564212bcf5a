"""Properties in a Word 97–2003 document: what the bin tables, styles and list tables say of a paragraph ([MS-DOC])."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.report.reading.blocks import UnreadableDocument
from gongkai.report.reading.media.numbering import NumberedList
from gongkai.report.reading.media.word_lists import read_lists

MAX_RUNS = 400_000
"""Runs in the formatting pages; a page may be named any number of times."""
MAX_PROPERTY_BYTES = 32 * 1024 * 1024
"""Bytes of property lists that are looked through, counting a list as often as it is read."""

_PAGE = 512
_FC_STYLES, _FC_CHARACTERS, _FC_PARAGRAPHS = 0xA2, 0xFA, 0x102

# Single property modifiers (sprm)
_STYLE, _IN_TABLE, _ROW_END, _DEPTH = 0x4600, 0x2416, 0x2417, 0x6649
_INNER_CELL_END, _INNER_ROW_END = 0x244B, 0x244C
_LIST_LEVEL, _LIST_ID, _OUTLINE = 0x260A, 0x460B, 0x2640
_TABLE_DEFINITION, _TABLE_DEFINITION_10, _VERTICAL_MERGE, _MERGE = 0xD608, 0xD606, 0xD62B, 0x5624
_CHANGED_TABS, _HUGE, _HUGE_OLD = 0xC615, 0x6646, 0x6645
_DELETED, _VANISH = 0x0800, 0x083C
_OPERAND_SIZE = (1, 1, 2, 4, 2, 2, 0, 3)


@dataclass(frozen=True, slots=True)
class ParagraphProperties:
    """What is said of the paragraph that ends at a mark; for a row's end also how the row is laid out."""

    in_table: bool = False
    row_end: bool = False
    nesting: int = 0
    inner_cell_end: bool = False
    inner_row_end: bool = False
    list_id: int | None = None
    list_level: int = 0
    level: int | None = None
    bounds: tuple[int, ...] = ()
    """Left edge of each cell of the row, and the right edge of the last, in twips."""
    merges: tuple[int, ...] = ()
    """Merge bits of each cell: 1 and 2 with its neighbours, 32 with the cell above, 64 first of those."""

    @property
    def depth(self) -> int:
        return max(self.nesting, 1) if self.in_table or self.nesting > 0 else 0


@dataclass(slots=True)
class _Style:
    identifier: int
    base: int
    said: dict[str, int]


class Properties:
    """The formatting of one document, looked up by place in the ``WordDocument`` stream."""

    def __init__(self, word: bytes, table: bytes, data: bytes, pieces: list[bytes]) -> None:
        self._word = word
        self._table = table
        self._data = data
        self._pieces = pieces
        self._looked_through = 0
        self._lists: dict[int, NumberedList] | None = None
        self._known: dict[tuple[bytes, int], ParagraphProperties] = {}
        self._starts: list[int] = []
        self._runs: list[tuple[int, bytes]] = []
        runs = sorted(_runs(word, table, _FC_PARAGRAPHS, 13), key=lambda run: run[0])
        for start, end, papx in runs:
            self._starts.append(start)
            self._runs.append((end, papx))
        self._styles = self._read_styles()

    def paragraph(self, place: int, piece: int) -> ParagraphProperties:
        """The properties of the paragraph whose mark stands at ``place``, in a piece with properties of its own."""
        at = bisect_right(self._starts, place) - 1
        end, papx = self._runs[at] if at >= 0 else (0, b"")
        key = (papx if place < end else b"", piece)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._resolve(*key)
        return known

    def hidden_text(self) -> list[tuple[int, int]]:
        """Stretches of the stream whose characters are marked deleted or hidden, in order and apart."""
        found: list[tuple[int, int]] = []
        marks = (struct.pack("<H", _DELETED), struct.pack("<H", _VANISH))
        for start, end, chpx in sorted(_runs(self._word, self._table, _FC_CHARACTERS, 1, marks)):
            if any(sprm in (_DELETED, _VANISH) and operand == b"\1" for sprm, operand in self._modifiers(chpx)):
                if found and start <= found[-1][1]:
                    start, end = found[-1][0], max(end, found[-1][1])
                    found.pop()
                found.append((start, end))
        return found

    def lists(self) -> dict[int, NumberedList]:
        """Numbered lists by the number paragraphs refer to them with."""
        if self._lists is None:
            self._lists = read_lists(self._word, self._table)
        return self._lists

    def _resolve(self, papx: bytes, piece: int) -> ParagraphProperties:
        said: dict[str, int] = {}
        table: dict[str, list[int]] = {"bounds": [], "merges": []}
        if len(papx) >= 2:
            said["style"] = struct.unpack_from("<H", papx)[0]
            self._apply(papx[2:], said, table)
        if 0 <= piece < len(self._pieces):
            self._apply(self._pieces[piece], said, table)
        style: int | None = said.get("style", 0)
        for _ in range(12):
            found = self._styles.get(style) if style is not None else None
            if found is None:
                break
            for name, value in found.said.items():
                said.setdefault(name, value)
            if 1 <= found.identifier <= 9:
                said.setdefault("outline", found.identifier - 1)
            elif found.identifier == 62:
                said.setdefault("outline", -1)
            style = found.base
        outline = said.get("outline", 9)
        list_id = said.get("list_id", 0)
        return ParagraphProperties(
            in_table=said.get("in_table", 0) == 1,
            row_end=said.get("row_end", 0) == 1,
            nesting=said.get("nesting", 0),
            inner_cell_end=said.get("inner_cell_end", 0) == 1,
            inner_row_end=said.get("inner_row_end", 0) == 1,
            list_id=list_id if 0 < list_id < 0x7FE else None,
            list_level=said.get("list_level", 0),
            level=min(outline + 1, 6) if outline < 9 else None,
            bounds=tuple(table["bounds"]),
            merges=tuple(table["merges"]),
        )

    def _apply(self, modifiers: bytes, said: dict[str, int], table: dict[str, list[int]], depth: int = 0) -> None:
        for sprm, operand in self._modifiers(modifiers):
            if sprm in _SAID:
                said[_SAID[sprm]] = int.from_bytes(operand, "little")
            elif sprm == _TABLE_DEFINITION:
                table["bounds"], table["merges"] = _table_definition(operand)
            elif sprm == _VERTICAL_MERGE and len(operand) >= 2 and operand[0] < len(table["merges"]):
                kept = table["merges"][operand[0]] & 3
                table["merges"][operand[0]] = kept | (operand[1] & 3) << 5
            elif sprm == _MERGE:
                for cell in range(operand[0], min(operand[1], len(table["merges"]))):
                    table["merges"][cell] = table["merges"][cell] & ~3 | (1 if cell == operand[0] else 2)
            elif sprm in (_HUGE, _HUGE_OLD) and depth == 0:
                # A list too long for its page stands in the Data stream.
                at = int.from_bytes(operand, "little")
                size = int.from_bytes(self._data[at : at + 2], "little")
                self._apply(self._data[at + 2 : at + 2 + size], said, table, depth + 1)

    def _modifiers(self, modifiers: bytes) -> Iterator[tuple[int, bytes]]:
        self._looked_through += len(modifiers)
        if self._looked_through > MAX_PROPERTY_BYTES:
            raise UnreadableDocument("limit-reached", what="property-bytes", limit=MAX_PROPERTY_BYTES)
        at, length = 0, len(modifiers)
        while at + 2 < length:
            sprm = modifiers[at] | modifiers[at + 1] << 8
            at += 2
            size = _OPERAND_SIZE[sprm >> 13]
            if sprm in (_TABLE_DEFINITION, _TABLE_DEFINITION_10):
                size = int.from_bytes(modifiers[at : at + 2], "little") - 1
                at += 2
            elif size == 0:
                size = modifiers[at]
                at += 1
                if sprm == _CHANGED_TABS and size == 255:
                    return
            if size < 0 or at + size > length:
                return
            yield sprm, modifiers[at : at + size]
            at += size

    def _read_styles(self) -> dict[int, _Style]:
        styles: dict[int, _Style] = {}
        if not self._word:
            return styles
        begin, size = struct.unpack_from("<II", self._word, _FC_STYLES)
        sheet = self._table[begin : begin + size]
        if len(sheet) < 6:
            return styles
        at = 2 + struct.unpack_from("<H", sheet)[0]
        count, base_size = struct.unpack_from("<HH", sheet, 2)
        for number in range(min(count, 4096)):
            if at + 2 > len(sheet):
                break
            (length,) = struct.unpack_from("<H", sheet, at)
            style = sheet[at + 2 : at + 2 + length]
            at += 2 + length
            if length < base_size + 2 or length < 6:
                continue
            first, second, third = struct.unpack_from("<HHH", style)
            said: dict[str, int] = {}
            name_end = base_size + 4 + 2 * struct.unpack_from("<H", style, base_size)[0]
            if second & 0xF == 1 and third & 0xF and name_end + 4 <= length:
                (papx_size,) = struct.unpack_from("<H", style, name_end)
                self._apply(style[name_end + 4 : name_end + 2 + papx_size], said, {"bounds": [], "merges": []})
            said = {name: said[name] for name in ("list_id", "list_level", "outline") if name in said}
            styles[number] = _Style(first & 0x0FFF, second >> 4, said)
        return styles


_SAID = {
    _STYLE: "style",
    _IN_TABLE: "in_table",
    _ROW_END: "row_end",
    _DEPTH: "nesting",
    _INNER_CELL_END: "inner_cell_end",
    _INNER_ROW_END: "inner_row_end",
    _LIST_ID: "list_id",
    _LIST_LEVEL: "list_level",
    _OUTLINE: "outline",
}


def _runs(
    word: bytes, table: bytes, place: int, width: int, wanted: tuple[bytes, ...] = ()
) -> Iterator[tuple[int, int, bytes]]:
    """Runs of a bin table (of paragraphs: ``width`` 13, of characters: 1): begin, end, property list.

    With ``wanted``, pages that hold none of these bytes are passed over.
    """
    if not word:
        return
    begin, size = struct.unpack_from("<II", word, place)
    count = max(0, (min(size, len(table) - begin) - 4) // 8)
    total = 0
    for i in range(count):
        (number,) = struct.unpack_from("<I", table, begin + 4 * (count + 1) + 4 * i)
        at = (number & 0x3FFFFF) * _PAGE
        page = word[at : at + _PAGE]
        if len(page) < _PAGE or (wanted and not any(mark in page for mark in wanted)):
            continue
        runs = min(page[-1], (_PAGE - 5) // (4 + width))
        total += runs + 1
        if total > MAX_RUNS:
            raise UnreadableDocument("limit-reached", what="formatting-runs", limit=MAX_RUNS)
        places = struct.unpack_from(f"<{runs + 1}I", page)
        for run in range(runs):
            offset = page[4 * (runs + 1) + width * run] * 2
            yield places[run], places[run + 1], _property_list(page, offset, paragraph=width == 13)


def _property_list(page: bytes, offset: int, *, paragraph: bool) -> bytes:
    if offset == 0:
        return b""
    size = page[offset]
    if not paragraph:
        return page[offset + 1 : offset + 1 + size]
    if size == 0:
        return page[offset + 2 : offset + 2 + 2 * page[offset + 1]] if offset + 1 < _PAGE else b""
    return page[offset + 1 : offset + 2 * size]


def _table_definition(operand: bytes) -> tuple[list[int], list[int]]:
    cells = operand[0] if operand else 0
    if len(operand) < 1 + 2 * (cells + 1):
        return [], []
    bounds = list(struct.unpack_from(f"<{cells + 1}h", operand, 1))
    begin = 1 + 2 * (cells + 1)
    merges = [
        int.from_bytes(operand[at : at + 2], "little") & 0x63 for at in range(begin, begin + 20 * cells, 20)
    ]  # shorter than announced: the cells left over are not merged
    return bounds, merges
