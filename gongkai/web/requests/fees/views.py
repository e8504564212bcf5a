"""The fee on the desk: what a request costs and why, and how the agency takes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.law.clock import Fact
from gongkai.web.agencies.doors import agency_of, desk
from gongkai.web.agencies.forms.fields import Day
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.once import once
from gongkai.web.agencies.permissions import Permission
from gongkai.web.requests.fees.actions import choose_fee
from gongkai.web.requests.fees.reckoning import Reckoned, collected, reckon
from gongkai.web.requests.models import Case, FeeChoice, Method
from gongkai.web.requests.standing import facts_of
from gongkai.web.workflow.refusals import Refused


class ChoiceForm(forms.Form):
    """Which method, from when, and how it is paid."""

    method = forms.ChoiceField(label=gettext_lazy("计收方式"), choices=Method, widget=forms.RadioSelect)
    since = Day(label=gettext_lazy("自"))
    payment = forms.CharField(
        label=gettext_lazy("缴纳方式"), max_length=200, required=False,
        help_text=gettext_lazy("收费通知书照此写，例如：凭缴款码通过非税收入收缴平台缴纳。"),
    )  # fmt: skip


@dataclass(frozen=True)
class Panel:
    """What the case page shows: what it would cost by items, what was asked for and paid."""

    reckoned: Reckoned
    noticed: Fact | None
    paid: Fact | None


def panel(case: Case, today: date) -> Panel | None:
    """The panel of a case; None: nothing to pay and nothing asked for."""
    reckoned = reckon(case, today)
    facts = {fact.kind: fact for fact in facts_of(case)}
    noticed = facts.get("fee_noticed")
    if reckoned is None or not (reckoned.charge.amount or noticed):
        return None
    return Panel(reckoned, noticed, facts.get("fee_paid"))


@desk(Permission.DISCLOSE)
@once
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    """How an agency takes the fee, what it chose before, and what came in this year and the last."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    agency = agency_of(officer, slug, Permission.DISCLOSE)
    form = ChoiceForm(request.POST or None, initial={"since": officer.today})
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = {**form.cleaned_data, "method": Method(form.cleaned_data["method"])}
        try:
            choose_fee(agency, **said, by=officer)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已登记计收方式。"))
            return redirect("requests:fees", slug)
    years = (officer.today.year, officer.today.year - 1)
    context = {
        "agency": agency,
        "form": form,
        "choices": FeeChoice.objects.filter(agency=agency).select_related("made_by").order_by("-since"),
        "years": [(str(year), collected([agency], year)) for year in years],
    }
    return render(request, "requests/fees/settings.html", context, status=422 if form.errors else 200)
