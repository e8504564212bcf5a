"""How far an opinion that was asked for has come."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.law.clock import Consulted, Fact, clock

FACTS = [
    Fact("received", date(2026, 9, 18), channel="in_person"),
    Fact("consulted", date(2026, 9, 21), party="演示公司", role="third_party"),
    Fact("consulted", date(2026, 9, 21), party="规划科（演示）", role="inside"),
]
RECEIVED = Fact("consultation_received", date(2026, 9, 22), party="演示公司")
#: 15 working days after it.
LAST = date(2026, 10, 20)


def one(day: date, *more: Fact) -> Consulted:
    (found,) = clock([*FACTS, *more], day).consulted
    return found


def test_without_a_day_of_receipt_no_last_day_is_known() -> None:
    found = one(date(2026, 9, 22))
    assert (found.party, found.by, found.over) == ("演示公司", None, False)


@pytest.mark.parametrize(("day", "silent"), [(LAST, False), (date(2026, 10, 21), True)])
def test_after_its_term_it_is_silent(day: date, silent: bool) -> None:
    found = one(day, RECEIVED)
    assert (found.by, found.silent) == (LAST, silent)


def test_who_objects_is_told_before_it_is_published() -> None:
    reply = Fact("replied", date(2026, 9, 28), party="演示公司", objects=True)
    assert one(date(2026, 9, 28), RECEIVED, reply)[5:] == (True, True, True, False)
    told = Fact("override_noticed", date(2026, 9, 29), party="演示公司")
    assert one(date(2026, 9, 29), RECEIVED, reply, told).told
