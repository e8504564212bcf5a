"""Offices given and ended."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongkai.web.agencies import appointments
from gongkai.web.agencies.doors import desk, fresh
from gongkai.web.agencies.models import Appointment
from gongkai.web.agencies.offices.forms import Ending, Office
from gongkai.web.agencies.once import once
from gongkai.web.agencies.people import managed
from gongkai.web.agencies.permissions import Permission


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Permission.MANAGE_OFFICERS)
@fresh
@once
def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    officer = request.officer  # type: ignore[attr-defined]
    user = get_object_or_404(managed(officer), pk=pk)
    form = Office(request.POST or None, officer=officer)
    if request.method == "POST" and form.is_valid():
        try:
            appointments.appoint(user, **form.cleaned_data, by=officer)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("已任职。"))
            return redirect("officers:detail", pk)
    return render(request, "offices/appoint.html", {"form": form, "person": user, "choices": choices(request)})


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Permission.MANAGE_OFFICERS)
@fresh
def end(request: HttpRequest, pk: int) -> HttpResponse:
    officer = request.officer  # type: ignore[attr-defined]
    here = Appointment.objects.filter(agency__in=officer.where(Permission.MANAGE_OFFICERS))
    office = get_object_or_404(here.select_related("user", "agency"), pk=pk)
    form = Ending(request.POST or None, initial={"until": officer.today})
    if request.method == "POST" and form.is_valid():
        try:
            appointments.end(office, until=form.cleaned_data["until"], by=officer)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("任职已结束。"))
            return redirect("officers:detail", office.user_id)
    return render(request, "offices/end.html", {"form": form, "office": office})


def choices(request: HttpRequest, limit: int = 200) -> list[tuple[str, str]]:
    """Agencies to suggest; with more of them than so many the name is typed."""
    agencies = request.officer.where(Permission.MANAGE_OFFICERS).open()  # type: ignore[attr-defined]
    return list(agencies.values_list("name", "slug")[:limit])
