"""A file as lines: CSV in UTF-8 or GBK, by comma or tab, or .xlsx; each line keeps the number it has in the file."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gongkai.report.reading.blocks import UnreadableDocument
from gongkai.report.reading.media import decode
from gongkai.report.reading.media.sheets import Sheet
from gongkai.report.reading.media.xlsx import read_first_sheet
from gongkai.web.agencies.checks import words
from gongkai.web.agencies.lists.columns import FORMULA, HEADS, REMARKS

#: Largest upload, and most lines of it.
BYTES, LINES = 4 * 1024 * 1024, 5_000
#: How an old workbook, or one with a password, begins; what only a package holds, whole or not.
OLE, PACKAGED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", (b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06")
BROKEN = gettext_noop(
    "这个 .xlsx 文件打不开：文件不完整、已损坏或已加密。请用 Excel 或 WPS 重新另存（或重新下载）后再导入。"
)
#: Said beside heads that are missed, where the file was read as a text and no head of it is known.
NO_TABLE = gettext_noop(
    "文件读作文本，其中没有一个认识的列名；如果它本是 Excel 表格，就是文件已损坏，请重新另存为 .xlsx。"
)


class UnreadableList(Exception):
    """The file cannot be taken as a list of agencies at all; the message says why and what to do."""


@dataclass(frozen=True)
class Line:
    """One line of the file: its number there, and its cells by field."""

    number: int
    cells: Mapping[str, str]


def read_list(content: bytes) -> list[Line]:
    """The lines under the heads; blank ones are left out."""
    found = _found(content)
    fields = _fields(found[0][1])
    return [
        Line(number, {field: _cell(cells, index) for field, index in fields.items()}) for number, cells in found[1:]
    ]


def read_rows(content: bytes, heads: Collection[str]) -> list[tuple[int, dict[str, str]]]:
    """A list with other heads: the number of each line and its cells by head; a head that is not known is refused."""
    found = _found(content)
    named = [words(head) for head in found[0][1]]
    if unknown := [head for head in named if head and head not in heads]:
        raise UnreadableList(
            _("不认识的列：%(unknown)s。第一行必须是列名；可用的列：%(known)s。")
            % {"unknown": "、".join(unknown), "known": "、".join(heads)}
        )
    return [
        (number, {head: _cell(cells, index) for index, head in enumerate(named) if head}) for number, cells in found[1:]
    ]


def _found(content: bytes) -> list[tuple[int, list[str]]]:
    """The lines that are not blank, the heads first."""
    if len(content) > BYTES:
        raise UnreadableList(_("文件超过%d MB。请分成几个文件导入。") % (BYTES // 1024 // 1024))
    rows = _xlsx(content) if content.startswith(b"PK\x03\x04") else text_rows(content)
    try:
        found = [(number, cells) for number, cells in rows if any(cell.strip() for cell in cells)]
    except csv.Error as error:
        raise UnreadableList(_("表格的引号不成对或有损坏，无法读取。请用 Excel 另存为 .xlsx 后再上传。")) from error
    if not found:
        raise UnreadableList(_("文件是空的。请下载模板，填写后再上传。"))
    if len(found) > LINES + 1:
        said = {"lines": len(found) - 1, "most": LINES}
        raise UnreadableList(_("文件有%(lines)d行，一次最多导入%(most)d行。请分成几个文件。") % said)
    return found


def _cell(cells: list[str], index: int) -> str:
    """Its text, without the mark that our own CSV puts before what could be taken for a formula."""
    text = cells[index].strip() if index < len(cells) else ""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text


def _fields(heads: list[str]) -> dict[str, int]:
    """Which field stands in which column; every head must be known, and the name must be there."""
    places: dict[str, int] = {}
    unknown = []
    for index, head in enumerate(words(head) for head in heads):
        field = HEADS.get(head)
        if head and field is None and head not in REMARKS:
            unknown.append(head)
        elif field in places:
            raise UnreadableList(_("列“%s”出现了两次。请只保留一列。") % head)
        elif field:
            places[field] = index
    if unknown:
        raise UnreadableList(
            _("不认识的列：%(unknown)s。第一行必须是列名；可用的列：%(known)s。")
            % {"unknown": "、".join(unknown), "known": "、".join(HEADS)}
        )
    if not {"name", "slug", "uscc"} & set(places):
        raise UnreadableList(_("没有“名称”“代码”或“统一社会信用代码”一列，不知道各行是哪个机关。请使用模板。"))
    return places


def as_text(content: bytes) -> str:
    """The text of a CSV.

    :raises UnreadableList: where it is another kind of file, whatever its name says: which one, and what to do.
    """
    start = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if content.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise UnreadableList(_("文件打不开：设有打开密码。请在 Excel 或 WPS 中去掉密码，另存为 .xlsx 后再导入。"))
        raise UnreadableList(_("文件打不开：是旧版 .xls 格式。请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入。"))
    if any(mark in content for mark in PACKAGED):
        raise UnreadableList(_(BROKEN))
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml")):
        raise UnreadableList(_("文件打不开：是网页，不是表格。请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入。"))
    try:
        text = decode(content)
    except UnreadableDocument:
        text = "\0"
    if "\0" in text:
        raise UnreadableList(_("文件打不开：不是文本，也不是 .xlsx。请用 Excel 或 WPS 另存为 .xlsx 后再导入。"))
    if not text.strip():
        raise UnreadableList(_("文件是空的。请下载模板，填写后再上传。"))
    return text


def text_rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """The lines of a CSV with their numbers.

    :raises UnreadableList: where it is none.
    """
    text = as_text(content)
    first = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in first else ",", strict=True)
    before = 0
    for cells in reader:
        yield before + 1, cells
        before = reader.line_num


def first_sheet(content: bytes) -> Sheet:
    """The first sheet of a workbook.

    :raises UnreadableList: where something of it would be missed.
    """
    try:
        sheet, notes = read_first_sheet(content)
    except UnreadableDocument as error:
        raise UnreadableList(_(BROKEN)) from error
    if any(note[0] == "hidden-cells" for note in notes):
        raise UnreadableList(_("工作表中有隐藏或被筛选掉的行或列。请取消隐藏和筛选后再上传，以免漏掉内容。"))
    if any(note[0] == "limit-reached" for note in notes):
        raise UnreadableList(_("工作表太大。请分成几个文件导入。"))
    return sheet


def _xlsx(content: bytes) -> Iterator[tuple[int, list[str]]]:
    sheet = first_sheet(content)
    rows: dict[int, dict[int, str]] = {}
    for (row, column), text in sheet.cells.items():
        rows.setdefault(row, {})[column] = text
    for row in sorted(rows):
        # no head stands so far to the right that a row could be made wide by one lone cell
        yield row + 1, [rows[row].get(column, "") for column in range(min(max(rows[row]) + 1, 200))]
