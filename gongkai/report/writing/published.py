"""A report as a portal publishes it: the document in its own order with the marks in its tables, and what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from html import escape

from gongkai.report.schema import Report
from gongkai.report.writing.document import Heading, Signature, Text, Title, document
from gongkai.report.writing.form import FormTable, form_tables
from gongkai.report.writing.html import raised, scrolling, table_html
from gongkai.report.writing.language import Translate, translator
from gongkai.report.writing.marks import Marks, marks, repairs
from gongkai.report.writing.overview_report import (
    findings_html,
    legend_html,
    statements_html,
    value_html,
)
from gongkai.report.writing.wording import TABLES


@dataclass(frozen=True, slots=True)
class Published:
    """HTML with headings of the second level: the document (``body``), what was found in it (``findings``), the
    numbers supplied and those in its prose (``figures``)."""

    body: str
    findings: str
    figures: str


#: Where the number of a cell leads.
Opens = Callable[[str], str]


def published(report: Report, key: str, language: str = "zh", opens: Opens | None = None) -> Published:
    """The report for a page of its own; ``key`` begins the anchors of its findings, ``opens`` links its numbers."""
    t, marked = translator(language), marks(report, language)
    figures = _repaired(report, t) + statements_html(report, t)
    return Published("\n".join(_body(marked, key, t, opens)), raised(findings_html(marked, key, t, True)), figures)


def _repaired(report: Report, t: Translate) -> str:
    """Folded: a report with blanks has many."""
    items = "".join(f"<li>{escape(text)}" for text in repairs(report, t))
    head = f"{t('补出的数字')} {len(report.repaired)}"
    return f"<details><summary>{head}</summary><ul>{items}</ul></details>" if items else ""


def _body(marked: Marks, key: str, t: Translate, opens: Opens | None) -> Iterator[str]:
    report = marked.report
    whole = {table.id: table for table in form_tables(report, unprinted=True)}
    legend = legend_html(marked, t, below=True)
    for part in document(replace(report, title=None)):
        match part:
            case Heading(text):
                yield f"<h2>{escape(text)}</h2>"
            case Text(text):
                yield f"<p>{escape(text)}</p>"
            case Signature(text):
                yield f'<p class="signature">{escape(text)}</p>'
            case FormTable():
                yield _table(marked, whole[part.id], key, t, opens) + legend
                legend = ""
            case Title():
                pass
    for table in whole.values():
        if not table.rows:
            yield f"<h2>{t(TABLES[table.id])}</h2><p>{t('报告没有印出这张表。')}</p>"


def _table(marked: Marks, table: FormTable, key: str, t: Translate, opens: Opens | None) -> str:
    report = marked.report
    form = table_html(table, lambda cell, spans: value_html(marked, key, cell, spans, t, opens))
    return scrolling(form, f"{report.agency or ''} {report.year or ''} {t(TABLES[table.id])}".strip())
