"""Printers of Word and Excel files, by the usual writers."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from random import Random

from tests.trials import sheets
from tests.trials.prose import HEADINGS
from tests.trials.report import Made
from tests.trials.sheets import Sheet

# Late, the libraries of the printers: the benchmarks time gongkai before one of them changes how memory is given out.
WIDTHS = {"disclosure": 4, "requests": 10, "remedies": 15}
NAMES = {"二": "disclosure", "三": "requests", "四": "remedies"}


def parts(made: Made) -> Iterator[tuple[str, str | Sheet]]:
    """The report from above to below: ("title" | "text" | "heading", line) and (table's name, sheet)."""
    form = made.form
    for line in made.prose.titles:
        yield "title", line
    for line in made.prose.opening:
        yield "text", line
    for numeral in HEADINGS:
        yield "heading", made.heading(numeral)
        for line in made.prose.sections[numeral]:
            yield "text", line
        name = NAMES.get(numeral)
        if name == "disclosure":
            yield name, sheets.joined(sheets.disclosure(form))
        elif name == "requests":
            yield name, sheets.requests(form, made.style)
        elif name:
            yield name, sheets.remedies(form)
        for line in form.after.get(name or "", []):
            yield "text", line
    for line in made.prose.signature:
        yield "text", line


def docx(made: Made, rng: Random, numbered: str = "") -> bytes:
    """python-docx, with gridSpan and vMerge as Word writes them.

    ``numbered`` puts automatic numbers before the labels of 表三: their own (``own``), ``serial`` ones that count all
    rows, or a ``second`` number before the one that the label has.
    """
    # Late: the benchmarks time gongkai before this library changes how memory is given out.
    from docx import Document

    document = Document()
    for kind, content in parts(made):
        if isinstance(content, str):
            heading = kind == "heading" and rng.random() < 0.5
            document.add_heading(content, 1) if heading else document.add_paragraph(content)
            continue
        if kind == "requests" and numbered:
            content = _without_numbers(content) if numbered != "second" else content
        _docx_table(document, content, WIDTHS[kind], numbered if kind == "requests" else "")
        if made.style.page_numbers and rng.random() < 0.3:
            document.add_page_break()
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


_NUMBER_BEFORE = re.compile(r"^\s*[（(]?[一二三四五六七八\d]+[）)、.．]\s*")


def _without_numbers(sheet: Sheet) -> Sheet:
    """Labels without the numbers that Word is to print, as far as the label is told without."""
    return [
        [
            replace(box, text=_NUMBER_BEFORE.sub("", box.text)) if box.kind == "label" else box
            for box in row
        ]
        for row in sheet
    ]  # fmt: skip


def _docx_table(document, sheet: Sheet, width: int, numbered: str = "") -> None:  # type: ignore[no-untyped-def]
    # Late: the benchmarks time gongkai before this library changes how memory is given out.
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    table = document.add_table(len(sheet), width)

    def mark(tc, name: str, value: str | None) -> None:  # type: ignore[no-untyped-def]
        element = OxmlElement(name)
        if value is not None:
            element.set(qn("w:val"), value)
        tc.get_or_add_tcPr().append(element)

    rows = [list(row.tr_lst if hasattr(row, "tr_lst") else row.tc_lst) for row in table._tbl.tr_lst]
    for number, row in enumerate(sheet):
        for box in row:
            tc = rows[number][box.col]
            lines = box.text.split("\n")
            if numbered and box.kind == "label" and box is row[-8]:
                tc.p_lst[0].style = "ListNumber"
            run = tc.p_lst[0].add_r()
            run.text = lines[0]
            for line in lines[1:]:
                run.add_br()
                tc.p_lst[0].add_r().text = line
            for below in range(number, min(number + box.rowspan, len(sheet))):
                first = rows[below][box.col]
                if box.colspan > 1:
                    mark(first, "w:gridSpan", str(box.colspan))
                    for col in range(box.col + 1, box.col + box.colspan):
                        rows[below][col].getparent().remove(rows[below][col])
                if box.rowspan > 1:
                    mark(first, "w:vMerge", "restart" if below == number else None)


def _number(text: str) -> int | str:
    return int(text) if text.isdigit() and text.isascii() and (text == "0" or text[0] != "0") else text


def xlsx_xlsxwriter(made: Made, rng: Random) -> bytes:
    """xlsxwriter, merged cells, everything on one sheet; counts as numbers."""
    # Late: the benchmarks time gongkai before this library changes how memory is given out.
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet("Sheet1")
    line = 0
    for _, content in parts(made):
        if isinstance(content, str):
            sheet.write_string(line, 0, content)
            line += 1
            continue
        for row in content:
            for box in row:
                value = _number(box.text) if box.kind == "value" else box.text
                if box.colspan > 1 or box.rowspan > 1:
                    sheet.merge_range(line, box.col, line + box.rowspan - 1, box.col + box.colspan - 1, value)
                else:
                    sheet.write(line, box.col, value) if isinstance(value, int) else sheet.write_string(
                        line, box.col, value
                    )
            line += 1
    book.close()
    return file.getvalue()


def xlsx_openpyxl(made: Made, rng: Random) -> bytes:
    """openpyxl, a sheet for each table and one for the prose before; every value as text or as a number."""
    # Late: the benchmarks time gongkai before this library changes how memory is given out.
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "正文"
    as_text = rng.random() < 0.5
    line = 1
    for kind, content in parts(made):
        if isinstance(content, str):
            sheet.cell(line, 1, content)
            line += 1
            continue
        sheet = book.create_sheet({"disclosure": "表二", "requests": "表三", "remedies": "表四"}[kind])
        line = 1
        for row in content:
            for box in row:
                value = box.text if as_text or box.kind != "value" else _number(box.text)
                if value != "":
                    sheet.cell(line, box.col + 1, value)
                if box.colspan > 1 or box.rowspan > 1:
                    sheet.merge_cells(
                        start_row=line,
                        start_column=box.col + 1,
                        end_row=line + box.rowspan - 1,
                        end_column=box.col + box.colspan,
                    )
            line += 1
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
