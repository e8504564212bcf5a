"""The six real reports say what a careful reader has transcribed: every cell, and nothing besides."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gongkai.report.reading import read_records
from tests.expected import expected, said

REPORTS = [
    "000_6b538c12f4eda164.txt",
    "001_c430893fbea2ae1b.txt",
    "002_76d98d904843aa38.txt",
    "003_661fbc7c25e971f6.txt",
    "004_07ea97a0e0dbb2b9.txt",
    "hongze_2023.pdf",
]


@pytest.mark.shared
@pytest.mark.parametrize("name", REPORTS)
def test_an_original_reads_as_the_gold_says(name: str, shared: Path) -> None:
    folder = shared / "annual-reports"
    gold = json.loads((folder / "gold" / name).with_suffix(".json").read_text("utf-8"))
    records = list(read_records((folder / "reports" / name).read_bytes(), name))
    assert [said(record) for record in records] == [expected(gold)]


@pytest.mark.shared
def test_no_original_is_left_out(shared: Path) -> None:
    assert sorted(path.name for path in (shared / "annual-reports" / "reports").iterdir()) == REPORTS
