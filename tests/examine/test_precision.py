"""What was published by real offices is let through: no error anywhere, and few other findings."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.examine import examine_file
from tests.conftest import ROOT

SAMPLES = sorted(path for path in (ROOT / "samples").rglob("*") if path.is_file())


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_sample_has_no_error(path: Path) -> None:
    assert [item for item in examine_file(path.read_bytes(), path.name) if item.severity == "error"] == []


def test_real_reports_have_no_error_and_few_warnings(shared: Path) -> None:
    paths = [*sorted((shared / "annual-reports" / "reports").iterdir()), *sorted((shared / "law").iterdir())]
    found = [item for path in paths for item in examine_file(path.read_bytes(), path.name)]
    assert len(paths) >= 8
    assert [item for item in found if item.severity == "error"] == []
    assert len([item for item in found if item.severity == "warn"]) <= 1
