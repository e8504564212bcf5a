"""The reader over made-up reports in every layout: the numbers or null, never another number."""

from __future__ import annotations

from random import Random

import pytest

from gongkai.report.reading import read_records
from tests.trials import figures
from tests.trials.__main__ import run
from tests.trials.layouts import LAYOUTS, Layout, print_report
from tests.trials.lookalikes import LOOKALIKES

REPORTS = 8
# In eight reports one row that stays open weighs much; `make bench` has the shares of hundreds. Digits run together can
# be cut in several ways, and a cell that is dropped beside blanks can be any: there the numbers are not all told.
LEAST = {
    "text markdown": 99.0,
    "text cell and bar": 98.5,
    "text from pdf": 99.0,
    "text run together": 60,
    "text one line": 98.5,
    "text one line unparted": 98.5,
    "docx numbered": 98.5,
}
SLOW = {"docx": 4, "docx numbered": 4, "xlsx openpyxl": 4, "pdf ruled": 4, "pdf unruled": 4}


@pytest.mark.parametrize("seed", range(12))
def test_made_up_figures_keep_every_sum(seed: int) -> None:
    rng = Random(seed)
    made = figures.draw(rng, ("2019", "2021")[seed % 2], (None, "one", "three")[seed % 3], rng.choice((0.1, 0.5, 0.95)))
    assert figures.broken_sums(made) == []


def test_what_the_sums_give_back() -> None:
    made = figures.draw(Random(1), "2021")
    alone = "requests.granted.natural_person"
    assert figures.determined(made, [alone]) == {alone}
    # four corners of a rectangle can carry a difference round
    corners = [
        f"requests.{row}.{kind}"
        for row in ("granted", "partly_granted")
        for kind in ("natural_person", "legal_service")
    ]
    assert figures.determined(made, corners) == set()
    # ... which its own row sum alone would settle, were one corner known
    assert figures.determined(made, corners[:3]) == set(corners[:3])


def test_a_layout_is_the_same_for_the_same_seed() -> None:
    for layout in LAYOUTS:
        if not layout.name.startswith(("docx", "xlsx")):  # these carry the time they were written
            assert print_report(layout, 3).data == print_report(layout, 3).data, layout.name


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name.replace(" ", "-"))
def test_layout_is_read(layout: Layout) -> None:
    result = run(layout, range(1000, 1000 + SLOW.get(layout.name, REPORTS)))
    told = "\n".join(result.failures[:20])
    assert result.counts["error"] == 0, told
    assert (result.counts["wrong"], result.counts["invented"]) == (0, 0), told
    if result.counts["printed"]:
        least = LEAST.get(layout.name, 99.5)
        assert result.share("read") >= least, f"{result.share('read'):.2f} % read\n{told}"


@pytest.mark.parametrize("name", LOOKALIKES)
def test_lookalike_is_refused(name: str) -> None:
    records = read_records(LOOKALIKES[name](), name)
    assert [record.is_report for record in records] == [False] * len(records)
    assert all(record.reason for record in records)
