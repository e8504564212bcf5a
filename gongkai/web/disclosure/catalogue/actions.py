"""A catalogue is imported, and goes out in batches (`stocks.py`); an entry is never rewritten."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date

from django.utils.translation import gettext_lazy

from gongkai.web.agencies.lists.previews import Plan, State
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.audit.notes import Act
from gongkai.web.disclosure.catalogue.columns import COLUMNS, check, facts_of
from gongkai.web.disclosure.models import CatalogueEntry, EntryVersion
from gongkai.web.disclosure.sheets.plans import Planned
from gongkai.web.disclosure.sheets.rooms import Room
from gongkai.web.visibility import Reader


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
