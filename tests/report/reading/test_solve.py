"""Whatever the sums decide is what was there: a small table, damaged at random, never gets another number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.report.editions import Sum
from gongkai.report.reading.solve import Option, placements, solve

ROWS = ("a", "b", "c", "all")  # a + b + c = all, in every column
COLUMNS = ("x", "y", "total")  # x + y = total, in every row
CELLS = {row: [f"{row}.{column}" for column in COLUMNS] for row in ROWS}
SUMS = [Sum("R1", row, (f"{row}.total",), (f"{row}.x", f"{row}.y")) for row in ROWS] + [
    Sum("R2", column, (f"all.{column}",), tuple(f"{row}.{column}" for row in ROWS[:3])) for column in COLUMNS
]

Table = dict[str, tuple[int, ...]]
COUNTS = st.integers(0, 9) | st.just(0)


@st.composite
def consistent(draw: st.DrawFn) -> Table:
    pairs = [(draw(COUNTS), draw(COUNTS)) for _ in ROWS[:3]]
    pairs.append((sum(x for x, _ in pairs), sum(y for _, y in pairs)))
    return {row: (x, y, x + y) for row, (x, y) in zip(ROWS, pairs, strict=True)}


@st.composite
def damaged(draw: st.DrawFn) -> tuple[Table, dict[str, list[Option]]]:
    """A table, and what a reader has of it: rows whole, with blanks, or with numbers in an unknown place."""
    table = draw(consistent())
    options: dict[str, list[Option]] = {}
    for row, numbers in table.items():
        kept = [number if draw(st.booleans()) else None for number in numbers]
        match draw(st.sampled_from(["whole", "whole", "blanks", "misplaced"])):
            case "whole":
                options[row] = [numbers]
            case "blanks":
                options[row] = [tuple(kept)]
            case "misplaced":
                options[row] = placements([number for number in kept if number is not None], len(numbers))
    return table, options


@given(damaged())
def test_what_is_solved_is_what_was_there(case: tuple[Table, dict[str, list[Option]]]) -> None:
    table, options = case
    for row, numbers in solve(options, CELLS, SUMS).items():
        for found, truth in zip(numbers or (), table[row], strict=False):
            assert found in (None, truth), (options, row, numbers)


@given(consistent(), st.sampled_from(ROWS), st.integers(0, 2))
def test_one_blank_is_always_solved(table: Table, row: str, place: int) -> None:
    blank = tuple(None if index == place else number for index, number in enumerate(table[row]))
    options: dict[str, list[Option]] = {name: [numbers] for name, numbers in table.items()}
    options[row] = [blank]
    assert solve(options, CELLS, SUMS) == {row: table[row]}


def test_a_short_row_finds_its_places() -> None:
    table: dict[str, list[Option]] = {"a": [(1, 2, 3)], "b": [(0, 4, 4)], "all": [(1, 11, 12)]}
    assert solve({**table, "c": placements([5, 5], 3)}, CELLS, SUMS) == {"c": (0, 5, 5)}


@pytest.mark.parametrize(
    "numbers",
    [(5, 6), (7, 7), (12, 12)],
    ids=["no sum of the row", "no sum of the columns", "more than the whole"],
)
def test_contradictory_sums_give_nothing(numbers: tuple[int, int]) -> None:
    table: dict[str, list[Option]] = {"a": [(1, 2, 3)], "b": [(0, 4, 4)], "all": [(1, 11, 12)]}
    assert solve({**table, "c": placements(numbers, 3)}, CELLS, SUMS) == {"c": None}


def test_a_blank_stays_open_where_the_sums_are_wrong() -> None:
    wrong: dict[str, list[Option]] = {"a": [(1, 2, 9)], "b": [(0, 4, 4)], "c": [(0, None, 5)], "all": [(1, 11, 12)]}
    solved = solve(wrong, CELLS, SUMS)["c"]
    assert solved in (None, (0, None, 5), (0, 5, 5))  # 5 by its own row and its column; the broken sums say nothing


def test_printed_numbers_are_not_touched() -> None:
    whole: dict[str, list[Option]] = {"a": [(1, 2, 9)], "b": [(0, 4, 4)], "c": [(0, 5, 5)], "all": [(1, 11, 12)]}
    assert solve(whole, CELLS, SUMS) == {}


def test_too_many_placements_are_none() -> None:
    assert placements([1, 2], 2) == [(1, 2)]
    assert len(placements([1, 2], 7)) == 21
    assert placements([1, 2, 3], 2) == []
    assert placements(range(15), 30) == []
