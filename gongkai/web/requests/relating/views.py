"""Requests that belong together, on the desk: found, bound, unbound, split."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.once import once
from gongkai.web.agencies.permissions import Permission
from gongkai.web.agencies.typed import typed
from gongkai.web.requests.forms import version_of
from gongkai.web.requests.models import Bond, Case, Relation
from gongkai.web.requests.reading import found, personal, seen
from gongkai.web.requests.relating.actions import bind, unbind
from gongkai.web.requests.relating.similar import EXPLAINED, LOOKED_AT, alike
from gongkai.web.requests.relating.splitting import MOST, split
from gongkai.web.workflow.refusals import Refused

BONDS = [(bond.value, bond.label) for bond in (Bond.REPEATS, Bond.TOGETHER)]


class BindForm(forms.Form):
    """Which request, how they belong together, and why."""

    number = forms.CharField(label=gettext_lazy("另一件的登记编号"), max_length=60)
    bond = forms.ChoiceField(
        label=gettext_lazy("关系"), choices=BONDS, widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "重复申请：那一件已经答复，又申请公开相同的政府信息（《条例》第三十六条第（六）项）。"
            "一并答复：在那一件拟一份答复书，同时答复这一件；各自保留编号，各自统计。"
        ),
    )  # fmt: skip
    reason = forms.CharField(label=gettext_lazy("理由"), max_length=500)


class SplitForm(forms.Form):
    """What each of them asks for."""

    parts = forms.CharField(
        label=gettext_lazy("拆分后的申请内容"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy("一件一段，段与段之间空一行。第一段留在现在的编号下，其余各给新的编号。照申请人的原话，不增不减。"),
    )  # fmt: skip
    reason = forms.CharField(label=gettext_lazy("拆分的理由"), max_length=500)


@dataclass(frozen=True)
class Panel:
    """What the case page shows: to what the request is bound, and what is bound to it."""

    to: list[Relation]
    related: list[Relation]


def panel(case: Case) -> Panel:
    """Two queries, however many there are."""
    return Panel(
        list(case.relations.standing().select_related("to", "made_by")),
        list(case.related.standing().select_related("case", "made_by")),
    )


@require_safe
@desk(Permission.READ_INTERNAL)
def similar(request: HttpRequest, pk: int) -> HttpResponse:
    """The requests to the agency that are alike, whoever made them; who did, only for who needs to know."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    case = found(officer, pk)
    context = {
        "case": case,
        "rows": alike(case),
        "knows": personal(officer, case),
        "explained": EXPLAINED,
        "looked_at": LOOKED_AT,
        "form": BindForm(initial={"number": request.GET.get("number", "")[:60]}),
        "binds": officer.may(Permission.DRAFT, case.agency) and case.told.ended is None,
    }
    return render(request, "requests/relating/similar.html", context)


@require_POST
@desk(Permission.DRAFT)
def bound(request: HttpRequest, pk: int) -> HttpResponse:
    """Bind it to another."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    case = found(officer, pk)
    officer.require(Permission.DRAFT, case.agency)
    form = BindForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请写明另一件的登记编号、关系和理由。"))
        return redirect("requests:similar", pk)
    said: dict[str, Any] = form.cleaned_data
    other = seen(officer).filter(agency=case.agency_id, number=said["number"].strip()).first()
    try:
        if other is None:
            raise Refused(_("本机关没有这个编号的申请。"))
        bind(case, other, Bond(said["bond"]), reason=said["reason"], by=officer, version=version_of(request.POST))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("requests:similar", pk)
    messages.success(request, _("已登记关联。"))
    return redirect("requests:case", pk)


@require_POST
@desk(Permission.DRAFT)
def unbound(request: HttpRequest, pk: int, relation: int) -> HttpResponse:
    """Undo it."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    case = found(officer, pk)
    officer.require(Permission.DRAFT, case.agency)
    row: Relation = get_object_or_404(case.relations, pk=relation)
    try:
        unbind(row, reason=typed(request, "reason"), by=officer)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已解除关联。"))
    return redirect("requests:case", pk)


@desk(Permission.DISCLOSE)
@once
def into_parts(request: HttpRequest, pk: int) -> HttpResponse:
    """Split it."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    case = found(officer, pk)
    officer.require(Permission.DISCLOSE, case.agency)
    form = SplitForm(request.POST or None, initial={"parts": case.content})
    if request.method == "POST" and form.is_valid():
        paragraphs = form.cleaned_data["parts"].replace("\r\n", "\n").split("\n\n")
        try:
            made = split(
                case, paragraphs, reason=form.cleaned_data["reason"], by=officer, version=version_of(request.POST)
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            numbers = _("、").join(one.number for one in made)
            messages.success(request, _("已拆分，新的编号：%(numbers)s。") % {"numbers": numbers})
            return redirect("requests:case", pk)
    context = {"case": case, "form": form, "most": MOST}
    return render(request, "requests/relating/split.html", context, status=422 if form.errors else 200)
