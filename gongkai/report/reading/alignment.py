"""The cells of one report while it is aligned with the form."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from gongkai.report.editions import Edition, load_edition
from gongkai.report.reading.found import REMEDY_GROUPS
from gongkai.report.rules import finding
from gongkai.report.schema import Finding, Number

TABLES = {
    "disclosure": ("表二", ("disclosure.",)),
    "requests": ("表三", ("requests.",)),
    "remedies": ("表四", tuple(f"{group}." for group in REMEDY_GROUPS)),
}
"""Tables by the prefix of their rows: how they are called, and how the ids of their cells begin."""
FORM_ROWS = {**load_edition("2019").rows, **load_edition("2021").rows}
"""Every row of both editions by id."""


@dataclass(slots=True)
class Alignment:
    """The cells of one report. ``edition`` is None where neither labels nor year tell it."""

    edition: str | None
    cells: dict[str, Number | None] = field(default_factory=dict)
    printed: dict[str, str] = field(default_factory=dict)
    repaired: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    rows: int = 0
    numbers: int = 0

    def leave_open(self, row: str, expected: int, found: int, edition: Edition) -> None:
        """A finding that the row prints ``found`` numbers for ``expected`` columns and nothing tells which is which."""
        home = edition if row in edition.rows else other_edition(edition)
        cells = [name for name in home.rows[row].cells if name in self.cells]
        label = home.rows[row].label[-1]
        self.findings.append(finding("row-ambiguous", cells, row=label, expected=expected, found=found))

    def leave_twice_open(self, tables: Collection[str], rows: Collection[str]) -> None:
        """Findings that ``tables`` and ``rows`` are printed twice with different numbers: none is known to be right."""
        for table in TABLES:
            prefixes = TABLES[table][1]
            if table in tables and (cells := [cell for cell in self.cells if cell.startswith(prefixes)]):
                self._empty(cells)
                self.findings.append(finding("table-twice", cells, table=TABLES[table][0]))
        for row in sorted(rows):
            if cells := [cell for cell in self.cells if cell.rpartition(".")[0] == row]:
                self._empty(cells)
                self.findings.append(finding("row-twice", cells, row=FORM_ROWS[row].label[-1]))

    def _empty(self, cells: Sequence[str]) -> None:
        for cell in cells:
            self.cells[cell] = None
            self.printed.pop(cell, None)
            self.repaired.pop(cell, None)
        self.findings = [item for item in self.findings if not set(item.cells) & set(cells)]


def other_edition(edition: Edition) -> Edition:
    return load_edition("2019" if edition.id == "2021" else "2021")


def place_of(cell: str, edition: Edition) -> str:
    """Where a person finds the cell, which may be of the other edition."""
    known = edition.cells.get(cell) or other_edition(edition).cells.get(cell)
    return known.place if known else cell
