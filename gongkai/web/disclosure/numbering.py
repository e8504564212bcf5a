"""The patterns of 索引号 on the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.models import Agency, AgencyQuerySet
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.disclosure.actions.indexing import USUAL, example, set_pattern
from gongkai.web.disclosure.models import IndexPattern
from gongkai.web.workflow.refusals import Refused

SHOWN = 200


class PatternForm(forms.Form):
    """A pattern for one agency."""

    agency = forms.ModelChoiceField(label=gettext_lazy("机关"), queryset=Agency.objects.none())
    pattern = forms.CharField(
        label=gettext_lazy("索引号式样"),
        max_length=80,
        initial=USUAL,
        help_text=gettext_lazy(
            "{code} 统一社会信用代码，{slug} 网址代码，{division} 行政区划代码，{year} 年份，{serial:05} 五位序号。"
            "已经编出的索引号不变。"
        ),
    )

    def __init__(self, *args: Any, agencies: AgencyQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]


@desk(Permission.DISCLOSE)
def index_numbers(request: HttpRequest) -> HttpResponse:
    """Which pattern an agency has, and another from now on."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    agencies = officer.where(Permission.DISCLOSE).open()
    form = PatternForm(request.POST or None, agencies=agencies, initial={"agency": agencies.first()})
    if form.is_valid():
        agency, pattern = form.cleaned_data["agency"], form.cleaned_data["pattern"]
        try:
            set_pattern(agency, pattern=pattern, by=officer)
        except Refused as refused:
            form.add_error("pattern", str(refused))
        else:
            shown = example(agency, pattern.strip(), year=officer.today.year)
            messages.success(request, _("已保存。新的索引号形如 %(example)s。") % {"example": shown})
            return redirect("disclosure:index-numbers")
    own = IndexPattern.objects.filter(agency__in=agencies).select_related("agency").order_by("agency__path")[:SHOWN]
    rows = [(row.agency, row.pattern, example(row.agency, row.pattern, year=officer.today.year)) for row in own]
    return render(request, "disclosure/index_numbers.html", {"form": form, "rows": rows, "usual": USUAL})
