"""Excel workbooks (.xlsx): visible sheets, read by lxml within the limits.

Not by python-calamine: it lays a sheet out densely before anything can be asked, so that two cells at A1 and
XFD1048576 end the whole process ("memory allocation of 549755813888 bytes failed"), which nothing can catch.
"""

from __future__ import annotations

import math
import re

from lxml import etree

from gongkai.report import limits
from gongkai.report.reading.blocks import Document, UnreadableDocument
from gongkai.report.reading.media.archive import Archive
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

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

MAX_SHEETS = 200

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_C, _V, _IS, _T, _R = _S + "c", _S + "v", _S + "is", _S + "t", _S + "r"
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_COLUMNS = 16_384
_TRUE = ("1", "true", "on")


def read_xlsx(data: bytes) -> Document:
    """Read a .xlsx package; raises :class:`UnreadableDocument` where it cannot be opened."""
    archive = Archive(data)
    main = archive.main_part("xl/workbook.xml")
    workbook = archive.xml(main)
    if workbook is None or workbook.tag != _S + "workbook":
        raise UnreadableDocument("broken-document", what=main)
    document = Document(MEDIA_TYPE, title=archive.title())
    collector = Collector(document)
    related = archive.relationships(main)
    parts = dict(related.values())
    reader = _Reader(archive, workbook, parts)
    for number, sheet in enumerate(workbook.iter(_S + "sheet")):
        name = sheet.get("name") or ""
        if number >= MAX_SHEETS:
            collector.reached("sheets", MAX_SHEETS)
            break
        if sheet.get("state", "visible") != "visible":
            document.notes.append(("hidden-sheet", {"name": name}))
            continue
        kind, part = related.get(sheet.get(_ID) or "", ("", ""))
        if kind == "worksheet":
            if collector.full():
                break
            add_sheet(reader.sheet(name, part, collector), collector)
    return document


def read_first_sheet(data: bytes) -> tuple[Sheet, list[tuple[str, dict[str, object]]]]:
    """The first visible sheet by the addresses of its cells, and what was left out of it, for lists that are no report.

    :raises UnreadableDocument: where it cannot be opened, or holds no sheet.
    """
    archive = Archive(data)
    main = archive.main_part("xl/workbook.xml")
    workbook = archive.xml(main)
    if workbook is None or workbook.tag != _S + "workbook":
        raise UnreadableDocument("broken-document", what=main)
    document = Document(MEDIA_TYPE)
    related = archive.relationships(main)
    reader = _Reader(archive, workbook, dict(related.values()))
    for sheet in workbook.iter(_S + "sheet"):
        kind, part = related.get(sheet.get(_ID) or "", ("", ""))
        if sheet.get("state", "visible") == "visible" and kind == "worksheet":
            return reader.sheet(sheet.get("name") or "", part, Collector(document)), document.notes
    raise UnreadableDocument("broken-document", what=main)


class _Reader:
    """The sheets of one workbook with its shared strings and formats."""

    def __init__(self, archive: Archive, workbook: etree._Element, parts: dict[str, str]) -> None:
        self._archive = archive
        properties = workbook.find(_S + "workbookPr")
        self._from_1904 = properties is not None and properties.get("date1904") in _TRUE
        shared = archive.xml(parts.get("sharedStrings", "xl/sharedStrings.xml"))
        self._strings = [] if shared is None else [_rich_text(item) for item in shared.iter(_S + "si")]
        self._dates, self._shifted = _special_styles(archive.xml(parts.get("styles", "xl/styles.xml")))

    def sheet(self, name: str, part: str, collector: Collector) -> Sheet:
        root = self._archive.xml(part)
        if root is None:
            raise UnreadableDocument("broken-document", what=part)
        sheet = Sheet(name)
        row = -1
        hidden: set[int] = set()
        for line in root.iter(_S + "row"):
            row = _whole(line.get("r"), row + 2) - 1
            if line.get("hidden") in _TRUE:
                hidden.add(row)
            column = -1
            for cell in line.iter(_C):
                place = _place(cell.get("r"))
                row, column = place if place is not None else (row, column + 1)
                text = self._text(cell)
                if text:
                    sheet.cells[row, column] = text
            if len(sheet.cells) > limits.MAX_CELLS:
                collector.reached("cells", limits.MAX_CELLS)
                break
        for merge in root.iter(_S + "mergeCell"):
            first, _, last = (merge.get("ref") or "").partition(":")
            begin, end = _place(first), _place(last)
            if begin is not None and end is not None:
                sheet.merges.append((*begin, *end))
        columns = _hidden_columns(root)
        if (hidden or columns) and sheet.leave_out(hidden, columns):
            collector.document.notes.append(("hidden-cells", {"name": name}))
        return sheet

    def _text(self, cell: etree._Element) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = cell.find(_IS)
            return "" if inline is None else _rich_text(inline)
        value = cell.findtext(_V) or ""
        if not value:
            return ""
        if kind == "s":
            number = _whole(value, -1)
            return self._strings[number] if 0 <= number < len(self._strings) else ""
        if kind == "b":
            return "TRUE" if value.strip() in _TRUE else "FALSE"
        if kind != "n":
            return _unescape(value)
        try:
            amount = float(value)
        except ValueError:
            return value
        if not math.isfinite(amount):
            return value
        if self._shifted and (code := self._shifted.get(_whole(cell.get("s"), 0))) is not None:
            return shifted_text(amount, code)
        return number_text(amount, date=_whole(cell.get("s"), 0) in self._dates, from_1904=self._from_1904)


def _rich_text(item: etree._Element) -> str:
    """The text of a string in one or more runs, without its phonetic reading."""
    parts: list[str] = []
    for child in item:
        if child.tag == _T:
            parts.append(child.text or "")
        elif child.tag == _R:
            parts.append(child.findtext(_T) or "")
    return _unescape("".join(parts))


def _unescape(text: str) -> str:
    """Excel writes control characters as ``_x000D_``; a carriage return is half of a line break."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _special_styles(root: etree._Element | None) -> tuple[set[int], dict[int, str]]:
    """The cell formats that show dates, and the number formats of those that show another amount."""
    dates: set[int] = set()
    shifted: dict[int, str] = {}
    if root is None:
        return dates, shifted
    own = {_whole(entry.get("numFmtId"), -1): entry.get("formatCode") or "" for entry in root.iter(_S + "numFmt")}
    formats = root.find(_S + "cellXfs")
    for number, entry in enumerate(() if formats is None else formats):
        identifier = _whole(entry.get("numFmtId"), 0)
        code = own.get(identifier)
        if is_date_number(identifier) if code is None else is_date_format(code):
            dates.add(number)
        elif code is not None and is_shifted_format(code):
            shifted[number] = code
    return dates, shifted


def _hidden_columns(root: etree._Element) -> set[int]:
    columns: set[int] = set()
    for entry in root.iterfind(f"{_S}cols/{_S}col"):
        if entry.get("hidden") in _TRUE:
            first = _whole(entry.get("min"), 1)
            columns.update(range(first - 1, min(_whole(entry.get("max"), first), _COLUMNS)))
    return columns


def _place(reference: str | None) -> tuple[int, int] | None:
    """``B3`` as (row, column) from 0."""
    found = _REFERENCE.fullmatch(reference or "")
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1


def _whole(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else default
