"""One's own absences, and for whom one stands in."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.web.agencies import deputies
from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.models import Absence
from gongkai.web.agencies.offices.forms import Going


@require_http_methods(["GET", "HEAD", "POST"])
@desk()
def index(request: HttpRequest) -> HttpResponse:
    officer = request.officer  # type: ignore[attr-defined]
    form = Going(request.POST or None, officer=officer)
    if request.method == "POST" and form.is_valid():
        try:
            deputies.go_away(officer.user, **form.cleaned_data, by=officer)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("代理已登记。"))
            return redirect("officers:absences")
    mine = Absence.objects.filter(Q(user=officer.user) | Q(deputy=officer.user), until__gte=officer.today)
    absences = mine.select_related("user", "deputy").order_by("since", "pk")[:100]
    return render(request, "offices/absences.html", {"form": form, "absences": absences, "officer": officer})


@require_POST
@desk()
def end(request: HttpRequest, pk: int) -> HttpResponse:
    officer = request.officer  # type: ignore[attr-defined]
    absence = get_object_or_404(Absence, pk=pk, user=officer.user)
    try:
        deputies.come_back(absence, by=officer)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("代理已结束。"))
    return redirect("officers:absences")
