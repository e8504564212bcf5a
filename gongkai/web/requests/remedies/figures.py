"""表四 of a year: what was concluded in it, and what was pending at its end; each figure with the rows behind it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q

from gongkai.web.requests.models import RemedyKind, Result
from gongkai.web.requests.models.remedies import RemedyQuerySet

#: Concluded, or not yet: the columns of each block.
PENDING = "pending"
COLUMNS = (*Result.values, PENDING)


class Block(NamedTuple):
    """A kind of remedy with its four figures, in the order of :data:`COLUMNS`, and their sum."""

    kind: RemedyKind
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)


def of_year(rows: RemedyQuerySet, year: int) -> RemedyQuerySet:
    """Those that 表四 of a year counts: come by its end, and not concluded before it began."""
    begins, ends = date(year, 1, 1), date(year, 12, 31)
    return rows.standing().filter(notified__lte=ends).filter(Q(concluded=None) | Q(concluded__gte=begins))


def in_column(rows: RemedyQuerySet, year: int, column: str) -> RemedyQuerySet:
    """Those of a year in a column."""
    pending = Q(concluded=None) | Q(concluded__gt=date(year, 12, 31))
    return rows.filter(pending) if column == PENDING else rows.filter(~pending, result=column)


def blocks(rows: RemedyQuerySet, year: int) -> list[Block]:
    """The figures of a year, in one query."""
    rows = of_year(rows, year)
    pending = Q(concluded=None) | Q(concluded__gt=date(year, 12, 31))
    counted = {result: Count("pk", filter=~pending & Q(result=result)) for result in Result.values}
    found = {
        row["kind"]: row
        for row in rows.order_by().values("kind").annotate(**counted, **{PENDING: Count("pk", filter=pending)})
    }
    return [Block(kind, tuple(found.get(kind, {}).get(column, 0) for column in COLUMNS)) for kind in RemedyKind]


def years(rows: RemedyQuerySet, today: date) -> list[int]:
    """From the year of the first of them to this one, newest first."""
    first = rows.order_by("notified").values_list("notified", flat=True).first()
    return list(range(today.year, (first.year if first else today.year) - 1, -1))
