"""有效性: whether a document is in force on a day. Pages, lists, search and the open interface all ask here."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from gongkai.web.disclosure.models import Document

#: Of these it is always said; of the others where somebody said from when or until when they are in force.
BINDING = frozenset({"rules", "normative", "policy"})


class Validity(models.TextChoices):
    """What a page says of it."""

    IN_FORCE = "in_force", _("有效")
    NOT_YET = "not_yet", _("尚未施行")
    LAPSED = "lapsed", _("已失效")
    REPEALED = "repealed", _("已废止")

    @property
    def ended(self) -> bool:
        """Whether it is no longer in force."""
        return self in ENDED


ENDED = (Validity.LAPSED, Validity.REPEALED)


def validity(document: Document, today: date) -> Validity | None:
    """Whether a document is in force on a day; None for what says nothing that could be in force."""
    if document.valid_until and document.valid_until < today:
        return Validity.LAPSED
    if document.valid_from and document.valid_from > today:
        return Validity.NOT_YET
    if document.kind in BINDING or document.valid_from or document.valid_until:
        return Validity.IN_FORCE
    return None


def in_force_until(document: Document) -> date | None:
    """The last day on which it is in force, for what knows no documents (search); None: no end is said."""
    return document.valid_until


def that_are(rows: QuerySet[Document], wanted: str, today: date) -> QuerySet[Document]:
    """Those among documents of which `validity` says so on a day; where it says nothing they are in force too."""
    lapsed = Q(valid_until__lt=today)
    if wanted == Validity.IN_FORCE:
        return rows.exclude(lapsed).exclude(valid_from__gt=today)
    if wanted == Validity.NOT_YET:
        return rows.exclude(lapsed).filter(valid_from__gt=today)
    return rows.filter(lapsed) if wanted == Validity.LAPSED else rows.none()
