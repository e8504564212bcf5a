"""Satisfaction on the desk: the agencies' answers of a year."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.requests.models import Grade
from gongkai.web.requests.models.satisfaction import CHANGEABLE_DAYS
from gongkai.web.requests.satisfaction.reading import lines, years


@require_safe
@desk(Permission.READ_INTERNAL)
def summary(request: HttpRequest) -> HttpResponse:
    """Counts and shares by agency, without any words."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    known, said = years(officer, officer.today), request.GET.get("year", "")
    shown = next((year for year in known if f"{year}" == said), officer.today.year)
    context = {
        "lines": lines(officer, shown),
        "grades": Grade.labels,
        "years": known,
        "shown": shown,
        "days": CHANGEABLE_DAYS,
    }
    return render(request, "requests/satisfaction/summary.html", context)
