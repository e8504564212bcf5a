"""文号: a series for each agency, kind and year, strict and without gaps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.letters import LetterError, next_number

PATTERN = "演民公复〔{year}〕{n}号"


def test_the_first_of_a_year_is_1() -> None:
    assert next_number(PATTERN, 2026) == "演民公复〔2026〕1号"
    assert next_number(PATTERN, 2027, ["演民公复〔2026〕1号", "演民公延〔2027〕1号"]) == "演民公复〔2027〕1号"


@given(st.integers(0, 300), st.randoms())
def test_the_next_follows_whatever_the_order(count: int, random: object) -> None:
    used = [f"演民公复〔2026〕{n}号" for n in range(1, count + 1)]
    random.shuffle(used)  # type: ignore[attr-defined]
    assert next_number(PATTERN, 2026, used) == f"演民公复〔2026〕{count + 1}号"


@pytest.mark.parametrize(
    ("used", "message"),
    [
        ([1, 3], "缺2号"),
        ([2], "缺1号"),
        ([1, 2, 2], "2号重复"),
    ],
)
def test_gaps_and_doubles_are_refused(used: list[int], message: str) -> None:
    with pytest.raises(LetterError, match=message):
        next_number(PATTERN, 2026, [f"演民公复〔2026〕{n}号" for n in used])


@pytest.mark.parametrize(
    "pattern", ["演民公复({year}){n}号", "演民公复〔{year}〕第{n}号", "〔{year}〕{n}号", "演民公复〔2026〕{n}号", ""]
)
def test_patterns_are_strict(pattern: str) -> None:
    with pytest.raises(LetterError, match="文号格式不对"):
        next_number(pattern, 2026)


def test_a_used_number_that_is_none_is_named() -> None:
    with pytest.raises(LetterError, match="文号写法不对：演民公复2026-1"):
        next_number(PATTERN, 2026, ["演民公复2026-1"])
