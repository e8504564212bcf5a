"""What a unit published is what it filed, or it is said where they differ."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.web.annual import bounded
from gongkai.web.annual.actions import import_report, publish_report
from gongkai.web.annual.collecting.published import beside, differing
from gongkai.web.annual.models import AnnualReport, Filing
from gongkai.web.annual.papers import paper
from tests.web.annual.collected import LEAD, RECEIVED, accepted, of, opened, report
from tests.web.annual.scene import LAST
from tests.web.world import World

pytestmark = pytest.mark.django_db
UNIT = "disclosure@civil"


@pytest.fixture(autouse=True)
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongkai.web.annual.received.records", bounded.read)
    monkeypatch.setattr(
        "gongkai.web.annual.delivering.actions.many", lambda found: [bounded.read(load(), name) for name, load in found]
    )


def published_elsewhere(world: World, filing: Filing, **more: int) -> AnnualReport:
    """Brought in by the unit as it stands on its own page."""
    by, said = world.officer(UNIT), report(filing.agency.name, **more)
    row = import_report(filing.agency, data=paper(said, "docx"), name="公布的.docx", year=LAST, by=by)
    return publish_report(row, by=by)


def test_figures_that_differ_are_named_to_both(world: World) -> None:
    row = opened(world)
    filing = accepted(world, of(row, "civil"))
    published_elsewhere(world, filing, requests__received__natural_person=4, requests__granted__natural_person=4)
    public = beside(filing)
    assert public is not None
    found = {one.cell: (one.filed, one.published) for one in public.cells}
    assert found[RECEIVED] == (3, 4)
    assert found["requests.concluded.total"] == (3, 4)
    assert set(public.sections) == set()
    desk = world.client(LEAD)
    board = desk.get(f"/desk/annual/collecting/district/{LAST}/?state=differing").content.decode()
    assert f"公布的有{len(found)}格不同" in board
    assert "示范区人民政府办公室（演示）</a>" not in board
    for who in (LEAD, UNIT):
        page = world.client(who).get(f"/desk/annual/filings/{filing.pk}/").content.decode()
        assert "公布的与报送的不同" in page


def test_the_same_report_in_another_format_is_the_same(world: World) -> None:
    filing = accepted(world, of(opened(world), "civil"))
    published_elsewhere(world, filing)
    public = beside(filing)
    assert public is not None
    assert public.same
    assert differing(filing.collection) == {}
    page = world.client(LEAD).get(f"/desk/annual/filings/{filing.pk}/").content.decode()
    assert "公布的与报送的不同" not in page


def test_other_words_are_named_by_their_section(world: World) -> None:
    filing = accepted(world, of(opened(world), "civil"))
    by, said = world.officer(UNIT), report(filing.agency.name)
    said.sections["五"] = "主要问题是公开不够及时。（演示）"
    data = paper(said, "docx")
    publish_report(import_report(filing.agency, data=data, name="a.docx", year=LAST, by=by), by=by)
    public = beside(filing)
    assert public is not None
    assert (public.cells, public.sections) == ([], ["五"])


def test_nothing_filed_or_nothing_public_is_no_difference(world: World) -> None:
    row = opened(world)
    assert beside(accepted(world, of(row, "office"))) is None
    published_elsewhere(world, of(row, "civil"))
    assert beside(of(row, "civil")) is None
    assert differing(row) == {}


def test_differences_of_many_take_two_queries(world: World) -> None:
    row = opened(world)
    published_elsewhere(world, accepted(world, of(row, "civil")), requests__received__legal_service=1)
    accepted(world, of(row, "office"))
    with CaptureQueriesContext(connection) as queries:
        assert len(differing(row)) == 1
    assert len(queries) == 2
