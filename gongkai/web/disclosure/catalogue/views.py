"""Catalogues on the desk: which agencies have one, and how far each is covered."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.disclosure.catalogue.actions import release, waiting
from gongkai.web.disclosure.catalogue.coverage import SHOWN, covered
from gongkai.web.disclosure.sheets.views import agency_of
from gongkai.web.visibility import Level
from gongkai.web.workflow.refusals import Refused

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
        "waiting": waiting(agency),
        "drafts": officer.may(Permission.DRAFT, agency) and not agency.closed,
        "approves": officer.may(Permission.APPROVE, agency),
    }
    return render(request, "disclosure/catalogue/catalogue.html", context)


@require_POST
@desk(Permission.APPROVE)
def let_out(request: HttpRequest, slug: str) -> HttpResponse:
    """Approve what was imported."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    agency = agency_of(officer, slug, Permission.APPROVE)
    try:
        count = release(agency, by=officer)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已核准并公开%(count)s条。") % {"count": count})
    return redirect("disclosure:catalogue-of", slug)
