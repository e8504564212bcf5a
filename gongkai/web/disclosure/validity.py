"""有效性: whether a document is in force on a day. Pages, lists, search and the open interface all ask here."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from gongkai.web.disclosure.models import Document, Validity

__all__ = ["ENDED", "Validity", "in_force_until", "not_over", "that_are", "validity"]

ENDED = tuple(found for found in Validity if found.over)


def validity(document: Document, today: date) -> Validity | None:
    """Whether a document is in force on a day; None for what says nothing that could be in force."""
    return document.validity_on(today)


def in_force_until(document: Document) -> date | None:
    """The last day on which it is in force, for what knows no documents (search); None: no end is said."""
    return document.last_day


def that_are(rows: QuerySet[Document], wanted: str, today: date) -> QuerySet[Document]:
    """Those among documents of which `validity` says so on a day; where it says nothing they are in force too."""
    over = _over(today)
    if wanted == Validity.IN_FORCE:
        return rows.exclude(over).exclude(valid_from__gt=today)
    if wanted == Validity.NOT_YET:
        return rows.exclude(over).filter(valid_from__gt=today)
    repealed = Q(lifecycle__ending=Validity.REPEALED)
    return rows.filter(over, repealed) if wanted == Validity.REPEALED else rows.filter(over).exclude(repealed)


def not_over(rows: QuerySet[Document], today: date) -> QuerySet[Document]:
    """Those that are neither repealed nor lapsed on a day."""
    return rows.exclude(_over(today))


def _over(today: date) -> Q:
    return Q(lifecycle=None, valid_until__lt=today) | Q(lifecycle__last__lt=today)
