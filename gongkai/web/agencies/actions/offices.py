"""What becomes of the offices held in an agency that ceases to be.

They end, or go on elsewhere, today and not on the day of the closing: what officers did until now they did by right.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from gongkai.web.agencies.models import Agency, Appointment
from gongkai.web.audit.notes import Act


def end_offices(done: Act, agency: Agency, *, today: date) -> list[Appointment]:
    """All offices held in the agency, or to be held, end."""
    ended = list(agency.appointments.filter(Q(until=None) | Q(until__gt=today)).select_related("user"))
    for office in ended:
        office.until = max(today, office.since)
        office.save(update_fields=["until"])
        done.note(
            "user.dismissed",
            of=office.user.thing,
            agency=agency.holder,
            old={"role": office.get_role_display(), "agency": agency.name},
            new={"until": office.until.isoformat()},
        )
    return ended


def move_offices(done: Act, agency: Agency, into: Agency, *, today: date) -> None:
    """They end, and begin in the other agency, except where the same person holds the same there already."""
    there = {(office.user_id, office.role) for office in into.appointments.filter(until=None)}
    for office in end_offices(done, agency, today=today):
        if (office.user_id, office.role) in there:
            continue
        there.add((office.user_id, office.role))
        since = max(today, office.since)
        Appointment.objects.create(
            user=office.user,
            agency=into,
            role=office.role,
            subtree=office.subtree,
            since=since,
            reviewed=office.reviewed,
        )
        done.note(
            "user.appointed",
            of=office.user.thing,
            agency=into.holder,
            new={"role": office.get_role_display(), "agency": into.name, "since": since.isoformat()},
        )
