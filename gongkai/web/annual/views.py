"""A report on the desk: as it was read, published or not."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.annual.models import AnnualReport
from gongkai.web.annual.pages import parts


@require_safe
@desk(Permission.READ_INTERNAL)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The document with its marks and what was found in it, for those who work in its agency."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    seen = AnnualReport.objects.visible_to(officer).filter(agency__in=officer.where(Permission.READ_INTERNAL))
    row: AnnualReport = get_object_or_404(seen.select_related("agency"), pk=pk)
    context = {"report": row, "source": row.source, "parts": parts(row, get_language() or "")}
    return render(request, "annual/report.html", context)
