"""When something is late, and when it is due soon: what the inbox and the page of supervision agree on."""

from __future__ import annotations

from datetime import date

from django.db.models import DateField, Q, Value
from django.db.models.functions import Coalesce, Least

from gongkai.law.publication import days_left
from gongkai.workdays import add_workdays

#: Steps take a few days each, so soon is what has to be done by the end of the next working day.
SOON_WORKDAYS = 1
_NEVER = Value(date.max, output_field=DateField())

#: The day by which it has to be done: that of the step or of the whole, whichever comes first.
TERM = Least(Coalesce("due", _NEVER), Coalesce("deadline", _NEVER))


def soon(today: date) -> date:
    """The last day that is soon."""
    return add_workdays(today, SOON_WORKDAYS).day


def due_by(day: date) -> Q:
    """Whatever has to be done by that day or had to be before."""
    return Q(due__lte=day) | Q(deadline__lte=day)


def late(today: date) -> Q:
    return Q(due__lt=today) | Q(deadline__lt=today)


def days_late(term: date, today: date) -> int:
    """Working days since the term; 0: it is not over, or no calendar reaches it."""
    return max(-(days_left(term, today) or 0), 0) if term < today else 0
