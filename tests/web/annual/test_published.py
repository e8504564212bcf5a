"""What a unit published is what it filed, or it is said where they differ; and what waits is on the first page."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.web import clock
from gongkai.web.annual import bounded
from gongkai.web.annual.actions import import_report, publish_report
from gongkai.web.annual.collecting import actions
from gongkai.web.annual.collecting.fetching import ask_for
from gongkai.web.annual.collecting.published import beside, differing
from gongkai.web.annual.collecting.waiting import of_leads, of_units
from gongkai.web.annual.delivering.actions import deliver, read
from gongkai.web.annual.delivering.unpacking import Sent
from gongkai.web.annual.models import AnnualReport, Filing
from gongkai.web.annual.papers import paper
from gongkai.web.audit.acts import act as audited
from gongkai.web.files.intake import receive
from tests.web.annual.collected import LEAD, RECEIVED, accepted, of, opened, report, sent
from tests.web.annual.scene import LAST, THIS
from tests.web.world import BY, TODAY, World

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


def said(world: World, who: str, *, today: date = TODAY) -> list[tuple[str, bool]]:
    by = world.officer(who, today=today)
    return [(one.text, one.grave) for one in (*of_units(by), *of_leads(by))]


def test_the_first_page_says_what_waits_for_a_unit(world: World) -> None:
    row = opened(world)
    name = f"示范区民政局（演示）{LAST}年年度报告报送"
    day = f"{THIS}年1月31日"
    assert said(world, UNIT, today=row.due - timedelta(days=20)) == []
    assert said(world, UNIT, today=row.due) == [(f"“{name}”请在{day}前报送。", False)]
    assert said(world, UNIT) == [(f"“{name}”已过报送期限（{day}）。", True)]
    filing = sent(world, of(row, "civil"))
    assert said(world, UNIT) == []
    lead = world.officer(LEAD)
    actions.remark(filing, "请核对（演示）", by=lead)
    actions.give_back(filing, by=lead)
    assert said(world, UNIT) == [(f"“{name}”被退回，有1条意见，请更正后重新报送。", True)]
    page = world.client(UNIT).get("/desk/").content.decode()
    assert f'href="/desk/annual/filings/{filing.pk}/"' in page
    accepted(world, filing, {"requests.received.legal_service": 1, "requests.granted.legal_service": 1})
    assert said(world, UNIT) == [(f"“{name}”已被接收，可以公布（《条例》第四十九条）。", False)]


def test_the_first_page_says_what_waits_for_the_lead_office(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    assert said(world, LEAD) == [
        (
            f"还没有开始收集“示范区人民政府（演示）”所属单位{LAST}年的年度报告（1月31日前公布，《条例》第四十九条）。",
            False,
        )
    ]
    assert said(world, LEAD, today=date(THIS, 6, 1)) == []
    row, lead = opened(world), world.officer(LEAD)
    sent(world, of(row, "civil"))
    received = receive([paper(report("外区水务局（演示）"), "docx")], name="a.docx")
    list(read(deliver(row, [Sent("a.docx", received)], by=lead), by=lead))
    fetching = ask_for(of(row, "office"), "https://unit.example/a.html", by=lead)
    with audited(by=BY) as done:
        fetching.ended, fetching.failure = clock.now(), "网页不存在（演示）"
        fetching.save()
        done.note("test.prepared", of=row.thing)
    assert said(world, LEAD) == [
        (f"“{row}”有1份等您接收或者退回。", False),
        ("批量报送的年度报告有1份等您确认单位。", False),
        (f"“示范区人民政府办公室（演示）{LAST}年年度报告报送”没有抓取成功，请看原因。", False),
    ]
    sent(world, of(row, "office"))
    assert len(said(world, LEAD)) == 2, "it came in another way"
    assert said(world, "supervisor@neighbour") == [
        (
            f"还没有开始收集“邻区人民政府（演示）”所属单位{LAST}年的年度报告（1月31日前公布，《条例》第四十九条）。",
            False,
        )
    ]


def test_the_first_page_asks_as_much_for_many_units_as_for_few(world: World) -> None:
    row, costs = opened(world), []
    for slug in ("office", "civil", "street"):
        sent(world, of(row, slug))
        with CaptureQueriesContext(connection) as queries:
            list(of_leads(world.officer(LEAD)))
        costs.append(len(queries))
    assert costs[1] == costs[2]
