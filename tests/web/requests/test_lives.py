"""Random lives: what is stored of a request is what the law's clock says of its facts, whatever was done to it when.

A few hundred lives each time; `GONGKAI_LIVES=5000` for as many as one likes.
"""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import date, timedelta
from random import Random

import pytest

from gongkai.law.clock import Fact, clock
from gongkai.web.audit.models import Event
from gongkai.web.requests import counting
from gongkai.web.requests.actions import record, strike
from gongkai.web.requests.acts import OF_PARTIES, offers, probe
from gongkai.web.requests.models import ApplicantKind, Case, RecordedFact, Told
from gongkai.web.requests.standing import facts_of, tell_anew, told
from gongkai.web.workflow.refusals import Refused
from tests.web.requests.scene import received
from tests.web.world import TODAY, World

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LIVES, PARTS = int(os.environ.get("GONGKAI_LIVES", "200")), 4
#: In a life so many days pass at most between two acts, and so many acts are tried.
LONGEST, TRIED = 25, 9
OUTCOMES = ("granted", "partly_granted", "refused_third_party", "unavailable_not_held", "not_processed_repeated")
WHO = {"draft": "handler@civil", "disclose": "disclosure@civil", "approve": "approver@civil"}


def live(world: World, chance: Random) -> Case:
    """A request to which what the clock allows happens on days by chance, now and then what it does not; some of what
    was recorded is struck out."""
    day = date(2024, 1, 2) + timedelta(days=chance.randrange(500))
    channel, kind = chance.choice(["in_person", "internet", "ordinary_mail"]), chance.choice(list(ApplicantKind))
    case = received(world, arrived=day, channel=channel, kind=kind).case
    for _act in range(TRIED):
        day = min(day + timedelta(days=chance.randrange(LONGEST)), TODAY)
        facts = facts_of(Case.objects.get(pk=case.pk))
        able = [offer for offer in offers(facts, day) if not offer.reason]
        chosen = chance.choice(able or list(offers(facts, day)))
        party = chosen.parties[0] if chosen.act.fact in OF_PARTIES and chosen.parties else ""
        fact = probe(chosen.act.fact, day, party)
        if fact.kind == "answered":
            fact = Fact("answered", day, outcome=chance.choice(OUTCOMES))
        before = Event.objects.count()
        try:
            record(case, fact, by=world.officer(WHO[chosen.act.who.value]), reason="演示")
        except Refused:
            assert Event.objects.count() == before, "what is refused leaves no trace"
        if chance.random() < 0.1:
            _strike(world, case, chance)
    return case


def _strike(world: World, case: Case, chance: Random) -> None:
    rows = list(RecordedFact.objects.filter(case=case, struck=None).exclude(kind="received"))
    if not rows:
        return
    with suppress(Refused):  # the rest would not hold together without it
        strike(chance.choice(rows), reason="演示", by=world.officer("disclosure@civil"))


@pytest.mark.parametrize("part", range(PARTS))
def test_what_is_stored_is_what_the_clock_says(part: int, world: World) -> None:
    chance = Random(part)
    cases = [live(world, chance) for _life in range(LIVES // PARTS)]
    tell_anew(TODAY)
    seen = set()
    for case in Case.objects.filter(pk__in=[case.pk for case in cases]).select_related("told"):
        facts = facts_of(case)
        pure, said = clock(facts, TODAY), case.told
        wanted = told(case, facts, TODAY)
        for field in Told._meta.fields:
            if field.name != "day":  # of what has ended nothing is asked again
                assert getattr(said, field.attname) == getattr(wanted, field.attname), (case.number, field.name, facts)
        assert (said.stage, said.due) == (pure.stage, pure.due.day if pure.due else None)
        assert (said.counted_on is not None) == bool(said.ended), "nothing was decided anew"
        seen.add(said.stage)
    assert len(seen) >= 4, seen
    _balanced()


def _balanced() -> None:
    """In every year what is new and what was carried in is what was concluded and what is carried out."""
    kinds, carried = [kind.value for kind in ApplicantKind], dict.fromkeys(ApplicantKind.values, 0)
    for year in (2024, 2025, 2026):
        found = counting.table(Told.objects.all(), year)
        for kind in kinds:
            new, brought, done, left = (
                found.get((row, kind), 0)
                for row in (counting.RECEIVED, counting.CARRIED_IN, counting.CONCLUDED, counting.CARRIED_OUT)
            )
            assert new + brought == done + left, (year, kind)
            assert brought == carried[kind], "what the year before carried out"
            carried[kind] = left
