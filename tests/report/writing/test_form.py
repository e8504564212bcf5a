"""The form as printed: labels, merged heads and spans of both editions."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from gongkai.report.editions import EDITION_IDS, load_edition
from gongkai.report.writing.form import FormTable, form_tables, number_text
from tests.report.writing.examples import report


def table(edition: str, name: str) -> FormTable:
    return next(table for table in form_tables(report(edition)) if table.id == name)


@pytest.mark.parametrize("edition", EDITION_IDS)
def test_every_required_cell_stands_in_the_form_once(edition: str) -> None:
    stands = Counter(
        cell.cell for table in form_tables(report(edition)) for row in table.rows for cell in row if cell.cell
    )
    assert stands == Counter(cell.id for cell in load_edition(edition).cells.values() if cell.required)


@pytest.mark.parametrize("edition", EDITION_IDS)
@pytest.mark.parametrize("name", ["disclosure", "requests", "remedies"])
def test_spans_fill_the_table_without_gap_or_overlap(edition: str, name: str) -> None:
    form = table(edition, name)
    covered = Counter(
        (line + down, cell.col + right)
        for line, row in enumerate(form.rows)
        for cell in row
        for down in range(cell.rowspan)
        for right in range(cell.colspan)
    )
    assert covered == Counter((line, column) for line in range(len(form.rows)) for column in range(form.width))


def test_heads_are_merged_as_in_the_official_form() -> None:
    first, second, third = ([(c.text, c.colspan, c.rowspan) for c in row] for row in table("2021", "requests").rows[:3])
    assert first[1:] == [("申请人情况", 7, 1)]
    assert second == [("自然人", 1, 2), ("法人或其他组织", 5, 1), ("总计", 1, 2)]
    assert [text for text, _, _ in third] == ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
    remedies = [[(c.text, c.colspan, c.rowspan) for c in row] for row in table("2021", "remedies").rows[:2]]
    assert remedies == [[("行政复议", 5, 2), ("行政诉讼", 10, 1)], [("未经复议直接起诉", 5, 1), ("复议后起诉", 5, 1)]]


def test_group_labels_are_merged_over_their_rows() -> None:
    labels = {
        c.text: (c.rowspan, c.colspan) for row in table("2021", "requests").rows for c in row if c.kind == "label"
    }
    assert labels["三、本年度办理结果"] == (22, 1)
    assert labels["（三）不予公开"] == (8, 1)
    assert labels["（一）予以公开"] == (1, 2)
    assert labels["四、结转下年度继续办理"] == (1, 3)


def test_one_row_of_other_handling_stands_for_its_three() -> None:
    base = report("2021")
    cells = {
        cell: (0 if "other_handling" in cell else None if ".other_" in cell and cell.startswith("requests") else value)
        for cell, value in base.cells.items()
    }
    requests = form_tables(replace(base, cells=cells), unprinted=True)[1]
    labels = [cell.text for row in requests.rows for cell in row if cell.kind == "label"]
    assert "（六）其他处理" in labels
    assert "3.其他" not in labels


@pytest.mark.parametrize(
    ("value", "scale", "text"),
    [
        (77302800, 10_000, "7730.28"),
        (35001, 10_000, "3.5001"),
        (0, 10_000, "0"),
        (0.5, 1, "0.5"),
        (1e15, 1, "1000000000000000"),
    ],
)
def test_numbers_are_printed_exactly(value: float, scale: int, text: str) -> None:
    assert number_text(value, scale) == text
