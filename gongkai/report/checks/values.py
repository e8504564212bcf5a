"""Numbers that cannot be: not whole, negative, or more taken away than was there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from gongkai.report.editions import EDITION_IDS, Edition, load_edition
from gongkai.report.rules import finding
from gongkai.report.schema import Finding, Number, Report


def plain(value: Number | float | None) -> Number | None:
    """The number as a person writes it: 4.0 as 4."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def place(cell: str, edition: Edition | None) -> str:
    """Where a person finds the cell; a cell of the other form is found there, one of none keeps its id."""
    if edition is not None and cell in edition.cells:
        return edition.cells[cell].place
    for other in map(load_edition, reversed(EDITION_IDS)):
        if cell in other.cells:
            return other.cells[cell].place
    return cell


def edition_of(report: Report) -> Edition | None:
    return load_edition(report.edition) if report.edition else None


def known(cells: Mapping[str, Number | None], *ids: str) -> tuple[Number, ...] | None:
    """The numbers of the cells, or None if one of them is not known."""
    values = tuple(value for cell in ids if (value := cells.get(cell)) is not None)
    return values if len(values) == len(ids) else None


def check_values(report: Report) -> Iterator[Finding]:
    """R5, and 增/减 of the form of 2019 that takes away more items than there were."""
    odd = [cell for cell, value in report.cells.items() if value is not None and (value < 0 or value % 1)]
    if odd:
        edition = edition_of(report)
        counts = [cell for cell in odd if not cell.endswith((".amount", ".items_change"))]
        counts += [cell for cell in odd if cell.endswith(".items_change") and report.cells[cell] % 1]  # type: ignore[operator]
        amounts = [cell for cell in odd if cell.endswith(".amount") and report.cells[cell] < 0]  # type: ignore[operator]
        for rule, cells in (("count-not-whole", counts), ("amount-negative", amounts)):
            if cells:
                shown = "、".join(f"{place(cell, edition)}={plain(report.cells[cell])}" for cell in cells)
                yield finding(rule, cells, places=shown)
    if report.edition == "2019":
        yield from _items_below_zero(report)


def _items_below_zero(report: Report) -> Iterator[Finding]:
    for row in ("licences", "other_services", "penalties", "coercive_measures", "fees"):
        last, change = f"disclosure.{row}.items_last_year", f"disclosure.{row}.items_change"
        values = known(report.cells, last, change)
        if values and values[0] + values[1] < 0:
            details: dict[str, Any] = {"last": plain(values[0]), "change": plain(values[1])}
            yield finding("items-below-zero", (last, change), place=place(change, edition_of(report)), **details)
