"""By when an agency publishes of its own accord: 《条例》第二十六条, unless another law says otherwise."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from gongkai.law.rules import Rules, law_rules
from gongkai.workdays import Calendar, CalendarError, calendar

LIMIT = "publication_days"
#: No term of so many working days is longer than this in days.
_LONGEST = timedelta(400)


class PublicationDue(NamedTuple):
    """The last day, whether a notice on holidays may still move it, and the article that sets it."""

    day: date
    provisional: bool
    source: str


class Otherwise(NamedTuple):
    """法律、法规另有规定的，从其规定: the last day by another law, and its article as an officer wrote it."""

    day: date
    source: str


def publication_due(
    formed: date, *, otherwise: Otherwise | None = None, rules: Rules | None = None, within: Calendar | None = None
) -> PublicationDue | None:
    """The last day for what was formed or changed on a day; None where no rule at hand reaches that day.

    The day of forming is not counted; the term ends with its last working day.
    """
    if otherwise is not None:
        return PublicationDue(otherwise.day, False, otherwise.source)
    rules = rules or law_rules()
    if formed < rules.limits[LIMIT].values[0].from_:
        return None
    try:
        due = (within or calendar()).add(formed, rules.days(LIMIT, formed))
    except CalendarError:  # a year written wrongly, beyond what can be computed
        return None
    return PublicationDue(due.day, due.provisional, rules.source(LIMIT, formed))


def last_late(today: date, *, rules: Rules | None = None, within: Calendar | None = None) -> date:
    """The last day of forming whose term is over today: what was formed up to then and is not public is late."""
    rules, days = rules or law_rules(), within or calendar()
    low, high = max(today - _LONGEST, rules.limits[LIMIT].values[0].from_, days.first), today
    while low < high:  # the later it is formed, the later it is due
        middle = low + (high - low + timedelta(1)) // 2
        due = publication_due(middle, rules=rules, within=days)
        if due is not None and due.day < today:
            low = middle
        else:
            high = middle - timedelta(1)
    return low


def days_left(due: date, today: date, *, within: Calendar | None = None) -> int | None:
    """Working days after today up to the last day; negative: since when it is late. None where no calendar reaches."""
    try:
        return (within or calendar()).between(today, due).days
    except CalendarError:  # before the first notice, or a year written wrongly
        return None
