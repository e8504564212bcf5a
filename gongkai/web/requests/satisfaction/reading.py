"""Ratings as they are read: of one request, and an agency's answers of a year by what was said of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q

from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.requests.models import Case, Grade, Rating, Told
from gongkai.web.requests.models.told import ToldQuerySet

#: The stage of a request whose answer was sent.
ANSWERED = "answered"
#: A rating is of the latest answer: one that is older than it was given of one that has been set aside.
STANDING = Q(case__rating__given__gte=F("ended"))


def rating_of(case: Case) -> Rating | None:
    """What was said of the latest answer."""
    ended = Told.objects.values_list("ended", flat=True).get(case=case)
    row: Rating | None = Rating.objects.filter(case=case, given__gte=ended).first() if ended is not None else None
    return row


@dataclass(frozen=True)
class Line:
    """The answers of an agency in a year; who said nothing is neither content nor not."""

    agency: str
    answered: int
    #: In the order of `Grade`.
    counts: tuple[int, ...]

    @property
    def rated(self) -> int:
        return sum(self.counts)

    @property
    def unknown(self) -> int:
        return self.answered - self.rated

    @property
    def share(self) -> float | None:
        """Of those that were rated, how many as 满意 or 基本满意; None: nobody said anything."""
        good = self.rated - self.counts[Grade.values.index(Grade.DISSATISFIED)]
        return 100 * good / self.rated if self.rated else None


def lines(officer: Officer, year: int) -> Sequence[Line]:
    """For each agency whose requests the officer sees; in one query."""
    graded = {grade: Count("pk", filter=STANDING & Q(case__rating__grade=grade)) for grade in Grade.values}
    rows = (
        _answered(officer)
        .filter(ended__year=year)
        .order_by("case__agency__path")
        .values("case__agency__name", "case__agency__path")  # one line for each agency, whatever their names
        .annotate(answered=Count("pk"), **graded)
        .values_list("case__agency__name", "answered", *Grade.values)
    )
    return [Line(name, answered, tuple(counts)) for name, answered, *counts in rows]


def years(officer: Officer, today: date) -> list[int]:
    """Those in which something was answered, and this one."""
    found = _answered(officer).order_by().values_list("ended__year", flat=True).distinct()
    return sorted({*found, today.year}, reverse=True)


def _answered(officer: Officer) -> ToldQuerySet:
    rows: ToldQuerySet = Told.objects.visible_to(officer)
    return rows.filter(stage=ANSWERED, case__agency__in=officer.where(Permission.READ_INTERNAL))
