"""The numbers of a report that is made: what each counts, and putting one right."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongkai.report.writing.form import number_text
from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.annual.figures import behind, form
from gongkai.web.annual.making import actions
from gongkai.web.annual.making.actions import DRAFT
from gongkai.web.annual.making.forms import AdjustForm
from gongkai.web.annual.making.made import computed, counted_for, taken_of, year_of
from gongkai.web.annual.making.rows import WITH, opened, opened_paid
from gongkai.web.annual.making.views import found
from gongkai.web.annual.models import Compilation
from gongkai.web.annual.models.making import COMPILATION
from gongkai.web.requests.standing import tell_anew
from gongkai.web.workflow.panels import latest
from gongkai.web.workflow.refusals import Refused

PER_PAGE = 50


@require_safe
@desk(Permission.READ_INTERNAL)
def cell(request: HttpRequest, slug: str, year: int, cell: str) -> HttpResponse:
    """What a number counts, and how it was put right."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    return _counted(request, found(officer, slug, year), cell)


def _counted(request: HttpRequest, row: Compilation, id_: str, wrong: AdjustForm | None = None) -> HttpResponse:
    officer: Officer = request.officer  # type: ignore[attr-defined]
    known = form().cells.get(id_)
    if known is None or not known.required:
        raise Http404
    tell_anew(officer.today)
    of = year_of(row, officer.today)
    counted = behind(of, id_)
    rows = _seen(counted.rows, officer).order_by("-pk")
    page = Paginator(rows.select_related(*WITH.get(rows.model, ("agency",))), PER_PAGE).get_page(
        request.GET.get("page")
    )
    process = latest(COMPILATION, row.pk)
    edits = process is not None and process.state == DRAFT and officer.may(Permission.DISCLOSE, row.agency)
    history = row.adjustments.filter(cell=id_).select_related("by", "ended_by").order_by("-pk")
    context = {
        "row": row, "cell": known, "number": number_text(counted_for(row, of)[id_]), "cents": counted.cents,
        "page": page, "lines": [opened(one) for one in page],
        "said": [opened(one) for one in _said(counted.said, officer)] if counted.said is not None else [],
        "paid": [opened_paid(one) for one in _paid(counted.paid, officer)] if counted.paid is not None else [],
        "taken": taken.cells.get(id_) if (taken := taken_of(row)) is not None else None,
        "history": history, "held": next((one for one in history if one.ended is None), None),
        "adjust": (wrong or AdjustForm(cell=known)) if edits and id_ not in computed() else None,
        "summed": id_ in computed(),
    }  # fmt: skip
    return render(request, "annual/cell.html", context, status=422 if wrong else 200)


def _paid(rows: QuerySet[Any], officer: Officer) -> QuerySet[Any]:
    return _seen(rows, officer).select_related("agency").prefetch_related("facts").order_by("-pk")


def _said(rows: QuerySet[Any], officer: Officer) -> QuerySet[Any]:
    return _seen(rows, officer).select_related(*WITH[rows.model])


def _seen(rows: QuerySet[Any], officer: Officer) -> QuerySet[Any]:
    found: QuerySet[Any] = rows.visible_to(officer)  # type: ignore[attr-defined]
    return found


@require_POST
@desk(Permission.DISCLOSE)
def adjust(request: HttpRequest, slug: str, year: int, cell: str) -> HttpResponse:
    """Put a number right, or let it be as it is counted again."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row = found(officer, slug, year)
    officer.require(Permission.DISCLOSE, row.agency)
    known = form().cells.get(cell)
    if known is None:
        raise Http404
    said = AdjustForm(request.POST, cell=known)
    try:
        if "counted" in request.POST:
            actions.as_counted(row, cell, by=officer)
        elif said.is_valid():
            actions.adjust(row, cell, _number(said), reason=said.cleaned_data["reason"], by=officer)
        else:
            return _counted(request, row, cell, said)
    except Refused as refused:
        said.add_error(None, str(refused))
        return _counted(request, row, cell, said)
    messages.success(request, _("已保存。"))
    return redirect("annual:making", slug, year)


def _number(said: AdjustForm) -> int | float:
    value = said.cleaned_data["value"]
    return int(value) if value == int(value) else float(value)
