"""What of a catalogue is published: each entry with its documents, and what is missing or late."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.disclosure.catalogue.terms import Term, term_of
from gongkai.web.disclosure.facts import Attribute
from gongkai.web.disclosure.models import Document, EntryVersion
from gongkai.web.visibility import PUBLIC


@dataclass(frozen=True)
class Covered:
    """One entry, how much is published under it, and whether it is late."""

    version: EntryVersion
    published: int
    latest: date | None
    term: Term
    overdue: bool


#: What can be asked for, by its name in the address.
SHOWN: dict[str, tuple[str | Promise, Callable[[Covered], bool]]] = {
    "all": (_("全部条目"), lambda row: True),
    "none": (_("没有发布任何内容"), lambda row: row.version.active and not row.published),
    "overdue": (_("已逾期"), lambda row: row.overdue),
    "unknown": (_("时限无法判断"), lambda row: not row.term.known),
    "village": (_("到村级"), lambda row: row.version.village),
}


def covered(agency: Agency, officer: Officer) -> Sequence[Covered]:
    """The entries of today in their order; three queries."""
    today = officer.today
    public = Document.objects.visible_to(PUBLIC).filter(entry__agency=agency).order_by()
    counts = public.values("entry").annotate(number=Count("pk"), latest=Max("published_at"))
    known = {row["entry"]: (row["number"], timezone.localdate(row["latest"])) for row in counts}
    unpublished = _unpublished(agency, officer)
    rows = []
    for version in EntryVersion.objects.filter(agency=agency).on(today, officer):
        number, latest = known.get(version.entry_id, (0, None))
        rows.append(_covered(version, number, latest, unpublished[version.entry_id], today))
    return rows


def _unpublished(agency: Agency, officer: Officer) -> dict[int, list[date]]:
    """By entry, when what is not out yet was made."""
    drafts = Document.objects.visible_to(officer).filter(entry__agency=agency, published=None)
    drafts = drafts.filter(attribute=Attribute.ACTIVE).exclude(made=None).order_by()
    found: dict[int, list[date]] = defaultdict(list)
    for entry, made in drafts.values_list("entry", "made"):
        found[entry].append(made)
    return found


def _covered(version: EntryVersion, number: int, latest: date | None, drafts: list[date], today: date) -> Covered:
    term = term_of(version.term)
    late = version.active and term.overdue(unpublished=drafts, latest=latest, since=version.since, today=today)
    return Covered(version, number, latest, term, late)
