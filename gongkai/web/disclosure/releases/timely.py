"""及时性 on the desk: how many documents were public in time, by agency, and which were not."""

from __future__ import annotations

from collections import Counter

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.lists.handing import handed_on
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.disclosure.listing import seen
from gongkai.web.disclosure.models import Document
from gongkai.web.disclosure.releases.listing import PER_PAGE, Asked, asked
from gongkai.web.disclosure.timeliness import LABELS, STATES, counted, in_state, of_row


def _rows(request: HttpRequest, this: Asked) -> object:
    rows = seen(request.officer)  # type: ignore[attr-defined]
    if this.agency is None:
        return rows.none()
    return rows.filter(agency__path__startswith=this.agency.path) if this.below else rows.filter(agency=this.agency)


@require_safe
@desk(Permission.READ_INTERNAL)
def timeliness(request: HttpRequest) -> HttpResponse:
    """The table; with `state` the documents behind a number."""
    this, state = asked(request), request.GET.get("state", "")
    officer: Officer = request.officer  # type: ignore[attr-defined]
    rows = _rows(request, this)
    context: dict[str, object] = {"asked": this, "labels": LABELS, "state": state}
    if state in STATES:
        found = in_state(rows, state, this.year, officer.today)  # type: ignore[arg-type]
        page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
        known = Document.objects.select_related("agency").in_bulk(list(page))
        context |= {"page": page, "label": LABELS[state]}
        context["rows"] = [(known[pk], of_row(known[pk], officer.today)) for pk in page]
    else:
        context |= _table(counted(rows, this.year, officer.today))  # type: ignore[arg-type]
    return render(request, "channels/timeliness.html", context)


@require_safe
@desk(Permission.READ_INTERNAL)
def export(request: HttpRequest, format: str) -> HttpResponseBase:
    """The table as a file."""
    this = asked(request)
    found = _table(counted(_rows(request, this), this.year, request.officer.today))  # type: ignore[arg-type, attr-defined]
    heads = ("机关", "按期公开", "逾期公开", "未公开，未到期", "未公开，已逾期")
    lines = [[agency.name, *(str(count) for _state, count in cells)] for agency, cells in found["lines"]]
    lines.append(["合计", *map(str, found["totals"])])
    return handed_on(format, "timeliness", "公开及时性", heads, lambda: lines)


def _table(found: dict[int, Counter[str]]) -> dict[str, list]:  # type: ignore[type-arg]
    agencies = Agency.objects.filter(pk__in=found).order_by("path")
    lines = [(agency, [found[agency.pk][state] for state in STATES]) for agency in agencies]
    shown = [(agency, list(zip(STATES, numbers, strict=True))) for agency, numbers in lines]
    return {"lines": shown, "totals": [sum(column) for column in zip(*(numbers for _, numbers in lines), strict=True)]}
