"""The statutory document as one HTML page, tables laid out as the form is printed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from html import escape
from importlib.resources import files
from string import Template

from gongkai.report.schema import FORMAT, Report
from gongkai.report.writing.document import Heading, Signature, Text, Title, document
from gongkai.report.writing.form import FormCell, FormTable

NAME = "政府信息公开工作年度报告"
"""What a report is called that has no title of its own."""

OVERVIEW = "gongkai-overview/1"
"""The generator that an overview page names: what stands on it has been read already."""


def write_html(report: Report) -> str:
    """The report as a page of its own: no script, nothing from elsewhere."""
    body: list[str] = []
    heading = NAME
    for part in document(report):
        match part:
            case Title(text):
                body.append(f'<h1 class="official">{escape(text)}</h1>')
            case Heading(text):
                heading = text
                body.append(f"<h2>{escape(text)}</h2>")
            case Text(text):
                body.append(f"<p>{escape(text)}</p>")
            case Signature(text):
                body.append(f'<p class="signature">{escape(text)}</p>')
            case table:
                body.append(scrolling(table_html(table), heading))
    mark = f'<meta name="generator" content="{FORMAT}">\n'
    return page(
        title=report.title or NAME, body="\n".join(body), language="zh", styles=("paper.css", "form.css"), mark=mark
    )


def page(*, title: str, body: str, language: str, styles: tuple[str, ...], mark: str = "") -> str:
    """A whole page around ``body`` (HTML); ``title`` is plain text.

    ``mark`` goes into the head: it tells our reader that blank cells stand in their places.
    """
    return Template(_file("page.html")).substitute(
        language="en" if language == "en" else "zh-Hans",
        title=escape(title),
        mark=mark,
        style="\n".join(_file(name).strip() for name in styles),
        body=body,
    )


@cache
def _file(name: str) -> str:
    return (files(__package__) / "templates" / name).read_text("utf-8")


def scrolling(table: str, label: str) -> str:
    """A wide table that scrolls inside itself, by keyboard too."""
    return f'<div class="wide" role="group" aria-label="{escape(label)}" tabindex="0">{table}</div>'


def table_html(table: FormTable, value: Callable[[FormCell, str], str] | None = None) -> str:
    """The table; ``value`` makes the HTML of a value's cell from the cell and its spans, else it is its text."""
    value = value or (lambda cell, spans: f"<td{spans}>{escape(cell.text)}")
    heads = {"caption": '<th class="caption" scope="colgroup"', "head": "<th", "label": '<th scope="row"'}
    rows = []
    for row in table.rows:
        cells = []
        for cell in row:
            spans = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
            spans += f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
            if cell.kind == "value":
                cells.append(value(cell, spans))
                continue
            scope = ""
            if cell.kind == "head" and cell.text:
                scope = ' scope="colgroup"' if cell.colspan > 1 else ' scope="col"'
            elif cell.kind == "label" and cell.rowspan > 1:
                cells.append(f'<th scope="rowgroup"{spans}>{escape(cell.text)}')
                continue
            cells.append(f"{heads[cell.kind]}{scope}{spans}>{escape(cell.text)}")
        rows.append("<tr>" + "".join(cells))
    return f'<table class="form {table.id}"><tbody>\n' + "\n".join(rows) + "</table>"


def raised(body: str) -> str:
    """Every heading one level higher: a page of one report has that report's title as its own."""
    for level in (2, 3, 4):
        body = body.replace(f"<h{level}", f"<h{level - 1}").replace(f"</h{level}>", f"</h{level - 1}>")
    return body
