"""A parent's report against its children's, where the caller says that the parent reports exactly for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongkai.report.checks.values import plain
from gongkai.report.editions import load_edition
from gongkai.report.rules import finding
from gongkai.report.schema import Finding, Report


def check_parent(parent: Report, children: Sequence[Report]) -> Iterator[Finding]:
    """R13, row by row. Children of another year or form leave the sums open."""
    strange = [child for child in children if (child.year, child.edition) != (parent.year, parent.edition)]
    if strange or not children or parent.edition is None:
        names = "、".join(_name(child) for child in strange) or "—"
        yield finding("family-not-comparable", names=names, count=len(strange))
        return
    edition = load_edition(parent.edition)
    blank: list[str] = []
    for row in edition.rows.values():
        differing, shown = [], []
        for cell, column in zip(row.cells, row.columns, strict=True):
            total = parent.cells.get(cell)
            values = [value for child in children if (value := child.cells.get(cell)) is not None]
            if total is None and not values:
                continue
            if total is None or len(values) < len(children):
                blank.append(cell)
            elif total != sum(values):
                differing.append(cell)
                shown.append(f"“{column.label}” {plain(total)}≠{plain(sum(values))}")
        if differing:
            yield finding("family-sum-differs", differing, row=row.label[-1], columns="、".join(shown))
    if blank:
        yield finding("family-not-assessable", blank, missing=len(blank))


def _name(report: Report) -> str:
    return f"{report.agency or report.source.name}（{report.year}）"
