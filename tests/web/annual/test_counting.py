"""What the form leaves open is decided by switches (`gongkai/law/data/switches.yaml`), and nothing else changes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from gongkai.law.clock import Fact
from gongkai.web.annual.figures import behind, numbers
from gongkai.web.requests.fees.reckoning import paid_by
from gongkai.web.requests.letters.actions import send
from gongkai.web.requests.relating.splitting import split
from tests.web.annual.scene import LAST, THIS, begun, of
from tests.web.requests.scene import done, drafted, received, set_up, signed
from tests.web.world import TODAY, World

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


@pytest.mark.parametrize(("switch", "expected"), [("", 0), ("report_processing_fees: paid", 100)])
def test_what_was_paid_for_requests_is_a_fee_by_the_list_or_by_itself(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, switch: str, expected: int
) -> None:
    set_up(world)
    cases = [received(world).case for _time in range(11)]
    notice = drafted(world, cases[-1], "fee", {"fee_payment": "凭缴款码缴纳（演示）"})
    send(signed(world, notice), way="post", on=TODAY, by=world.officer("handler@civil"))
    done(world, cases[-1], Fact("fee_paid", TODAY))
    if switch:
        choose(tmp_path, monkeypatch, switch)
    cell = "disclosure.fees.amount"
    assert numbers(of(world, THIS))[cell] == expected
    assert numbers(of(world, LAST))[cell] == 0
    paid = behind(of(world, THIS), cell).paid
    assert sum(map(paid_by, paid)) == expected if paid is not None else expected == 0
    begun(world, THIS)
    page = world.client("disclosure@civil").get(f"/desk/annual/civil/{THIS}/cells/{cell}/").content.decode()
    assert (f"{cases[-1].number}</a>，信息处理费100元" in page) is bool(switch)
