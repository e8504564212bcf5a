"""Printers of pages that are seldom met: open forms, turned tables, reports on one line, converters' faults."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from html import escape
from random import Random

from tests.trials import sheets
from tests.trials.layouts import html, office, text
from tests.trials.prose import HEADINGS
from tests.trials.report import Made, label_cells
from tests.trials.sheets import REMEDY_HEADS, Box, Sheet

GROUPS = ("行政复议", "未经复议直接起诉", "复议后起诉")


def form_fields(made: Made, rng: Random) -> bytes:
    """The page is the form in which the figures were typed: numbers in fields that can no longer be changed."""

    def one(box: Box) -> str:
        if box.kind != "value":
            return html.cell(box)
        value = escape(box.text)
        kind = rng.randrange(5)
        if kind == 0:
            return html.cell(box, f"<textarea rows=1 readonly>{value}</textarea>")
        if kind == 1:
            options = f"<option>907</option><option selected>{value}</option>"
            return html.cell(box, f"<select disabled>{options}</select>")
        hidden = '<input type="hidden" name="id" value="4711">' if kind == 2 else ""
        return html.cell(box, f'{hidden}<input type="text" class=n readonly value="{value}">')

    return html.whole(made, rng, html.sections(made, html.made_tables(made, one)))


def repeated_spans(made: Made, rng: Random) -> bytes:
    """A converter printed the text of a merged cell in every column and row that the cell spans."""

    def table(sheet: Sheet, width: int) -> str:
        grid = [[""] * width for _ in sheet]
        for number, row in enumerate(sheet):
            for box in row:
                for line in grid[number : number + box.rowspan]:
                    line[box.col : box.col + box.colspan] = [box.text] * box.colspan
        return html.table([[Box(text, col) for col, text in enumerate(row)] for row in grid])

    form = made.form
    tables = {
        "disclosure": table(sheets.joined(sheets.disclosure(form)), 4),
        "requests": table(sheets.requests(form, made.style), 10),
        "remedies": table(sheets.remedies(form), 15),
    }
    return html.whole(made, rng, html.sections(made, tables))


def _with_remedies(made: Made, rng: Random, sheet: Sheet) -> bytes:
    tables = html.made_tables(made) | {"remedies": html.table(sheet)}
    return html.whole(made, rng, html.sections(made, tables))


def _line(texts: list[str]) -> list[Box]:
    return [Box(text, col) for col, text in enumerate(texts)]


def _remedy_groups(made: Made) -> list[list[str]]:
    texts = [value.text for value in made.form.remedies]
    return [texts[start : start + 5] for start in (0, 5, 10)]


def remedies_in_rows(made: Made, rng: Random) -> bytes:
    """表四 with a row for each group."""
    w = made.form.words
    nested = rng.random() < 0.5
    names = [w(name) for name in GROUPS]
    sheet = [_line([w(rng.choice(("类别", "项目", ""))), *([""] if nested else []), *map(w, REMEDY_HEADS)])]
    for name, numbers in zip(names, _remedy_groups(made), strict=True):
        row = _line([name, *numbers])
        if nested and name == names[0]:
            row[0].colspan = 2
        elif nested and name == names[1]:
            row.insert(0, Box(w("行政诉讼"), 0, 1, 2))
        sheet.append(row)
    return _with_remedies(made, rng, sheet)


def remedies_turned(made: Made, rng: Random) -> bytes:
    """表四 with a row for each result and a column for each group."""
    w = made.form.words
    groups = _remedy_groups(made)
    sheet = [_line([w("结果"), *map(w, GROUPS)])]
    if rng.random() < 0.5:
        sheet = [[Box(w("处理结果"), 0, 1, 2), Box(w("行政复议"), 1, 1, 2), Box(w("行政诉讼"), 2, 2)]]
        sheet.append([Box(w(name), 2 + at) for at, name in enumerate(GROUPS[1:])])
    for place, name in enumerate(REMEDY_HEADS):
        sheet.append(_line([w(name), *(group[place] for group in groups)]))
    return _with_remedies(made, rng, sheet)


def more_columns(made: Made, rng: Random) -> bytes:
    """表三 with columns that the form does not have: a number before each row, a subtotal, the year before, remarks."""
    w = made.form.words
    serial, subtotal, remarks, before = (rng.random() < 0.6 for _ in range(4))
    heads = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
    heads += [*(["法人小计"] if subtotal else []), "总计", *(["上年总计"] if before else [])]
    heads += ["备注"] if remarks or len(heads) == 7 else []
    sheet = [_line([*(["序号"] if serial else []), w("项目"), *map(w, heads)])]
    for number, row in enumerate(made.form.requests, 1):
        values = [value.text for value in row.values]
        extra = {"法人小计": str(rng.randint(0, 900)), "上年总计": str(rng.randint(0, 900))}
        extra["备注"] = rng.choice(("", "", "含网上申请"))
        own = iter(values)
        cells = [extra[head] if head in extra else next(own) for head in heads]
        sheet.append(_line([*([str(number)] if serial else []), row.path[-1], *cells]))
    tables = html.made_tables(made) | {"requests": html.table(sheet)}
    return html.whole(made, rng, html.sections(made, tables))


def preformatted(made: Made, rng: Random) -> bytes:
    """A page that holds the whole text, title and all, as preformatted text."""
    body = _flat(made, rng, "\n", lambda cells: "  ".join(cells))
    page = f"<html><head><title>年报</title></head><body><pre>\n{escape(body)}\n</pre></body></html>"
    return text.encode(page, made.style)


def one_line(made: Made, rng: Random) -> bytes:
    """The text of a page without its line breaks: a space wherever a cell or a paragraph ended."""
    return text.encode(_flat(made, rng, " ", " ".join), made.style)


def one_line_unparted(made: Made, rng: Random) -> bytes:
    """The same, where paragraphs and labels have nothing between them: spaces only before and between numbers."""
    flat = _flat(made, rng, " ", " ".join)
    return text.encode(re.sub(r"(?<=[^0-9０-９]) (?=[^0-9０-９])", "", flat), made.style)


def _flat(made: Made, rng: Random, gap: str, join: Callable[[list[str]], str]) -> str:
    prose = made.prose
    pieces = [*prose.titles, *prose.opening]
    for numeral in HEADINGS:
        pieces += [made.heading(numeral), *prose.sections[numeral]]
        for sheet in _sheets(made, numeral):
            pieces += [line for row in sheet if (line := join([box.text for box in row if box.text.strip()]))]
    return gap.join([*pieces, *prose.signature])


def _sheets(made: Made, numeral: str) -> list[Sheet]:
    form = made.form
    one = {"三": sheets.requests(form, made.style), "四": sheets.remedies(form)}
    return sheets.disclosure(form) if numeral == "二" else [one[numeral]] if numeral in one else []


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def wrapped_digits(made: Made, rng: Random) -> bytes:
    """Text of a PDF that keeps the page's layout: narrow columns break labels and the digits of long numbers."""
    w = made.form.words
    rows = []
    width = rng.choice((3, 4))
    heads = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    rows.append(_columns(["", *map(w, heads)], [24] + [4] * 7))
    for row, labels in label_cells(made.form.requests, made.style):
        label = next(label for label in reversed(labels) if label is not None)
        rows.append(_columns([label, *(value.text for value in row.values)], [24] + [width] * 7))
    tables = {
        "disclosure": [[" ".join(box.text for box in row if box.text)] for row in _sheets_of(made, "二")],
        "requests": rows,
        "remedies": [
            [" ".join(box.text for box in row)] for row in sheets.remedies(made.form)[:3]
        ] + [_columns([value.text for value in made.form.remedies], [width] * 15)],
    }  # fmt: skip
    return text.encode(text.page(made, rng, tables), made.style)


