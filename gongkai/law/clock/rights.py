"""What the applicant can do, until when: against an answer once it has arrived, or against silence (25)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from gongkai.law.clock.course import Course
from gongkai.law.remedies import FREE, SILENCE, Agency, Remedies, remedies
from gongkai.law.rules import Rules
from gongkai.workdays import Calendar, DueDay

_AGENCY = Agency("", "department")
"""Only terms and order are asked for, and they are those of every kind of agency."""


class Right(NamedTuple):
    """``begins`` is the first day counted and ``by`` the last; both None while the day of service is not known."""

    what: str
    begins: date | None
    by: DueDay | None
    article: str
    first: bool = False
    """Whether it comes before any suit (复议前置), against the whole of what was done."""


def rights_of(course: Course, due: DueDay | None, late: int, rules: Rules, days: Calendar) -> tuple[Right, ...]:
    """The applicant's remedies, that which comes first before the others; none before an answer or its due date."""
    if course.service is None and due is not None and late:
        return tuple(_rights(remedies(SILENCE, _AGENCY, due.day, served=due, rules=rules, calendar=days)))
    answer = course.answer
    if answer is None or course.sent is None:
        return ()
    outcome = answer.outcome or FREE  # moved to another organ: the applicant was told where to apply
    return tuple(_rights(remedies(outcome, _AGENCY, answer.on, served=course.arrived, rules=rules, calendar=days)))


def _rights(found: Remedies) -> Iterator[Right]:
    term = found.reconsideration
    article = f"{found.source}、{term.source}"
    if found.first:
        part = "对不予公开的部分，" if found.in_part else ""
        yield Right(f"{part}应当先申请行政复议", term.begins, term.due, article, first=not found.in_part)
        after = found.suit_after
        what = f"对行政复议决定不服的，自收到之日起{after.amount}{after.unit}内提起行政诉讼"
        yield Right(what, None, None, after.source)
    else:
        yield Right("可以申请行政复议", term.begins, term.due, article)
    if (suit := found.suit) is not None:
        part = "对其他内容，" if found.first else ""
        yield Right(f"{part}可以直接提起行政诉讼", suit.begins, suit.due, suit.source)
