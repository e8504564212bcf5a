"""The ground: writes happen inside acts, the gate narrows, an office permits."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency, Appointment, Kind, Tier
from gongkai.web.agencies.officers import NotPermitted, Officer
from gongkai.web.agencies.permissions import Permission, Role
from gongkai.web.audit.acts import NothingNoted, act
from gongkai.web.audit.models import Event, WrittenAroundItsAction
from gongkai.web.audit.notes import Actor
from gongkai.web.visibility import Level

BY = Actor("测试（演示）")
DAY = date(2026, 3, 2)


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


@pytest.mark.django_db
def test_an_office_permits_in_its_agency_and_where_it_says_so_below() -> None:
    district, bureau, other = agency("d", "1."), agency("b", "1.2."), agency("o", "3.")
    with act(by=BY) as done:
        user = User.objects.create(username="u", name="甲（演示）")
        Appointment.objects.create(user=user, agency=district, role=Role.SUPERVISOR, subtree=True, since=DAY)
        Appointment.objects.create(user=user, agency=bureau, role=Role.HANDLER, since=DAY)
        done.note("user.appointed", of=user.thing)
    officer = Officer(user, today=DAY)
    assert officer.may(Permission.SUPERVISE, bureau)
    assert not officer.may(Permission.SUPERVISE, other)
    assert not officer.may(Permission.DRAFT, district)
    assert set(officer.where(Permission.DRAFT)) == {bureau}
    assert officer.agencies(Level.SEALED) is None
    with pytest.raises(NotPermitted, match="d"):
        officer.require(Permission.DRAFT, district)
    assert Officer(user, today=date(2026, 3, 1)).appointments == []
