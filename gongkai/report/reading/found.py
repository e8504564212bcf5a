"""What is found of the form in a document's lines: rows with the cells behind their labels, and 表四's numbers."""

from __future__ import annotations

from dataclasses import dataclass, field

from gongkai.report.editions import Column, load_edition
from gongkai.report.reading.values import Value

SIX = "requests.other_handling"
ABSENT = "\x00"
"""Stands for a cell of a column that the table does not have."""
REMEDY_HEADS = frozenset(("结果维持", "结果纠正", "其他结果", "尚未审结"))
"""Heads of 表四's columns but 总计; each stands three times."""
REMEDY_GROUPS = ("review", "litigation_direct", "litigation_after_review")


def _order() -> dict[str, int]:
    first, last = load_edition("2019"), load_edition("2021")
    rows = [row.id for row in first.table("disclosure").rows]
    rows += [row.id for row in first.table("requests").rows if not row.id.endswith((".concluded", ".carried_out"))]
    rows += [row.id for row in last.table("requests").rows]
    return {row: place for place, row in enumerate(dict.fromkeys(rows))}


ORDER = _order()
"""Row id → place in the form, both editions laid over each other."""


@dataclass(frozen=True, slots=True)
class BlockHead:
    """The columns a block of 表二 prints, of which edition, and the money unit its head names."""

    edition: str
    columns: tuple[Column, ...]
    unit: str | None = None


@dataclass(slots=True)
class FoundRow:
    """A row as printed: ``cells`` are the texts behind the label.

    ``grid`` tells that they are cells of a table, ``marked`` that tabs or bars part them; ``vertical`` rows have their
    cells on lines of their own (``several`` of them on one, ``mixed`` in both ways), ``glued`` ones ran into their
    label, ``drawn`` ones were put together from what stands at one height of a page.
    """

    row: str
    line: int
    cells: list[str]
    grid: bool = False
    marked: bool = False
    vertical: bool = False
    several: bool = False
    mixed: bool = False
    glued: bool = False
    drawn: bool = False
    head: BlockHead | None = None
    columns: tuple[int, ...] | None = None
    """Columns of 表三 as its heads print them, where that is not the form's own order; places in the form."""
    values: list[Value] = field(default_factory=list)
    """The cells' values, and how many of them state something."""
    numbers: int = 0


@dataclass(slots=True)
class FoundRemedies:
    """Numbers below the heads of 表四: ``groups`` are the groups whose heads stood above, in printed order."""

    line: int
    cells: list[str]
    groups: tuple[str, ...]
    several: bool = False
    mixed: bool = False
    """Whether they came on several lines, some of them with several numbers."""
    cut: bool = False
    """Whether a line ended within a group, so that numbers on another line may belong between its own."""
    run: bool = False
    """Whether they were printed with nothing between them."""
    columns: tuple[int, ...] | None = None
    """Columns of each group as the heads print them, where that is not the form's own order."""

    @property
    def is_whole(self) -> bool:
        """Whether one line held the whole row, every cell filled."""
        return self.several and not self.mixed and len(self.cells) == 15 and all(map(str.strip, self.cells))


@dataclass(slots=True)
class FoundRows:
    """Everything found in one document, in reading order."""

    rows: list[FoundRow] = field(default_factory=list)
    remedies: list[FoundRemedies] = field(default_factory=list)
