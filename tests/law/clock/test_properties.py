"""What holds for the clock of any request: histories are drawn fact by fact, those that cannot be are left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gongkai.law.citations import check_citation
from gongkai.law.clock import CHANNELS, ROLES, WAYS, Clock, Fact, ImpossibleFacts, changes, clock
from gongkai.law.rules import law_rules
from gongkai.workdays import calendar

DAYS = calendar()
RECEIPTS = st.dates(date(2023, 1, 1), date(2027, 3, 31))
FEW = settings(max_examples=60, deadline=None)

DETAILS: dict[str, dict[str, st.SearchStrategy[object]]] = {
    "confirmed": {},
    "supplement_asked": {"days": st.integers(0, 20)},
    "supplement_notice_received": {},
    "supplement_given": {"reason": st.sampled_from(["", "住院"])},
    "consulted": {"party": st.sampled_from("甲乙丙"), "role": st.sampled_from(list(ROLES))},
    "consultation_received": {"party": st.sampled_from("甲乙丙")},
    "replied": {"party": st.sampled_from("甲乙丙"), "objects": st.booleans()},
    "reasons_asked": {},
    "deferred": {"until": st.dates(date(2027, 1, 1), date(2027, 12, 31))},
    "fee_noticed": {},
    "fee_notice_received": {},
    "fee_paid": {},
    "extension_approved": {"by": st.just("演示负责人"), "days": st.integers(1, 20)},
    "extension_noticed": {},
    "transferred": {"to": st.just("另一机构"), "inside": st.booleans()},
    "override_noticed": {"party": st.sampled_from("甲乙丙")},
    "withdrawn": {},
    "answered": {"outcome": st.sampled_from(["granted", "refused_third_party", "not_processed_petition"])},
    "served": {"way": st.sampled_from(list(WAYS))},
    "arrived": {},
    "released": {},
    "remitted": {
        "by": st.just("演示市人民政府"),
        "until": st.one_of(st.none(), st.dates(date(2027, 6, 1), date(2027, 12, 31))),
    },
}
FOLLOWS = {
    "supplement_asked": ["supplement_notice_received", "supplement_given", "supplement_given"],
    "consulted": ["consultation_received", "replied", "replied"],
    "fee_noticed": ["fee_notice_received", "fee_paid", "fee_paid"],
    "extension_approved": ["extension_noticed", "extension_noticed"],
    "answered": ["served", "served", "released"],
    "served": ["arrived", "remitted"],
    "remitted": ["answered", "consulted"],
}
"""What is likely to come after a kind of fact, so that histories get on."""

ENDS = ["withdrawn", "transferred", "answered", "deferred"]
STARTS = ["supplement_asked", "consulted", "consulted", "fee_noticed", "extension_approved", "reasons_asked"]


@st.composite
def facts_of(draw: st.DrawFn, day: date, kinds: Sequence[str], parties: Sequence[str] = "甲乙丙") -> Fact:
    kind = draw(st.sampled_from(kinds))
    details = draw(st.fixed_dictionaries(DETAILS[kind]))
    if "party" in details:
        details["party"] = draw(st.sampled_from(parties if kind != "consulted" else "甲乙丙"))
    return Fact(kind, day, **details)  # type: ignore[arg-type]


@st.composite
def histories(draw: st.DrawFn) -> list[Fact]:
    """Facts in the order of their days, none of them impossible; what ends a request is drawn seldom."""
    day = draw(RECEIPTS)
    facts = [Fact("received", day, channel=draw(st.sampled_from(list(CHANNELS))), misdirected=draw(st.booleans()))]
    if facts[0].to_confirm and draw(st.integers(0, 5)):
        day += timedelta(draw(st.integers(0, 3)))
        facts.append(Fact("confirmed", day))
    for number in range(draw(st.integers(2, 14))):
        day += timedelta(draw(st.integers(0, 7)))
        kinds = [kind for fact in facts for kind in FOLLOWS.get(fact.kind, [])] + STARTS
        parties = sorted({fact.party for fact in facts if fact.kind == "consulted"}) or "甲"
        fact = draw(facts_of(day, ENDS if number % 5 == 4 else kinds, parties))
        if possible([*facts, fact], day):
            facts.append(fact)
    return facts


def possible(facts: list[Fact], day: date) -> bool:
    try:
        clock(facts, day)
    except ImpossibleFacts:
        return False
    return True


def days_of(facts: list[Fact], more: int = 40) -> list[date]:
    first = facts[0].on
    return [first + timedelta(number) for number in range((facts[-1].on - first).days + more)]


def budget(facts: list[Fact], result: Clock) -> set[int]:
    """20, or 20 and what the extension adds."""
    return {20} | {20 + fact.days for fact in facts if fact.kind == "extension_approved" and fact.on <= result.today}


# --- what is known when -----------------------------------------------------------------------------------------------


@FEW
@given(st.data(), histories())
def test_the_order_of_recording_says_nothing(data: st.DataObject, facts: list[Fact]) -> None:
    today = data.draw(st.sampled_from(days_of(facts)))
    assert clock(data.draw(st.permutations(facts)), today) == clock(facts, today)


@FEW
@given(st.data(), histories())
def test_facts_dated_later_change_nothing(data: st.DataObject, facts: list[Fact]) -> None:
    """Not even those that cannot be."""
    today = data.draw(st.sampled_from(days_of(facts)))
    later = data.draw(facts_of(today + timedelta(data.draw(st.integers(1, 50))), list(DETAILS)))
    assert clock([*facts, later], today) == clock([fact for fact in facts if fact.on <= today], today)


@FEW
@given(st.data(), histories())
def test_a_past_fact_recorded_late_is_in_the_list_of_changes(data: st.DataObject, facts: list[Fact]) -> None:
    late = data.draw(st.sampled_from(facts[1:] or facts))
    before = [fact for fact in facts if fact is not late]
    today = facts[-1].on + timedelta(data.draw(st.integers(0, 40)))
    assume(before and possible(before, today))
    first, second = clock(before, today), clock(facts, today)
    found = changes(first, second)
    assert all(change.before != change.after for change in found)
    told = ("stage", "received", "day0", "due", "due_latest", "used", "late", "closed_on", "closed_as", "notes")
    assert bool(found) == any(getattr(first, name) != getattr(second, name) for name in (*told, "alarm"))


# --- counting ---------------------------------------------------------------------------------------------------------


@FEW
@given(histories())
def test_the_numbers_of_every_day_fit(facts: list[Fact]) -> None:
    for today in days_of(facts):
        result = clock(facts, today)
        deferred = any(fact.kind == "deferred" and fact.on <= today for fact in facts)
        if result.due is None:
            assert result.left is None
            assert result.late == 0
            continue
        assert result.day0 is not None
        assert result.due.day >= result.day0
        if not deferred:
            assert DAYS.day(result.due.day).working
            if not result.late and result.stage != "answered":
                assert result.used + (result.left or 0) in budget(facts, result)
        if result.due_latest is not None:
            assert result.open
            assert result.due.day <= result.due_latest.day
        if result.alarm is not None:
            assert result.alarm <= result.due.day
        assert not (result.late and result.left)


@FEW
@given(histories())
def test_used_days_never_fall_but_at_a_restart(facts: list[Fact]) -> None:
    results = [clock(facts, today) for today in days_of(facts)]
    for before, after in pairwise(results):
        if after.day0 != before.day0:
            assert after.used == 0
        else:
            assert before.used <= after.used <= before.used + 1


PAUSES = st.lists(st.tuples(st.integers(0, 15), st.integers(0, 20)), max_size=3)


def paused(received: date, pauses: Sequence[tuple[int, int]]) -> list[Fact]:
    """A request with an opinion asked for on one day and got some days later, for each pair; parties differ."""
    facts = [Fact("received", received, channel="in_person")]
    for party, (asked, days) in zip("甲乙丙", pauses, strict=False):
        on = received + timedelta(asked)
        facts.append(Fact("consulted", on, party=party, role="third_party"))
        facts.append(Fact("replied", on + timedelta(days), party=party))
    return facts


@given(RECEIPTS, PAUSES, st.integers(0, 20))
def test_due_as_counted_day_by_day(received: date, pauses: list[tuple[int, int]], days: int) -> None:
    """The formula of Articles 30 to 34, counted the slow way."""
    facts = paused(received, pauses)
    out = {received + timedelta(asked + number) for asked, length in pauses for number in range(1, length + 1)}
    if days:
        facts += [Fact("extension_approved", received, by="演示", days=days), Fact("extension_noticed", received)]
    counted, day = 0, received
    while counted < 20 + days:
        day += timedelta(1)
        counted += DAYS.day(day).working and day not in out
    result = clock(facts, received + timedelta(60))
    assert result.due is not None
    assert result.due.day == day


@given(RECEIPTS, PAUSES.filter(bool), st.integers(1, 30))
def test_a_longer_consultation_never_makes_it_due_earlier(
    received: date, pauses: list[tuple[int, int]], more: int
) -> None:
    (asked, days), *others = pauses
    today = received + timedelta(70)
    before = clock(paused(received, pauses), today).due
    after = clock(paused(received, [(asked, days + more), *others]), today).due
    assert before is not None
    assert after is not None
    assert after.day >= before.day


@given(RECEIPTS, PAUSES, st.integers(1, 20), st.integers(0, 60))
def test_an_extension_adds_its_days(received: date, pauses: list[tuple[int, int]], days: int, told: int) -> None:
    """Whenever it is told in time: so many working days later, and later still for pauses in between."""
    facts = paused(received, pauses)
    without = clock(facts, received + timedelta(70)).due
    assert without is not None
    on = received + timedelta(told)
    assume(on <= without.day)
    facts += [Fact("extension_approved", on, by="演示", days=days), Fact("extension_noticed", on)]
    due = clock(facts, received + timedelta(70)).due
    assert due is not None
    added = DAYS.add(without.day, days).day
    if all(received + timedelta(asked + length) <= without.day for asked, length in pauses):
        assert due.day == added
    else:
        assert due.day >= added


# --- the explanation --------------------------------------------------------------------------------------------------


@FEW
@given(st.data(), histories())
def test_the_explanation_is_whole(data: st.DataObject, facts: list[Fact]) -> None:
    today = data.draw(st.sampled_from(days_of(facts)))
    result = clock(facts, today)
    lines = result.explanation
    assert [line.day for line in lines] == [lines[0].day + timedelta(number) for number in range(len(lines))]
    assert lines[0].day == facts[0].on
    number = 0
    for line in lines:
        assert line.reason
        if line.number is not None:
            assert line.number == (number + 1 if line.number else 0)
            number = line.number
        if line.number == 0 or "不计" in line.reason or "未经" in line.reason:
            check_citation(line.article, law_rules().documents)
    if result.day0 is not None:
        last = [line.day for line in lines if line.number == 0][-1]
        assert last == result.day0
        shown = [line for line in lines if line.number and not line.lapsed and line.day <= until(result)]
        assert len(shown) == min(result.used, number)
    if result.due is not None and not result.closed_on and "deferred" not in {fact.kind for fact in facts}:
        (due,) = [line for line in lines if line.day == result.due.day]
        assert due.number in budget(facts, result)


def until(result: Clock) -> date:
    """Today, or the day of the answer; the days after it are shown up to the due day."""
    answered = [line.day for line in result.explanation if "答复之日" in line.reason]
    return min([result.today, *answered])


@FEW
@given(st.data(), histories())
def test_every_article_may_be_cited(data: st.DataObject, facts: list[Fact]) -> None:
    result = clock(facts, data.draw(st.sampled_from(days_of(facts))))
    articles = {item.article for item in (*result.duties, *result.rights, *result.notes, *result.explanation)}
    for article in articles:
        if not re.match(r"国办发", article):  # the number of a notice of holidays
            check_citation(article, law_rules().documents)


@FEW
@given(st.data(), histories())
def test_what_is_impossible_says_by_which_article(data: st.DataObject, facts: list[Fact]) -> None:
    fact = data.draw(facts_of(facts[-1].on, list(DETAILS)))
    assume(not possible([*facts, fact], fact.on))
    with pytest.raises(ImpossibleFacts) as refused:
        clock([*facts, fact], fact.on)
    assert check_citation(refused.value.article, law_rules().documents) in str(refused.value)
