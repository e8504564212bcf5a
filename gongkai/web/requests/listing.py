"""Requests on the desk: those of the agency by stage and by clock, and the register (登记本) as a sheet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from gongkai.law.clock import STAGES
from gongkai.law.rules import law_rules
from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.lists.handing import handed_on
from gongkai.web.agencies.officers import Officer, holders
from gongkai.web.agencies.permissions import Permission
from gongkai.web.personal import veiled
from gongkai.web.requests.forms import AssignForm
from gongkai.web.requests.models import Told
from gongkai.web.requests.standing import tell_anew
from gongkai.workdays import add_workdays

PER_PAGE = 25
#: So many are counted; of more it is said that there are more.
MOST = 10_000
#: What a line shows of a request.
WITH = ("case__agency", "case__unit", "case__handler")
#: Of so many agencies the settings of letters are a button; of others their requests lead there.
SETS = 3
#: 快到期: within so many working days.
SOON = 5
WHOSE = {"mine": _("由我承办"), "unit": _("由我所在的单位承办"), "all": _("全部")}
CLOCK = {
    "open": _("未办结"),
    "soon": _("5个工作日内到期"),
    "overdue": _("已超期"),
    "waiting": _("等申请人、第三方或者其他机关"),
    "provisional": _("期限暂定"),
    "ended": _("已办结"),
}
WAITING = ("unconfirmed", "supplement", "payment", "consulting")
#: No national list of columns is known: those of the forms in use, and of 表三.
HEADS = (
    "登记编号", "到达日期", "提交方式", "收到日期", "申请人类别", "申请内容", "所需形式", "获取方式", "承办单位",
    "承办人", "阶段", "应答复日", "期限暂定", "逾期工作日", "办结日期", "办理结果", "原答复",
)  # fmt: skip


def wanted(request: HttpRequest) -> QuerySet[Told]:
    """Those asked for, the nearest term first where a clock is asked for, else the newest."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    today = officer.today
    tell_anew(today)
    said = request.GET
    rows: QuerySet[Told] = Told.objects.visible_to(officer)
    if words := said.get("q", "").strip():
        rows = rows.filter(Q(case__number__contains=words) | Q(case__content__contains=words))
    if said.get("whose") == "mine":
        rows = rows.filter(case__handler=officer.user)
    elif said.get("whose") == "unit":
        rows = rows.filter(case__unit__in=[office.agency_id for office in officer.appointments])
    if (stage := said.get("stage", "")) in STAGES:
        rows = rows.filter(stage=stage)
    if (year := said.get("year", "")).isdecimal():
        rows = rows.filter(arrived__year=int(year[:4]))
    timed = said.get("clock", "")
    rows = _by_clock(rows, timed, today)
    return rows.order_by("due", "pk") if timed in ("open", "soon", "overdue") else rows.order_by("-arrived", "-pk")


def _by_clock(rows: QuerySet[Told], timed: str, today: date) -> QuerySet[Told]:
    running = rows.filter(ended=None)
    if timed == "soon":
        return running.filter(due__gte=today, due__lte=add_workdays(today, SOON).day)
    if timed == "overdue":
        return running.filter(due__lt=today)
    if timed == "waiting":
        return running.filter(stage__in=WAITING)
    if timed == "provisional":
        return running.filter(provisional=True)
    if timed == "ended":
        return rows.exclude(ended=None)
    return running if timed == "open" else rows


@require_safe
@desk(Permission.READ_INTERNAL)
def cases(request: HttpRequest) -> HttpResponse:
    """The list, as it is filtered."""
    page = _paged(wanted(request), request.GET.get("page"))
    officer: Officer = request.officer  # type: ignore[attr-defined]
    assigned = officer.where(Permission.DISCLOSE).open().order_by("path").first()
    context: dict[str, Any] = {
        "assigned": assigned,
        "assign": AssignForm(agency=assigned, able=list(holders(Permission.DRAFT, assigned, officer.today)))
        if assigned and any(row.agency_id == assigned.pk for row in page.object_list)
        else None,
        "page": page,
        "most": MOST if page.paginator.count > MOST else 0,
        "rows": [(row, veiled(row.case.content)) for row in page],
        "stages": STAGES.items(),
        "clocks": CLOCK.items(),
        "whoses": WHOSE.items(),
        "sets": officer.where(Permission.DISCLOSE).open().order_by("path")[:SETS],
        "enters": officer.may_somewhere(Permission.DRAFT),
        **{name: request.GET.get(name, "").strip() for name in ("q", "stage", "clock", "whose", "year")},
    }
    return render(request, "requests/cases.html", context)


def _paged(rows: QuerySet[Told], number: str | None) -> Page[Told]:
    """A page of them: found by their numbers first, since no row of a hundred thousand is read to be passed over, and
    counted up to `MOST`."""
    paginator = Paginator(rows.values_list("pk", flat=True), PER_PAGE)
    paginator.count = rows.order_by()[: MOST + 1].count()  # type: ignore[misc]  # before anybody asks for it
    page: Any = paginator.get_page(number)
    pks = list(page.object_list)
    whole = Told.objects.select_related(*WITH).in_bulk(pks)
    page.object_list = [whole[pk] for pk in pks]
    found: Page[Told] = page
    return found


@require_safe
@desk(Permission.READ_INTERNAL)
def register(request: HttpRequest, format: str) -> HttpResponseBase:
    """登记本: the list as it is filtered, whole, without who asks."""
    return handed_on(
        format, "register", "依申请公开登记本", HEADS, lambda: _lines(wanted(request).select_related(*WITH))
    )


def _lines(rows: QuerySet[Told]) -> Iterator[list[str]]:
    outcomes = law_rules().outcomes
    for row in rows.iterator():
        case, outcome, former = row.case, outcomes.get(row.outcome), outcomes.get(row.former)
        yield [
            case.number,
            row.arrived.isoformat(),
            case.get_channel_display(),
            row.received.isoformat() if row.received else "",
            case.get_applicant_kind_display(),
            veiled(case.content),
            case.get_form_display(),
            case.get_way_display(),
            case.unit.name if case.unit else "",
            case.handler.name if case.handler else "",
            STAGES[row.stage],
            row.due.isoformat() if row.due else "",
            "暂定" if row.provisional else "",
            str(row.late) if row.late else "",
            row.ended.isoformat() if row.ended else "",
            f"{outcome.number} {outcome.name}" if outcome else "",
            f"{former.number} {former.name}" if former else "",
        ]
