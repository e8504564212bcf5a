"""Writing a report: the statutory document (HTML, Markdown, CSV), and what a person looks at (terminal, overview page).

:func:`write_report` makes the statutory document; ``read(write(report))`` gives the report back, cell for cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongkai.report.schema import Report

FORMS = ("html", "markdown", "csv")


def write_report(report: Report, form: str) -> str:
    """The statutory document of the report in one of :data:`FORMS`."""
    # Late, all three: one form is written, and the command asks this package for its language when it starts.
    if form == "html":
        from gongkai.report.writing.html import write_html

        return write_html(report)
    if form == "markdown":
        from gongkai.report.writing.markdown import write_markdown

        return write_markdown(report)
    if form == "csv":
        from gongkai.report.writing.csv import write_csv

        return write_csv(report)
    raise ValueError(f"unknown form {form!r}; known are {', '.join(FORMS)}")
