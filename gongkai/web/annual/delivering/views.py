"""Deliveries on the desk: what is sent together, how far it was read, what waits for a decision."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.agencies.typed import storable, typed
from gongkai.web.annual.collecting.views import led
from gongkai.web.annual.delivering import actions
from gongkai.web.annual.delivering.lines import ask_for_all
from gongkai.web.annual.delivering.unpacking import DeliveryForm
from gongkai.web.annual.models import Collection, Delivery, Fate, FilingState
from gongkai.web.workflow.refusals import Refused

PER_PAGE = 100
#: Names that a field offers.
OFFERED = 500


class AddressesForm(forms.Form):
    """Where reports are on the web, a line each."""

    addresses = forms.CharField(
        label=gettext_lazy("单位和网址"), max_length=200_000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("一行一个：单位名称、空格、网址。只抓取公网上的文件，同一网站隔几秒抓一份；抓取的原文会保存。"),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Permission.SUPERVISE)
def deliveries(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """What was sent together for a collection, and the form for more."""
    row = led(request.officer, slug, year)  # type: ignore[attr-defined]
    if request.method == "POST" and "addresses" in request.POST:
        return _fetched(request, row)
    form = DeliveryForm(request.POST, request.FILES) if request.method == "POST" else DeliveryForm()
    if form.is_bound and form.is_valid():
        made = actions.deliver(row, form.cleaned_data["documents"], by=request.officer)  # type: ignore[attr-defined]
        return redirect("annual:delivery", made.pk)
    return _shown(request, row, form=form)


def _fetched(request: HttpRequest, row: Collection) -> HttpResponse:
    lines = AddressesForm(request.POST)
    if not lines.is_valid():
        return _shown(request, row, lines=lines)
    text = storable(lines.cleaned_data["addresses"])
    count, left = ask_for_all(row, text, by=request.officer)  # type: ignore[attr-defined]
    if count:
        said = ngettext("已安排抓取%(count)d份。", "已安排抓取%(count)d份。", count) % {"count": count}
        messages.success(request, said)
    if not left:
        return redirect("annual:collection", row.agency.slug, row.year)
    lines = AddressesForm({"addresses": "\n".join(left)})
    lines.add_error("addresses", _("这些行没有安排，原因写在“#”后面；改正后再提交。"))
    return _shown(request, row, lines=lines)


def _shown(request: HttpRequest, row: Collection, **given: forms.Form) -> HttpResponse:
    counts = {f"{fate}": Count("documents", filter=Q(documents__fate=fate)) for fate in Fate}
    seen = Delivery.objects.visible_to(request.officer).filter(collection=row)  # type: ignore[attr-defined]
    made = seen.select_related("by").annotate(**counts).order_by("-pk")
    page = Paginator(made, PER_PAGE).get_page(request.GET.get("page"))
    context = {"row": row, "page": page, "form": DeliveryForm(), "lines": AddressesForm()} | given
    wrong = any(form.errors for form in given.values())
    return render(request, "annual/delivering/deliveries.html", context, status=422 if wrong else 200)


def _found(officer: Officer, pk: int) -> Delivery:
    """A delivery to a government whose lead office the officer is of; else 404."""
    seen = Delivery.objects.visible_to(officer).filter(agency__in=officer.where(Permission.SUPERVISE))
    row: Delivery = get_object_or_404(seen.select_related("agency", "collection__agency", "by"), pk=pk)
    return row


@require_safe
@desk(Permission.SUPERVISE)
def delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """Every document of a delivery with what became of it."""
    row = _found(request.officer, pk)  # type: ignore[attr-defined]
    counts = Counter(dict(row.documents.order_by().values_list("fate").annotate(Count("pk"))))
    to = request.GET.get("fate", "")
    documents = row.documents.select_related("filing", "file")
    if to in Fate.values:
        documents = documents.filter(fate=to)
    total = sum(counts.values())
    context: dict[str, Any] = {
        "row": row, "page": Paginator(documents, PER_PAGE).get_page(request.GET.get("page")), "to": to,
        "kinds": [(fate.value, fate.label, counts[fate]) for fate in Fate], "asked": counts[Fate.ASKED],
        "total": total, "done": total - counts[Fate.WAITING], "waiting": counts[Fate.WAITING],
    }  # fmt: skip
    if counts[Fate.ASKED]:
        open_ = row.collection.filings.filter(excused="", state__in=(FilingState.DRAFT, FilingState.RETURNED))
        context["units"] = open_.order_by("agency__path").values_list("name", flat=True)[:OFFERED]
    return render(request, "annual/delivering/delivery.html", context)


@require_POST
@desk(Permission.SUPERVISE)
def settle(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """File a document that waits as a unit's, or say why it is not filed; 0: all of which the unit seems plain."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row = _found(officer, pk)
    try:
        if number == 0:
            count = actions.confirm_all(row, by=officer)
            said = ngettext("已确认%(count)d份，正在报送。", "已确认%(count)d份，正在报送。", count) % {"count": count}
        else:
            one = get_object_or_404(row.documents.select_related("filing", "file"), number=number)
            one.delivery = row
            if "dismiss" in request.POST:
                actions.dismiss(one, typed(request, "reason"), by=officer)
                said = _("已写明不报送。")
            else:
                actions.confirm(one, typed(request, "name", 200), by=officer)
                said = _("已报送。")
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return redirect("annual:delivery", pk)
