"""The statutory document as CSV, for a spreadsheet: every row as wide as the widest table."""

from __future__ import annotations

import csv
import io
import re

from gongkai.report.schema import FORMAT, Report
from gongkai.report.writing.document import document
from gongkai.report.writing.form import FormTable

BOM = "\ufeff"
"""Excel takes a CSV without it for the system's old encoding."""


def write_csv(report: Report) -> str:
    """The report as CSV with a byte order mark; prose stands in the first column, one paragraph per row."""
    rows: list[list[str]] = [[FORMAT]]  # tells our reader that blank cells stand in their places
    for part in document(report):
        if isinstance(part, FormTable):
            rows += part.matrix()
        else:
            rows.append([" ".join(part.text.splitlines())])
    width = max((len(row) for row in rows), default=1)
    out = io.StringIO()
    out.write(BOM)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([harmless(text) for text in row] + [""] * (width - len(row)) for row in rows)
    return out.getvalue()


def harmless(text: str) -> str:
    """The text, with a space before it where a spreadsheet would take it for a formula. Signed numbers stay."""
    if re.match(r"\s*[=@\t\r]|\s*[+\-](?!\d[\d,.]*\s*$)", text) and text.strip() not in {"-", "--", "+"}:
        return " " + text
    return text
