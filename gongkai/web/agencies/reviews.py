"""The yearly look at who may still do what: which offices are due. Silence grants nothing new and ends nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet

from gongkai.web.agencies.models import Appointment
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.agencies.terms import held_on, looked_at, year_before


def due_by(officer: Officer, day: date) -> QuerySet[Any]:
    """The offices in the officer's agencies whose review falls due up to a day, longest waiting first."""
    held = Appointment.objects.filter(
        held_on(officer.today), agency__in=officer.where(Permission.MANAGE_OFFICERS), user__is_active=True
    )
    return looked_at(held).filter(looked_at__lte=year_before(day)).order_by("looked_at", "agency__path", "pk")


def reviews_due(officer: Officer) -> QuerySet[Any]:
    """Those overdue today; `.count()` for the inbox."""
    return due_by(officer, officer.today)


def reviews_of_the_year(officer: Officer) -> QuerySet[Any]:
    """Those overdue, or due before the year is out."""
    return due_by(officer, date(officer.today.year, 12, 31))
