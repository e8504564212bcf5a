"""The cells of one report while it is aligned with the form."""

from __future__ import annotations

from dataclasses import dataclass, field

from gongkai.report.editions import Edition, load_edition
from gongkai.report.rules import finding
from gongkai.report.schema import Finding, Number


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

    def leave_requests_open(self) -> None:
        """A finding that 表三 is printed twice with different numbers: none of them is known to be this year's."""
        cells = [cell for cell in self.cells if cell.startswith("requests.")]
        for cell in cells:
            self.cells[cell] = None
            self.printed.pop(cell, None)
            self.repaired.pop(cell, None)
        self.findings = [item for item in self.findings if not set(item.cells) & set(cells)]
        self.findings.append(finding("table-twice", cells, table="表三"))


def other_edition(edition: Edition) -> Edition:
    return load_edition("2019" if edition.id == "2021" else "2021")


def place_of(cell: str, edition: Edition) -> str:
    """Where a person finds the cell, which may be of the other edition."""
    known = edition.cells.get(cell) or other_edition(edition).cells.get(cell)
    return known.place if known else cell
