"""A report on the desk: as it was read, published or not, brought in from elsewhere, and shown to everybody."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.annual.actions import publish_report
from gongkai.web.annual.former import bring, doubts
from gongkai.web.annual.models import AnnualReport
from gongkai.web.annual.pages import parts
from gongkai.web.files.uploads import UploadField
from gongkai.web.workflow.refusals import Refused


@require_safe
@desk(Permission.READ_INTERNAL)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The document with its marks and what was found in it, for those who work in its agency."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    seen = AnnualReport.objects.visible_to(officer).filter(agency__in=officer.where(Permission.READ_INTERNAL))
    row: AnnualReport = get_object_or_404(seen.select_related("agency"), pk=pk)
    shows = row.published is None and officer.may(Permission.DISCLOSE, row.agency)
    context = {
        "report": row, "source": row.source, "parts": parts(row, get_language() or ""), "shows": shows,
        "doubts": doubts(row) if shows else [],
    }  # fmt: skip
    return render(request, "annual/report.html", context)


class FormerForm(forms.Form):
    """A report as it was published elsewhere."""

    agency = forms.ModelChoiceField(
        label=gettext_lazy("机关"), queryset=Agency.objects.none(), to_field_name="slug", empty_label=None
    )
    document = UploadField(label=gettext_lazy("年度报告文件"), multiple=False)
    year = forms.IntegerField(
        label=gettext_lazy("年度"), required=False, min_value=2008,
        help_text=gettext_lazy("不填的，从报告里读。"),
    )  # fmt: skip
    replaces = forms.BooleanField(
        label=gettext_lazy("替换已公布的报告"), required=False,
        help_text=gettext_lazy("这一年已经公布了一份的才勾选；公布新的以前，公众看不到这一年的报告。"),
    )  # fmt: skip

    def __init__(self, data: Any, files: Any, *, officer: Officer) -> None:
        super().__init__(data, files)
        agencies = officer.where(Permission.DISCLOSE).order_by("path")
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
        self.fields["year"].max_value = officer.today.year  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Permission.DISCLOSE)
def former(request: HttpRequest) -> HttpResponse:
    """Bring in a report of a year before this system was there."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    form = FormerForm(request.POST or None, request.FILES or None, officer=officer)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            file, year = said["document"][0], said["year"]
            row = bring(said["agency"], file, year, replaces=said["replaces"], by=officer)
        except Refused as refused:
            form.add_error("document", str(refused))
        else:
            messages.success(request, _("已导入。请核对读出的表格，再公布。"))
            return redirect("annual:report", row.pk)
    return render(request, "annual/former.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@desk(Permission.DISCLOSE)
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a report that was brought in to everybody."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    seen = AnnualReport.objects.visible_to(officer).filter(agency__in=officer.where(Permission.READ_INTERNAL))
    row: AnnualReport = get_object_or_404(seen.select_related("agency"), pk=pk)
    publish_report(row, by=officer)
    messages.success(request, _("已公布。"))
    return redirect("annual:report", pk)
