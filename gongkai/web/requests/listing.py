"""Requests on the desk: those of the agency by stage and by clock, and the register (登记本) as a sheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongkai.law.clock import STAGES
from gongkai.law.rules import law_rules
from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.lists.handing import handed_on
from gongkai.web.agencies.officers import Officer, holders
from gongkai.web.agencies.permissions import Permission
from gongkai.web.agencies.typed import typed
from gongkai.web.personal import veiled
from gongkai.web.requests.actions.filters import drop_filter, drops, filters_of, keep_filter
from gongkai.web.requests.filtering import CLOCK, FilterForm, counts, in_order, narrowed
from gongkai.web.requests.forms import AssignForm
from gongkai.web.requests.models import Told
from gongkai.web.requests.standing import tell_anew
from gongkai.web.workflow.refusals import Refused

PER_PAGE = 25
#: Rows of the register that are held at a time.
AT_ONCE = 500
#: So many are counted; of more it is said that there are more.
MOST = 10_000
#: What a line shows of a request.
WITH = ("case__agency", "case__unit", "case__handler")
#: Of so many agencies the settings of letters are a button; of others their requests lead there.
SETS = 3
#: No national list of columns is known: those of the forms in use, and of 表三.
HEADS = (
    "登记编号", "到达日期", "提交方式", "收到日期", "申请人类别", "申请内容", "所需形式", "获取方式", "承办单位",
    "承办人", "阶段", "应答复日", "期限暂定", "逾期工作日", "办结日期", "办理结果", "原答复",
)  # fmt: skip


def wanted(request: HttpRequest) -> tuple[FilterForm, QuerySet[Told]]:
    """What is asked for, and the rows but for the clock's part."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    tell_anew(officer.today)
    form = FilterForm(request.GET)
    return form, narrowed(Told.objects.visible_to(officer), form.said, officer)


@require_safe
@desk(Permission.READ_INTERNAL)
def cases(request: HttpRequest) -> HttpResponse:
    """The list, as it is filtered."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    form, rows = wanted(request)
    timed = form.said.get("clock", "")
    page = _paged(in_order(rows, timed, officer.today), request.GET.get("page"))
    numbers = counts(rows, officer.today)
    assigned = officer.where(Permission.DISCLOSE).open().order_by("path").first()
    context: dict[str, Any] = {
        "assigned": assigned,
        "assign": AssignForm(agency=assigned, able=list(holders(Permission.DRAFT, assigned, officer.today)))
        if assigned and any(row.agency_id == assigned.pk for row in page.object_list)
        else None,
        "page": page,
        "most": MOST if page.paginator.count > MOST else 0,
        "rows": [(row, veiled(row.case.content)) for row in page],
        "form": form,
        "clocks": [(name, label, numbers.get(name)) for name, label in CLOCK.items()],
        "clock": timed,
        "filters": [(one, drops(one, officer)) for one in filters_of(officer)],
        "shares": list({office.agency_id: office.agency for office in officer.appointments}.values()),
        "narrowed": urlencode(sorted((name, str(value)) for name, value in form.said.items())),
        "sets": officer.where(Permission.DISCLOSE).open().order_by("path")[:SETS],
        "supervises": officer.may_somewhere(Permission.SUPERVISE),
        "enters": officer.may_somewhere(Permission.DRAFT),
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
    officer: Officer = request.officer  # type: ignore[attr-defined]
    form, found = wanted(request)
    rows = in_order(found, form.said.get("clock", ""), officer.today).select_related(*WITH)
    return handed_on(format, "register", "依申请公开登记本", HEADS, lambda: _lines(rows))


@require_POST
@desk(Permission.READ_INTERNAL)
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what the list is narrowed by under a name."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    form = FilterForm(QueryDict(typed(request, "query", 1000)))
    query = urlencode(sorted((name, str(value)) for name, value in form.said.items()))
    try:
        shared = {office.agency.slug: office.agency for office in officer.appointments}.get(typed(request, "shared"))
        keep_filter(typed(request, "name"), query, by=officer, shared_with=shared)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已保存。"))
    return redirect(f"{reverse('requests:cases')}?{query}")


@require_POST
@desk(Permission.READ_INTERNAL)
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep it no more."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    drop_filter(get_object_or_404(filters_of(officer), pk=pk), by=officer)
    messages.success(request, _("已删去。"))
    return redirect("requests:cases")


def _lines(rows: QuerySet[Told]) -> Iterator[list[str]]:
    outcomes = law_rules().outcomes
    for row in rows.iterator(AT_ONCE):
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
