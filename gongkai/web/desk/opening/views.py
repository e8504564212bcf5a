"""The one step on the desk of an answered request."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.once import once
from gongkai.web.agencies.permissions import Permission
from gongkai.web.desk.opening.actions import open_to_all
from gongkai.web.desk.opening.forms import OpeningForm
from gongkai.web.requests.opening.reading import asked_by_others
from gongkai.web.requests.reading import found
from gongkai.web.workflow.refusals import Refused


@desk(Permission.DRAFT)
@once
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft what everybody gets, from what one applicant was given."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    case = found(officer, pk)
    for permission in (Permission.DRAFT, Permission.READ_APPLICANTS):
        officer.require(permission, case.agency)
    form = OpeningForm(request.POST or None, initial={"version": case.version})
    if request.method == "POST" and form.is_valid():
        try:
            row = open_to_all(case, **form.cleaned_data, by=officer)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已拟稿，请补充正文后送审。"))
            return redirect("disclosure:edit", row.document_id)
    context = {"form": form, "case": case, "others": asked_by_others(case)}
    return render(request, "desk/opening.html", context, status=422 if form.errors else 200)
