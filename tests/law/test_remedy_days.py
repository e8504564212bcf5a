"""The last days of remedies (rule 25), as a lawyer reads them in remedy_days.yaml."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gongkai.law.loading import read_yaml
from gongkai.law.remedies import last_day
from gongkai.law.rules import law_rules

FILE = Path(__file__).parent / "remedy_days.yaml"
LIMITS = {
    "reconsideration": "reconsideration_days",
    "suit": "suit_months",
    "after": "suit_after_reconsideration_days",
}


@pytest.mark.parametrize("case", read_yaml(FILE.read_text("utf-8"), FILE.name), ids=lambda case: case["case"])
def test_case(case: dict[str, Any]) -> None:
    start = case["arrived"] if "arrived" in case else case["silent_since"]
    assert set(case) <= {"case", "arrived", "silent_since", *LIMITS}
    for key in set(case) & set(LIMITS):
        limit = law_rules().limits[LIMITS[key]]
        assert last_day(start, limit.on(start).value, limit.unit).day == case[key]


@pytest.mark.parametrize(("option", "due"), [("next_workday", date(2026, 12, 14)), ("stays", date(2026, 12, 12))])
def test_a_switch_says_whether_a_last_day_off_gives_way(option: str, due: date) -> None:
    rules = law_rules()
    rules = replace(rules, chosen={**rules.chosen, "remedy_last_day_off": option})
    assert last_day(date(2026, 10, 13), 60, "日", rules=rules).day == due
