"""An agency ceases to be; that it was closed by mistake can be put right."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from gongkai.web.agencies.actions.ground import (
    check_day,
    check_name_free,
    held,
    held_open,
    hold_tree,
    keep,
)
from gongkai.web.agencies.actions.leaving import leave, take_back
from gongkai.web.agencies.actions.offices import end_offices
from gongkai.web.agencies.appointments import everywhere, keep_an_administrator, keep_in_hand
from gongkai.web.agencies.models import Agency, AgencyName, Placement
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.agencies.refusals import (
    AlreadyClosed,
    HasSubordinates,
    IntoItself,
    NoReason,
    NotClosed,
    NotInOrder,
)
from gongkai.web.agencies.rights import require_place
from gongkai.web.agencies.standing import fit
from gongkai.web.audit.acts import act


def close(agency: Agency, *, day: date, version: int, by: Officer, heir: Agency | None = None) -> Agency:
    """From the day on there is no such agency. Offices held in it end today; links to it stay alive.

    `heir` answers for what it leaves and goes on with what is under way; without one nothing may be.
    """
    with act(by=by.actor) as done:
        hold_tree()
        administrators = everywhere(by.today)
        row = held_open(agency, version=version)
        by.require(Permission.MANAGE_AGENCIES, row)
        if heir is not None:
            heir = held_open(heir)
            by.require(Permission.MANAGE_AGENCIES, heir)
            if heir.path.startswith(row.path):
                raise IntoItself(row, heir, field="heir")
        end(row, day, today=by.today)
        leave(done, row, heir, by=by)
        keep(row, "closed", "heir")
        new = {"day": day.isoformat()} | ({"heir": heir.name} if heir else {})
        done.note("agency.closed", of=row.thing, agency=row.holder, new=new)
        end_offices(done, row, today=by.today)
        keep_an_administrator(administrators, by.today)
    return row


def end(row: Agency, day: date, *, today: date) -> None:
    """Its name and its place end on the day; nobody may stand below it any more."""
    left = row.subordinates.open()
    if left:
        raise HasSubordinates(row, left)
    for model, what in ((AgencyName, _("现名启用日期")), (Placement, _("现隶属关系起始日期"))):
        current = model.objects.get(agency=row, until=None)
        check_day(row, day, today=today, after=(current, what))
        current.until = day
        current.save(update_fields=["until"])
    later = Placement.objects.filter(superior=row, until__gt=day).select_related("agency").first()
    if later:
        raise NotInOrder(later.agency, day, _("离开本机关的日期"), later.until)
    row.closed = day


def reopen(agency: Agency, *, reason: str, version: int, by: Officer) -> Agency:
    """Put right a closing or a merger that was entered by mistake, as if it had not been; the events keep both.

    What was moved away with it (subordinates, offices, what was under way) stays where it is now.
    """
    reason = reason.strip()
    with act(by=by.actor) as done:
        hold_tree()
        row = held(agency, version=version)
        by.require(Permission.MANAGE_AGENCIES, row)
        require_place(by, row.superior)
        if row.closed is None:
            raise NotClosed(row)
        if not reason:
            raise NoReason
        if row.superior and row.superior.closed:
            raise AlreadyClosed(row.superior)
        fit(row.kind, row.tier, row.superior)
        check_name_free(row.name, row.superior, but=row)
        old = {"day": row.closed.isoformat(), "into": row.merged_into.name if row.merged_into else ""}
        for model in (AgencyName, Placement):
            model.objects.filter(agency=row, until=row.closed).update(until=None)
        row.closed = row.merged_into = None
        take_back(row)
        keep(row, "closed", "merged_into", "heir")
        done.note("agency.reopened", of=row.thing, agency=row.holder, old=old, new={"reason": reason})
        keep_in_hand(done, [row], by)
    return row
