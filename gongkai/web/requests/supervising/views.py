"""Supervision on the desk: the overview, a page that urges, and the urging itself, to print and to reply to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.forms.fields import Day
from gongkai.web.agencies.lists.handing import handed_on
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.once import once
from gongkai.web.agencies.permissions import Permission
from gongkai.web.requests.models import Case
from gongkai.web.requests.standing import clock_of, tell_anew
from gongkai.web.requests.supervising import actions
from gongkai.web.requests.supervising.reading import found, lines, organs, to_urge
from gongkai.web.workflow.refusals import Refused
from gongkai.workdays import add_workdays

PER_PAGE = 50
#: So many requests are urged at a time.
MOST = 100
#: The reply is asked for within so many working days, until who urges says otherwise (ours).
REPLY_DAYS = 3
HEADS = (
    "机关", "未办结", "5个工作日内到期", "已超期", "最长超期工作日", "催办未回复", "本年收到", "本年办结",
    "其中超期办结",
)  # fmt: skip


class UrgeForm(forms.Form):
    """What is asked, and by when."""

    words = forms.CharField(
        label=gettext_lazy("要求"), widget=forms.Textarea(attrs={"rows": 4}), validators=[MaxLengthValidator(500)],
        help_text=gettext_lazy("不要写申请人的姓名和其他个人信息。"),
    )  # fmt: skip
    until = Day(label=gettext_lazy("回复期限"))


class ReplyForm(forms.Form):
    """What was done."""

    words = forms.CharField(
        label=gettext_lazy("办理情况"), widget=forms.Textarea(attrs={"rows": 4}), validators=[MaxLengthValidator(500)],
        help_text=gettext_lazy("写明办到哪一步、何时答复。不要写申请人的姓名和其他个人信息。"),
    )  # fmt: skip


class EscalationForm(forms.Form):
    """After how many working days who supervises is told."""

    agency = forms.SlugField(widget=forms.HiddenInput)
    days = forms.IntegerField(label=gettext_lazy("超期工作日"), min_value=1, max_value=60)


def _year(request: HttpRequest) -> int:
    """As asked for; else this one."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    said = request.GET.get("year", "")
    return int(said) if said.isdecimal() and 2008 <= int(said[:5]) <= officer.today.year else officer.today.year


@require_safe
@desk(Permission.SUPERVISE)
def overview(request: HttpRequest) -> HttpResponse:
    """Each agency's requests in a line, what is late first."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    tell_anew(officer.today)
    year = _year(request)
    known = lines(officer, year)
    context = {
        "page": Paginator(known, PER_PAGE).get_page(request.GET.get("page")),
        "year": year,
        "years": range(officer.today.year, officer.today.year - 5, -1),
        "sums": {name: sum(getattr(line, name) for line in known) for name in ("open", "soon", "overdue", "urged")},
        "organs": organs(officer),
    }
    return render(request, "requests/supervising/overview.html", context)


@require_safe
@desk(Permission.SUPERVISE)
def export(request: HttpRequest, format: str) -> HttpResponseBase:
    """The same as a sheet, whole."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    tell_anew(officer.today)

    def written() -> Iterator[list[str]]:
        for line in lines(officer, _year(request)):
            yield [
                line.agency,
                *map(str, (line.open, line.soon, line.overdue, line.worst, line.urged, line.received, line.ended)),
                str(line.ended_late),
            ]

    return handed_on(format, "overview", "办理情况", HEADS, written)


@require_POST
@desk(Permission.SUPERVISE)
def escalate(request: HttpRequest) -> HttpResponse:
    """After how many working days who supervises is told."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    said = EscalationForm(request.POST)
    if said.is_valid():
        agency = get_object_or_404(officer.where(Permission.SUPERVISE), slug=said.cleaned_data["agency"])
        actions.escalate_after(agency, said.cleaned_data["days"], by=officer)
        messages.success(request, _("已保存。"))
    else:
        messages.error(request, _("请填写1到60的工作日数。"))
    return redirect("requests:overview")


@require_http_methods(["GET", "HEAD", "POST"])
@desk(Permission.SUPERVISE)
@once
def urge(request: HttpRequest) -> HttpResponse:
    """Urge one request, or all that are late of an agency: the same words to each."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    tell_anew(officer.today)
    cases = _cases(officer, request.GET)
    first = {"until": add_workdays(officer.today, REPLY_DAYS).day, "words": _("请说明未按期答复的原因和答复的时间。")}
    form = UrgeForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = actions.urge(cases, said["words"], said["until"], by=officer)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已催办%(total)d件。") % {"total": len(made)})
            return redirect("requests:urging", made[0].pk) if len(made) == 1 else redirect("requests:overview")
    context = {"form": form, "cases": cases, "most": MOST if len(cases) == MOST else 0}
    return render(request, "requests/supervising/urge.html", context, status=422 if form.errors else 200)


def _cases(officer: Officer, said: QueryDict) -> list[Case]:
    pks = [int(one) for one in said.getlist("case")[:MOST] if one.isdecimal() and len(one) < 19]
    return to_urge(officer, said.get("agency", ""), pks)[:MOST]


@require_safe
@desk()
def urging(request: HttpRequest, pk: int) -> HttpResponse:
    """What was asked and what was replied, as a sheet to print."""
    return _sheet(request, pk, ReplyForm())


@require_POST
@desk(Permission.DRAFT)
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """The agency says what was done."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row = found(officer, pk)
    officer.require(Permission.DRAFT, row.case.agency)
    form = ReplyForm(request.POST)
    if form.is_valid():
        try:
            actions.reply(row, form.cleaned_data["words"], by=officer)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已回复。"))
            return redirect("requests:urging", pk)
    return _sheet(request, pk, form)


def _sheet(request: HttpRequest, pk: int, form: ReplyForm) -> HttpResponse:
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row = found(officer, pk)
    context = {
        "urging": row,
        "clock": clock_of(row.case, officer.today),
        "form": form if row.replied is None and officer.may(Permission.DRAFT, row.case.agency) else None,
    }
    return render(request, "requests/supervising/urging.html", context, status=422 if form.errors else 200)


def panel(case: Case, officer: Officer) -> dict[str, Any]:
    """Of the page of a request: how it was urged, and whether the officer may urge it."""
    urges = officer.may(Permission.SUPERVISE, case.agency) and case.told.ended is None
    return {"rows": list(case.urgings.select_related("organ")), "urges": urges}
