"""The statutory document as Markdown, its tables with bars."""

from __future__ import annotations

import re

from gongkai.report.schema import FORMAT, Report
from gongkai.report.writing.document import Heading, Signature, Text, Title, document


def write_markdown(report: Report) -> str:
    """The report as a Markdown document; tags in its text stay text."""
    parts = [f"<!-- {FORMAT} -->"]  # tells our reader that blank cells stand in their places
    for part in document(report):
        match part:
            case Title(text):
                parts.append(f"# {_line(text)}")
            case Heading(text):
                parts.append(f"## {_line(text)}")
            case Text(text) | Signature(text):
                parts.append(_line(text))
            case table:
                first, *rest = (f"| {' | '.join(_cell(text) for text in row)} |" for row in table.matrix())
                parts.append("\n".join([first, "|" + " --- |" * table.width, *rest]))
    return "\n\n".join(parts) + "\n"


def _line(text: str) -> str:
    return re.sub(r"<(?=[A-Za-z/!?])", r"\\<", " ".join(text.splitlines()).strip())


def _cell(text: str) -> str:
    return _line(text).replace("|", r"\|")
