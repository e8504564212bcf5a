"""A portal with something in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.web.agencies.kinds import Kind, Tier
from gongkai.web.agencies.models import Agency
from gongkai.web.annual.actions import import_report, publish_report
from gongkai.web.annual.models import AnnualReport
from gongkai.web.audit.acts import act
from gongkai.web.portal.caching import KEPT
from tests.web.world import BY, World

SAMPLE = Path(__file__).parents[3] / "samples" / "bureau-2020.docx"


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    KEPT.clear()


@pytest.fixture
def report(world: World) -> AnnualReport:
    officer = world.officer("disclosure@civil")
    row = import_report(world.agencies["civil"], data=SAMPLE.read_bytes(), name=SAMPLE.name, by=officer)
    return publish_report(row, by=officer)


def city(world: World, many: int) -> None:
    """Many agencies more, in two levels."""
    district = world.agencies["district"]
    with act(by=BY) as done:
        for level, above in enumerate((district, world.agencies["civil"])):
            Agency.objects.bulk_create(
                Agency(
                    slug=f"unit-{level}-{number}", name=f"示范单位{level}-{number}（演示）", kind=Kind.DEPARTMENT,
                    tier=Tier.COUNTY, superior=above, path=f"{above.path}7{number:05d}.",
                )
                for number in range(many // 2)
            )  # fmt: skip
        done.note("instance.prepared", of=district.thing)
