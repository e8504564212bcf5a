"""The ground: writes happen inside acts, the gate narrows, an office permits."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.web.agencies.kinds import Kind, Tier
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import NotPermitted
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.acts import NothingNoted, act
from gongkai.web.audit.models import Event, WrittenAroundItsAction
from gongkai.web.audit.notes import Actor
from gongkai.web.visibility import Level
from tests.web.world import World

BY = Actor("测试（演示）")


def agency(slug: str, path: str) -> Agency:
    with act(by=BY) as done:
        row = Agency.objects.create(slug=slug, name=slug, kind=Kind.DEPARTMENT, tier=Tier.COUNTY, path=path)
        done.note("agency.founded", of=row.thing, agency=row.holder)
    return row


@pytest.mark.django_db
def test_a_write_outside_an_act_is_refused() -> None:
    with pytest.raises(WrittenAroundItsAction):
        Agency.objects.create(slug="a", name="a", kind=Kind.DEPARTMENT, tier=Tier.COUNTY, path="1.")
    with pytest.raises(WrittenAroundItsAction):
        Agency.objects.update(name="b")


@pytest.mark.django_db
def test_an_act_that_notes_nothing_leaves_nothing() -> None:
    with pytest.raises(NothingNoted), act(by=BY):
        Agency.objects.create(slug="a", name="a", kind=Kind.DEPARTMENT, tier=Tier.COUNTY, path="1.")
    assert not Agency.objects.exists()


@pytest.mark.django_db
def test_events_of_a_chain_hang_together() -> None:
    first = agency("a", "1.")
    with act(by=BY) as done:
        done.note("agency.renamed", of=first.thing, agency=first.holder)
        done.note("agency.closed", of=first.thing, agency=first.holder)
    events = list(Event.objects.filter(chain=first.holder.chain).order_by("number"))
    assert [event.number for event in events] == [1, 2, 3]
    assert [event.previous for event in events] == ["", events[0].digest, events[1].digest]


def test_an_office_permits_in_its_agency_and_where_it_says_so_below(world: World) -> None:
    lead, handler, civil = world.officer("supervisor@district"), world.officer("handler@civil"), world.agencies["civil"]
    assert lead.may(Permission.SUPERVISE, world.agencies["welfare"])
    assert not lead.may(Permission.SUPERVISE, world.agencies["neighbour-civil"])
    assert not lead.may(Permission.DRAFT, civil)
    assert set(handler.where(Permission.DRAFT)) == {civil}
    assert handler.agencies(Level.SEALED) is None
    with pytest.raises(NotPermitted, match="城东街道"):
        handler.require(Permission.DRAFT, world.agencies["street"])
    assert world.officer("handler@civil", today=date(2019, 12, 31)).appointments == []


def test_the_desk_is_for_officers(world: World) -> None:
    assert world.client("handler@civil").get("/desk/").status_code == 200
    assert world.client().get("/desk/").status_code == 302
    assert world.client().get("/").status_code == 200
