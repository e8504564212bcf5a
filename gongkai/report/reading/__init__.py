"""Reading one document: bytes → blocks → lines → rows → aligned cells → a report.

:func:`read_records` takes bytes and never raises on bad input; :func:`read_report` takes a path.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gongkai.report.reading.align import align
from gongkai.report.reading.blocks import Document, UnreadableDocument
from gongkai.report.reading.broken_labels import mended
from gongkai.report.reading.found import REMEDY_HEADS, FoundRow, FoundRows
from gongkai.report.reading.labels import squash
from gongkai.report.reading.lines import Line, lines_of
from gongkai.report.reading.media import read_document
from gongkai.report.reading.parts import Part, parts_of, settle, without_second_tables
from gongkai.report.reading.prose import Prose, read_prose
from gongkai.report.reading.rows import find_rows
from gongkai.report.reading.statements import extract_statements
from gongkai.report.reading.twice import is_twice
from gongkai.report.reading.values import TEXT, parse_value
from gongkai.report.rules import finding, reason
from gongkai.report.schema import NotAReport, Record, Report, Source

_BEGINNING = re.compile(r"(?:信息公开|政务公开)(?:工作)?年度报告\s*$|^\s*一、\s*总体情况")
_REPORT_ROWS = 8
_LONGEST_HEAD = 12
_CUT_INSIDE = ("cell-characters", "span")  # limits that cut within a paragraph or cell
_HEADINGS = 5  # of the six sections
_HEADED_ROWS = 3  # rows of 表二 with numbers below their own heads: more than prose or menus ever show


def read_report(path: str | Path) -> Record:
    """Read the report in the file at ``path``: a :class:`Report`, or a :class:`NotAReport` that says why it is none.

    Where a document holds several reports, this is the first; :func:`read_records` gives all.

    :raises OSError: when the file cannot be opened.
    """
    path = Path(path)
    return read_records(path.read_bytes(), path.name)[0]


def read_records(data: bytes, name: str) -> list[Record]:
    """Every report in a document, at least one record. ``name`` stands in the record and decides nothing."""
    source = Source(name, hashlib.sha256(data).hexdigest(), "application/octet-stream", len(data))
    try:
        document = read_document(data)
    except UnreadableDocument as error:
        rule = "image-only" if error.rule == "no-text-layer" else error.rule
        media_type = str(error.details.get("media_type", source.media_type))
        source = Source(name, source.sha256, media_type, len(data))
        unreadable = rule != "about-reports"  # our own page of findings opens well enough
        return [NotAReport(source, rule, reason(rule, **error.details), unreadable=unreadable)]
    source = Source(name, source.sha256, document.media_type, len(data))
    return _records(document, source)


def _records(document: Document, source: Source) -> list[Record]:
    lines = lines_of(document.blocks)
    found = find_rows(mended(lines))
    parts = without_second_tables(parts_of(found), lambda first, last: _beginning(lines, first, last) is not None)
    records: list[Record] = []
    bounds = _bounds(parts, lines)
    for number, part in enumerate(parts, 1):
        own = source if len(parts) == 1 else Source(source.name, source.sha256, source.media_type, source.bytes, number)
        records.append(_record(document, lines, part, found, bounds[number - 1], own))
    return records


def _bounds(parts: Sequence[Part], lines: Sequence[Line]) -> list[tuple[int, int]]:
    """First and last+1 line of each part: a part begins at its title, or at its heading 总体情况."""
    bounds = []
    start = 0
    for part, following in zip(parts, (*parts[1:], None), strict=True):
        end = len(lines)
        if following is not None:
            beginning = _beginning(lines, part.end + 1, following.start)
            end = following.start if beginning is None else beginning
        bounds.append((start, end))
        start = end
    return bounds


def _beginning(lines: Sequence[Line], first: int, last: int) -> int | None:
    """The line before ``last`` on which a report begins."""
    for number in range(first, last):
        text = lines[number].cells[0] if len(lines[number].cells) == 1 else ""
        if len(text) < 60 and _BEGINNING.search(text):
            return number
    return None


def _record(
    document: Document, lines: Sequence[Line], part: Part, found: FoundRows, bounds: tuple[int, int], source: Source
) -> Record:
    first, last = bounds
    own = lines[first:last]
    tables, used = _tables(part, own, first)
    prose = read_prose(own, tables, used, document.title)
    found = _within(found, first, last)
    if part.twice or is_twice(found):
        settle(part, found, lines, prose.year)
        tables, used = _tables(part, own, first)
        prose = read_prose(own, tables, used, document.title)
    lost = _printed_once(part, own)
    alignment = align(part.rows, part.remedies, prose.year, lost=lost, in_place=document.in_place)
    refused = _refusal(alignment.rows, alignment.numbers, part, prose, lost)
    if refused is not None:
        rule, details = refused
        cut = _cut(document) if rule in ("not-a-report", "blank-form") else None
        if cut is not None:
            return NotAReport(source, "limit-reached", reason("limit-reached", **cut), unreadable=True)
        return NotAReport(source, rule, reason(rule, **details))
    if part.twice or part.rows_twice:
        alignment.leave_twice_open(part.twice, part.rows_twice)
    notes = tuple(finding(rule, **details) for rule, details in document.notes)
    return Report(
        source=source,
        agency=prose.agency,
        year=prose.year,
        edition=alignment.edition,
        title=prose.title,
        issued=prose.issued,
        period=prose.period,
        sections=prose.sections,
        cells=alignment.cells,
        printed=alignment.printed,
        repaired=alignment.repaired,
        statements=extract_statements(prose.sections, prose.year, prose.agency),
        findings=notes + tuple(alignment.findings),
    )


def _cut(document: Document) -> dict[str, Any] | None:
    """The limit beyond which the document's rest was left out: what makes it a report may stand there."""
    limits = (details for rule, details in document.notes if rule == "limit-reached")
    return next((details for details in limits if details.get("what") not in _CUT_INSIDE), None)


