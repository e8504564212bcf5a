"""Lists of what is published."""

from __future__ import annotations

from django.db.models import QuerySet

from gongkai.web.agencies.models import Agency
from gongkai.web.disclosure.kinds import under_items
from gongkai.web.disclosure.models import Document
from gongkai.web.visibility import PUBLIC

#: What a list shows, and what `validity` asks for.
SHOWN = (
    "title", "number", "summary", "made", "published_at", "kind", "item", "valid_from", "valid_until",
    "agency__slug", "agency__name", "lifecycle__issued", "lifecycle__last", "lifecycle__ending",
)  # fmt: skip


def published(agency: Agency | None) -> QuerySet[Document]:
    """What is published under items, newest first, as far as a list shows it; None: by any agency."""
    rows = Document.objects.visible_to(PUBLIC).filter(kind__in=under_items())
    if agency is not None:
        rows = rows.filter(agency=agency)
    found: QuerySet[Document] = rows.select_related("agency", "lifecycle").only(*SHOWN).order_by("-made", "-pk")
    return found


def under(agency: Agency | None) -> QuerySet[Document]:
    """The same of an agency and all below it."""
    if agency is None:
        return published(None)
    return published(None).filter(agency__in=Agency.objects.below(agency).values("pk"))
