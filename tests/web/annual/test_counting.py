"""What the form leaves open is decided by switches (`gongkai/law/data/switches.yaml`), and nothing else changes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from gongkai.law.clock import Fact
from gongkai.web.annual.figures import behind, numbers
from gongkai.web.requests.relating.splitting import split
from tests.web.annual.scene import LAST, THIS, of
from tests.web.requests.scene import done, received
from tests.web.world import World

pytestmark = pytest.mark.django_db
ROWS = ("received", "carried_in", "concluded", "carried_out")


def counted(world: World, year: int) -> tuple[int, ...]:
    found = numbers(of(world, year))
    for row in ROWS:
        cell = f"requests.{row}.total"
        assert behind(of(world, year), cell).rows.count() == found[cell]
    return tuple(int(found[f"requests.{row}.total"]) for row in ROWS)


def choose(path: Path, monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    (path / "law.yaml").write_text(f"switches: {{{said}}}\n", "utf-8")
    monkeypatch.setenv("GONGKAI_LAW", str(path / "law.yaml"))


@pytest.mark.parametrize(
    ("switch", "years"),
    [
        ("", [(0, 0, 0, 0), (1, 0, 0, 1)]),
        ("report_new_request: arrived", [(1, 0, 0, 1), (0, 1, 0, 1)]),
    ],
)
def test_the_year_of_a_request_that_was_confirmed_in_the_next(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, switch: str, years: list[tuple[int, ...]]
) -> None:
    case = received(world, arrived=date(LAST, 12, 30), channel="internet").case
    done(world, case, Fact("confirmed", date(THIS, 1, 5)))
    if switch:
        choose(tmp_path, monkeypatch, switch)
    assert [counted(world, LAST), counted(world, THIS)] == years


@pytest.mark.parametrize(("switch", "expected"), [("", 3), ("report_split: whole", 1)])
def test_parts_count_each_or_the_whole_alone(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, switch: str, expected: int
) -> None:
    case = received(world, arrived=date(THIS, 2, 2)).case
    split(case, ["一（演示）", "二（演示）", "三（演示）"], reason="演示", by=world.officer("disclosure@civil"))
    if switch:
        choose(tmp_path, monkeypatch, switch)
    assert counted(world, THIS) == (expected, 0, 0, expected)
