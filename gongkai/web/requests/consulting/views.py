"""Opinions on the desk: one form for each party that was consulted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.forms.fields import Day
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.requests.acts import act_of, reason_against
from gongkai.web.requests.consulting.actions import REPLIED, record_opinion
from gongkai.web.requests.consulting.guide import asked
from gongkai.web.requests.forms import version_of
from gongkai.web.requests.models import Case, View
from gongkai.web.requests.reading import found
from gongkai.web.requests.standing import clock_of, facts_of
from gongkai.web.workflow.refusals import Refused


class OpinionForm(forms.Form):
    """What a party said."""

    party = forms.CharField(max_length=60, widget=forms.HiddenInput)
    on = Day(label=gettext_lazy("收到意见的日期"))
    view = forms.ChoiceField(label=gettext_lazy("意见"), choices=View, widget=forms.RadioSelect)
    reasons = forms.CharField(
        label=gettext_lazy("理由和范围"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("照对方写的填；部分不同意的，写明是哪一部分。加密保存。"),
    )  # fmt: skip


def panel(case: Case, officer: Officer, *, knows: bool) -> dict[str, Any] | None:
    """What the case page shows of consultations; None: nobody was consulted. `knows`: may read who they are."""
    rows = asked(case, clock_of(case, officer.today))
    if not rows:
        return None
    facts, records = facts_of(case), officer.may(act_of(REPLIED).who, case.agency)
    lines = []
    for number, row in enumerate(rows, 1):
        party = row.row.party
        open_ = records and not row.row.replied and not reason_against(facts, REPLIED, officer.today, party)
        initial = {"party": party, "on": officer.today}
        lines.append((row, OpinionForm(initial=initial, auto_id=f"opinion{number}-%s") if open_ else None))
    return {"lines": lines, "knows": knows}


@require_POST
@desk(Permission.DRAFT)
def opinion(request: HttpRequest, pk: int) -> HttpResponse:
    """An opinion came in."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row = found(officer, pk)
    officer.require(act_of(REPLIED).who, row.agency)
    form = OpinionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请写明收到意见的日期，并选择对方的意见。"))
        return redirect("requests:case", pk)
    said = {**form.cleaned_data, "view": View(form.cleaned_data["view"])}
    try:
        record_opinion(row, **said, by=officer, version=version_of(request.POST))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已登记意见，请看接下来怎么办。"))
    return redirect("requests:case", pk)
