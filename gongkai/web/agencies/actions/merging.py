"""One or several agencies go into another from a day on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.web.agencies.actions.closing import end
from gongkai.web.agencies.actions.ground import held_open, hold_tree, keep
from gongkai.web.agencies.actions.leaving import leave
from gongkai.web.agencies.actions.moving import relocate
from gongkai.web.agencies.actions.offices import end_offices, move_offices
from gongkai.web.agencies.appointments import everywhere, keep_an_administrator
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.agencies.refusals import IntoItself
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import Act


class Offices(models.TextChoices):
    """What becomes of the offices held in an agency that is merged."""

    END = "end", _("到今天为止")
    MOVE = "move", _("转到并入的机关继续担任")


def merge(
    agencies: Mapping[Agency, int], *, into: Agency, day: date, offices: Offices = Offices.END, by: Officer
) -> Agency:
    """Each of the agencies (with the version that was looked at) closes on the day and points to the other.

    What stood below them stands below the other from the day on, under its own name. What was under way the other's
    officers go on with, and they see what was left.
    """
    with act(by=by.actor) as done:
        hold_tree()
        administrators = everywhere(by.today)
        into = held_open(into)
        by.require(Permission.MANAGE_AGENCIES, into)
        for agency, version in agencies.items():
            row = held_open(agency, version=version)
            by.require(Permission.MANAGE_AGENCIES, row)
            if offices is Offices.MOVE:
                by.require(Permission.MANAGE_OFFICERS, row)
                by.require(Permission.MANAGE_OFFICERS, into)
            _merge_one(done, row, into, day, offices, by)
        keep_an_administrator(administrators, by.today)
    return into


def _merge_one(done: Act, row: Agency, into: Agency, day: date, offices: Offices, by: Officer) -> None:
    if into.path.startswith(row.path):
        raise IntoItself(row, into)
    for subordinate in row.subordinates.open().order_by("path"):
        by.require(Permission.MANAGE_AGENCIES, subordinate)
        relocate(done, held_open(subordinate), into, day, today=by.today)
    end(row, day, today=by.today)
    row.merged_into = into
    leave(done, row, into, by=by)
    keep(row, "closed", "merged_into", "heir")
    day_text = day.isoformat()
    done.note("agency.merged", of=row.thing, agency=row.holder, new={"into": into.name, "day": day_text})
    done.note("agency.absorbed", of=into.thing, agency=into.holder, new={"name": row.name, "day": day_text})
    if offices is Offices.MOVE:
        move_offices(done, row, into, by=by)
    else:
        end_offices(done, row, today=by.today)
