"""The editions hold exactly the cells of the canonical list, with its labels and units."""

from __future__ import annotations

import csv
from operator import itemgetter
from pathlib import Path

import pytest

from gongkai.report.editions import EDITION_IDS, load_edition


def _row_label(table: str, caption: str, label: tuple[str, ...]) -> str:
    return "/".join((caption, *label) if table == "disclosure" else label)


@pytest.mark.shared
@pytest.mark.parametrize("edition", EDITION_IDS)
def test_cells_equal_the_canonical_list(edition: str, shared: Path) -> None:
    with (shared / "annual-reports" / "cells.csv").open(encoding="utf-8-sig", newline="") as file:
        canonical = [row for row in csv.DictReader(file) if row["edition"] == edition]
    loaded = load_edition(edition)
    captions = {row.id: block.caption for table in loaded.tables for block in table.blocks for row in block.rows}
    sections = {table.id: table.section for table in loaded.tables}
    ours = [
        {
            "edition": edition,
            "table": sections[cell.table],
            "cell": cell.id,
            "row_label": _row_label(cell.table, captions[cell.row.id], cell.row.label),
            "column_label": cell.column.label,
            "unit": cell.unit,
            "required": "yes" if cell.required else "no",
        }
        for cell in loaded.cells.values()
    ]
    by_id = itemgetter("cell")
    assert sorted(ours, key=by_id) == sorted(canonical, key=by_id)


@pytest.mark.shared
def test_the_list_has_no_other_edition(shared: Path) -> None:
    with (shared / "annual-reports" / "cells.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {row["edition"] for row in csv.DictReader(file)} == set(EDITION_IDS)
