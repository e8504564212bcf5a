"""What is under way in the agencies that an officer supervises: how far, with whom, how late; and urging from there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.lists.handing import handed_on
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission, roles_with
from gongkai.web.workflow.inbox import Item, item
from gongkai.web.workflow.kinds import called, kind_of, states
from gongkai.web.workflow.models import Process, ProcessQuerySet
from gongkai.web.workflow.terms import TERM, days_late, due_by, late, soon

PER_PAGE = 25
HEADS = ("机关", "事项", "种类", "状态", "等谁办", "等待起始", "期限", "逾期天数（工作日）", "最近催办")
WHICH: tuple[tuple[str, Any], ...] = (
    ("", _("逾期和即将到期")),
    ("late", _("只看逾期")),
    ("all", _("全部在办")),
)


@dataclass(frozen=True)
class Line:
    """One thing under way, for who supervises it."""

    item: Item
    #: The officer whom it was given to, or the roles that may do the step.
    hands: str
    days: int
    #: The act of the table that urges, where the officer may do it today.
    urge: str


class Filters(forms.Form):
    """What to show; all of it optional."""

    agency = forms.CharField(label=_("机关"), required=False, max_length=200)
    state = forms.ChoiceField(label=_("状态"), required=False, choices=lambda: [("", _("全部")), *states().items()])
    which = forms.ChoiceField(label=_("范围"), required=False, choices=WHICH)


def supervised(officer: Officer) -> ProcessQuerySet:
    """All that is under way where the officer supervises."""
    rows: ProcessQuerySet = Process.objects.visible_to(officer).running()
    return rows.filter(agency__in=officer.where(Permission.SUPERVISE))


def wanted(officer: Officer, filters: Filters) -> ProcessQuerySet:
    """Those asked for, the most urgent first; a field that makes no sense asks for nothing."""
    filters.full_clean()
    asked = filters.cleaned_data
    rows = supervised(officer)
    if words := asked.get("agency", "").strip():
        rows = rows.filter(agency__name__contains=words)
    if name := asked.get("state"):
        rows = rows.filter(state__in=called(name))
    if asked.get("which") == "late":
        rows = rows.filter(late(officer.today))
    elif asked.get("which") != "all":
        rows = rows.filter(due_by(soon(officer.today)))
    return rows.select_related("agency", "assignee", "begun_by").alias(term=TERM).order_by("term", "pk")


def line(process: Process, officer: Officer) -> Line:
    """Asks the database nothing."""
    found = item(process, officer.today)
    days = days_late(found.due, officer.today) if found.due else 0
    return Line(found, _hands(process), days, _urge(process))


def _hands(process: Process) -> str:
    if process.assignee:
        return str(process.assignee)
    if process.state == kind_of(process.kind).table.begins and not process.handed_over:
        return str(process.begun_by)
    return "、".join(str(role.label) for role in roles_with(Permission(process.waits_for)))


def _urge(process: Process) -> str:
    if process.urged is not None and timezone.now() - process.urged < timedelta(days=1):
        return ""
    table = kind_of(process.kind).table
    rows = table.rows_in(process.state)
    acts = (row.act for row in rows if row.who is Permission.SUPERVISE and table.acts[row.act].urges)
    return next(acts, "")


@require_safe
@desk(Permission.SUPERVISE)
def progress(request: HttpRequest) -> HttpResponse:
    officer: Officer = request.officer  # type: ignore[attr-defined]
    filters = Filters(request.GET)
    page = Paginator(wanted(officer, filters), PER_PAGE).get_page(request.GET.get("page"))
    context = {"filters": filters, "page": page, "lines": [line(process, officer) for process in page]}
    return render(request, "workflow/progress.html", context)


@require_safe
@desk(Permission.SUPERVISE)
def export(request: HttpRequest, format: str) -> HttpResponseBase:
    """The list as it is filtered, whole."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    rows = wanted(officer, Filters(request.GET))
    return handed_on(format, "progress", "办理进度", HEADS, lambda: _cells(rows, officer))


def _cells(rows: ProcessQuerySet, officer: Officer) -> Iterator[list[str]]:
    for process in rows:
        one = line(process, officer)
        yield [
            process.agency.name,
            process.title,
            str(one.item.kind),
            one.item.state,
            one.hands,
            timezone.localdate(process.waiting_since).isoformat(),
            one.item.due.isoformat() if one.item.due else "",
            str(one.days) if one.days else "",
            timezone.localdate(process.urged).isoformat() if process.urged else "",
        ]
