"""Collecting on the desk, as the lead office sees it: the years, the board of one, its units."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from gongkai.web.agencies.doors import agency_of, desk
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.agencies.typed import typed
from gongkai.web.annual.collecting import actions, standing
from gongkai.web.annual.collecting.forms import OpenForm
from gongkai.web.annual.collecting.reminding import remind as send_reminders
from gongkai.web.annual.collecting.units import NOT_AWAITED, left
from gongkai.web.annual.models import Collection, FilingState
from gongkai.web.annual.terms import due, due_of_governments
from gongkai.web.workflow.refusals import Refused

PER_PAGE = 100


def led(officer: Officer, slug: str, year: int) -> Collection:
    """A collection of a government whose lead office the officer is of; else 404."""
    seen = Collection.objects.visible_to(officer).filter(agency__in=officer.where(Permission.SUPERVISE))
    row: Collection = get_object_or_404(seen.select_related("agency"), agency__slug=slug, year=year)
    return row


@require_safe
@desk(Permission.SUPERVISE)
def index(request: HttpRequest) -> HttpResponse:
    """The governments that this officer collects for, and the years."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    year = _year(request, officer)
    below = Agency.objects.open().exclude(kind__in=NOT_AWAITED).exclude(superior=None).values("superior")
    leads = officer.where(Permission.SUPERVISE).open().filter(pk__in=below).order_by("path")
    page = Paginator(leads, PER_PAGE).get_page(request.GET.get("page"))
    rows = Collection.objects.visible_to(officer).filter(agency__in=[one.pk for one in page], year=year)
    known = {row.agency_id: row for row in rows}
    context = {
        "page": page, "lines": [(one, known.get(one.pk)) for one in page], "year": year,
        "years": range(officer.today.year, actions.FIRST - 1, -1), "form": OpenForm(initial={"due": due(year)}),
    }  # fmt: skip
    return render(request, "annual/collecting/index.html", context)


def _year(request: HttpRequest, officer: Officer) -> int:
    said = request.GET.get("year", "")
    known = said.isdecimal() and actions.FIRST <= int(said[:5]) <= officer.today.year
    return int(said) if known else officer.today.year - 1


@require_POST
@desk(Permission.SUPERVISE)
def open_year(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Begin to collect, set another day, or wait for the units that the tree has by now."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    lead = agency_of(officer, slug, Permission.SUPERVISE)
    said = OpenForm(request.POST)
    day: date | None = said.cleaned_data["due"] if said.is_valid() else None
    if day is None and "due" in request.POST:
        messages.error(request, " ".join(map(str, said.errors["due"])))
        return redirect("annual:collecting")
    try:
        actions.open_collection(lead, year, due=day, by=officer)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("annual:collecting")
    messages.success(request, _("已保存。"))
    return redirect("annual:collection", slug, year)


@require_safe
@desk(Permission.SUPERVISE)
def board(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Every unit of a collection, its state, who is late and who has not filed."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row = led(officer, slug, year)
    words, to = request.GET.get("q", "").strip(), request.GET.get("state", "")
    found = standing.narrowed(row, to, officer.today).visible_to(officer).select_related("agency")
    if words:
        found = found.filter(agency__in=Agency.objects.called(words))
    page = Paginator(found.order_by("agency__path"), PER_PAGE).get_page(request.GET.get("page"))
    now = standing.standing(row, officer.today)
    kinds = [(state.value, state.label, now.states.get(state.value, 0)) for state in FilingState]
    context = {
        "row": row, "page": page, "lines": standing.lines(row, list(page), officer.today), "now": now, "kinds": kinds,
        "to": to, "q": words, "left": left(row.agency, year, officer.today), "form": OpenForm(initial={"due": row.due}),
        "by_law": due(year), "own_due": due_of_governments(year),
    }  # fmt: skip
    return render(request, "annual/collecting/board.html", context)


@require_POST
@desk(Permission.SUPERVISE)
def remind(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Remind by mail those who have not filed."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row = led(officer, slug, year)

    def act() -> str:
        count = send_reminders(row, by=officer)
        if not count:
            return _("没有要催报的单位，或者今天已经催过。")
        return ngettext("已催报%(count)d个单位。", "已催报%(count)d个单位。", count) % {"count": count}

    return _done(request, row, act)


@require_POST
@desk(Permission.SUPERVISE)
def add(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Wait for the report of a unit that the tree alone does not name."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row = led(officer, slug, year)

    def act() -> str:
        name = typed(request, "name", 200).strip()
        unit = officer.where(Permission.SUPERVISE).filter(name=name).first() if name else None
        if unit is None:
            raise Refused(_("没有名称是“%(name)s”的机关，请填写全称。") % {"name": name})
        actions.add_unit(row, unit, by=officer)
        return _("已加入名单。")

    return _done(request, row, act)


def _done(request: HttpRequest, row: Collection, act: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, act())
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("annual:collection", row.agency.slug, row.year)
