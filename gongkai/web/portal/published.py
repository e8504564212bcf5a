"""Lists of what is published."""

from __future__ import annotations

from django.db.models import QuerySet

from gongkai.web.agencies.models import Agency
from gongkai.web.disclosure.kinds import under_items
from gongkai.web.disclosure.models import Document
from gongkai.web.visibility import PUBLIC


def published(agency: Agency | None) -> QuerySet[Document]:
    """What is published under items, newest first, as far as a list shows it."""
    shown = ("title", "number", "made", "published_at", "kind", "item", "agency__slug", "agency__name", "valid_from",
             "valid_until", "lifecycle__issued", "lifecycle__last", "lifecycle__ending")  # fmt: skip
    rows = Document.objects.visible_to(PUBLIC).filter(kind__in=under_items())
    if agency is not None:
        rows = rows.filter(agency=agency)
    found: QuerySet[Document] = rows.select_related("agency", "lifecycle").only(*shown).order_by("-made", "-pk")
    return found
