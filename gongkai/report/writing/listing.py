"""A list of many records, on a terminal or a page: the facts of each one's line, and the sum of all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.report.schema import Record, Report
from gongkai.report.writing.language import Translate
from gongkai.report.writing.marks import count, marks
from gongkai.report.writing.wording import UNCHECKED, name_of, refusal


@dataclass(frozen=True, slots=True)
class Line:
    """What a list shows of one record; small enough to keep thousands. ``refused`` is why it is no report."""

    name: str
    agency: str = ""
    year: int | None = None
    edition: str | None = None
    read: int = 0
    unknown: int = 0
    errors: int = 0
    warnings: int = 0
    refused: str | None = None
    unreadable: bool = False


def line_of(record: Record, language: str) -> Line:
    """The record's line."""
    if not isinstance(record, Report):
        reason = refusal(record.rule, record.reason, language)
        return Line(name_of(record), refused=reason, unreadable=record.unreadable)
    return Line(
        name=name_of(record),
        agency=record.agency or "",
        year=record.year,
        edition=record.edition,
        read=sum(value is not None for value in record.cells.values()),
        unknown=marks(record, language).unknown,
        errors=count(record, "error"),
        warnings=count(record, "warn"),
    )


def summary(lines: Sequence[Line], t: Translate, *, checked: bool) -> str:
    """How many lines there are, and how many errors; where they are not ``checked``, that they are not."""
    reports = [line for line in lines if line.refused is None]
    if not checked:
        text = t("共{records}份，其中年度报告{reports}份。").format(records=len(lines), reports=len(reports))
        return text + t(UNCHECKED)
    return t("共{records}份，其中年度报告{reports}份；{wrong}份有错误，错误{errors}处，警告{warnings}处。").format(
        records=len(lines),
        reports=len(reports),
        wrong=sum(line.errors > 0 for line in reports),
        errors=sum(line.errors for line in reports),
        warnings=sum(line.warnings for line in reports),
    )
