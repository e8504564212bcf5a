"""Catalogues on the desk: which agencies have one, and how far each is covered."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai.web.agencies.doors import agency_of, desk
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.disclosure.batches.actions import under_way
from gongkai.web.disclosure.catalogue.coverage import SHOWN, covered
from gongkai.web.disclosure.catalogue.stocks import waiting
from gongkai.web.visibility import Level

PER_PAGE = 50


@require_safe
@desk(Permission.READ_INTERNAL)
def catalogues(request: HttpRequest) -> HttpResponse:
    """The officer's agencies with how many entries wait."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    agencies = officer.where(Permission.READ_INTERNAL).order_by("path")
    agencies = agencies.annotate(
        entries=Count("catalogue", distinct=True),
        waiting=Count("catalogue__versions", filter=Q(catalogue__versions__level=Level.INTERNAL), distinct=True),
    )
    page = Paginator(agencies, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "disclosure/catalogue/agencies.html", {"page": page})


@require_safe
@desk(Permission.READ_INTERNAL)
def catalogue(request: HttpRequest, slug: str) -> HttpResponse:
    """An agency's catalogue; each number opens its list."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    agency = agency_of(officer, slug, Permission.READ_INTERNAL)
    rows = covered(agency, officer)
    show = request.GET.get("show", "")
    show = show if show in SHOWN else "all"
    page = Paginator([row for row in rows if SHOWN[show][1](row)], PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "agency": agency,
        "page": page,
        "rows": [(row, "、".join(row.version.channels)) for row in page],
        "show": show,
        "tabs": [(name, label, sum(map(wanted, rows))) for name, (label, wanted) in SHOWN.items()],
        "waiting": waiting(agency).count(),
        "process": under_way("catalogue", agency),
        "drafts": officer.may(Permission.DRAFT, agency) and not agency.closed,
    }
    return render(request, "disclosure/catalogue/catalogue.html", context)
