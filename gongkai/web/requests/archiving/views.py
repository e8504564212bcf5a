"""The archive of an agency on the desk: what can be filed, whose term is over, the terms, the erasures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from gongkai.web.agencies.doors import agency_of, desk
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.once import once
from gongkai.web.agencies.permissions import Permission
from gongkai.web.agencies.typed import typed
from gongkai.web.requests.archiving import actions, erasing
from gongkai.web.requests.archiving.reading import agencies_of, expired, filable, found, hold_of, seen
from gongkai.web.requests.archiving.schedule import schedule, terms_of
from gongkai.web.requests.models import Case, Erasure, ErasureState, Hold, Retained
from gongkai.web.requests.reading import found as found_case
from gongkai.web.requests.reading import personal
from gongkai.web.workflow.refusals import Refused

#: Shown, and done, at a time.
AT_ONCE = 100
PER_PAGE = 25
#: What was erased, as the certificate says it.
WHAT = {
    "cases": gettext_lazy("申请的内容和需要的帮助"),
    "applicants": gettext_lazy("申请人的姓名、证件、联系方式"),
    "facts": gettext_lazy("办理事实中的姓名和说明"),
    "confirmations": gettext_lazy("确认的说明"),
    "opinions": gettext_lazy("被征求意见方的意见"),
    "relations": gettext_lazy("关联的理由"),
    "remedies": gettext_lazy("复议、诉讼的案号和文号"),
    "ratings": gettext_lazy("满意度评价的文字"),
    "urgings": gettext_lazy("催办和回复的文字"),
    "holds": gettext_lazy("暂缓清除的理由"),
    "letters": gettext_lazy("文书的逾期说明"),
    "letter_versions": gettext_lazy("文书各版的内容"),
    "letter_files": gettext_lazy("签发、盖章的文书文件"),
    "files": gettext_lazy("申请材料"),
    "steps": gettext_lazy("文书审核的意见"),
    "corrections": gettext_lazy("更正申请的个人信息和内容"),
    "correction_files": gettext_lazy("更正申请的材料和答复书"),
}


class TermForm(forms.Form):
    """Another term, with its basis."""

    kind = forms.ChoiceField(label=gettext_lazy("对象"), choices=Retained)
    years = forms.IntegerField(label=gettext_lazy("保管年数"), min_value=1, max_value=100)
    basis = forms.CharField(
        label=gettext_lazy("依据"), max_length=200,
        help_text=gettext_lazy("如经同级档案部门审查同意的保管期限表的名称、文号。"),
    )  # fmt: skip


@dataclass(frozen=True)
class Panel:
    """What the page of a request shows of the archive."""

    hold: Hold | None
    #: Whether this officer sees why it is held back, and whether the officer keeps the archive.
    knows: bool
    keeps: bool


def panel(case: Case, officer: Officer) -> Panel | None:
    """The panel of a request that is closed; None: of one that is open."""
    if case.told.ended is None:
        return None
    return Panel(hold_of(case), personal(officer, case), officer.may(Permission.DISCLOSE, case.agency))


@require_safe
@desk(Permission.READ_INTERNAL)
def archive(request: HttpRequest) -> HttpResponse:
    """One agency's archive."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    agencies = agencies_of(officer)
    agency = agencies.filter(slug=request.GET.get("agency", "")).first() or agencies.first()
    if agency is None:
        raise Http404
    return _page(request, agency)


def _page(request: HttpRequest, agency: Agency, wrong: TermForm | None = None, *, status: int = 200) -> HttpResponse:
    officer: Officer = request.officer  # type: ignore[attr-defined]
    over, ready = expired(agency, officer.today), filable(agency, officer.today)
    context = {
        "agency": agency,
        "agencies": agencies_of(officer),
        "keeps": officer.may(Permission.DISCLOSE, agency),
        "filable": list(ready[:AT_ONCE]),
        "filable_total": ready.count(),
        "expired": over[:AT_ONCE],
        "expired_total": len(over),
        "days": schedule().archive_after_days,
        "source": schedule().source,
        "terms": terms_of(agency).values(),
        "form": wrong or TermForm(),
        "page": Paginator(
            seen(officer).filter(agency=agency).select_related("proposed_by", "decided_by"), PER_PAGE
        ).get_page(request.GET.get("page")),
    }
    return render(request, "requests/archiving/archive.html", context, status=422 if wrong else status)


