"""What gongkai is measured against: the usual library for each medium, doing only the extraction of tables."""

from __future__ import annotations

import io


def pandas_html(data: bytes) -> int:
    """pandas.read_html with lxml."""
    # Late: gongkai is timed first, before another library changes how memory is given out.
    import pandas

    return len(pandas.read_html(io.BytesIO(data), encoding="utf-8", flavor="lxml"))


def bare_lexbor(data: bytes) -> list[list[list[str]]]:
    """Lexbor (selectolax) and the least code that gives every table as a full grid, spans expanded."""
    # Late: gongkai is timed first, before another library changes how memory is given out.
    from selectolax.lexbor import LexborHTMLParser

    return [_grid(table.css("tr")) for table in LexborHTMLParser(data).css("table")]


def _grid(rows) -> list[list[str]]:  # type: ignore[no-untyped-def]
    grid: list[list[str]] = []
    hanging: dict[int, tuple[int, str]] = {}  # column → rows still to fill from above, and with what
    for row in rows:
        line: list[str] = []
        below: dict[int, tuple[int, str]] = {}
        cell = row.child
        while True:
            col = len(line)
            if col in hanging:
                left, text = hanging[col]
                line.append(text)
                if left > 1:
                    below[col] = (left - 1, text)
                continue
            while cell is not None and cell.tag not in ("td", "th"):
                cell = cell.next
            if cell is None:
                break
            attributes = cell.attributes
            text = cell.text(strip=True)
            across, down = int(attributes.get("colspan") or 1), int(attributes.get("rowspan") or 1)
            for _ in range(across):
                if down > 1:
                    below[len(line)] = (down - 1, text)
                line.append(text)
            cell = cell.next
        hanging = below
        grid.append(line)
    return grid


def python_docx(data: bytes) -> list[str]:
    """python-docx listing the text of all cells."""
    # Late: gongkai is timed first, before another library changes how memory is given out.
    from docx import Document

    return [cell.text for table in Document(io.BytesIO(data)).tables for row in table.rows for cell in row.cells]


def pdfplumber_tables(data: bytes) -> int:
    """pdfplumber's extract_tables on every page."""
    # Late: gongkai is timed first, before another library changes how memory is given out.
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        return sum(len(page.extract_tables()) for page in document.pages)
