"""The yearly review: who may still do what."""

from __future__ import annotations

from itertools import groupby

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongkai.web.agencies import appointments
from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.models import Appointment
from gongkai.web.agencies.permissions import Permission
from gongkai.web.agencies.reviews import reviews_due, reviews_of_the_year
from gongkai.web.agencies.terms import year_before


@require_safe
@desk(Permission.MANAGE_OFFICERS)
def index(request: HttpRequest) -> HttpResponse:
    officer = request.officer  # type: ignore[attr-defined]
    due = reviews_of_the_year(officer).select_related("user", "agency").order_by("agency__path", "looked_at", "pk")
    page = Paginator(due, 50).get_page(request.GET.get("page"))
    groups = [(agency, list(offices)) for agency, offices in groupby(page, key=lambda office: office.agency)]
    return render(
        request,
        "offices/reviews.html",
        {"page": page, "groups": groups, "late": reviews_due(officer).count(), "latest": year_before(officer.today)},
    )


@require_POST
@desk(Permission.MANAGE_OFFICERS)
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    officer = request.officer  # type: ignore[attr-defined]
    here = Appointment.objects.filter(agency__in=officer.where(Permission.MANAGE_OFFICERS))
    office = get_object_or_404(here, pk=pk)
    try:
        appointments.confirm(office, by=officer)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("已确认继续任职。"))
    return redirect("officers:reviews")
