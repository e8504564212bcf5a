"""Findings on what a report does not print, or not as a number."""

from __future__ import annotations

from gongkai.report.editions import Edition, Row, printed_rows
from gongkai.report.reading.alignment import Alignment, place_of
from gongkai.report.reading.values import BLANK, NOT_APPLICABLE, NUMBER, parse_value
from gongkai.report.rules import finding

_TABLES = {"disclosure": "表二", "requests": "表三", "remedies": "表四"}


def note_missing(result: Alignment, edition: Edition) -> None:
    """Findings on cells without a number and on rows and tables that are not printed."""
    blanks: dict[str, list[str]] = {}
    for cell, text in result.printed.items():
        if result.cells.get(cell) is not None:
            continue
        kind = parse_value(text).kind
        known = edition.cells.get(cell)
        table = known.table if known else "disclosure"
        if kind == NUMBER:
            result.findings.append(finding("count-not-whole", [cell], places=f"{place_of(cell, edition)}印作“{text}”"))
        elif kind in (BLANK, NOT_APPLICABLE):
            blanks.setdefault(table, []).append(cell)
        else:
            result.findings.append(finding("cell-unreadable", [cell], place=place_of(cell, edition), text=text))
    for cells in blanks.values():
        result.findings.append(
            finding("cell-not-applicable", cells, place=place_of(cells[0], edition), count=len(cells))
        )
    if None in result.cells.values():  # else each row of the form is printed
        _note_missing_rows(result, edition)


def _note_missing_rows(result: Alignment, edition: Edition) -> None:
    unprinted = {part.id: [row for row in part.required if not _is_printed(row, result)] for part in edition.tables}
    if not any(unprinted.values()):
        return
    printed = printed_rows(result.cells, result.printed)
    printed |= {
        cell.rsplit(".", 1)[0] for item in result.findings if item.rule == "row-ambiguous" for cell in item.cells
    }
    for part in edition.tables:
        required = part.required
        absent = [row for row in unprinted[part.id] if row.id not in printed]
        if part.id == "requests" and "requests.other_handling" in printed:
            absent = [row for row in absent if not row.id.startswith("requests.other_")]
        if len(absent) == len(required):
            result.findings.append(finding("table-missing", [f"{part.rows[0].cells[0]}"], table=_TABLES[part.id]))
        elif absent:
            labels = "”“".join(row.label[-1] for row in absent)
            result.findings.append(
                finding("row-missing", [row.cells[0] for row in absent], table=_TABLES[part.id], rows=labels)
            )


def _is_printed(row: Row, result: Alignment) -> bool:
    """Whether one of the row's cells has a number, or a text instead."""
    known, texts = result.cells, result.printed
    first = row.cells[0]
    return known.get(first) is not None or any(known.get(cell) is not None or cell in texts for cell in row.cells)
