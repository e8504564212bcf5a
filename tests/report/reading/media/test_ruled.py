"""Tables from rules alone: which cells they enclose."""

from __future__ import annotations

from itertools import pairwise

import pytest

from gongkai.report.reading.media.ruled import Line, RuledTable, find_tables
from tests.report.reading.media import pdfs

Box = tuple[float, float, float, float]


def tables(boxes: list[Box], across: list[Line] | None = None) -> list[RuledTable]:
    """Tables of boxes (left, top, right, bottom), each drawn with its four sides, and of more rules that lie across."""
    lying = [(y, [(left, right)]) for left, top, right, bottom in boxes for y in (top, bottom)]
    standing = [(x, [(top, bottom)]) for left, top, right, bottom in boxes for x in (left, right)]
    found = find_tables([*lying, *(across or [])], standing, 4.0)
    assert found is not None
    return found


def boxes_between(xs: list[float], ys: list[float]) -> list[Box]:
    return [(left, top, right, bottom) for top, bottom in pairwise(ys) for left, right in pairwise(xs)]


@pytest.mark.parametrize("table", [pdfs.requests(), pdfs.disclosure(), pdfs.review()])
def test_the_cells_of_the_form(table: pdfs.Table) -> None:
    places = [place for _, *place in pdfs.placed(table)]
    cells = [(30.0 * col, 20.0 * row, 30.0 * (col + across), 20.0 * (row + down)) for row, col, down, across in places]
    (found,) = tables(cells)
    assert found.cells == [tuple(place) for place in places]


def test_rows_with_and_without_spans() -> None:
    plain = boxes_between([0, 50, 100, 150], [20, 40, 60])
    (table,) = tables([(0, 0, 150, 20), *plain, (0, 60, 50, 100), *boxes_between([50, 100, 150], [60, 80, 100])])
    assert table.owner == [[0, 0, 0], [1, 2, 3], [4, 5, 6], [7, 8, 9], [7, 10, 11]]
    assert [cell for cell in table.cells if cell[2:] != (1, 1)] == [(0, 0, 1, 3), (3, 0, 2, 1)]


@pytest.mark.parametrize(("start", "end"), [(-7, -1), (151, 157)])
def test_a_rule_that_only_comes_near_a_table_parts_none_of_its_cells(start: float, end: float) -> None:
    (table,) = tables(boxes_between([0, 50, 100, 150], [0, 20, 40]), [(10, [(start, end)])])
    assert table.owner == [[0, 1, 2], [0, 1, 2], [3, 4, 5]]


def test_dashes_on_one_line_are_one_rule() -> None:
    dashes = [(float(x), float(x + 6)) for x in range(0, 100, 10)]
    (table,) = tables(boxes_between([0, 50, 100], [0, 40]), [(20.0, dashes)])
    assert table.owner == [[0, 1], [2, 3]]
