"""Published reports beside each other: ranks, what stands out, shared prose; public ones only, in few queries."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.report.schema import Report, Source
from gongkai.web.agencies.kinds import Kind, Tier
from gongkai.web.agencies.models import Agency
from gongkai.web.annual.comparing.alike import Alike, alike, index
from gongkai.web.annual.comparing.reading import Show, compared
from gongkai.web.annual.comparing.statistics import growth, scores, spread
from gongkai.web.annual.measures import MEASURES
from gongkai.web.annual.models import AnnualReport, State
from gongkai.web.audit.acts import act
from tests.web.world import BY, World

pytestmark = pytest.mark.django_db
PROSE = "本年度主动公开工作扎实推进，围绕民生保障、养老服务、社会救助等重点领域及时发布信息（演示）。" * 4
OTHER = "全年共组织培训三次，修订指南一次，开展自查两轮，对栏目设置和内容更新进行了全面梳理（演示）。" * 4


def published(agency: Agency, year: int, cells: dict[str, Any], prose: str = "", errors: int = 0) -> AnnualReport:
    report = Report(Source("演示", "0" * 64, "text/plain", 1), year=year, cells=cells, sections={"一": prose})
    with act(by=BY) as done:
        row: AnnualReport = AnnualReport.objects.create(
            agency=agency, year=year, record=report.as_dict(), cells=cells, state=State.PUBLISHED, level="public",
            errors=errors, sha256="0" * 64, imported=timezone.now(), published=timezone.now(),
        )  # fmt: skip
        index(row, report.sections)
        done.note("annual.published", of=row.thing, agency=agency.holder, new={"sha256": "0"})
    return row


def cells(received: int | None, concluded: int = 10, granted: int = 8) -> dict[str, Any]:
    found = {"received": received, "concluded": concluded, "granted": granted, "partly_granted": 0}
    return {f"requests.{name}.total": value for name, value in found.items()}


@pytest.fixture
def units(world: World) -> list[Agency]:
    """Nine offices of the district."""
    above = world.agencies["district"]
    said = {"kind": Kind.DEPARTMENT, "tier": Tier.COUNTY, "superior": above}
    with act(by=BY) as done:
        made = [
            Agency.objects.create(slug=f"unit-{n}", name=f"示范区演示{n}局", path=f"{above.path}9{n:03d}.", **said)
            for n in range(9)
        ]
        done.note("instance.prepared", of=above.thing)
    return made


def test_a_share_of_nothing_is_none_and_a_sum_with_an_unknown_part_unknown() -> None:
    share, granted = MEASURES["granted_share"], MEASURES["granted"]
    assert share.value(cells(1, concluded=0, granted=0)) is None
    assert share.value(cells(1, concluded=12, granted=8)) == 66.7
    assert granted.value({"requests.granted.total": 3}) is None


def test_ranks_quartiles_and_how_far_out() -> None:
    found = spread([3, None, 1, 3, 8, 5])
    assert found is not None
    assert (found.least, found.middle, found.most) == (1, 3, 8)
    assert [found.rank(value) for value in (8, 5, 3, 1)] == [1, 2, 3, 5]
    assert spread([None]) is None
    assert scores([5, 6, 5, 7, 6, None, 60])[-2:] == [0.0, pytest.approx(0.6745 * 54)]
    assert scores([1, 2, 3]) == [0.0] * 3, "too few to say"
    assert scores([4] * 6) == [0.0] * 6
    assert scores([0] * 8 + [9])[-1] > 3.5, "where the typical distance is 0, the mean one says it"
    assert growth(9, 19) == pytest.approx(-growth(19, 9))  # type: ignore[operator]
    assert growth(None, 3) is None


def test_errors_come_first_then_what_is_farthest_out(units: list[Agency]) -> None:
    for number, agency in enumerate(units):
        published(agency, 2024, cells(20 + number))
        published(
            agency,
            2025,
            cells(400 if number == 3 else 20 + number, granted=1 if number == 5 else 8),
            errors=number == 7,
        )
    found = compared(Agency.objects.filter(pk__in=[one.pk for one in units]), 2025)
    said = [(one.unit.name[-2:], one.kind, str(one.name)) for one in found.anomalies]
    assert said[0] == ("7局", "errors", "")
    assert ("3局", "outlier", "新收申请") in said
    assert ("3局", "jump", "新收申请") in said
    assert ("5局", "outlier", "公开率（%）") in said
    assert {name for name, _kind, _measure in said} == {"3局", "5局", "7局"}
    assert found.spreads["received"].rank(400) == 1  # type: ignore[union-attr]


def test_the_pages_ask_as_much_for_many_as_for_few(world: World, units: list[Agency]) -> None:
    client, costs = world.client("handler@civil"), []
    for more in (units[:2], units[2:]):
        for agency in more:
            published(agency, 2025, cells(10), PROSE)
        client.get("/desk/annual/compare/?under=district")
        with CaptureQueriesContext(connection) as asked:
            page = client.get("/desk/annual/compare/?under=district&by=received").content.decode()
        costs.append(len(asked))
    assert costs[0] == costs[1]
    assert all(agency.name in page for agency in units)
    sheet = client.get("/desk/annual/compare/units.csv?under=district").content.decode("utf-8-sig").splitlines()
    assert len(sheet) == 10
    assert client.get("/desk/annual/compare/units.pdf").status_code == 404
    alone = client.get("/desk/annual/compare/unit-0/").content.decode()
    assert "第一部分与" in alone
    assert 'class="strip"' not in alone, "where all are equal there is nothing to draw"


def test_what_is_not_published_is_compared_by_nobody(world: World, units: list[Agency]) -> None:
    row = published(units[0], 2025, cells(10), PROSE)
    with act(by=BY) as done:
        row.state, row.level, row.published = State.IMPORTED, "internal", None
        row.save()
        done.note("annual.published", of=row.thing, agency=units[0].holder, new={"sha256": "0"})
    client = world.client("disclosure@civil")
    assert "还没有公布的年度报告" in client.get("/desk/annual/compare/").content.decode()
    assert client.get("/desk/annual/compare/unit-0/").status_code == 404
    assert alike(units[1].pk, 2025, {"一": PROSE}) == []


def test_shared_prose_is_found_also_when_it_was_edited_and_other_prose_is_not(units: list[Agency]) -> None:
    published(units[0], 2025, cells(1), PROSE.replace("养老服务", "儿童福利", 1))
    published(units[1], 2024, cells(1), PROSE)
    published(units[2], 2025, cells(1), OTHER)
    published(units[3], 2022, cells(1), PROSE)
    found = alike(units[4].pk, 2025, {"一": PROSE, "五": PROSE, "六": "短"})
    assert [(one.slug, one.year) for one in found] == [("unit-1", 2024), ("unit-0", 2025)]
    assert found[0] == Alike("一", "unit-1", units[1].name, 2024, 100)
    assert alike(units[0].pk, 2025, {"一": PROSE})[0].slug == "unit-1", "one's own report is left out"


def test_what_is_compared_is_kept_until_anything_public_changes(units: list[Agency]) -> None:
    for unit in units[:2]:
        published(unit, 2025, cells(5))
    compared(Agency.objects.all(), 2025)
    with CaptureQueriesContext(connection) as queries:
        assert len(compared(Agency.objects.all(), 2025).units) == 2
    assert len(queries) == 1, "the public version"
    published(units[2], 2025, cells(7))
    assert [unit.values["received"] for unit in compared(Agency.objects.all(), 2025).units] == [5, 5, 7]
    assert not compared(Agency.objects.filter(kind=Kind.OFFICE), 2025).units, "another choice"


def test_a_table_says_numbers_changes_ranks_or_shares(world: World, units: list[Agency]) -> None:
    for number, unit in enumerate(units[:4]):
        published(unit, 2025, cells(10 * (number + 1)))
        published(unit, 2024, cells(15 if number else None))
    found, client = compared(Agency.objects.filter(slug__startswith="unit"), 2025), world.client("handler@civil")
    said = {show: [found.shown(unit, "received", show) for unit in found.units] for show in Show}
    assert said == {
        Show.NUMBER: [10, 20, 30, 40], Show.CHANGE: [None, 5, 15, 25], Show.RANK: [4, 3, 2, 1],
        Show.SHARE: [10.0, 20.0, 30.0, 40.0],
    }  # fmt: skip
    assert found.shown(found.units[0], "granted_share", Show.SHARE) is None, "no share of shares"
    for show, first in ((Show.CHANGE, "25"), (Show.RANK, "1"), (Show.SHARE, "40.0")):
        sheet = client.get(f"/desk/annual/compare/units.csv?under=district&show={show}&by=received").content.decode()
        name, value, *_others = sheet.splitlines()[1].split(",")
        assert (name, value) == ("示范区演示3局", first)
    page = client.get("/desk/annual/compare/?under=district&show=change").content.decode()
    assert "中位数</th>" not in page


def test_a_units_sheet_is_handed_on(world: World, units: list[Agency]) -> None:
    for number, unit in enumerate(units[:4]):
        published(unit, 2025, cells(10 * (number + 1)))
    client = world.client("handler@civil")
    lines = client.get("/desk/annual/compare/unit-1/unit.csv").content.decode("utf-8-sig").splitlines()
    assert lines[:2] == ["指标,本年,上年,位次,单位数,占各单位合计（%）,中位数", "新收申请,20,,3,4,20,25"]
    assert client.get("/desk/annual/compare/unit-1/unit.xlsx").status_code == 200
    assert client.get("/desk/annual/compare/unit-8/unit.csv").status_code == 404, "nothing of it is public"


def test_a_government_does_not_stand_out_among_departments(world: World, units: list[Agency]) -> None:
    for number, unit in enumerate(units):
        published(unit, 2025, cells(10 + number))
    published(world.agencies["district"], 2025, cells(4000))
    found = compared(Agency.objects.all(), 2025)
    assert found.anomalies == []
    published(world.agencies["civil"], 2025, cells(4000))
    assert [one.unit.slug for one in compared(Agency.objects.all(), 2025).anomalies] == ["civil"]