def _within(found: FoundRows, first: int, last: int) -> FoundRows:
    """What is found from line ``first`` up to ``last``."""
    return FoundRows(
        [row for row in found.rows if first <= row.line < last],
        [item for item in found.remedies if first <= item.line < last],
    )


def _tables(part: Part, lines: Sequence[Line], offset: int) -> tuple[dict[str, tuple[int, int]], set[int]]:
    """Lines of each table relative to the part, and all lines whose text belongs to a table."""
    tables: dict[str, tuple[int, int]] = {}
    used: set[int] = set()

    def add(numeral: str, row_lines: list[int]) -> None:
        if row_lines:
            tables[numeral] = (min(row_lines), max(row_lines))

    def of(prefix: str) -> list[FoundRow]:
        return [row for row in part.rows if row.row.startswith(prefix)]

    add("二", [row.line - offset for row in of("disclosure.") if row.numbers or row.head])
    add("三", [row.line - offset for row in of("requests.")])
    add("四", [item.line - offset for item in part.remedies])
    for start, end in tables.values():
        used.update(range(start, end + 1))
    return tables, used


def _printed_once(part: Part, lines: Sequence[Line]) -> bool:
    """Whether the page kept each distinct line only once: many rows, one cell a line, and no line twice."""
    vertical = [row for row in part.rows if row.vertical and not row.several]
    beside = sum(1 for row in part.rows if row.numbers and (row.several or not row.vertical))
    if len(vertical) < 10 or beside > 2:
        return False
    texts = [squash(line.cells[0]) for line in lines if len(line.cells) == 1 and len(line.cells[0]) < _LONGEST_HEAD]
    if sum(row.numbers for row in vertical) > 4 * len(vertical):
        # Numbers that white space around them makes distinct are all there; words are not.
        words = [text for text in texts if text and parse_value(text).kind == TEXT]
        full = sum(row.numbers >= 7 for row in vertical if row.row.startswith("requests."))
        if len(set(words)) < len(words) or full > 0.8 * len(vertical):
            return False
    heads = [text for text in texts if text in REMEDY_HEADS]
    return 0 < len(heads) < 2 * len(REMEDY_HEADS)


def _refusal(rows: int, numbers: int, part: Part, prose: Prose, lost: bool) -> tuple[str, dict[str, Any]] | None:
    """Why the document is no annual report, or None."""
    if prose.other is not None:
        return prose.other
    if lost:
        return None
    valued = sum(1 for row in part.rows if row.numbers)
    if valued >= _REPORT_ROWS and numbers >= 2 * _REPORT_ROWS:
        return None
    if prose.about is not None and not (prose.titled and valued):
        return "about-reports", {"kind": prose.about}
    if prose.year is not None and prose.year < 2019:
        return "before-2019", {"year": prose.year}
    headed = sum(1 for row in part.rows if row.numbers and row.head is not None)
    if valued and (prose.titled or headed >= _HEADED_ROWS):
        return None
    if len(prose.headings) >= _HEADINGS and len(part.rows) < _REPORT_ROWS:
        return None  # the tables are pictures, or cut off: a report all the same
    prose_length = len(prose.sections.get("一", "")) + len(prose.sections.get("五", ""))
    if prose.titled and prose.year is not None and len(prose.headings) >= 3 and prose_length > 200:
        return None
    if len(part.rows) >= _REPORT_ROWS:
        return "blank-form", {}
    return "not-a-report", {}
