"""The samples read as a careful reader would read them, and their tables are those of the originals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gongkai.report.editions import load_edition
from gongkai.report.reading import read_records
from tests.expected import expected, said

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
FILES = sorted(path.name for path in SAMPLES.iterdir() if path.is_file() and path.name != "README.md")
EXPECTED: dict[str, dict[str, Any]] = {
    path.name.removesuffix(".json"): json.loads(path.read_text("utf-8")) for path in (SAMPLES / "expected").iterdir()
}
REPORTS = sorted(name for name, data in EXPECTED.items() if data.get("is_report", True))
LOOK_ALIKES = sorted(set(EXPECTED) - set(REPORTS))

ORIGINALS = {
    "tab-rows-2021.txt": "000_6b538c12f4eda164",
    "cell-per-tab-line-2021.txt": "001_c430893fbea2ae1b",
    "cell-per-line-2020.txt": "002_76d98d904843aa38",
    "no-year-in-title-2019.txt": "003_661fbc7c25e971f6",
    "six-of-seven-2021.txt": "004_07ea97a0e0dbb2b9",
}


def test_every_sample_has_its_expectation() -> None:
    assert sorted(EXPECTED) == FILES


@pytest.mark.parametrize("name", FILES)
def test_every_sample_is_explained(name: str) -> None:
    assert f"`{name}`" in (SAMPLES / "README.md").read_text("utf-8")


@pytest.mark.parametrize("name", REPORTS)
def test_expected_cells_are_cells_of_the_edition(name: str) -> None:
    assert set(EXPECTED[name]["cells"]) <= set(load_edition(EXPECTED[name]["edition"]).cells)


@pytest.mark.parametrize("name", REPORTS)
def test_a_sample_reads_right(name: str) -> None:
    records = list(read_records((SAMPLES / name).read_bytes(), name))
    assert [said(record) for record in records] == [expected(EXPECTED[name])]


@pytest.mark.parametrize("name", LOOK_ALIKES)
def test_a_look_alike_is_refused(name: str) -> None:
    (record,) = read_records((SAMPLES / name).read_bytes(), name)
    assert not record.is_report
    assert not record.unreadable
    assert record.reason


@pytest.mark.shared
@pytest.mark.parametrize(("name", "original"), ORIGINALS.items())
def test_tables_are_those_of_the_original_line_for_line(name: str, original: str, shared: Path) -> None:
    """From the heading of section 二 to that of section 五; only the prose and the names are ours."""
    lines = _tables(shared / "annual-reports" / "reports" / f"{original}.txt")
    assert len(lines) > 40
    assert _tables(SAMPLES / name) == lines


@pytest.mark.shared
@pytest.mark.parametrize(("name", "original"), ORIGINALS.items())
def test_cells_are_those_of_the_original(name: str, original: str, shared: Path) -> None:
    gold = json.loads((shared / "annual-reports" / "gold" / f"{original}.json").read_text("utf-8"))
    assert EXPECTED[name]["cells"] == gold["cells"]


@pytest.mark.shared
@pytest.mark.parametrize(("name", "original"), ORIGINALS.items())
def test_prose_is_not_that_of_the_original(name: str, original: str, shared: Path) -> None:
    theirs = (shared / "annual-reports" / "reports" / f"{original}.txt").read_text("utf-8").split("\n")
    ours = (SAMPLES / name).read_text("utf-8").split("\n")
    assert not {line for line in theirs if len(line) > 40} & set(ours) - set(_tables(SAMPLES / name))


def _tables(path: Path) -> list[str]:
    lines = path.read_bytes().decode("utf-8").split("\n")
    return lines[lines.index("二、主动公开政府信息情况") : lines.index("五、存在的主要问题及改进情况")]
