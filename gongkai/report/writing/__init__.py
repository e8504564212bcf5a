"""Writing a report: the statutory document (HTML, Markdown, CSV), and what a person looks at (terminal, overview page).

``WRITERS`` are the forms of the statutory document; ``read(write(report))`` gives the report back, cell for cell.
"""

from __future__ import annotations

from collections.abc import Callable

from gongkai.report.schema import Report
from gongkai.report.writing.csv import write_csv
from gongkai.report.writing.html import write_html
from gongkai.report.writing.markdown import write_markdown

WRITERS: dict[str, Callable[[Report], str]] = {"html": write_html, "markdown": write_markdown, "csv": write_csv}

__all__ = ["WRITERS", "write_csv", "write_html", "write_markdown"]
