"""One unit's filing: what was filed with what was found in it, the remarks at its cells, and what is done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongkai.report.writing.form import number_text
from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.agencies.typed import typed
from gongkai.web.annual.collecting import actions
from gongkai.web.annual.collecting.fetching import ask_for
from gongkai.web.annual.collecting.filing import file_document, file_made, require_either, signed_of
from gongkai.web.annual.collecting.forms import AddressForm, DocumentForm, RemarkForm
from gongkai.web.annual.collecting.standing import days_late
from gongkai.web.annual.differing.reading import shown
from gongkai.web.annual.figures import form
from gongkai.web.annual.models import Filing, FilingState
from gongkai.web.annual.models.collecting import COUNTED
from gongkai.web.annual.pages import laid_out
from gongkai.web.requests.forms import version_of
from gongkai.web.workflow.refusals import Refused


def found(officer: Officer, pk: int) -> Filing:
    """A filing, where the officer works or supervises; else 404."""
    seen = Filing.objects.visible_to(officer).filter(agency__in=officer.where(Permission.READ_INTERNAL))
    row: Filing = get_object_or_404(seen.select_related("agency", "collection__agency"), pk=pk)
    return row


@require_safe
@desk(Permission.READ_INTERNAL)
def filing(request: HttpRequest, pk: int) -> HttpResponse:
    """What a unit filed, laid out as the form; every number leads to its remarks."""
    return _shown(request, found(request.officer, pk))  # type: ignore[attr-defined]


def _shown(request: HttpRequest, row: Filing, **wrong: Any) -> HttpResponse:
    officer: Officer = request.officer  # type: ignore[attr-defined]
    leads = officer.may(Permission.SUPERVISE, row.collection.agency)
    discloses = officer.may(Permission.DISCLOSE, row.agency)
    versions = list(row.versions.defer("record", "cells").select_related("by", "file", "made").order_by("-number"))
    remarks = list(row.remarks.select_related("by"))
    open_ = row.state not in COUNTED and not row.excused
    context = {
        "row": row, "versions": versions, "latest": versions[0] if versions else None, "leads": leads,
        "remarks": [one for one in remarks if one.settled is None],
        "settled": [one for one in remarks if one.settled is not None],
        "late": days_late(row, row.collection, officer.today), "fetchings": row.fetchings.all()[:5],
        "made": signed_of(row.agency, row.collection.year) is not None if discloses and open_ else False,
        "differs": shown(row), "judges": leads and row.state == FilingState.SUBMITTED,
        "returns": leads and row.state in (FilingState.SUBMITTED, *COUNTED),
        "publishes": discloses and row.state == FilingState.ACCEPTED and bool(versions) and versions[0].file,
        "files": open_ and (leads or discloses), "discloses": discloses,
        "document": DocumentForm(), "address": AddressForm(),
        "remark": RemarkForm(label=_("总的意见")),
    } | _report(row) | wrong  # fmt: skip
    return render(request, "annual/collecting/filing.html", context, status=422 if wrong else 200)


def _report(row: Filing) -> dict[str, Any]:
    if not row.latest:
        return {}
    report = row.versions.get(number=row.latest).report

    def opens(cell: str) -> str:
        return reverse("annual:filing-cell", args=[row.pk, cell])

    parts = laid_out(report, get_language(), opens)
    return {"body": parts.body, "findings": parts.findings}


@desk(Permission.READ_INTERNAL)
def cell(request: HttpRequest, pk: int, cell: str) -> HttpResponse:
    """One number of what was filed, version by version, with its remarks; the lead office adds one."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row = found(officer, pk)
    known = form().cells.get(cell)
    if known is None:
        raise Http404
    leads = officer.may(Permission.SUPERVISE, row.collection.agency)
    said = RemarkForm(request.POST or None)
    if request.method == "POST":
        officer.require(Permission.SUPERVISE, row.collection.agency)
        if said.is_valid():
            try:
                actions.remark(row, said.cleaned_data["text"], cell=cell, by=officer)
            except Refused as refused:
                said.add_error(None, str(refused))
            else:
                messages.success(request, _("已写明意见，退回时一并告知单位。"))
                return redirect("annual:filing", pk)
    values = [
        (number, None if (value := cells.get(cell)) is None else number_text(value))
        for number, cells in row.versions.values_list("number", "cells")
    ]
    context = {
        "row": row, "cell": known, "values": values, "remarks": row.remarks.filter(cell=cell).select_related("by"),
        "form": said if leads and row.latest else None,
    }  # fmt: skip
    return render(request, "annual/collecting/cell.html", context, status=422 if said.errors else 200)


@require_POST
@desk(Permission.READ_INTERNAL)
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """File a document as it was sent."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row = found(officer, pk)
    require_either(row, officer)
    said = DocumentForm(request.POST, request.FILES)
    if said.is_valid():
        try:
            file_document(row, said.cleaned_data["document"][0], by=officer)
        except Refused as refused:
            said.add_error("document", str(refused))
        else:
            messages.success(request, _("已报送。"))
            return redirect("annual:filing", pk)
    return _shown(request, row, document=said)


@require_POST
@desk(Permission.READ_INTERNAL)
def fetch(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a report fetched from an address."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row = found(officer, pk)
    require_either(row, officer)
    said = AddressForm(request.POST)
    if said.is_valid():
        try:
            ask_for(row, said.cleaned_data["address"], by=officer)
        except Refused as refused:
            said.add_error("address", str(refused))
        else:
            messages.success(request, _("已经安排抓取，几分钟后刷新本页查看结果。"))
            return redirect("annual:filing", pk)
    return _shown(request, row, address=said)


@require_POST
@desk(Permission.READ_INTERNAL)
def do(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """File what was made here; remark, return, accept, excuse, publish."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row = found(officer, pk)
    version, text = version_of(request.POST), typed(request, "text")
    acts: dict[str, tuple[Callable[[], object], str]] = {
        "file": (lambda: file_made(row, by=officer), _("已报送。")),
        "remark": (lambda: actions.remark(row, text, by=officer), _("已写明意见，退回时一并告知单位。")),
        "return": (lambda: actions.give_back(row, version=version, by=officer), _("已退回。")),
        "accept": (lambda: actions.accept(row, reason=text, version=version, by=officer), _("已接收，计入汇总。")),
        "excuse": (lambda: actions.excuse(row, text, by=officer), _("已保存。")),
        "publish": (lambda: actions.publish(row, by=officer), _("已公布。")),
    }
    if act not in acts:
        raise Http404
    try:
        acts[act][0]()
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, acts[act][1])
    return redirect("annual:filing", pk)
