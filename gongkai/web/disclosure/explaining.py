"""政策解读: which documents still want one, and since when they are late."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from gongkai.law.rules import law_rules
from gongkai.web.agencies.models import Agency
from gongkai.web.disclosure.models import Document
from gongkai.web.visibility import PUBLIC, Reader
from gongkai.workdays import add_workdays

#: The limit in law/data/limits.yaml.
LIMIT = "interpretation_days"
#: Of these an interpretation is asked for.
NORMATIVE = "normative"


class Wanting(NamedTuple):
    """A document without interpretation, and until when it should have one."""

    document: Document
    due: date
    late: bool


def without(agencies: QuerySet[Agency], today: date) -> QuerySet[Any]:
    """What is published, not out of force, and explained by nothing that is published."""
    explained = Document.objects.visible_to(PUBLIC).filter(explains=OuterRef("pk"))
    rows = Document.objects.visible_to(PUBLIC).filter(agency__in=agencies, kind=NORMATIVE)
    found: QuerySet[Any] = rows.filter(~Exists(explained)).exclude(lifecycle__last__lt=today)
    return found.select_related("agency").order_by("out_since", "pk")


def due(document: Document) -> date:
    """So many working days after its first publication; a correction gives no more time."""
    day = document.out_since or timezone.localdate(document.published_at)
    return add_workdays(day, law_rules().days(LIMIT, day)).day


def wanting(document: Document, today: date) -> Wanting:
    """With its due day."""
    by = due(document)
    return Wanting(document, by, by < today)


def explanations(document: Document, reader: Reader) -> QuerySet[Any]:
    """What explains it, as far as the reader may see."""
    rows: QuerySet[Any] = Document.objects.visible_to(reader).filter(explains=document)
    return rows.select_related("agency").order_by("-made", "-pk")


def explained(document: Document, reader: Reader) -> Document | None:
    """What it explains, likewise."""
    rows = Document.objects.visible_to(reader).filter(pk=document.explains_id or 0)
    found: Document | None = rows.select_related("agency", "lifecycle").first()
    return found
