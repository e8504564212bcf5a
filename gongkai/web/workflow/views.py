from __future__ import annotations

from itertools import zip_longest

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.models import Agency, AgencyQuerySet
from gongkai.web.agencies.officers import NotPermitted, Officer
from gongkai.web.agencies.once import once
from gongkai.web.agencies.typed import storable
from gongkai.web.workflow.actions import end_chain, perform, set_chain
from gongkai.web.workflow.actions.chains import SETTERS
from gongkai.web.workflow.actions.perform import Passage
from gongkai.web.workflow.chains import chain_in_force
from gongkai.web.workflow.forms import ActForm, ChainForm
from gongkai.web.workflow.kinds import KINDS, Kind, kind_of
from gongkai.web.workflow.models import Chain, Process
from gongkai.web.workflow.offers import able
from gongkai.web.workflow.panels import panel
from gongkai.web.workflow.panels import sheet as lines_of
from gongkai.web.workflow.refusals import Refused

MOST_PASSAGES = 50


def _process(request: HttpRequest, pk: int) -> Process:
    """The process, through the gate."""
    rows = Process.objects.visible_to(request.officer)  # type: ignore[attr-defined]
    found: Process = get_object_or_404(rows.select_related("agency", "assignee", "begun_by"), pk=pk)
    return found


@require_safe
@desk()
def process(request: HttpRequest, pk: int) -> HttpResponse:
    found = _process(request, pk)
    return render(request, "workflow/process.html", {"panel": panel(found, request.officer)})  # type: ignore[attr-defined]


@require_safe
@desk()
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """审核单, to print."""
    found = _process(request, pk)
    kind = kind_of(found.kind)
    states = kind.table.states
    context = {
        "process": found,
        "kind": kind,
        "state": states[found.state],
        "chain": [states[step] for step in found.chain],
        "lines": lines_of(found),
        "annex": kind.annex(found) if kind.annex else "",
    }
    return render(request, "workflow/printed.html", context)


@require_POST
@desk()
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Do what a form of `workflow/acts.html` asks for, and go back to the thing, or to the list (`next`)."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    found = _process(request, pk)
    form = ActForm(request.POST)
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    if not (safe and back.startswith("/desk/")):
        back = kind_of(found.kind).url(found.object_id)
    if not form.is_valid():
        messages.error(request, _("表单不完整，请在页面上重新操作。"))
        return redirect(back)
    said = form.cleaned_data
    assignee = None
    if said["assignee"]:
        assignee = next((user for user in able(found, officer.today) if user.pk == said["assignee"]), None)
    try:
        step = perform(
            found,
            said["act"],
            by=officer,
            comment=said["comment"],
            version=said["version"],
            to=said["to"],
            assignee=assignee,
            passages=_passages(request.POST),
            at=said["at"],
        )
    except Refused as refused:
        for reason in refused.reasons:
            messages.error(request, reason)
        return redirect(back)
    table = kind_of(found.kind).table
    messages.success(
        request,
        _("已办理“%(act)s”，现为“%(state)s”。")
        % {"act": table.acts[step.act].label, "state": table.states[step.target].label},
    )
    return redirect(back)


def _passages(said: QueryDict) -> list[Passage]:
    """What in the text the comment is about: `passage` as quoted, and the `remark` on each."""
    quoted, remarks = said.getlist("passage"), said.getlist("remark")
    pairs = zip_longest(quoted[:MOST_PASSAGES], remarks[:MOST_PASSAGES], fillvalue="")
    return [Passage(storable(one)[:2000], storable(other)[:1000]) for one, other in pairs]


def _settable(officer: Officer) -> AgencyQuerySet:
    """The agencies whose chains the officer may set."""
    if not any(officer.may_somewhere(permission) for permission in SETTERS):
        raise NotPermitted(_("设置审核环节需要“公开办”或“系统管理”角色。"))
    rows = officer.where(SETTERS[0])
    for permission in SETTERS[1:]:
        rows = rows | officer.where(permission)
    return rows


@require_safe
@desk()
def chains(request: HttpRequest) -> HttpResponse:
    """The agencies whose chains may be set, with those that they have of their own."""
    wanted = request.GET.get("q", "").strip()
    rows = _settable(request.officer).open()  # type: ignore[attr-defined]
    if wanted:
        rows = rows.filter(name__contains=wanted)
    page = Paginator(rows.order_by("path"), 25).get_page(request.GET.get("page"))
    own: dict[tuple[int, str], Chain] = {}
    today = request.officer.today  # type: ignore[attr-defined]
    for chain in Chain.objects.filter(agency__in=[row.pk for row in page]).order_by("since"):
        if chain.until is None or chain.until > today:
            own[chain.agency_id, chain.kind] = chain
    table = [
        (row, [(kind, own[row.pk, kind.name]) for kind in KINDS.values() if (row.pk, kind.name) in own]) for row in page
    ]
    context = {"page": page, "rows": table, "first": next(iter(KINDS.values())), "q": wanted}
    return render(request, "workflow/chains.html", context)


@desk()
@once
def chain(request: HttpRequest, agency: int, kind: str) -> HttpResponse:
    """The chain of one agency for one kind: what holds, and from when something else shall."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row = get_object_or_404(_settable(officer), pk=agency)
    if kind not in KINDS:
        raise Http404
    known = KINDS[kind]
    now = chain_in_force(row, known, officer.today)
    form = ChainForm(
        request.POST if "set" in request.POST else None,
        table=known.table,
        initial={"steps": now.steps, "since": officer.today},
    )
    if request.method == "POST":
        try:
            if "end" in request.POST:
                end_chain(row, kind=kind, until=officer.today, by=officer)
                messages.success(request, _("已停用本机关的设置，沿用上级机关的环节。"))
                return redirect("workflow:chain", row.pk, kind)
            if form.is_valid():
                set_chain(
                    row, kind=kind, steps=form.cleaned_data["steps"], since=form.cleaned_data["since"], by=officer
                )
                messages.success(request, _("已保存环节设置。"))
                return redirect("workflow:chain", row.pk, kind)
        except Refused as refused:
            form.add_error(None, str(refused)) if form.is_bound else messages.error(request, str(refused))
    return render(request, "workflow/chain.html", _chain_context(row, known, now.chain, now.steps, form))


def _chain_context(
    agency: Agency, kind: Kind, own: Chain | None, steps: list[str], form: ChainForm
) -> dict[str, object]:
    history = Chain.objects.filter(agency=agency, kind=kind.name).order_by("-since")
    states = kind.table.states
    return {
        "agency": agency,
        "kind": kind,
        "kinds": KINDS.values(),
        "steps": [states[step] for step in steps],
        "origin": own,
        "own": own is not None and own.agency_id == agency.pk,
        "history": [(row, [states[step] for step in row.steps]) for row in history],
        "form": form,
    }
