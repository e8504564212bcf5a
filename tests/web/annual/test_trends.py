"""Years beside each other: what a report does not say is unknown, and a bar is as high as its number."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from gongkai.report.schema import Report, Source
from gongkai.web.annual.actions import import_report, publish_report
from gongkai.web.annual.trends import HIGH, SERIES, trends
from tests.web.doors.things import REPORT
from tests.web.world import World

pytestmark = pytest.mark.django_db


class Row:
    def __init__(self, year: int, cells: dict[str, Any]) -> None:
        self.year, self.cells = year, cells

    def read(self) -> Report:
        return Report(Source("演示.txt", "0" * 64, "text/plain", 1), year=self.year, cells=self.cells)


def test_a_sum_is_unknown_as_soon_as_a_part_is_and_a_year_without_report_as_well() -> None:
    granted = {"requests.granted.total": 3, "requests.partly_granted.total": 1}
    rows: Any = [
        Row(2021, {"requests.received.total": 10, **granted}),
        Row(2022, {"requests.received.total": 0, "requests.granted.total": 3}),
        Row(2024, {"requests.received.total": 5, **granted}),
    ]
    found = trends(rows)
    assert found is not None
    assert found.years == [2021, 2022, 2023, 2024]
    by_name = {str(series.name): [bar.value for bar in series.bars] for series in found.series}
    assert by_name == {"新收申请": [10, 0, None, 5], "予以公开、部分公开": [4, None, None, 4]}, (
        "what is never known is left out"
    )
    received = found.series[0].bars
    assert [bar.high for bar in received] == [HIGH, 0, 0, HIGH / 2]
    assert len({bar.y + bar.high for bar in received}) == 1, "all stand on one line"
    assert trends(rows[:1]) is None


def test_the_portal_draws_them_with_a_table_for_who_does_not_see(world: World) -> None:
    lead = world.officer("disclosure@civil")
    for year in (2021, 2022):
        publish_report(
            import_report(
                world.agencies["civil"],
                data=REPORT.read_bytes().replace(b"2021", f"{year}".encode()),
                name="a.txt",
                year=year,
                by=lead,
            ),
            by=lead,
        )
    page = Client().get("/a/civil/reports/2022/").content.decode()
    assert page.count('role="img"') == len(SERIES)
    assert "历年的数字" in page
    assert '<rect x="14"' in page
