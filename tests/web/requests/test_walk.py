"""Every state × every act × every role: what the table and the clock say is what is offered, and what is done.

The states are found by walking: from a receipt, whatever the clock allows is done, act after act, and each state in
which other acts are possible is kept once.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

import pytest
from django.db import transaction
from django.test import Client

from gongkai.law.clock import Fact, clock
from gongkai.web import clock as time
from gongkai.web.agencies.officers import NotPermitted
from gongkai.web.agencies.permissions import GRANTS, Role
from gongkai.web.audit.acts import act
from gongkai.web.audit.models import Event
from gongkai.web.requests.actions import record
from gongkai.web.requests.acts import OF_PARTIES, Act, offers, probe, table
from gongkai.web.requests.models import Case, RecordedFact
from gongkai.web.requests.models.facts import said_of
from gongkai.web.requests.standing import facts_of, told
from gongkai.web.workflow.refusals import Refused
from tests.web.requests.scene import received
from tests.web.world import BY, TODAY, World

pytestmark = [pytest.mark.django_db, pytest.mark.once]
#: So many acts after the receipt; each of them a day after the one before.
DEEP, BEGAN = 3, TODAY - timedelta(days=9)
#: Who asks for it: everybody of the agency, of its neighbour, of those above.
ROLES = ("handler@civil", "reviewer@civil", "secrecy@civil", "approver@civil", "disclosure@civil",
         "supervisor@district", "administrator@district", "disclosure@neighbour-civil")  # fmt: skip
State = tuple[Fact, ...]
#: The states are walked in so many parts, each in a world of its own.
GROUPS = 6


def possible(facts: State, day: date) -> dict[str, Fact]:
    """The acts that the clock allows on a day, and what they would record."""
    found = {}
    for offer in offers(facts, day):
        if not offer.reason:
            party = offer.parties[0] if offer.act.fact in OF_PARTIES else ""
            found[offer.act.fact] = probe(offer.act.fact, day, party)
    return found


@cache
def states() -> list[State]:
    """One of each kind of state: by its stage and by what is possible in it today."""
    kept: dict[object, State] = {}
    edge: list[State] = [(Fact("received", BEGAN, channel=channel),) for channel in ("in_person", "internet")]
    for depth in range(DEEP + 1):
        grown: list[State] = []
        for facts in edge:
            kind = (clock(facts, TODAY).stage, frozenset(possible(facts, TODAY)))
            if kind not in kept:
                kept[kind] = facts
                day = BEGAN + timedelta(days=depth + 1)
                grown += [(*facts, fact) for fact in possible(facts, day).values()]
        edge = grown
    return list(kept.values())


def put(world: World, facts: State) -> Case:
    """A request in that state, as the acts would have left it."""
    case = received(world, arrived=facts[0].on, channel=facts[0].channel).case
    with act(by=BY) as prepared:
        for fact in facts[1:]:
            RecordedFact.objects.create(
                case=case, kind=fact.kind, on=fact.on, said=said_of(fact), recorded=case.entered
            )
        told(case, facts, TODAY).save()
        prepared.note("test.prepared", of=case.thing)
    found: Case = Case.objects.select_related("agency", "told").get(pk=case.pk)
    return found


def may(name: str, one: Act) -> bool:
    role, slug = name.split("@")
    return slug == "civil" and one.who in GRANTS[Role(role)]


def test_the_walk_comes_everywhere() -> None:
    reached = {clock(facts, TODAY).stage for facts in states()}
    assert reached >= {"unconfirmed", "running", "supplement", "payment", "consulting", "decided", "answered", "closed"}
    done = {kind for facts in states() for kind in possible(facts, TODAY)}
    assert set(table().acts) - done <= {"override_noticed", "released", "arrived"}, "some act was never possible"


@pytest.mark.parametrize("group", range(GROUPS))
def test_what_is_done_is_what_table_and_clock_say(group: int, world: World) -> None:
    assert [wrong for facts in states()[group::GROUPS] for wrong in done_otherwise(world, facts)] == []


def done_otherwise(world: World, facts: State) -> list[tuple[str, str, str, bool]]:
    """Who did what that they should not, or could not do what they should, in a state."""
    case, able, wrong = put(world, facts), possible(facts, TODAY), []
    for name in ROLES:
        officer = world.officer(name)
        for one in table().acts.values():
            fact = able.get(one.fact) or probe(one.fact, TODAY, "—" if one.fact in OF_PARTIES else "")
            expected = may(name, one) and one.fact in able
            before = Event.objects.count()
            with transaction.atomic():
                try:
                    record(case, fact, by=officer, reason="演示")
                except (Refused, NotPermitted):
                    assert Event.objects.count() == before
                    done = False
                else:
                    done = True
                    assert one.fact in {kept.kind for kept in facts_of(Case.objects.get(pk=case.pk))}
                    transaction.set_rollback(True)
            if done != expected:
                wrong.append((clock(facts, TODAY).stage, name, one.fact, done))
    return wrong


@pytest.mark.parametrize("group", range(GROUPS))
def test_what_the_page_offers_is_what_can_be_done(group: int, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "today", lambda: TODAY)
    clients = {name: world.client(f"{name}@civil") for name in ("handler", "reviewer", "disclosure", "approver")}
    for facts in states()[group::GROUPS]:
        check_page(world, facts, clients)


def check_page(world: World, facts: State, clients: Mapping[str, Client]) -> None:
    case, able = put(world, facts), possible(facts, TODAY)
    for name, client in clients.items():
        page = client.get(f"/desk/requests/{case.pk}/")
        offered = {offer.act.fact for offer, _form in page.context["possible"]}
        wanted = {kind for kind in able if may(f"{name}@civil", table().acts[kind]) and not table().acts[kind].own}
        assert offered == wanted, name
        refused = {offer.act.fact for offer in page.context["impossible"]}
        shown = {kind for kind, act in table().acts.items() if not act.own}
        assert offered | refused == shown, "each act is offered, or it is said why not"
        assert all(offer.reason for offer in page.context["impossible"])


def test_what_has_a_page_of_its_own_has_no_other_door(world: World) -> None:
    own = [kind for kind, act in table().acts.items() if act.own]
    case = put(world, (Fact("received", BEGAN, channel="internet"),))
    assert own
    for kind in own:
        answer = world.client("handler@civil").post(
            f"/desk/requests/{case.pk}/record/{kind}/", {"on": TODAY.isoformat()}
        )
        assert answer.status_code == 404
