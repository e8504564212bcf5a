"""Where a request stands: the law's clock over the facts that are recorded of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from django.db import transaction
from django.db.models import QuerySet, prefetch_related_objects

from gongkai.law.clock import Clock, Fact, clock, in_order
from gongkai.web.requests.models import Case, Told

OVER = frozenset({"answered", "closed"})
#: So many requests are told anew at a time.
BATCH = 500


def facts_of(case: Case) -> list[Fact]:
    """What is recorded of a case and not struck out; of those fetched with it, where they were."""
    return [row.fact for row in case.facts.all() if row.struck is None]


def nameless(facts: Sequence[Fact]) -> list[Fact]:
    """The same without the names of who was consulted, for whoever does not need them."""
    parties = dict.fromkeys(fact.party for fact in facts if fact.party)
    names = {party: f"{number}" for number, party in enumerate(parties, 1)}
    return [replace(fact, party=names[fact.party]) if fact.party else fact for fact in facts]


def clock_of(case: Case, today: date) -> Clock:
    """The clock of a case on a day."""
    return clock(facts_of(case), today)


def told(case: Case, facts: Sequence[Fact], today: date) -> Told:
    """What the clock says of a case by these facts, for the lists; not saved yet.

    :raises ImpossibleFacts: where they do not hold together.
    """
    said = clock(facts, today)
    counted_on, counted_as = _first_answer(facts, said)
    return Told(
        case=case,
        agency_id=case.agency_id,
        level=case.level,
        kind=case.applicant_kind,
        channel=case.channel,
        day=today,
        stage=said.stage,
        arrived=next(fact.on for fact in facts if fact.kind == "received"),
        received=said.received,
        due=said.due.day if said.due else None,
        provisional=bool(said.due and said.due.provisional),
        late=said.late,
        ended=_ended(said, facts),
        outcome=said.closed_as or _outcome(_since_decision(in_order(facts))),
        counted_on=counted_on,
        counted_as=counted_as,
    )


def _first_answer(facts: Sequence[Fact], said: Clock) -> tuple[date | None, str]:
    """When a request was first closed, and as which row of 表三: what was decided of it afterwards is left out."""
    known = in_order(facts)
    decisions = [place for place, fact in enumerate(known) if fact.kind == "remitted"]
    # Where the agency was silent until it was ordered to answer, the first answer comes after a decision.
    stretches = [(known[:place], clock(known[:place], known[place].on)) for place in decisions]
    for before, then in [*stretches, (known, said)]:
        if (ended := _ended(then, before)) is not None:
            return ended, then.closed_as or _outcome(before)
    return None, ""


def _since_decision(known: Sequence[Fact]) -> Sequence[Fact]:
    """What came after the last decision that had the request dealt with anew: an answer before it is set aside."""
    decided = [place for place, fact in enumerate(known) if fact.kind == "remitted"]
    return known[decided[-1] :] if decided else known


def tell_anew(today: date) -> int:
    """Ask the clock of every open request again that was asked on an earlier day; how many there were."""
    old, count = Told.objects.filter(ended=None, day__lt=today), 0
    while old.exists():  # most of the time there are none, and it takes no lock
        count += _batch_anew(old, today)
    return count


def _batch_anew(old: QuerySet[Told], today: date) -> int:
    """Held from before their facts are read until they are written: what an act says meanwhile is written after this,
    and stays."""
    with transaction.atomic():
        rows = list(old.order_by("pk").select_for_update(of=("self",)).select_related("case")[:BATCH])
        cases = [row.case for row in rows]
        prefetch_related_objects(cases, "facts")
        fields = [field.name for field in Told._meta.fields if not field.primary_key]
        made = [told(case, facts_of(case), today) for case in cases]
        Told.objects.bulk_create(made, update_conflicts=True, unique_fields=["case"], update_fields=fields)
    return len(rows)


def _outcome(facts: Iterable[Fact]) -> str:
    """The row of 表三 of the latest answer of these, in order; what another organ has is （四）1 here."""
    said = [fact for fact in facts if fact.kind == "answered" or (fact.kind == "transferred" and not fact.inside)]
    if not said:
        return ""
    last = said[-1]
    return last.outcome if last.kind == "answered" else "unavailable_not_held"


def _ended(said: Clock, facts: Sequence[Fact]) -> date | None:
    if said.stage not in OVER:
        return None
    return said.closed_on or max(fact.on for fact in facts if fact.kind in ("answered", "transferred"))
