"""A list as a sheet with the printed form's merged heads."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

import xlsxwriter

from gongkai.web.disclosure.sheets.cells import Column


def write(title: str, columns: Sequence[Column], rows: Iterable[Sequence[str]], *, merge: str = "") -> bytes:
    """The title, the heads in two rows where some share one, the rows; equal neighbours in column `merge` are one."""
    file = io.BytesIO()
    options: dict[str, Any] = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        edge = {"border": 1, "text_wrap": True, "valign": "vcenter", "num_format": "@"}
        cell, head = book.add_format(edge), book.add_format(edge | {"bold": True, "align": "center"})
        sheet = book.add_worksheet()
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.merge_range(
            0, 0, 0, len(columns) - 1, title, book.add_format({"bold": True, "align": "center", "font_size": 16})
        )
        below = 1 + _heads(sheet, columns, head)
        sheet.freeze_panes(below, 0)
        sheet.repeat_rows(1, below - 1)
        lines = list(rows)
        for number, line in enumerate(lines, below):
            sheet.write_row(number, 0, line, cell)
        if merge:
            at = [column.field for column in columns].index(merge)
            number = below
            for text, same in groupby(lines, key=lambda line: line[at]):
                count = len(list(same))
                if count > 1:
                    sheet.merge_range(number, at, number + count - 1, at, text, cell)
                number += count
    return file.getvalue()


def _heads(sheet: Any, columns: Sequence[Column], style: Any) -> int:
    """Write them; how many rows they take."""
    double = any(column.over for column in columns)
    at = 0
    for over, group in groupby(columns, key=lambda column: column.over or column.field):
        members = list(group)
        for index, column in enumerate(members, at):
            sheet.set_column(index, index, column.width)
            if not column.over and double:
                sheet.merge_range(1, index, 2, index, column.head, style)
            else:
                sheet.write(2 if double else 1, index, column.head, style)
        if members[0].over and len(members) > 1:
            sheet.merge_range(1, at, 1, at + len(members) - 1, over, style)
        elif members[0].over:
            sheet.write(1, at, over, style)
        at += len(members)
    return 2 if double else 1
