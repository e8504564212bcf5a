"""Which offices are held on a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from gongkai.web.agencies.models import Appointment
from gongkai.web.agencies.permissions import Role


def year_before(day: date) -> date:
    """The same day a year before; of 29 February the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def held_on(day: date) -> Q:
    """Begun, and not ended."""
    return Q(since__lte=day) & (Q(until=None) | Q(until__gt=day))


def not_over(day: date) -> Q:
    """Held, or to be held."""
    return Q(until=None) | Q(until__gt=day)


def looked_at(offices: QuerySet[Appointment]) -> QuerySet[Any]:
    """Offices with the day of their last review, or else of their beginning, as `looked_at`."""
    return offices.annotate(looked_at=Coalesce("reviewed", "since"))


def in_force(offices: QuerySet[Appointment], day: date) -> QuerySet[Appointment]:
    """Those held on a day.

    Where the operator wants it (REVIEW_GRACE_DAYS), an office whose yearly review is long overdue permits nothing
    until it is made; 系统管理 goes on, for whoever makes it.
    """
    held = offices.filter(held_on(day))
    if not settings.REVIEW_GRACE_DAYS:
        return held
    latest = year_before(day) - timedelta(days=settings.REVIEW_GRACE_DAYS)
    return looked_at(held).filter(Q(looked_at__gt=latest) | Q(role=Role.ADMINISTRATOR))
