"""What addresses are about: for each kind one thing in an agency, made when a door asks for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from gongkai.web.agencies.models import Agency
from gongkai.web.annual.actions import import_report, publish_report
from gongkai.web.annual.models import AnnualReport
from tests.web.world import World

REPORT = Path(__file__).parents[3] / "samples" / "tab-rows-2021.txt"


def agency(world: World, of: Agency) -> Agency:
    return of


def annual_report(world: World, of: Agency) -> AnnualReport:
    """A published one; what is not published is `tests/web/annual`'s."""
    officer = world.officer(f"disclosure@{of.slug}")
    report = import_report(of, data=REPORT.read_bytes(), name=REPORT.name, year=2021, by=officer)
    return publish_report(report, by=officer)


THINGS: Mapping[str, Callable[[World, Agency], Any]] = {"agency": agency, "annual_report": annual_report}
