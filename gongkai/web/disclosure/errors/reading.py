"""Reports of errors as they are read: on the desk through the gate, by whoever wrote one by its code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import timezone

from gongkai.web.disclosure.models import ErrorReport
from gongkai.web.personal import blind_indexes
from gongkai.web.visibility import Reader
from gongkai.workdays import add_workdays


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


def by_code(code: str) -> ErrorReport | None:
    """The report that has this code, for whoever knows it."""
    rows = ErrorReport.objects.select_related("document__agency", "agency")
    found: ErrorReport | None = rows.filter(code__in=blind_indexes(code)).first()
    return found


def names(ids: Iterable[str], reader: Reader) -> dict[str, str]:
    """Of which documents the reports among these are that a reader may see."""
    seen = ErrorReport.objects.visible_to(reader).filter(pk__in=ids)
    return {str(pk): title for pk, title in seen.values_list("pk", "document__title")}
