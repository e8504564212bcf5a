"""What a cell's text says: cases as they stand in real tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.report.reading.values import (
    BLANK,
    NOT_APPLICABLE,
    NUMBER,
    TEXT,
    parse_value,
    parse_values,
    scale,
    split_run,
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("　0", 0),
        ("１２", 12),
        ("1,295", 1295),
        ("１，２９５", 1295),
        ("3件", 3),
        ("减3", -3),
        ("--253", -253),
        ("+7", 7),
        ("12.50", 12.5),
        ("12.0", 12),
        ("零", 0),
        ("[bookmark: _GoBack]0", 0),
        ("5\n件", 5),
        ("003", 3),
        ("0012", 12),
    ],
)
def test_a_number(text: str, number: float) -> None:
    value = parse_value(text)
    assert (value.kind, value.number) == (NUMBER, number)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", BLANK),
        (" \u3000\n", BLANK),
        ("/", NOT_APPLICABLE),
        ("— —", NOT_APPLICABLE),
        ("- -", NOT_APPLICABLE),
        ("无", NOT_APPLICABLE),
        ("不涉及", NOT_APPLICABLE),
        ("0000012", TEXT),
        ("000", TEXT),
        ("+03", TEXT),
        ("1 2", TEXT),
        ("1\n2", TEXT),
        ("1,29", TEXT),
        ("2021年", TEXT),
        ("约3件", TEXT),
        ("3、", TEXT),
        ("9" * 16, TEXT),
    ],
)
def test_no_number(text: str, kind: str) -> None:
    assert parse_value(text).kind == kind


@pytest.mark.parametrize(
    ("text", "is_count", "plain"),
    [
        ("3", True, True),
        (" 3 ", True, True),
        ("3件", True, False),
        ("1,295", True, False),
        ("-3", False, True),
        ("减3", False, False),
        ("3.5", False, True),
        ("3万元", False, False),
    ],
)
def test_counts_and_plain_numbers(text: str, is_count: bool, plain: bool) -> None:
    value = parse_value(text)
    assert (value.is_count, value.plain) == (is_count, plain)


def test_money_keeps_its_own_unit() -> None:
    assert parse_value("2358万").unit == "万"
    assert parse_value("12.5人民币元").unit == "元"
    assert scale(12.35, "万元") == 123_500
    assert scale(0.125, "百元") == 12.5


@given(st.text(max_size=40))
def test_any_text_is_one_of_four_kinds(text: str) -> None:
    value = parse_value(text)
    assert value.kind in (BLANK, NOT_APPLICABLE, NUMBER, TEXT)
    assert (value.kind == NUMBER) == (value.number is not None)
    assert parse_values([text, text]) == [value, value]


@given(st.integers(-(10**14), 10**14))
def test_a_printed_integer_is_read(number: int) -> None:
    assert parse_value(str(number)).number == number
    assert parse_value(f"{number:,}").number == number


@pytest.mark.parametrize(
    ("digits", "count", "total", "ways"),
    [
        ("000", 3, False, [(0, 0, 0)]),
        ("123", 3, False, [(1, 2, 3)]),
        ("101", 2, False, [(10, 1)]),
        ("123", 2, False, [(1, 23), (12, 3)]),
        ("1203", 3, True, []),
        ("1012", 3, True, []),
        ("213", 3, True, [(2, 1, 3)]),
        ("10212", 3, True, [(10, 2, 12)]),
        ("12", 3, False, []),
    ],
)
def test_numbers_run_together(digits: str, count: int, total: bool, ways: list[tuple[int, ...]]) -> None:
    assert split_run(digits, count, total=total) == ways


@given(st.lists(st.integers(0, 99), min_size=1, max_size=5))
def test_the_printed_numbers_are_among_the_ways(numbers: list[int]) -> None:
    printed = (*numbers, sum(numbers))
    ways = split_run("".join(map(str, printed)), len(printed), total=True)
    assert printed in ways or not ways  # none where there are too many
