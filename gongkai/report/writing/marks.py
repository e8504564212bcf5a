"""What a view marks in a report: findings in order with their numbers, and the state of each cell of the form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Literal

from gongkai.report.editions import EDITION_IDS, load_edition, printed_rows
from gongkai.report.schema import SEVERITIES, Finding, Report, Severity
from gongkai.report.writing.language import Translate
from gongkai.report.writing.wording import in_language, repair

State = Literal["number", "text", "blank", "undecided", "unprinted"]

UNDECIDED = {"row-ambiguous", "printed-once", "table-twice", "row-twice"}
"""Rules that say of a printed row that its numbers cannot be given to its cells."""


@dataclass(frozen=True)
class Marks:
    """The marks of one report. ``findings`` are ordered by severity; a finding's number is its place, from 1."""

    report: Report
    findings: tuple[Finding, ...]
    notes: Mapping[str, tuple[int, ...]]
    worst: Mapping[str, Severity]

    @cached_property
    def printed(self) -> set[str]:
        return printed_rows(self.report.cells, self.report.printed)

    def state(self, cell: str) -> State:
        """What the cell holds: a number, another text, a blank, what nobody can place; or that it is not printed."""
        if self.report.cells.get(cell) is not None:
            return "number"
        if self.report.printed.get(cell, "").strip():
            return "text"
        if cell in self.undecided:
            return "undecided"
        return "blank" if cell.rsplit(".", 1)[0] in self.printed else "unprinted"

    @cached_property
    def undecided(self) -> set[str]:
        return {cell for finding in self.findings if finding.rule in UNDECIDED for cell in finding.cells}

    @property
    def unknown(self) -> int:
        """Cells of printed rows that hold no number."""
        return sum(self.state(cell) not in {"number", "unprinted"} for cell in self.report.cells)


def marks(report: Report, language: str = "zh") -> Marks:
    """The report's marks, messages in ``language``. Remarks of severity info mark no cells."""
    ordered = sorted(report.findings, key=lambda finding: SEVERITIES.index(finding.severity))
    notes: dict[str, tuple[int, ...]] = {}
    worst: dict[str, Severity] = {}
    for number, finding in enumerate(ordered, 1):
        if finding.severity == "info":
            continue
        for cell in dict.fromkeys(finding.cells):
            notes[cell] = (*notes.get(cell, ()), number)
            worst.setdefault(cell, finding.severity)
    return Marks(report, tuple(in_language(finding, language) for finding in ordered), notes, worst)


def count(report: Report, severity: Severity) -> int:
    """How many findings of the severity the report has."""
    return sum(finding.severity == severity for finding in report.findings)


def repairs(report: Report, t: Translate) -> list[str]:
    """The numbers that do not stand in their places, row by row, each with how it was found."""
    text = t("{row}：{numbers}（{how}）")
    found = report.repaired
    result = []
    for (row, how), cells in groupby(found, lambda cell: (_row_of(place(report, cell)), found[cell])):
        numbers = t("，").join(f"{place(report, cell).removeprefix(row)} {report.cells.get(cell)}" for cell in cells)
        result.append(text.format(row=row, numbers=numbers, how=repair(how, t)))
    return result


def place(report: Report, cell: str) -> str:
    """Where a person finds the cell, for instance ``表三“1.属于国家秘密”“自然人”``; else its id."""
    for edition_id in (report.edition, *EDITION_IDS):
        if edition_id in EDITION_IDS and (found := load_edition(edition_id).cells.get(cell)):
            return found.place
    return cell


def _row_of(where: str) -> str:
    """``表三“1.属于国家秘密”`` of ``表三“1.属于国家秘密”“自然人”``."""
    return where.rpartition("“")[0]


def places(report: Report, finding: Finding, t: Translate, most: int = 4) -> str:
    """Where the finding's cells stand, as far as its message does not say so: a row as one, the first ``most``."""
    named: list[str] = []
    for _, group in groupby(finding.cells, key=lambda cell: cell.rsplit(".", 1)[0]):
        names = [place(report, cell) for cell in group]
        row = _row_of(names[0])
        if len(names) > 2 and row:
            said = row.partition("“")[2] in finding.message
            named += [] if said else [t("{row}一行（{count}格）").format(row=row, count=len(names))]
        else:
            named += [name for name in names if name not in finding.message]
    text = t("、").join(named[:most])
    return text if len(named) <= most else t("{places}等{count}处").format(places=text, count=len(named))


def excerpt(report: Report, finding: Finding, around: int = 18) -> tuple[str, str, str] | None:
    """The words the finding points at in the prose, with a little before and after."""
    if finding.section is None or finding.span is None:
        return None
    text = report.sections.get(finding.section, "")
    start, end = finding.span
    if not 0 <= start < end <= len(text):
        return None
    before = ("…" if start > around else "") + text[max(0, start - around) : start].replace("\n", " ")
    after = text[end : end + around].replace("\n", " ") + ("…" if end + around < len(text) else "")
    return before, text[start:end], after
