"""Remedies on the desk: the list with the figures of 表四 above it, and each one with its acts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.lists.handing import handed_on
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.once import once
from gongkai.web.agencies.permissions import Permission
from gongkai.web.requests.models import Remedy, RemedyKind, Result
from gongkai.web.requests.models.remedies import RemedyQuerySet
from gongkai.web.requests.reading import found as found_case
from gongkai.web.requests.remedies import actions
from gongkai.web.requests.remedies.figures import COLUMNS, PENDING, blocks, in_column, of_year, years
from gongkai.web.requests.remedies.forms import ConclusionForm, EntryForm, ReplyForm, StrikeForm
from gongkai.web.requests.remedies.reading import found, seen, unsure
from gongkai.web.requests.standing import clock_of
from gongkai.web.workflow.refusals import Refused

PER_PAGE = 25
LABELS = {**dict(Result.choices), PENDING: gettext_lazy("尚未审结")}
HEADS = (
    "登记编号", "机关", "种类", "复议机关或者人民法院", "案号或者文号", "收到通知之日", "答复期限", "答复之日", "结果",
    "收到决定、判决之日", "决定书、判决书文号", "要求重新办理", "重新答复的期限",
)  # fmt: skip


def _wanted(request: HttpRequest) -> tuple[RemedyQuerySet, int | None, dict[str, str]]:
    """As it is filtered: those that a year counts, of a kind, in a column."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    said = {name: request.GET.get(name, "").strip() for name in ("year", "kind", "column", "q")}
    rows = seen(officer).select_related("case__agency")
    year = (
        int(said["year"]) if said["year"].isdecimal() and 2000 < int(said["year"][:5]) <= officer.today.year else None
    )
    if year is not None:
        rows = of_year(rows, year)
    if said["kind"] in RemedyKind.values:
        rows = rows.filter(kind=said["kind"])
    if said["column"] in COLUMNS:
        rows = in_column(rows.standing(), year or officer.today.year, said["column"])
    if said["q"]:
        rows = rows.filter(case__number__icontains=said["q"]) | rows.filter(number__icontains=said["q"])
    return rows, year, said


@require_safe
@desk(Permission.READ_INTERNAL)
def listing(request: HttpRequest) -> HttpResponse:
    """All that one may see, and 表四 of a year: every figure opens its rows."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    rows, year, said = _wanted(request)
    shown = year or officer.today.year
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "blocks": [
            (block, [(column, count) for column, count in zip(COLUMNS, block.counts, strict=True)])
            for block in blocks(seen(officer), shown)
        ],
        "shown": shown,
        "years": years(seen(officer), officer.today),
        "kinds": RemedyKind.choices,
        "columns": LABELS.items(),
        **said,
    }
    return render(request, "requests/remedies/list.html", context)


@require_safe
@desk(Permission.READ_INTERNAL)
def export(request: HttpRequest, format: str) -> HttpResponseBase:
    """The list as it is filtered, whole."""
    rows, _year, _said = _wanted(request)
    return handed_on(format, "remedies", "行政复议和行政诉讼", HEADS, lambda: map(_line, rows.standing()))


def _line(row: Remedy) -> list[str]:
    days = (row.notified, row.reply_due and row.reply_due.day, row.replied, row.concluded, row.until)
    notified, due, replied, concluded, until = ("" if day is None else day.isoformat() for day in days)
    return [
        row.case.number, row.case.agency.name, str(row.get_kind_display()), row.organ, row.number, notified, due,
        replied, str(row.get_result_display()) or "尚未审结", concluded, row.decision, "是" if row.anew else "", until,
    ]  # fmt: skip


@desk(Permission.DISCLOSE)
@once
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """Write one down for a request."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    case = found_case(officer, pk)
    officer.require(Permission.DISCLOSE, case.agency)
    form = EntryForm(request.POST or None, case=case, today=officer.today)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.enter(case, form.cleaned_data, by=officer)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已登记。"))
            return redirect("requests:remedy", row.pk)
    context = {"form": form, "case": case, "first": any(right.first for right in clock_of(case, officer.today).rights)}
    return render(request, "requests/remedies/enter.html", context, status=422 if form.errors else 200)


@require_safe
@desk(Permission.READ_INTERNAL)
def remedy(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    return _page(request, found(officer, pk))


def _page(request: HttpRequest, row: Remedy, wrong: Form | None = None) -> HttpResponse:
    officer: Officer = request.officer  # type: ignore[attr-defined]
    works = officer.may(Permission.DISCLOSE, row.case.agency) and not row.struck
    pending = works and row.concluded is None
    forms = {type(wrong): wrong} if wrong else {}
    context = {
        "remedy": row,
        "case": row.case,
        "overdue": row.replied is None and row.concluded is None and _over(row, officer),
        "reply": forms.get(ReplyForm, ReplyForm(initial={"replied": officer.today})) if pending else None,
        "conclude": forms.get(ConclusionForm, ConclusionForm(initial={"concluded": officer.today}))
        if pending
        else None,
        "unsure": unsure(row),
        "strike": forms.get(StrikeForm, StrikeForm()) if works else None,
        "wrong": type(wrong).__name__ if wrong else "",
    }
    return render(request, "requests/remedies/remedy.html", context, status=422 if wrong else 200)


def _over(row: Remedy, officer: Officer) -> bool:
    return row.reply_due is not None and row.reply_due.day < officer.today


Does = Callable[[Remedy, dict[str, Any], int, Officer], object]


def _does(request: HttpRequest, pk: int, form: Form, does: Does) -> HttpResponse:
    """An act on one of them: looked at, asked of the officer, done, or shown again with what is wrong."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row = found(officer, pk)
    officer.require(Permission.DISCLOSE, row.case.agency)
    version = request.POST.get("version", "")
    if form.is_valid():
        try:
            does(row, form.cleaned_data, int(version[:9]) if version.isdecimal() else 0, officer)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已保存。"))
            return redirect("requests:remedy", pk)
    return _page(request, row, form)


@require_POST
@desk(Permission.DISCLOSE)
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """The agency has answered the organ or the court."""
    form = ReplyForm(request.POST)
    return _does(
        request, pk, form, lambda row, said, version, by: actions.reply(row, on=said["replied"], version=version, by=by)
    )


@require_POST
@desk(Permission.DISCLOSE)
def conclude(request: HttpRequest, pk: int) -> HttpResponse:
    """It has ended."""
    form = ConclusionForm(request.POST)
    return _does(request, pk, form, lambda row, said, version, by: actions.conclude(row, said, version=version, by=by))


@require_POST
@desk(Permission.DISCLOSE)
def strike(request: HttpRequest, pk: int) -> HttpResponse:
    """It was entered wrongly."""
    form = StrikeForm(request.POST)
    return _does(
        request,
        pk,
        form,
        lambda row, said, version, by: actions.strike(row, reason=said["reason"], version=version, by=by),
    )
