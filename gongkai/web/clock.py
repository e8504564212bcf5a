"""What time it is for an act and its event. The demo tells of past months, done by the same actions on their days.

Nowhere but in a demo does this differ from the clock of the machine, and never does it run ahead.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time

from django.conf import settings
from django.utils import timezone

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


class NoOtherTime(RuntimeError):
    """Somebody wanted to act at a time that is not now, outside a demo or in the future."""


def now() -> datetime:
    """The time at which what is done now is done."""
    return _told.get() or timezone.now()


def today() -> date:
    """The day on which what is done now is done, where the instance is."""
    return timezone.localdate(now())


def begin_of(day: date) -> datetime:
    """Its first moment, where the instance is: what an index on moments is asked by."""
    return timezone.make_aware(datetime.combine(day, time.min))


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Do what follows at a moment of the past, in a demo."""
    if not settings.DEMO or moment > timezone.now():
        raise NoOtherTime(f"{moment:%Y-%m-%d %H:%M}")
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)
