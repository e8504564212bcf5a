"""Excel 5–2003 workbooks (the ``Workbook`` or ``Book`` stream of a .xls): values of the visible sheets ([MS-XLS])."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from gongkai.report import limits
from gongkai.report.reading.blocks import UnreadableDocument
from gongkai.report.reading.media.collector import Collector
from gongkai.report.reading.media.sheets import (
    Sheet,
    add_sheet,
    is_date_format,
    is_date_number,
    is_shifted_format,
    number_text,
    shifted_text,
)

MAX_SHEETS = 200

_BOF, _EOF, _CONTINUE, _FILE_PASS, _BOUND_SHEET = 0x809, 0x0A, 0x3C, 0x2F, 0x85
_CODE_PAGE, _DATE_1904, _FORMAT, _XF, _SST, _MERGED = 0x42, 0x22, 0x41E, 0xE0, 0xFC, 0xE5
_NUMBER, _LABEL, _BOOLEAN, _FORMULA, _STRING, _RK = 0x203, 0x204, 0x205, 0x06, 0x207, 0x27E
_ROW, _COLUMN_INFO = 0x208, 0x7D
_MULTIPLE_RK, _LABEL_SST, _RICH_LABEL = 0xBD, 0xFD, 0xD6
_BIFF_8 = 0x600
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_CODE_PAGES = {936: "gb18030", 950: "big5", 932: "cp932", 1252: "cp1252", 1200: "utf-16-le", 65001: "utf-8"}


def read_workbook(data: bytes, collector: Collector) -> None:
    """Read the stream into ``collector``."""
    workbook = _Workbook(data)
    if len(workbook.sheets) > MAX_SHEETS:
        collector.reached("sheets", MAX_SHEETS)
    for name, place, visible in workbook.sheets[:MAX_SHEETS]:
        if not visible:
            collector.document.notes.append(("hidden-sheet", {"name": name}))
            continue
        if collector.full():
            break
        add_sheet(workbook.sheet(name, place, collector), collector)


class _Workbook:
    """The globals of a workbook: sheets, strings, and which cell formats show dates."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.sheets: list[tuple[str, int, bool]] = []
        self._strings: list[str] = []
        self._dates: set[int] = set()
        self._encoding = "gb18030"
        self._from_1904 = False
        if len(data) < 8 or struct.unpack_from("<H", data)[0] != _BOF:
            raise UnreadableDocument("broken-document", what="Workbook")
        self._biff8 = struct.unpack_from("<H", data, 4)[0] == _BIFF_8
        self._shifted: dict[int, str] = {}
        formats: dict[int, str] = {}
        styles = 0
        strings: list[bytes] = []
        previous = 0
        for kind, record in self._records(0):
            if kind == _FILE_PASS:
                raise UnreadableDocument("encrypted")
            if kind == _CODE_PAGE and len(record) >= 2:
                self._encoding = _CODE_PAGES.get(struct.unpack_from("<H", record)[0], "gb18030")
            elif kind == _DATE_1904:
                self._from_1904 = record[:1] == b"\1"
            elif kind == _BOUND_SHEET and len(record) >= 8:
                place, hidden, sheet_type = struct.unpack_from("<IBB", record)
                if sheet_type == 0:  # not a chart or a module
                    self.sheets.append((self._short_text(record, 6, 1), place, hidden & 3 == 0))
            elif kind == _FORMAT and len(record) >= 3:
                formats[struct.unpack_from("<H", record)[0]] = self._short_text(record, 2, 2 if self._biff8 else 1)
            elif kind == _XF and len(record) >= 4:
                identifier = struct.unpack_from("<H", record, 2)[0]
                code = formats.get(identifier)
                if is_date_number(identifier) if code is None else is_date_format(code):
                    self._dates.add(styles)
                elif code is not None and is_shifted_format(code):
                    self._shifted[styles] = code
                styles += 1
            elif kind == _SST or (kind == _CONTINUE and previous == _SST):
                strings.append(record)
                kind = _SST
            previous = kind
        if strings:
            self._strings = _shared_strings(strings)

    def sheet(self, name: str, place: int, collector: Collector) -> Sheet:
        sheet = Sheet(name)
        waiting: tuple[int, int] | None = None
        rows: set[int] = set()
        columns: set[int] = set()
        for kind, record in self._records(place):
            if kind == _STRING and waiting is not None:
                sheet.cells[waiting] = self._short_text(record, 0, 2)
            elif kind == _MERGED and len(record) >= 2:
                count = min(struct.unpack_from("<H", record)[0], (len(record) - 2) // 8)
                for i in range(count):
                    top, bottom, left, right = struct.unpack_from("<4H", record, 2 + 8 * i)
                    sheet.merges.append((top, left, bottom, right))
            elif kind == _ROW and len(record) >= 13:
                if record[12] & 0x20:
                    rows.add(struct.unpack_from("<H", record)[0])
                continue
            elif kind == _COLUMN_INFO and len(record) >= 9:
                if record[8] & 1:
                    first, last = struct.unpack_from("<2H", record)
                    columns.update(range(first, last + 1))
                continue
            if len(record) >= 6:
                row, column, style = struct.unpack_from("<3H", record)
                for i, text in enumerate(self._texts(kind, record, style)):
                    if text:
                        sheet.cells[row, column + i] = text
                # A formula that gives a text is followed by it.
                waiting = (row, column) if kind == _FORMULA and record[6:7] + record[12:14] == b"\0\xff\xff" else None
            if len(sheet.cells) > limits.MAX_CELLS:
                collector.reached("cells", limits.MAX_CELLS)
                break
        if (rows or columns) and sheet.leave_out(rows, columns):
            collector.document.notes.append(("hidden-cells", {"name": name}))
        return sheet

    def _texts(self, kind: int, record: bytes, style: int) -> list[str]:
        if kind == _LABEL_SST and len(record) >= 10:
            number = struct.unpack_from("<I", record, 6)[0]
            return [self._strings[number]] if number < len(self._strings) else []
        if kind in (_LABEL, _RICH_LABEL):
            return [self._short_text(record, 6, 2)]
        if kind == _NUMBER and len(record) >= 14:
            return [self._number(struct.unpack_from("<d", record, 6)[0], style)]
        if kind == _RK and len(record) >= 10:
            return [self._number(_compressed(record, 6), style)]
        if kind == _MULTIPLE_RK:
            return [
                self._number(_compressed(record, at + 2), struct.unpack_from("<H", record, at)[0])
                for at in range(4, len(record) - 7, 6)
            ]
        if kind == _BOOLEAN and len(record) >= 8:
            return [_ERRORS.get(record[6], "") if record[7] else "TRUE" if record[6] else "FALSE"]
        if kind == _FORMULA and len(record) >= 14:
            if record[12:14] != b"\xff\xff":
                return [self._number(struct.unpack_from("<d", record, 6)[0], style)]
            if record[6] == 1:
                return ["TRUE" if record[8] else "FALSE"]
            if record[6] == 2:
                return [_ERRORS.get(record[8], "")]
        return []

    def _number(self, value: float, style: int) -> str:
        if value != value or value in (float("inf"), float("-inf")):
            return ""
        if (code := self._shifted.get(style)) is not None:
            return shifted_text(value, code)
        return number_text(value, date=style in self._dates, from_1904=self._from_1904)

    def _short_text(self, record: bytes, at: int, width: int) -> str:
        """A text with its length in one or two bytes before it."""
        length = int.from_bytes(record[at : at + width], "little")
        at += width
        if not self._biff8:
            return record[at : at + length].decode(self._encoding, "replace")
        flags = record[at] if at < len(record) else 0
        at += 1
        at += (2 if flags & 8 else 0) + (4 if flags & 4 else 0)
        if flags & 1:
            return record[at : at + 2 * length].decode("utf-16-le", "replace")
        return record[at : at + length].decode("latin-1")

    def _records(self, at: int) -> Iterator[tuple[int, bytes]]:
        """Records of one substream, without those of charts inside it."""
        depth = 0
        data = self._data
        while at + 4 <= len(data):
            kind, size = struct.unpack_from("<HH", data, at)
            if kind == _BOF:
                depth += 1
            elif kind == _EOF:
                depth -= 1
                if depth <= 0:
                    return
            elif depth == 1:
                yield kind, data[at + 4 : at + 4 + size]
            at += 4 + size


def _compressed(record: bytes, at: int) -> float:
    """An RK number: 30 bits of an integer or of a float, perhaps in hundredths."""
    (bits,) = struct.unpack_from("<i", record, at)
    value: float = bits >> 2 if bits & 2 else struct.unpack("<d", b"\0\0\0\0" + struct.pack("<I", bits & 0xFFFFFFFC))[0]
    return value / 100 if bits & 1 else value


def _shared_strings(records: list[bytes]) -> list[str]:
    """The string table. A text that goes on in the next record has its width said anew there."""
    stream = _Joined(records)
    stream.skip(4)
    count = stream.number(4)
    strings: list[str] = []
    while len(strings) < count and not stream.ended:
        length = stream.number(2)
        flags = stream.number(1)
        runs = stream.number(2) if flags & 8 else 0
        extra = stream.number(4) if flags & 4 else 0
        strings.append(stream.text(length, bool(flags & 1)))
        stream.skip(4 * runs + extra)
    return strings


class _Joined:
    """A record and those that continue it, read as one; short at the end, never beyond it."""

    def __init__(self, records: list[bytes]) -> None:
        self._records = records
        self._record = 0
        self._at = 0

    @property
    def ended(self) -> bool:
        while self._record < len(self._records) and self._at >= len(self._records[self._record]):
            self._record += 1
            self._at = 0
        return self._record >= len(self._records)

    def take(self, size: int) -> bytes:
        """The next bytes of one record, fewer than asked for where it ends."""
        if self.ended:
            return b""
        part = self._records[self._record][self._at : self._at + size]
        self._at += len(part)
        return part

    def skip(self, size: int) -> None:
        while size > 0 and (part := self.take(size)):
            size -= len(part)

    def number(self, size: int) -> int:
        return int.from_bytes(self.take(size), "little")

    def text(self, length: int, wide: bool) -> str:
        parts: list[str] = []
        while length > 0:
            raw = self.take(2 * length if wide else length)
            if not raw:
                break
            part = raw.decode("utf-16-le" if wide else "latin-1", "replace")
            parts.append(part)
            length -= max(1, len(raw) // 2 if wide else len(raw))
            if length > 0:
                wide = bool(self.number(1) & 1)
        return "".join(parts)
