"""Absences: one's own and for whom one stands in; and of officers who cannot enter theirs, by their administrator."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.web.accounts.models import User
from gongkai.web.agencies import deputies
from gongkai.web.agencies.doors import desk, fresh
from gongkai.web.agencies.models import Absence
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.offices.forms import Going
from gongkai.web.agencies.once import once
from gongkai.web.agencies.people import managed, require_over
from gongkai.web.agencies.permissions import Permission


@require_http_methods(["GET", "HEAD", "POST"])
@desk()
@once
def index(request: HttpRequest) -> HttpResponse:
    officer: Officer = request.officer  # type: ignore[attr-defined]
    return page(request, officer.user, Q(user=officer.user) | Q(deputy=officer.user))


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Permission.MANAGE_OFFICERS)
@fresh
@once
def of_another(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody fell ill: the administrator enters who stands in."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    user = get_object_or_404(managed(officer), pk=pk)
    if user.pk == officer.user.pk:
        return redirect("officers:absences")
    require_over(officer, user)
    return page(request, user, Q(user=user))


def page(request: HttpRequest, user: User, shown: Q) -> HttpResponse:
    """The absences to come and under way, and the form for another."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    form = Going(request.POST or None, user=user, officer=officer)
    if request.method == "POST" and form.is_valid():
        try:
            deputies.go_away(user, **form.cleaned_data, by=officer)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("代理已登记。"))
            return back(user, officer)
    absences = Absence.objects.filter(shown, until__gte=officer.today)
    context = {
        "form": form,
        "absences": absences.select_related("user", "deputy", "entered_by").order_by("since", "pk")[:100],
        "person": user,
        "own": user.pk == officer.user.pk,
    }
    return render(request, "offices/absences.html", context)


def back(user: User, officer: Officer) -> HttpResponse:
    return redirect("officers:absences") if user.pk == officer.user.pk else redirect("officers:absences-of", user.pk)


@require_POST
@desk()
def end(request: HttpRequest, pk: int) -> HttpResponse:
    officer: Officer = request.officer  # type: ignore[attr-defined]
    theirs = Absence.objects.filter(Q(user=officer.user) | Q(user__in=managed(officer)))
    absence = get_object_or_404(theirs.select_related("user"), pk=pk)
    try:
        deputies.come_back(absence, by=officer)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("代理已结束。"))
    return back(absence.user, officer)
