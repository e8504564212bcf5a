"""Reports of errors as they are read: on the desk through the gate, by whoever wrote one by its code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone

from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.disclosure.models import ErrorReport
from gongkai.web.personal import blind_indexes
from gongkai.web.visibility import Reader
from gongkai.workdays import add_workdays

#: So many stand on the first page of the desk.
SHOWN = 5


def due(received: date) -> date | None:
    """By when it is to be answered; None where the instance sets no term."""
    days: int = settings.ERROR_ANSWER_DAYS
    return add_workdays(received, days).day if days else None


@dataclass(frozen=True)
class Line:
    """A report with its term."""

    report: ErrorReport
    due: date | None
    late: bool


def line(report: ErrorReport, today: date) -> Line:
    """A report as a list shows it: late where the term passed without an answer, or before it."""
    until = due(timezone.localdate(report.received))
    end = timezone.localdate(report.answered) if report.answered else today
    return Line(report, until, bool(until and end > until))


@dataclass(frozen=True)
class Waiting:
    """What an officer has to answer: the oldest, how many there are, and how many of them are late."""

    lines: Sequence[Line]
    count: int
    late: int


def waiting(officer: Officer) -> Waiting:
    """For the officer's inbox; three queries at most."""
    rows = ErrorReport.objects.visible_to(officer).filter(agency__in=officer.where(Permission.DISCLOSE), answered=None)
    count, over = rows.count(), last_late(officer.today)
    if not count:
        return Waiting((), 0, 0)
    late = rows.filter(received__date__lte=over).count() if over else 0
    first = rows.select_related("document", "agency").order_by("received", "pk")[:SHOWN]
    return Waiting([line(row, officer.today) for row in first], count, late)


def last_late(today: date) -> date | None:
    """What came on that day or before, and is not answered, is late; None where there is no term."""
    day = today
    while (end := due(day)) is not None and end >= today:
        day -= timedelta(days=1)
    return day if end else None


def by_code(code: str) -> ErrorReport | None:
    """The report that has this code, for whoever knows it."""
    rows = ErrorReport.objects.select_related("document__agency", "agency")
    found: ErrorReport | None = rows.filter(code__in=blind_indexes(code)).first()
    return found


def names(ids: Iterable[str], reader: Reader) -> dict[str, str]:
    """Of which documents the reports among these are that a reader may see."""
    seen = ErrorReport.objects.visible_to(reader).filter(pk__in=ids)
    return {str(pk): title for pk, title in seen.values_list("pk", "document__title")}
