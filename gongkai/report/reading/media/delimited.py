"""CSV → blocks: a row with one filled field, the first, is a paragraph; other rows are rows of a grid.

A text is taken for CSV only where every row has the same number of fields, so that prose with commas never is.
"""

from __future__ import annotations

import csv

from gongkai.report.limits import MAX_CELL_CHARACTERS, MAX_CELLS, MAX_SPAN
from gongkai.report.reading.blocks import Document, Grid, GridCell, Paragraph

_FEWEST_ROWS, _FEWEST_FIELDS = 6, 4


def looks_delimited(text: str) -> bool:
    """Whether the text is CSV: its first rows are, all alike."""
    lines = text.lstrip().split("\n", _FEWEST_ROWS)[:_FEWEST_ROWS]
    return len(lines) == _FEWEST_ROWS and all(line.count(",") >= _FEWEST_FIELDS - 1 for line in lines)


def read_delimited(text: str) -> Document | None:
    """Blocks of a CSV; None where the text is none after all."""
    document = Document("text/csv")
    width = 0
    cells = 0
    try:
        for fields in csv.reader(text.strip().splitlines()):
            width = width or len(fields)
            if len(fields) != width or not _FEWEST_FIELDS <= width <= MAX_SPAN:
                return None
            cells += width
            if cells > MAX_CELLS:
                document.notes.append(("limit-reached", {"what": "cells", "limit": MAX_CELLS}))
                break
            texts = [field.strip()[:MAX_CELL_CHARACTERS] for field in fields]
            if not any(texts[1:]):
                document.blocks.append(Paragraph(texts[0]))
                continue
            if not document.blocks or not isinstance(document.blocks[-1], Grid):
                document.blocks.append(Grid([]))
            grid = document.blocks[-1]
            assert isinstance(grid, Grid)
            grid.rows.append([GridCell(text, column) for column, text in enumerate(texts)])
    except csv.Error:
        return None
    return document
