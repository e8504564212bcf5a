"""An agency gets another name from a day on."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from gongkai.web.agencies.actions.ground import check_day, check_name_free, held_open, hold_tree, keep
from gongkai.web.agencies.checks import cleaned
from gongkai.web.agencies.models import Agency, AgencyName
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.agencies.refusals import NameUnchanged
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import Act


def rename(agency: Agency, *, name: str, day: date, version: int, by: Officer) -> Agency:
    """From the day on it bears the new name; before, it bore the old one and that stays on record."""
    name = cleaned({"name": name})["name"]
    with act(by=by.actor) as done:
        hold_tree()
        row = held_open(agency, version=version)
        by.require(Permission.MANAGE_AGENCIES, row)
        give_name(done, row, name, day, today=by.today)
    return row


def give_name(done: Act, row: Agency, name: str, day: date, *, today: date, free: bool = False) -> None:
    """The act itself, for a row that is held and an officer who may; `free`: the name is known to be."""
    if name == row.name:
        raise NameUnchanged(name)
    current = AgencyName.objects.get(agency=row, until=None)
    check_day(row, day, today=today, after=(current, _("现名启用日期")))
    if not free:
        check_name_free(name, row.superior, but=row)
    current.until = day
    current.save(update_fields=["until"])
    AgencyName.objects.create(agency=row, name=name, since=day)
    was, row.name = row.name, name
    keep(row, "name")
    done.note(
        "agency.renamed", of=row.thing, agency=row.holder, old={"name": was}, new={"name": name, "day": day.isoformat()}
    )
