"""A catalogue is imported, and goes out in batches (`stocks.py`); an entry is never rewritten."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.web.agencies.actions.ground import held_open
from gongkai.web.agencies.lists.previews import Plan, State
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import Act
from gongkai.web.disclosure.batches.actions import gather, hold
from gongkai.web.disclosure.catalogue.columns import COLUMNS, check, facts_of
from gongkai.web.disclosure.models import CatalogueEntry, EntryVersion
from gongkai.web.disclosure.sheets.plans import Planned
from gongkai.web.disclosure.sheets.rooms import Room
from gongkai.web.visibility import Reader
from gongkai.web.workflow.refusals import Refused


def in_force(agency: Agency, day: date, by: Reader) -> Mapping[Hashable, EntryVersion]:
    """The entries of an agency on a day, by what names them."""
    rows = EntryVersion.objects.filter(agency=agency).on(day, by)
    return {(row.first, row.second): row for row in rows}


def apply(agency: Agency, plan: Plan[Planned], day: date, by: Officer, done: Act) -> None:
    """Within an act: new entries, new wordings, ends."""
    new = plan.of(State.NEW)
    entries = CatalogueEntry.objects.bulk_create(CatalogueEntry(agency=agency) for _line in new)
    rows = [(line, entry.pk) for line, entry in zip(new, entries, strict=True)]
    rows += [(line, line.row.entry_id) for line in plan.of(State.CHANGED, State.ENDED)]
    EntryVersion.objects.bulk_create(
        EntryVersion(entry_id=entry, agency=agency, since=day, author=by.user, ended=line.ended, **line.facts)
        for line, entry in rows
    )


def bring_ended(agency: Agency, said: Mapping[str, Any], *, since: date, until: date, by: Officer) -> None:
    """An entry that there was elsewhere until it was ended: its last wording and its end, to be put to review."""
    by.require(Permission.DRAFT, agency)
    if until < since:
        raise Refused(_("停用日期早于生效日期，请核对。"))
    if until > by.today:
        raise Refused(_("停用日期晚于今天；现行的条目随目录导入。"))
    with act(by=by.actor) as done:
        hold(ROOM.id, agency)
        agency = held_open(agency)
        entry = CatalogueEntry.objects.create(agency=agency)
        for day, ended in ((since, False), (until, True)):
            EntryVersion.objects.create(entry=entry, agency=agency, since=day, ended=ended, author=by.user, **said)
        done.note("catalogue.ended_moved_in", of=agency.thing, agency=agency.holder, new={"entry": said["second"]})
        gather(ROOM.id, agency, by=by)


ROOM = Room(
    id="catalogue",
    name=gettext_lazy("公开事项标准目录"),
    columns=COLUMNS,
    key=lambda facts: (facts["first"], facts["second"]),
    check=check,
    there=in_force,
    facts_of=facts_of,
    apply=apply,
    page="disclosure:catalogue-of",
    ends=True,
    merge="first",
)
