"""What is published otherwise than it was filed is flagged, with both numbers, and by as many queries for many."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.report.schema import Report
from gongkai.web.annual import bounded
from gongkai.web.annual.actions import import_report, publish_report
from gongkai.web.annual.collecting import actions, standing
from gongkai.web.annual.collecting.filing import file_made
from gongkai.web.annual.differing.comparing import difference
from gongkai.web.annual.making.actions import adjust, write
from gongkai.web.annual.making.anew import begin_anew
from gongkai.web.annual.models import AnnualReport, Compilation, Divergence, Filing, FilingState
from gongkai.web.annual.papers import paper
from gongkai.web.audit.acts import act as audited
from gongkai.web.audit.models import Event
from gongkai.web.desk.daily.waiting import waiting
from tests.web.annual.collected import GRANTED, LEAD, RECEIVED, accepted, of, opened, report, sent
from tests.web.annual.scene import LAST, SIGNED, a_year, act, begun
from tests.web.world import BY, TODAY, World

pytestmark = pytest.mark.django_db
UNIT = "disclosure@civil"
FOUR = {"requests__received__natural_person": 4, "requests__granted__natural_person": 4}
BOARD = f"/desk/annual/collecting/district/{LAST}/"


@pytest.fixture(autouse=True)
def read_here() -> Any:
    """A process for each reading takes its second; test_collecting has it."""
    with patch("gongkai.web.annual.received.records", bounded.read):
        yield


def published(world: World, said: Report, form: str = "docx") -> AnnualReport:
    """Brought in by the unit as a document of its own, and published."""
    by, agency = world.officer(UNIT), world.agencies["civil"]
    return publish_report(import_report(agency, data=paper(said, form), name=f"年报.{form}", year=LAST, by=by), by=by)


def cells(filing: Filing) -> dict[str, list[int]] | None:
    row = Divergence.objects.filter(filing=filing).first()
    return None if row is None else {id_: pair for id_, pair in row.cells.items() if id_ in (RECEIVED, GRANTED)}


@pytest.mark.once
def test_an_unknown_number_is_no_0_and_a_line_break_no_other_prose() -> None:
    one = report("演示局")
    other = replace(one, cells={**one.cells, RECEIVED: None}, sections={"一": "按照规定\n 公开政府信息。(演示)"})
    found = difference(one, other)
    assert dict(found.cells) == {RECEIVED: (3, None)}
    assert found.sections == ("五", "六")
    assert not difference(one, replace(one, cells={**one.cells, "not.printed": None}))


def test_a_unit_that_publishes_other_figures_is_shown_to_both_sides_and_nobody_else(world: World) -> None:
    filing = accepted(world, of(opened(world), "civil"))
    assert standing.standing(filing.collection, TODAY).differing == 0
    published(world, report(filing.agency.name, **FOUR))
    assert cells(filing) == {RECEIVED: [3, 4], GRANTED: [3, 4]}
    assert of(filing.collection, "civil").state == FilingState.PUBLISHED, "by whichever way it went out"
    page = f"/desk/annual/filings/{filing.pk}/"
    for name in (LEAD, UNIT):
        text = re.sub(r"<[^>]+>", " ", world.client(name).get(page).content.decode())
        assert re.search(r"新收政府信息公开申请数量\S*\s+3\s+4\s", text), name
        assert "只有文字不同" not in text
    lead = world.client(LEAD)
    assert "公布的有6格不同" in lead.get(BOARD).content.decode()
    assert page in (narrow := lead.get(f"{BOARD}?state=differing").content.decode())
    assert f"/desk/annual/filings/{of(filing.collection, 'office').pk}/" not in narrow
    told = [one for one in waiting(world.officer(LEAD), TODAY) if "不同" in one.text]
    assert [(one.address, one.due) for one in told] == [(page, None)]
    assert [one.address for one in waiting(world.officer(UNIT), TODAY)] == [page]
    (event,) = Event.objects.filter(verb="filing.diverged")
    assert event.new["sections"] == 0
    assert world.client("disclosure@neighbour-civil").get(page).status_code == 404


def test_other_prose_alone_is_said_so_and_the_same_from_another_file_is_nothing(world: World) -> None:
    filing = accepted(world, of(opened(world), "civil"))
    said = report(filing.agency.name)
    for form in ("pdf", "xlsx"):
        published(world, said, form)
        assert not Divergence.objects.exists(), form
    published(world, replace(said, sections={**said.sections, "五": "主要问题是公开不够及时。（演示）"}))
    assert (cells(filing), Divergence.objects.get().sections) == ({}, ["五"])
    text = world.client(LEAD).get(f"/desk/annual/filings/{filing.pk}/").content.decode()
    assert "数字都一致，只有文字不同" in text
    assert "文字不同的部分：五" in text
    assert "公布的文字不同" in world.client(LEAD).get(BOARD).content.decode()


def test_it_is_looked_at_with_every_act_and_goes_when_it_is_mended(world: World) -> None:
    filing, lead = of(opened(world), "civil"), world.officer(LEAD)
    published(world, report(filing.agency.name, **FOUR))
    assert cells(filing) is None, "nothing is filed yet"
    filing = sent(world, filing)
    assert cells(filing) == {RECEIVED: [3, 4], GRANTED: [3, 4]}, "who judges it sees it"
    filing = actions.accept(filing, by=lead)
    assert filing.state == FilingState.PUBLISHED
    assert cells(filing) == {RECEIVED: [3, 4], GRANTED: [3, 4]}
    actions.remark(filing, "请按公布的重新报送（演示）", by=lead)
    filing = actions.give_back(filing, by=lead)
    assert cells(filing) is None
    filing = actions.accept(sent(world, filing, **FOUR), by=lead)
    assert cells(filing) is None, "filed again as it was published"
    by = world.officer(UNIT)
    import_report(filing.agency, data=paper(report(filing.agency.name), "docx"), name="年报.docx", year=LAST, by=by)
    assert cells(filing) is None, "another document is there, and nothing public"
    publish_report(AnnualReport.objects.get(), by=by)
    assert cells(filing) == {RECEIVED: [4, 3], GRANTED: [4, 3]}


def test_a_report_that_was_made_here_is_the_same_until_it_is_made_anew(world: World) -> None:
    a_year(world)
    filing, making = of(opened(world), "civil"), begun(world)
    act(world, making, *SIGNED)
    filing = actions.accept(file_made(filing, by=world.officer(UNIT)), by=world.officer(LEAD))
    act(world, making, ("publish", UNIT))
    filing.refresh_from_db()
    assert (filing.state, cells(filing)) == (FilingState.PUBLISHED, None)
    making = begin_anew(Compilation.objects.get(), reason="漏记1件（演示）", by=world.officer(UNIT))
    adjust(making, "review.upheld", 1, reason="补记1件（演示）", by=world.officer(UNIT))
    making.refresh_from_db()
    sections = {**making.sections, "六": "本报告公布后更正过一次。（演示）"}
    write(making, sections, version=making.version, by=world.officer(UNIT))
    act(world, making, *SIGNED)
    assert cells(filing) is None, "what is public is still what was accepted"
    act(world, making, ("publish", UNIT))
    row = Divergence.objects.get()
    assert row.cells["review.upheld"] == [0, 1]
    assert row.sections == ["六"]
    page = world.client(UNIT).get(f"/desk/annual/civil/{LAST}/").content.decode()
    assert "公布的与报送的不同" in page
    assert f"/desk/annual/filings/{filing.pk}/cells/review.upheld/" in page


def test_board_and_publishing_cost_the_same_for_many_units(world: World) -> None:
    row, lead, boards, acts = opened(world), world.client(LEAD), [], []
    for slug in ("civil", "office", "street"):
        filing = accepted(world, of(row, slug))
        if slug != "civil":
            with audited(by=BY) as done:
                public = AnnualReport.objects.get(agency__slug="civil")
                Divergence.objects.create(filing=filing, number=1, report=public, sections=["五"], made=public.imported)
                done.note("test.prepared", of=filing.thing)
        with CaptureQueriesContext(connection) as queries:
            published(world, report("示范区民政局（演示）", requests__received__natural_person=5 + len(acts)))
        acts.append(len(queries))
        with CaptureQueriesContext(connection) as queries:
            assert lead.get(f"{BOARD}?state=differing").status_code == 200
        boards.append(len(queries))
    assert boards[0] == boards[2]
    assert acts[1] == acts[2]
