"""Registers on the desk: the numbers of a year, each with its list; the lists themselves; totals said by hand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gongkai.web.agencies.doors import agency_of, desk
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.disclosure import counts
from gongkai.web.disclosure.batches.actions import under_way
from gongkai.web.disclosure.models import DECIDED, DecisionKind, TotalRow, YearTotal
from gongkai.web.disclosure.registers.actions import set_total
from gongkai.web.disclosure.registers.asking import asked
from gongkai.web.disclosure.registers.figures import groups
from gongkai.web.disclosure.registers.rooms import MODELS, REGISTERS, of_year
from gongkai.web.disclosure.registers.stocks import waiting
from gongkai.web.disclosure.sheets.cells import wan, yuan
from gongkai.web.workflow.refusals import Refused

PER_PAGE = 50


class TotalForm(forms.Form):
    """What is counted without a list."""

    year = forms.IntegerField(label=gettext_lazy("年份"), min_value=1990, max_value=2100)
    row = forms.ChoiceField(label=gettext_lazy("事项"), choices=TotalRow)
    items_before = forms.IntegerField(label=gettext_lazy("上一年项目数量"), required=False, min_value=0)
    items_change = forms.IntegerField(
        label=gettext_lazy("本年增/减"),
        required=False,
        help_text=gettext_lazy("减少的写负数；以上两项只用于2019年版表式。"),
    )
    unlisted = forms.IntegerField(
        label=gettext_lazy("未列入清单的数量"), min_value=0, initial=0,
        help_text=gettext_lazy("处理决定或者答复的件数；已在清单中的不要重复计入。"),
    )  # fmt: skip
    source = forms.CharField(label=gettext_lazy("数据来源"), max_length=200)


@require_safe
@desk(Permission.READ_INTERNAL)
def registers(request: HttpRequest) -> HttpResponse:
    """The numbers of section 一, of 表二 (五), (六), (八) and of procurement for a year."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    this = asked(request)
    scope, year = this.scope, this.year
    rows = [
        (row, counts.decisions(scope, year, row), counts.items_before(scope, year, row),
         counts.items_change(scope, year, row))
        for row in DECIDED
    ]  # fmt: skip
    fees, bought = counts.fees(scope, year), counts.procurement(scope, year)
    context = {
        "form": this.form, "agency": this.agency, "year": year, "rows": rows, "groups": list(groups(this)),
        "fees": wan(fees.cents), "bought": yuan(bought.cents), "projects": bought.rows.count(),
        "discloses": officer.may(Permission.DISCLOSE, this.agency), "names": REGISTERS.values(),
    }  # fmt: skip
    return render(request, "disclosure/registers/registers.html", context)


@require_safe
@desk(Permission.READ_INTERNAL)
def register(request: HttpRequest, room: str, slug: str) -> HttpResponse:
    """One list of one agency."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    found, agency = _register(room), agency_of(officer, slug, Permission.READ_INTERNAL)
    rows = MODELS[room].objects.visible_to(officer).filter(agency=agency)
    year, kind = request.GET.get("year", ""), request.GET.get("kind", "")
    rows = of_year(rows, room, year)
    if room == "decisions" and kind in DecisionKind:
        rows = rows.filter(kind=kind)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "room": found, "agency": agency, "page": page, "year": year, "kind": kind,
        "kinds": DecisionKind.choices if room == "decisions" else (),
        "rows": [(row, [(each, each.on_page(getattr(row, each.field))) for each in found.columns]) for row in page],
        "waiting": waiting(room, agency).count(),
        "process": under_way(room, agency),
        "shown_names": _("、").join(str(DecisionKind(kind).label) for kind in sorted(settings.SHOWN_NAMES)),
        "drafts": officer.may(Permission.DRAFT, agency) and not agency.closed,
    }  # fmt: skip
    return render(request, "disclosure/registers/register.html", context)


def _register(room: str) -> Any:
    if room not in REGISTERS:
        raise Http404
    return REGISTERS[room]


@desk(Permission.DISCLOSE)
def totals(request: HttpRequest, slug: str) -> HttpResponse:
    """What is counted without a list, year by year."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    agency = agency_of(officer, slug, Permission.DISCLOSE)
    form = TotalForm(request.POST or None, initial={"year": officer.today.year})
    if form.is_valid():
        try:
            said = form.cleaned_data
            set_total(agency, **said | {"row": TotalRow(said["row"])}, by=officer)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已保存。"))
            return redirect("disclosure:totals", slug)
    rows = YearTotal.objects.visible_to(officer).filter(agency=agency).select_related("entered_by")[:200]
    return render(request, "disclosure/registers/totals.html", {"agency": agency, "form": form, "rows": rows})
