"""Remedies as they are read: through the gate of the requests that they are of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.shortcuts import get_object_or_404

from gongkai.law.clock import Fact
from gongkai.law.remedies import REPLY_LIMITS
from gongkai.law.rules import law_rules
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.requests.models import Case, Remedy, RemedyKind
from gongkai.web.requests.models.remedies import RemedyQuerySet
from gongkai.web.visibility import Reader


def seen(officer: Officer) -> RemedyQuerySet:
    """Those of requests that the officer may see."""
    rows: RemedyQuerySet = Remedy.objects.visible_to(officer)
    return rows.filter(case__agency__in=officer.where(Permission.READ_INTERNAL))


def names(ids: Iterable[str], reader: Reader) -> dict[str, str]:
    """The names of those among these whose requests a reader may see, for the audit."""
    rows = Remedy.objects.visible_to(reader).filter(pk__in=ids).select_related("case")
    return {str(row.pk): row.thing.name for row in rows}


def found(officer: Officer, pk: int) -> Remedy:
    row: Remedy = get_object_or_404(seen(officer).select_related("case__agency", "after", "entered_by"), pk=pk)
    return row


def ordered_anew(case: Case, facts: Sequence[Fact]) -> Remedy | None:
    """The latest proceeding by whose decision the request is dealt with anew, as its facts have it."""
    latest = max((fact.on for fact in facts if fact.kind == "remitted"), default=None)
    if latest is None:
        return None
    row: Remedy | None = (
        Remedy.objects.standing().filter(case=case, anew=True, concluded=latest).order_by("-pk").first()
    )
    return row


def unsure(row: Remedy) -> bool:
    """Whether nobody has looked up the article of the agency's term to answer (docs/law.md, marks)."""
    if row.reply_term is None:
        return False
    limit = law_rules().limits[REPLY_LIMITS[row.kind != RemedyKind.REVIEW]]
    return limit.on(row.notified).verified != "V"
