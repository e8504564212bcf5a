"""What is done in the background for guides: the search says of them what their pages say."""

from __future__ import annotations

from itertools import islice

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from gongkai.web.agencies.kinds import Kind
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.tasks import KEPT
from gongkai.web.disclosure.kinds import GUIDE
from gongkai.web.disclosure.models import Document, SheetDraft
from gongkai.web.disclosure.searchable import GUIDES
from gongkai.web.search.entries import held, put_all

BATCH = 50


def follow(agency: Agency) -> None:
    """The data of an agency changed: have the guides in which they stand found by what they say now."""
    if _published_guides(_reach(agency)).exists():
        renew_guides.enqueue(agency.pk)


@task(title=_("更新指南的检索内容"))
def renew_guides(agency_id: int | None = None) -> int:
    """Put what changed of the published guides, of all where no agency is named, into the search; how many."""
    agency = Agency.objects.select_related("superior").filter(pk=agency_id).first() if agency_id else None
    ids, changed = iter(list(_published_guides(_reach(agency) if agency else "").values_list("pk", flat=True))), 0
    while batch := list(islice(ids, BATCH)):
        with transaction.atomic():
            known = held(GUIDE, list(map(str, batch)))  # before they are read: one that is withdrawn is found no more
            other = [one for one in GUIDES.found(list(known)) if known[str(one.id)] != one.text]
            put_all(other)
        changed += len(other)
    return changed


@task(title=_("清除过期的清单预览"))
def drop_old_sheets() -> int:
    """Remove uploaded lists that nobody confirmed; how many."""
    gone, _rows = SheetDraft.objects.filter(created__lt=timezone.now() - KEPT).delete()
    return gone


def _published_guides(below: str) -> QuerySet[Document]:
    """Those of agencies whose paths begin so."""
    rows: QuerySet[Document] = Document.objects.filter(kind=GUIDE, agency__path__startswith=below)
    return rows.exclude(published=None).order_by("pk")


def _reach(agency: Agency) -> str:
    """Where its data stand in guides: its own and those below it; of an office those of its whole government."""
    superior = agency.superior
    return superior.path if agency.kind == Kind.OFFICE and superior is not None else agency.path
