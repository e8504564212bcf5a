"""The list as a file: the template, and agencies in the same columns, to be imported again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

import xlsxwriter
from django.conf import settings
from django.utils.translation import override

from gongkai.web.agencies.lists.columns import COLUMNS, FORMULA
from gongkai.web.agencies.lists.plans import shown
from gongkai.web.agencies.models import Agency

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def template(format: str) -> bytes:
    """The heads with one invented line; in .xlsx a second sheet says what to write where."""
    rows = [[column.example for column in COLUMNS]]
    return _csv(rows) if format == "csv" else _xlsx(rows, hints=True)


def write_list(agencies: Iterable[Agency], format: str) -> bytes:
    """Agencies (with their superiors at hand), one a line."""
    with override(settings.LANGUAGE_CODE):  # the form of the file is Chinese, as an import wants it
        rows = [list(_cells(agency)) for agency in agencies]
    return _csv(rows) if format == "csv" else _xlsx(rows)


def _cells(agency: Agency) -> Iterator[str]:
    superior = agency.superior
    for column in COLUMNS:
        if column.field == "superior":
            yield superior.slug if superior else ""
        elif column.field == "superior_name":
            yield superior.name if superior else ""
        else:
            yield shown(column.field, getattr(agency, column.field))


def _csv(rows: Iterable[list[str]]) -> bytes:
    """UTF-8 with the mark by which Excel knows it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([column.head for column in COLUMNS])
    writer.writerows([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in row] for row in rows)
    return ("\ufeff" + text.getvalue()).encode()


def _xlsx(rows: Iterable[list[str]], *, hints: bool = False) -> bytes:
    file = io.BytesIO()
    options: dict[str, Any] = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        text, head = book.add_format({"num_format": "@"}), book.add_format({"bold": True, "num_format": "@"})
        sheet = book.add_worksheet("机关")
        sheet.set_column(0, len(COLUMNS) - 1, 18, text)  # as text, so that no code loses its zeros
        sheet.freeze_panes(1, 2)
        sheet.write_row(0, 0, [column.head for column in COLUMNS], head)
        for number, row in enumerate(rows, 1):
            sheet.write_row(number, 0, row, text)
        if hints:
            notes = book.add_worksheet("填写说明")
            notes.set_column(0, 0, 20)
            notes.set_column(1, 1, 80)
            notes.write_column(0, 0, [column.head for column in COLUMNS], head)
            notes.write_column(0, 1, [str(column.hint) for column in COLUMNS])
    return file.getvalue()
