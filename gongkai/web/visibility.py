"""The one visibility gate: every page, file, feed and search asks it, and nothing else decides who sees what.

Whatever can be seen carries a level and the id of the agency that holds it. A reader says for each level whose
things it may see. A row passes where its level is public, or where its agency is among the reader's of that level.
"""

from __future__ import annotations

from typing import Any, Protocol, Self, TypeVar

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """Who may see a thing, from nobody but those who must to everybody."""

    SEALED = "sealed", _("封存")
    INTERNAL = "internal", _("内部")
    APPLICANT = "applicant", _("提供申请人")
    PUBLIC = "public", _("公开")


class Reader(Protocol):
    """Whoever looks: the public, or an officer with what the offices held allow."""

    def agencies(self, level: Level) -> QuerySet[Any] | None:
        """Ids of the agencies whose things of this level may be seen, as a subquery; None: of no agency."""


class Public:
    """Everybody: what is public, and nothing else."""

    def agencies(self, level: Level) -> None:
        return None


PUBLIC = Public()

M = TypeVar("M", bound=models.Model, covariant=True)


class VisibleQuerySet(QuerySet[M]):
    """A queryset that can be narrowed to what a reader may see."""

    #: From the model to the row that carries `level` and `agency_id`, as a lookup prefix; empty: the model itself.
    holder = ""

    def visible_to(self, reader: Reader) -> Self:
        """Only the rows that the reader may see."""
        seen = Q(**{f"{self.holder}level": Level.PUBLIC})
        for level in (Level.APPLICANT, Level.INTERNAL, Level.SEALED):
            agencies = reader.agencies(level)
            if agencies is not None:
                seen |= Q(**{f"{self.holder}level": level, f"{self.holder}agency_id__in": agencies})
        return self.filter(seen)
