"""Random figures for one edition of the form: every sum true, and which of them the sums alone would give back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Literal

from gongkai.report.editions import Edition, load_edition

Handling = Literal["one", "three"]
"""(六)其他处理 as a single row or as its three items; both are met in both editions."""

KINDS = ("natural_person", "commercial_enterprise", "research_institution", "social_organisation", "legal_service",
         "other_organisation")  # fmt: skip
COLUMNS = (*KINDS, "total")
THREE = ("requests.other_not_supplemented", "requests.other_fee_unpaid", "requests.other_reason")
ONE = ("requests.other_handling",)
FLOW = ("requests.received", "requests.carried_in", "requests.concluded", "requests.carried_out")


@dataclass(frozen=True)
class Figures:
    """``cells`` has a number for every cell of the rows the report prints; money in 元."""

    edition: Edition
    handling: Handling
    cells: Mapping[str, int]

    def rows(self, table: str) -> list[str]:
        """Row ids of ``table`` in the order of the form."""
        if table != "requests":
            return [row.id for row in self.edition.table(table).rows]
        return ["requests.received", "requests.carried_in", *outcomes(self.edition, self.handling), *FLOW[2:]]


def outcomes(edition: Edition, handling: Handling) -> list[str]:
    """Rows of 表三 that make up (七)总计."""
    rows = [row.id for row in edition.table("requests").rows]
    fixed = [row for row in rows if row not in {*FLOW, *THREE, *ONE}]
    return fixed + list(THREE if handling == "three" else ONE)


def draw(rng: Random, edition_id: str, handling: Handling | None = None, density: float = 0.95) -> Figures:
    """Figures of which about ``density`` are not zero. Neighbours seldom agree, so that a number out of place shows."""
    edition = load_edition(edition_id)
    handling = handling or ("one" if edition_id == "2019" else "three")
    cells = _disclosure(rng, edition, density) | _requests(rng, edition, handling, density)
    for group in ("review", "litigation_direct", "litigation_after_review"):
        parts = {f"{group}.{name}": _count(rng, density) for name in ("upheld", "corrected", "other", "pending")}
        cells |= parts | {f"{group}.total": sum(parts.values())}
    return Figures(edition, handling, cells)


def _count(rng: Random, density: float, small: bool = False) -> int:
    if rng.random() >= density:
        return 0
    limit = 9 if small else rng.choice((9, 9, 40, 40, 99, 400))
    return rng.randint(1, limit)


def _disclosure(rng: Random, edition: Edition, density: float) -> dict[str, int]:
    cells = {}
    for row in edition.table("disclosure").rows:
        for column in row.columns:
            value = _count(rng, density)
            if value and column.unit == "元":
                # whole 元, so that 万元 has at most four decimals, as the form asks
                value = rng.randint(1, 9_999_999) * rng.choice((1, 1, 10, 100))
            elif value and rng.random() < 0.2:
                value = rng.randint(1000, 99_999)
            elif value and column.signed and rng.random() < 0.5:
                value = -value
            cells[f"{row.id}.{column.id}"] = value
    return cells


def _requests(rng: Random, edition: Edition, handling: Handling, density: float) -> dict[str, int]:
    cells: dict[str, int] = {}
    names = outcomes(edition, handling)
    small = rng.random() < 0.5
    for column in KINDS:
        for row in names:
            cells[f"{row}.{column}"] = _count(rng, density, small)
        concluded = sum(cells[f"{row}.{column}"] for row in names)
        carried_out = _count(rng, density, small)
        carried_in = min(_count(rng, density, small), concluded + carried_out)
        cells[f"requests.concluded.{column}"] = concluded
        cells[f"requests.carried_out.{column}"] = carried_out
        cells[f"requests.carried_in.{column}"] = carried_in
        cells[f"requests.received.{column}"] = concluded + carried_out - carried_in
    for row in (*names, *FLOW):
        cells[f"{row}.total"] = sum(cells[f"{row}.{column}"] for column in KINDS)
    return cells


def broken_sums(figures: Figures) -> list[str]:
    """Sums of the form that do not hold, of those whose cells are all there."""
    cells = figures.cells
    rows = {cell.rsplit(".", 1)[0] for cell in cells}
    return [
        f"{item.rule} {item.scope}"
        for item in figures.edition.sums(rows)
        if all(cell in cells for cell in item.cells)
        and sum(cells[cell] for cell in item.totals) != sum(cells[cell] for cell in item.parts)
    ]


def determined(figures: Figures, unknown: Iterable[str], missing_rows: Iterable[str] = ()) -> set[str]:
    """Those of the ``unknown`` cells for which the sums leave exactly one number (counts are integers ≥ 0).

    表三 is a network: each cell stands in two sums (its row's and its column's), once all redundant ones are left out,
    so a cell can take another number exactly if the others can carry the difference round in a circle.
    """
    unknown = set(unknown)
    missing = set(missing_rows)
    arcs = [arc for cell in sorted(unknown) if (arc := _arc(figures, cell, missing)) is not None]
    graph: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for index, (_, tail, head, both) in enumerate(arcs):
        graph[tail].append((head, index))
        if both:
            graph[head].append((tail, index))
    return {
        cell
        for index, (cell, tail, head, both) in enumerate(arcs)
        if not _path(graph, head, tail, index) and not (both and _path(graph, tail, head, index))
    }


GROUND = "nothing holds this"


def _arc(figures: Figures, cell: str, missing: set[str]) -> tuple[str, str, str, bool] | None:
    """The cell as an arc between two sums; ``both`` tells that its number could also be smaller."""
    row, column = cell.rsplit(".", 1)
    both = figures.cells[cell] > 0
    if row.startswith("disclosure."):
        return None
    if not row.startswith("requests."):
        ends = (f"R4 {row}", GROUND)
        return (cell, *(ends if column != "total" else ends[::-1]), both)
    names = outcomes(figures.edition, figures.handling)
    has_r2 = not missing & {*names, "requests.concluded"}
    has_r1 = not missing & set(FLOW)
    r1 = f"R1 {column}" if has_r1 else GROUND
    r2 = f"R2 {column}" if has_r2 else GROUND
    r3 = f"R3 {row}"
    # The flow of a kind of applicant: received + carried in → concluded + carried out, concluded → outcomes → their
    # row totals; in the column of totals the same the other way round.
    if row == "requests.concluded":
        # (七)'s own row sum follows from the others where R2 holds
        ends = (r1, r2) if has_r2 else (r1, r3)
    elif row in {"requests.received", "requests.carried_in"}:
        ends = (r3, r1)
    elif row == "requests.carried_out":
        ends = (r1, r3)
    else:
        ends = (r2, r3)
    return (cell, *(ends if column != "total" else ends[::-1]), both)


def _path(graph: Mapping[str, list[tuple[str, int]]], start: str, goal: str, without: int) -> bool:
    """Whether ``goal`` can be reached; the ground joins everything nothing holds."""
    seen, todo = {start}, [start]
    while todo:
        node = todo.pop()
        if node == goal:
            return True
        for other, index in graph.get(node, ()):
            if index != without and other not in seen:
                seen.add(other)
                todo.append(other)
    return False
