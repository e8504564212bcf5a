"""A table as a file, for Excel and for programs: CSV and .xlsx, every cell a text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import IO, Any

import xlsxwriter

from gongkai.web.agencies.lists.columns import harmless

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def write_csv(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The bytes of `put_csv`, for what is small."""
    file = io.BytesIO()
    put_csv(file, heads, rows)
    return file.getvalue()


def write_xlsx(name: str, heads: Sequence[str], rows: Iterable[Sequence[str]], *, hints: Sequence[str] = ()) -> bytes:
    """The bytes of `put_xlsx`, for what is small."""
    file = io.BytesIO()
    put_xlsx(file, name, heads, rows, hints=hints)
    return file.getvalue()


def put_csv(file: IO[bytes], heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """UTF-8 with the mark by which Excel knows it; no cell is taken for a formula. A row at a time."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(heads)
    writer.writerows(map(harmless, row) for row in rows)
    text.detach()


def put_xlsx(
    file: IO[bytes], name: str, heads: Sequence[str], rows: Iterable[Sequence[str]], *, hints: Sequence[str] = ()
) -> None:
    """A sheet of that name; with `hints`, one for each head, a second one says what to write where. A row at a time:
    a hundred thousand take the memory of one."""
    options: dict[str, Any] = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        text, head = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "num_format": "@"})
        sheet = book.add_worksheet(name)
        sheet.set_column(0, len(heads) - 1, 18, text)  # as text, so that no code loses its zeros
        sheet.freeze_panes(1, 2)
        sheet.write_row(0, 0, heads, head)
        for number, row in enumerate(rows, 1):
            sheet.write_row(number, 0, row, text)
        if hints:
            notes = book.add_worksheet("填写说明")
            notes.set_column(0, 0, 20)
            notes.set_column(1, 1, 80)
            for number, (said, hint) in enumerate(zip(heads, hints, strict=True)):
                notes.write(number, 0, said, head)
                notes.write(number, 1, hint)
