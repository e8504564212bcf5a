"""Reports of errors on the desk: the list of the agency, and the answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.disclosure.errors.actions import answer
from gongkai.web.disclosure.errors.reading import line
from gongkai.web.disclosure.models import ErrorReport, Outcome
from gongkai.web.workflow.refusals import Refused

PER_PAGE = 25


class AnswerForm(forms.Form):
    """What became of it, in words that whoever wrote can read."""

    outcome = forms.ChoiceField(label=gettext_lazy("处理结果"), choices=Outcome, widget=forms.RadioSelect)
    text = forms.CharField(
        label=gettext_lazy("答复"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("凭查询码可以看到。不要写个人信息。"),
    )


def seen(officer: Officer) -> Any:
    """The reports on documents of the agencies in which the officer works."""
    rows = ErrorReport.objects.visible_to(officer).filter(agency__in=officer.where(Permission.READ_INTERNAL))
    return rows.select_related("document", "agency", "answered_by")


@require_safe
@desk(Permission.READ_INTERNAL)
def reports(request: HttpRequest) -> HttpResponse:
    """Those without an answer first to come, or those that have one."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    done = request.GET.get("state") == "answered"
    rows = seen(officer).filter(answered__isnull=not done)
    page = Paginator(rows.order_by("-answered" if done else "received", "pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {"page": page, "lines": [line(row, officer.today) for row in page], "done": done}
    return render(request, "disclosure/errors/reports.html", context)


@desk(Permission.READ_INTERNAL)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """One report, and its answer, or the form for it."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row: ErrorReport = get_object_or_404(seen(officer), pk=pk)
    answers = officer.may(Permission.DISCLOSE, row.agency)
    if request.method == "POST":
        officer.require(Permission.DISCLOSE, row.agency)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            answer(row, outcome=Outcome(said["outcome"]), text=said["text"], by=officer)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已答复。"))
            return redirect("disclosure:errors")
    # only who answers has to reach whoever wrote
    context = {"line": line(row, officer.today), "form": form, "answers": answers, "contact": answers and row.contact}
    return render(request, "disclosure/errors/report.html", context)