def _sheets_of(made: Made, numeral: str) -> Sheet:
    return sheets.joined(_sheets(made, numeral))


def _columns(texts: list[str], widths: list[int]) -> list[str]:
    """One row as the lines of its cells side by side, each cell wrapped to its width and centred in height."""
    cells = [_wrap(text, width) for text, width in zip(texts, widths, strict=True)]
    height = max(map(len, cells))
    lines = []
    for number in range(height):
        line = ""
        for cell, width in zip(cells, widths, strict=True):
            at = number - (height - len(cell)) // 2
            piece = cell[at] if 0 <= at < len(cell) else ""
            line += piece + " " * (width - _width(piece) + 3)
        lines.append(line.rstrip())
    return lines


def _wrap(text: str, width: int) -> list[str]:
    lines = [""]
    for character in text:
        if _width(lines[-1] + character) > width:
            lines.append("")
        lines[-1] += character
    return lines


def column_by_column(made: Made, rng: Random) -> bytes:
    """Text of a PDF read one column after another: all labels of 表三, then all numbers of each column."""
    w = made.form.words
    rows = made.form.requests
    heads = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    lines = [[row.path[-1]] for row in rows]
    for place, head in enumerate(heads):
        lines += [[w(head)], *([row.values[place].text] for row in rows if place < len(row.values))]
    tables = {
        "disclosure": [[" ".join(box.text for box in row if box.text)] for row in _sheets_of(made, "二")],
        "requests": lines,
        "remedies": [[" ".join(box.text for box in row)] for row in sheets.remedies(made.form)],
    }
    return text.encode(text.page(made, rng, tables), made.style)


def numbered_docx(made: Made, rng: Random) -> bytes:
    """Word: automatic numbers that count all rows of 表三, in place of the labels' own numbers or before them."""
    return office.docx(made, rng, numbered=rng.choice(("serial", "second")))
