"""Which acts of the agency the law wants by a day, and by how many working days one came too late.

What comes too late still counts, or does nothing, as the clock says; here it is only measured, so that whoever records
it can be asked for the reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from gongkai.law.clock import clock
from gongkai.law.clock.articles import CONFIRM, Articles
from gongkai.law.clock.facts import Fact
from gongkai.law.rules import Rules, law_rules
from gongkai.workdays import Calendar
from gongkai.workdays import calendar as working_days


class Late(NamedTuple):
    """``limit`` was the last day, ``days`` the working days since."""

    days: int
    limit: date
    article: str


def lateness(
    facts: Sequence[Fact], new: Fact, *, rules: Rules | None = None, calendar: Calendar | None = None
) -> Late | None:
    """By how much ``new`` is late, after ``facts``; None: it is in time, or the law sets no term for it."""
    rules, days = rules or law_rules(), calendar or working_days()
    arrival = next((fact for fact in facts if fact.kind == "received"), None)
    if arrival is None or new.on < arrival.on:
        return None
    found = _limit([fact for fact in facts if fact.on <= new.on], new, arrival, rules, days)
    if found is None:
        return None
    limit, article = found
    late = days.between(limit, new.on).days if new.on > limit else 0
    return Late(late, limit, article) if late > 0 else None


def _limit(facts: Sequence[Fact], new: Fact, arrival: Fact, rules: Rules, days: Calendar) -> tuple[date, str] | None:
    """The last day for it, and by which article."""
    articles = Articles(rules, new.on)
    if new.kind == "confirmed":
        # Only of ordinary letters the text says when: on the day they come in.
        letter = arrival.channel == "ordinary_mail" and not arrival.misdirected
        return (arrival.on, CONFIRM) if letter else None
    told = clock(facts, new.on, rules=rules, calendar=days)
    if new.kind == "supplement_asked" and told.received is not None:
        return days.add(told.received, rules.days("supplement_notice_days", new.on)).day, articles.supplement
    by = {
        "answered": articles.answer,
        "transferred": "" if new.inside else articles.answer,
        "served": articles.answer if _answered_in_time(facts, rules, days) else "",
        "fee_noticed": articles.fee,
        "extension_approved": articles.extend,
        "extension_noticed": articles.extend,
    }.get(new.kind)
    return (told.due.day, by) if by and told.due is not None else None


def _answered_in_time(facts: Sequence[Fact], rules: Rules, days: Calendar) -> bool:
    """Whether the latest answer was made in time, so that only its sending can be late."""
    answer = max((fact for fact in facts if fact.kind == "answered"), key=lambda fact: fact.on, default=None)
    if answer is None:
        return False
    before = [fact for fact in facts if fact.kind != "served" or fact.on < answer.on]
    return not clock(before, answer.on, rules=rules, calendar=days).late
