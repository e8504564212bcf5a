"""Who stands in for whom on a day. A deputy acts in the deputy's own name, so four eyes stay four."""

from __future__ import annotations

from datetime import date

from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Absence, Appointment
from gongkai.web.agencies.permissions import NOT_DEPUTISED


def on(day: date) -> dict[str, date]:
    """The absences of a day, as a lookup."""
    return {"since__lte": day, "until__gte": day}


def deputised(offices: list[Appointment], deputy: User, day: date, *, held: list[Appointment]) -> list[Appointment]:
    """Of offices held by absent officers, those that their deputy may use: in agencies where the deputy `held` one.

    Who works for two agencies opens no door from one to the other by being away.
    """
    offices = [office for office in offices if any(own.reaches(office.agency) for own in held)]
    if not offices:
        return []
    absences = list(Absence.objects.filter(deputy=deputy, **on(day)))
    return [
        office
        for office in offices
        if office.role not in NOT_DEPUTISED
        and any(
            absence.user_id == office.user_id and (not absence.roles or office.role in absence.roles)
            for absence in absences
        )
    ]