def _back(agency: Agency) -> HttpResponse:
    return redirect(f"{reverse('requests:archive')}?agency={agency.slug}")


@require_POST
@desk(Permission.DISCLOSE)
def file_away(request: HttpRequest, slug: str) -> HttpResponse:
    """File those that were ticked."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    agency = agency_of(officer, slug, Permission.DISCLOSE)
    ticked = [int(pk) for pk in request.POST.getlist("case")[:AT_ONCE] if pk.isdecimal() and len(pk) < 19]
    try:
        count = actions.file_away(agency, ticked, by=officer)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已归档%(count)d件。") % {"count": count})
    return _back(agency)


@require_POST
@desk(Permission.DISCLOSE)
@once
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """Put those that were ticked on a list."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    agency = agency_of(officer, slug, Permission.DISCLOSE)
    try:
        row = erasing.propose(agency, [key[:40] for key in request.POST.getlist("one")[:AT_ONCE]], by=officer)
    except Refused as refused:
        messages.error(request, str(refused))
        return _page(request, agency, status=422)
    messages.success(request, _("已提出，须由另一名有“签发”权限的人员批准。"))
    return redirect("requests:erasure", row.pk)


@require_POST
@desk(Permission.DISCLOSE)
def term(request: HttpRequest, slug: str) -> HttpResponse:
    """Another term from now on."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    agency = agency_of(officer, slug, Permission.DISCLOSE)
    form = TermForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.keep_term(agency, Retained(said["kind"]), years=said["years"], basis=said["basis"], by=officer)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已登记保管期限。"))
            return _back(agency)
    return _page(request, agency, form)


@require_safe
@desk(Permission.READ_INTERNAL)
def erasure(request: HttpRequest, pk: int) -> HttpResponse:
    """A list that waits for approval; once it is done, the certificate."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row = found(officer, pk)
    waits = row.state == ErasureState.PROPOSED
    context = {
        "erasure": row,
        "lines": row.lines.all(),
        "total": row.lines.count(),
        "what": [(WHAT[name], row.erased[name]) for name in WHAT if name in row.erased],
        "approves": waits and officer.may(Permission.APPROVE, row.agency) and row.proposed_by_id != officer.user.pk,
        "waits": waits,
        "source": schedule().source,
    }
    return render(request, "requests/archiving/erasure.html", context)


@require_POST
@desk(Permission.APPROVE)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve a list, whereupon it is erased, or refuse it with a reason."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row: Erasure = found(officer, pk)
    officer.require(Permission.APPROVE, row.agency)
    try:
        if "refuse" in request.POST:
            erasing.refuse(row, reason=typed(request, "reason"), by=officer)
            messages.success(request, _("没有批准，什么也没有清除。"))
        elif request.POST.get("understood") == "1":
            erasing.approve(row, by=officer)
            messages.success(request, _("已清除。下面是清除证明，可以打印。"))
        else:
            raise Refused(_("请先勾选“已核对清单”，清除以后不能恢复。"))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("requests:erasure", pk)


@require_POST
@desk(Permission.DISCLOSE)
def keeping(request: HttpRequest, pk: int) -> HttpResponse:
    """Hold a request back, lift that, or take it out of the archive."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    case = found_case(officer, pk)
    officer.require(Permission.DISCLOSE, case.agency)
    act, said = request.POST.get("act", ""), {"reason": typed(request, "reason")}
    does: dict[str, tuple[Any, dict[str, str], str]] = {
        "hold": (actions.hold, said, _("已登记暂缓清除。")),
        "lift": (actions.lift, {}, _("已解除，保管期满后可以清除。")),
        "take-out": (actions.take_out, said, _("已调出档案，可以办理；办完以后请再归档。")),
    }
    try:
        if act not in does:
            raise Refused(_("请选择要办理的事项。"))
        do, words, done = does[act]
        do(case, **words, by=officer)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("requests:case", pk)
