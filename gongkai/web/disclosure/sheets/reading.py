"""A sheet as lines: its heads stand in one row or two, merged or not; what is merged counts for each of its cells."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongkai.web.agencies.lists.columns import FORMULA
from gongkai.web.agencies.lists.reading import BYTES, LINES, NO_TABLE, UnreadableList, first_sheet, text_rows
from gongkai.web.disclosure.sheets.cells import Column

#: The heads stand among so many rows at the top.
TOP = 10
Rows = list[tuple[int, list[str]]]


@dataclass(frozen=True)
class Line:
    """One line of the file: its number there, and its cells by field."""

    number: int
    cells: Mapping[str, str]


def read(content: bytes, columns: Sequence[Column]) -> list[Line]:
    """The lines under the heads; blank ones are left out.

    :raises UnreadableList: where the file is no such list, with what to do.
    """
    if len(content) > BYTES:
        raise UnreadableList(_("文件超过%d MB。请分成几个文件导入。") % (BYTES // 1024 // 1024))
    is_book = content.startswith(b"PK\x03\x04")
    try:
        rows = _xlsx(content) if is_book else list(text_rows(content))
    except csv.Error as error:
        raise UnreadableList(_("表格的引号不成对或有损坏，无法读取。请用 Excel 另存为 .xlsx 后再上传。")) from error
    rows = [(number, cells) for number, cells in rows if any(cell.strip() for cell in cells)]
    if len(rows) > LINES + TOP:
        said = {"lines": len(rows), "most": LINES}
        raise UnreadableList(_("文件有%(lines)d行，一次最多导入%(most)d行。请分成几个文件。") % said)
    begin, places = _heads(rows, columns, is_book=is_book)
    lines = [Line(number, {field: _cell(cells, at) for field, at in places.items()}) for number, cells in rows[begin:]]
    return [line for line in lines if any(line.cells.values())]


def _heads(rows: Rows, columns: Sequence[Column], *, is_book: bool) -> tuple[int, dict[str, int]]:
    """Where the lines begin, and which field stands in which column: the row that names most of them."""
    known = {_plain(head): column.field for column in columns for head in (column.head, *column.known)}
    best: dict[str, int] = {}
    begin = 0
    for index, (_number, cells) in enumerate(rows[:TOP]):
        above = rows[index - 1][1] if index else []
        found: dict[str, int] = {}
        for at in range(max(len(cells), len(above))):
            name = known.get(_plain(_cell(cells, at))) or known.get(_plain(_cell(above, at)))
            if name:
                found.setdefault(name, at)
        if len(found) > len(best):
            best, begin = found, index + 1
    missing = [column.head for column in columns if column.required and column.field not in best]
    if missing:
        said = _("没有找到这些列：%(missing)s。请使用导出的表样。") % {"missing": "、".join(missing)}
        raise UnreadableList(said if best or is_book else f"{said}{_(NO_TABLE)}")
    return begin, best


def _plain(head: str) -> str:
    """A head without what differs from print to print: blanks, brackets and what stands in them."""
    return re.sub(r"[（(].{0,200}?[）)]|\s", "", head)


def _cell(cells: list[str], at: int) -> str:
    """Its text, without the mark that our own CSV puts before what could be taken for a formula."""
    found = cells[at].strip() if at < len(cells) else ""
    return found[1:] if found.startswith("'") and found[1:].startswith(FORMULA) else found


def _xlsx(content: bytes) -> Rows:
    sheet = first_sheet(content)
    rows: dict[int, dict[int, str]] = {}
    for (row, column), text in sheet.cells.items():
        rows.setdefault(row, {})[column] = text
    last = max(rows, default=0)
    for top, left, bottom, right in sheet.merges:
        text = sheet.cells.get((top, left), "")
        for row in range(top, min(bottom, last) + 1) if text else ():
            for column in range(left, min(right, 200) + 1):
                rows.setdefault(row, {}).setdefault(column, text)
    return [
        (row + 1, [rows[row].get(column, "") for column in range(min(max(rows[row]) + 1, 200))]) for row in sorted(rows)
    ]
