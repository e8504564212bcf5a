"""Making a report on the desk: the board of a year, the report with its numbers open, its prose, what is put right."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongkai.report.checks import similarity
from gongkai.report.writing.form import number_text
from gongkai.web.agencies.doors import agency_of, desk
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.agencies.typed import typed
from gongkai.web.annual.comparing.alike import alike
from gongkai.web.annual.making import actions, prose
from gongkai.web.annual.making.actions import DRAFT
from gongkai.web.annual.making.anew import begin_anew, running
from gongkai.web.annual.making.board import board as lines_of
from gongkai.web.annual.making.collected import beside
from gongkai.web.annual.making.forms import ProseForm, ReasonForm
from gongkai.web.annual.making.made import (
    changes,
    findings,
    key,
    made,
    published_before,
    unexplained,
    year_of,
)
from gongkai.web.annual.models import Compilation
from gongkai.web.annual.models.making import COMPILATION
from gongkai.web.annual.pages import laid_out
from gongkai.web.annual.terms import due, due_of
from gongkai.web.requests.forms import version_of
from gongkai.web.requests.standing import tell_anew
from gongkai.web.workflow.panels import latest, panel
from gongkai.web.workflow.refusals import Refused, Stale

PER_PAGE = 50


def found(officer: Officer, slug: str, year: int) -> Compilation:
    """The making of a report, where the officer works or supervises; else 404."""
    seen = Compilation.objects.visible_to(officer).filter(agency__in=officer.where(Permission.READ_INTERNAL))
    row: Compilation = get_object_or_404(seen.select_related("agency", "report"), agency__slug=slug, year=year)
    return row


@require_safe
@desk(Permission.READ_INTERNAL)
def board(request: HttpRequest) -> HttpResponse:
    """The reports of a year, agency by agency."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    last = officer.today.year
    said = request.GET.get("year", "")
    year = int(said) if said.isdecimal() and actions.FIRST <= int(said[:5]) <= last else last - 1
    agencies = officer.where(Permission.READ_INTERNAL)
    words = request.GET.get("q", "").strip()
    page, lines = lines_of(agencies.called(words), year, officer.today, request.GET.get("page"))
    shown = [line.agency.pk for line in lines]
    makes = set(officer.where(Permission.DISCLOSE).filter(pk__in=shown).values_list("pk", flat=True))
    context = {
        "page": page, "lines": [(line, line.agency.pk in makes) for line in lines], "year": year, "due": due(year),
        "left": (due(year) - officer.today).days, "years": range(last, actions.FIRST - 1, -1), "q": words,
        "leads": officer.may_somewhere(Permission.SUPERVISE), "brings": officer.may_somewhere(Permission.DISCLOSE),
    }  # fmt: skip
    return render(request, "annual/board.html", context)


