"""A report to keep: for Word, as PDF, as a sheet for Excel. Our own reader reads the same cells from each."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from html import escape
from types import MappingProxyType

import xlsxwriter
from django.utils import timezone

from gongkai.report.editions import load_edition
from gongkai.report.schema import Report
from gongkai.report.writing.document import Heading, Signature, Text, Title, document
from gongkai.report.writing.form import FormTable
from gongkai.report.writing.html import NAME, table_html
from gongkai.web.disclosure.papers.blocks import SIGNATURE
from gongkai.web.disclosure.papers.pdf import write_pdf
from gongkai.web.disclosure.papers.word import write_word

MEDIA_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "pdf": "application/pdf",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
)
#: Columns of the tables against each other, as the form is printed: the names of 表三 need room, its numbers little.
WIDTHS = {"disclosure": (3, 2, 2, 2), "requests": (3, 4, 13, 3, 3, 3, 3, 3, 3, 3), "remedies": (1,) * 15}
#: Of the sheet: what a paragraph goes across, and about how many characters stand in a line of it.
ACROSS, LINE, ROW = 9, 60, 16.0


def paper(report: Report, form: str) -> bytes:
    """The report in one of :data:`MEDIA_TYPES`; the same report gives the same bytes."""
    report = _numbered(report)
    day = report.issued or date((report.year or 2000) + 1, 1, 1)
    title, agency = report.title or NAME, report.agency or ""
    if form == "xlsx":
        return _sheet(report, title)
    body = "\n".join(_html(report))
    if form == "pdf":
        return write_pdf(title, {}, body, [], agency=agency, day=day, pictures={}, bare=True)
    moment = timezone.make_aware(datetime.combine(day, time.min))
    return write_word(title, {}, body, agency=agency, day=moment)


def _numbered(report: Report) -> Report:
    """With the number where one was read, and not what else stood in its cell (a bookmark of Word, a full stop). What
    is unknown, and money, which names its unit, stay as they were printed."""
    cells = load_edition(report.edition).cells if report.edition else {}
    kept = {
        id_: text
        for id_, text in report.printed.items()
        if report.cells.get(id_) is None or id_ not in cells or cells[id_].column.unit == "元"
    }
    return replace(report, printed=kept)


def _html(report: Report) -> Iterator[str]:
    for part in document(report):
        match part:
            case Heading(text):
                yield f"<h2>{escape(text)}</h2>"
            case Text(text):
                yield f"<p>{escape(text)}</p>"
            case Signature(text):
                yield f'<p class="{SIGNATURE}">{escape(text)}</p>'
            case FormTable():
                widths = WIDTHS[part.id]
                said = f' data-widths="{" ".join(map(str, widths))}"' if len(widths) == part.width else ""
                yield table_html(part).replace("<table", f"<table{said}", 1)


def _sheet(report: Report, title: str) -> bytes:
    """One sheet: the document from above, its tables with their merged cells."""
    file = io.BytesIO()
    day = datetime.combine(report.issued or date((report.year or 2000) + 1, 1, 1), time.min)
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": title, "author": report.agency or "", "created": day})
        look = {"text_wrap": True, "valign": "vcenter"}
        plain, head = book.add_format(look), book.add_format(look | {"bold": True})
        first = book.add_format(look | {"bold": True, "font_size": 16, "align": "center"})
        cell = book.add_format(look | {"border": 1, "align": "center"})
        sheet = book.add_worksheet("年度报告")
        sheet.set_column(0, 14, 10)
        sheet.set_column(2, 2, 34)
        row = 0
        for part in document(report):
            if isinstance(part, FormTable):
                row = _table(sheet, part, row, cell) + 1
                continue
            looks = first if isinstance(part, Title) else head if isinstance(part, Heading) else plain
            sheet.set_row(row, ROW * (1 + len(part.text) // LINE) + (ROW / 2 if isinstance(part, Title) else 0))
            sheet.merge_range(row, 0, row, ACROSS, part.text, looks)
            row += 1
    return file.getvalue()


def _table(sheet: xlsxwriter.worksheet.Worksheet, table: FormTable, top: int, look: xlsxwriter.format.Format) -> int:
    """Write a table below a row; the row after it."""
    for number, line in enumerate(table.rows, top):
        for cell in line:
            value = int(cell.text) if cell.kind == "value" and cell.text.isdecimal() else cell.text
            last_row, last = number + cell.rowspan - 1, cell.col + cell.colspan - 1
            if (last_row, last) == (number, cell.col):
                sheet.write(number, cell.col, value, look)
            else:
                sheet.merge_range(number, cell.col, last_row, last, value, look)
    return top + len(table.rows)
