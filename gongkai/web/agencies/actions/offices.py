"""What becomes of the offices held in an agency that ceases to be.

They end, or go on elsewhere, today and not on the day of the closing: what officers did until now they did by right.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from gongkai.web.agencies.appointments import office, stop
from gongkai.web.agencies.models import Agency, Appointment
from gongkai.web.agencies.officers import NotPermitted, Officer
from gongkai.web.agencies.permissions import Permission, Role
from gongkai.web.agencies.terms import not_over
from gongkai.web.audit.notes import Act


def end_offices(done: Act, agency: Agency, *, today: date) -> list[Appointment]:
    """All offices held in the agency, or to be held, end."""
    ended = list(agency.appointments.filter(Q(until=None) | Q(until__gt=today)).select_related("user", "agency"))
    for given in ended:
        stop(done, given, until=max(today, given.since), today=today)
    return ended


def move_offices(done: Act, agency: Agency, into: Agency, *, by: Officer) -> None:
    """They end, and begin in the other agency, except where the same person holds the same there already.

    Those of whoever enters it only end: nobody gives an office to oneself, or one that reaches further than one's own.
    """
    today = by.today
    for given in end_offices(done, agency, today=today):
        if given.user_id == by.user.pk:
            continue
        if given.subtree and not by.may_below(Permission.MANAGE_OFFICERS, into):
            raise NotPermitted(
                _("“%(agency)s”中有含下级机关的任职，您不能把它转到“%(into)s”；请选择任职到今天为止。")
                % {"agency": agency.name, "into": into.name}
            )
        since, role = max(today, given.since), Role(given.role)
        there = into.appointments.filter(user=given.user, role=role)
        if not there.filter(not_over(since)).exists():
            moved = office(done, given.user, agency=into, role=role, subtree=given.subtree, since=since)
            moved.reviewed = given.reviewed
            moved.save(update_fields=["reviewed"])