@require_POST
@desk(Permission.DISCLOSE)
def begin(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Begin to make a report."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    agency = agency_of(officer, slug, Permission.DISCLOSE)
    try:
        actions.begin_compilation(agency, year, by=officer)
    except Refused as refused:
        messages.error(request, str(refused))
        if not Compilation.objects.filter(agency=agency, year=year).exists():
            return redirect(f"{reverse('annual:board')}?year={year}")
    return redirect("annual:making", slug, year)


@require_safe
@desk(Permission.READ_INTERNAL)
def making(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The report as it would be published today, every number a link to what it counts, and what was found in it."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row = found(officer, slug, year)
    tell_anew(officer.today)
    process = latest(COMPILATION, row.pk)
    drafts = process is not None and process.state == DRAFT
    fixed = None if drafts else row.versions.filter(number=row.latest).first()
    now = made(row, officer.today)
    shown = now.report if fixed is None else fixed.report
    found_in = now.findings if fixed is None else findings(shown, row)
    report = shown.with_findings(found_in)
    said = {(one.rule, key(one)) for one in found_in}
    parts = laid_out(report, get_language(), lambda cell: _cell(row, cell))
    context = {
        "row": row, "body": parts.body, "findings": parts.findings,
        "wrong": [(one, key(one)) for one in unexplained(row, found_in)] if drafts else [],
        "nothing": drafts and not any(now.counted.values()),
        "unwritten": prose.unwritten(report.sections) if running(row) else [],
        "explanations": [(one, (one.rule, one.about) in said) for one in row.explanations.select_related("by")],
        "adjusted": now.adjusted.values(),
        "changes": changes(row, fixed.report, officer.today) if fixed is not None else [],
        "edits": drafts and officer.may(Permission.DISCLOSE, row.agency),
        "anew": row.report_id is not None and not running(row) and officer.may(Permission.DISCLOSE, row.agency),
        "panel": panel(process, officer) if process else None, "due": due_of(row.agency, year),
    } | beside(row, officer, now.adjusted)  # fmt: skip
    return render(request, "annual/making.html", context)


def _cell(row: Compilation, cell: str) -> str:
    return reverse("annual:cell", args=[row.agency.slug, row.year, cell])


@desk(Permission.DISCLOSE)
def write(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The prose, with last year's beside it and the figures that can stand in it."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row = found(officer, slug, year)
    officer.require(Permission.DISCLOSE, row.agency)
    said, stale = ProseForm(request.POST or None, sections=row.sections), False
    if request.method == "POST" and said.is_valid():
        try:
            actions.write(row, said.cleaned_data, version=version_of(request.POST) or 0, by=officer)
        except Refused as refused:
            said.add_error(None, str(refused))
            stale = isinstance(refused, Stale)
        else:
            messages.success(request, _("已保存。"))
            return redirect("annual:making", slug, year)
    tell_anew(officer.today)
    context = _prose(row, said, officer, stale=stale)
    return render(request, "annual/prose.html", context, status=422 if said.errors else 200)


def _prose(row: Compilation, said: ProseForm, officer: Officer, *, stale: bool) -> dict[str, Any]:
    now, before = made(row, officer.today), published_before(row)
    values = prose.figures(year_of(row, officer.today), _numbers(now.report.cells), prose.live().keys())
    figures = [(one, number_text(values[name]) if name in values else "") for name, one in prose.live().items()]
    earlier = before.sections if before is not None else {}
    beside = []
    for id_ in prose.SECTIONS:
        old, kept = earlier.get(id_), row.sections.get(id_, "")
        share = None if old is None else round(100 * similarity(now.report.sections.get(id_, ""), old))
        other = kept if stale and kept != said.cleaned_data.get(id_, "").strip() else None
        beside.append((said[id_], old or "", share, other))
    shared = alike(row.agency_id, row.year, now.report.sections)
    return {"row": row, "form": said, "beside": beside, "figures": figures, "shared": shared}


@require_POST
@desk(Permission.DISCLOSE)
def take(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Take the sums of the units below into a government's own report."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row = found(officer, slug, year)
    officer.require(Permission.DISCLOSE, row.agency)
    try:
        taken = actions.take(row, by=officer)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已汇总%(count)d个单位的报告。") % {"count": taken.units})
    return redirect("annual:making", slug, year)


@require_POST
@desk(Permission.DISCLOSE)
def anew(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Make a published report anew."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row = found(officer, slug, year)
    officer.require(Permission.DISCLOSE, row.agency)
    try:
        begin_anew(row, reason=typed(request, "reason"), by=officer)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已开始更正。公布之前，公众看到的还是原来的报告。"))
    return redirect("annual:making", slug, year)


def _numbers(cells: Any) -> dict[str, Any]:
    return {id_: value for id_, value in cells.items() if value is not None}


@require_POST
@desk(Permission.DISCLOSE)
def explain(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Say why an error that was found is none."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row = found(officer, slug, year)
    officer.require(Permission.DISCLOSE, row.agency)
    tell_anew(officer.today)
    asked = request.POST.get("rule"), request.POST.get("about")
    wrong = unexplained(row, made(row, officer.today).findings)
    this = next((one for one in wrong if (one.rule, key(one)) == asked), None)
    said = ReasonForm(request.POST)
    if this is None:
        messages.error(request, _("这处错误已经没有了，不需要说明。"))
    elif said.is_valid():
        actions.explain(row, this, reason=said.cleaned_data["reason"], by=officer)
        messages.success(request, _("已说明。"))
    else:
        messages.error(request, _("请写明为什么这不是错误。"))
    return redirect("annual:making", slug, year)
