"""One request on the desk: entered, looked at, and worked on act by act."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongkai.law.clock import Fact, clock
from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer, holders
from gongkai.web.agencies.once import once
from gongkai.web.agencies.permissions import Permission
from gongkai.web.requests import actions
from gongkai.web.requests.actions.recording import overdue
from gongkai.web.requests.acts import Offer, offers, probe, table
from gongkai.web.requests.archiving.views import panel as archive_of
from gongkai.web.requests.confirming.views import panel
from gongkai.web.requests.consulting.views import panel as opinions
from gongkai.web.requests.fees.views import panel as fees_of
from gongkai.web.requests.forms import AssignForm, EntryForm, FactForm, StrikeForm, version_of
from gongkai.web.requests.letters.reading import states_of
from gongkai.web.requests.letters.sending import uses
from gongkai.web.requests.material.fields import held
from gongkai.web.requests.material.views import panel as material_of
from gongkai.web.requests.models import ApplicantKind, Case, Opening, RecordedFact, Remedy
from gongkai.web.requests.opening.actions import given
from gongkai.web.requests.opening.reading import asked_by_others
from gongkai.web.requests.reading import entered_at, found, others_of, personal, seen
from gongkai.web.requests.relating.views import panel as bonds
from gongkai.web.requests.satisfaction.reading import rating_of
from gongkai.web.requests.standing import facts_of, nameless
from gongkai.web.requests.supervising.views import panel as urgings
from gongkai.web.requests.words import FACTS, STAGES
from gongkai.web.workflow.refusals import Refused

#: So many requests are assigned at a time.
MOST = 100


@desk(Permission.DRAFT)
@once
def enter(request: HttpRequest) -> HttpResponse:
    """A request that came by letter, by fax or over the counter, as its reader writes it down."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    agencies, agency = entered_at(officer, request.GET.get("agency", ""))
    form = EntryForm(request.POST or None, request.FILES or None, today=officer.today)
    if request.method == "POST" and form.is_valid() and (files := held(form)) is not None:
        said = form.cleaned_data
        asked = actions.Asked(
            kind=ApplicantKind(said["applicant_kind"]),
            who=form.who,
            files=tuple(files),
            **{name: said[name] for name in EntryForm.OF_CASE},
        )
        try:
            received = actions.receive(agency, asked, by=officer)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request,
                _("已登记：%(number)s。申请人的查询码是 %(code)s，请随登记回执告知；以后不再显示。")
                % {"number": received.case.number, "code": received.code},
            )
            return redirect("requests:case", received.case.pk)
    context = {"form": form, "agency": agency, "agencies": agencies, "files_again": bool(request.FILES)}
    return render(request, "requests/enter.html", context, status=422 if form.errors else 200)


@require_safe
@desk(Permission.READ_INTERNAL)
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """All of one request; the applicant only for who needs to know."""
    row = found(request.officer, pk)  # type: ignore[attr-defined]
    return _page(request, row)


def _page(request: HttpRequest, row: Case, wrong: FactForm | None = None) -> HttpResponse:
    officer: Officer = request.officer  # type: ignore[attr-defined]
    knows = personal(officer, row)
    facts = facts_of(row) if knows else nameless(facts_of(row))
    told = clock(facts, officer.today)
    possible, impossible = [], []
    confirming, consulting = panel(row, officer), opinions(row, officer, knows=knows)
    filed = row.archived is not None
    for offer in offers(facts, officer.today):
        if offer.act.own or filed:
            continue  # in a panel of its own; in the archive it is read only
        if offer.reason:
            impossible.append(offer)
        elif officer.may(offer.act.who, row.agency):
            possible.append((offer, wrong if wrong and wrong.offer.act == offer.act else _form(offer, officer, facts)))
        else:
            impossible.append(Offer(offer.act, _("需要“%(permission)s”的权限。") % {"permission": offer.act.who.label}))
    assigns = officer.may(Permission.DISCLOSE, row.agency) and row.told.ended is None
    drafts = officer.may(Permission.DRAFT, row.agency) and not filed
    remedies = list(Remedy.objects.filter(case=row).order_by("notified", "pk"))
    opens = knows and row.erased is None and officer.may(Permission.DRAFT, row.agency) and given(row)
    context: dict[str, Any] = {
        "case": row,
        "letters": states_of(row),
        "uses": uses(facts, told, officer.today) if drafts else [],
        "confirming": confirming,
        "consulting": consulting,
        "drafts": drafts,
        "related": bonds(row),
        "material": material_of(row, officer),
        "fees": fees_of(row, officer.today) if knows else None,
        "clock": told,
        "stage": STAGES[told.stage],
        "possible": possible,
        "impossible": impossible,
        "facts": sorted(row.facts.all(), key=lambda fact: (fact.on, fact.pk)),
        "applicant": row.applicant if knows else None,
        "others": others_of(row) if knows else None,
        "corrects": officer.may(table().corrects, row.agency) and not filed,
        "assign": AssignForm(case=row, able=_able(row.agency, officer)) if assigns else None,
        "remedies": remedies,
        "remedied": officer.may(Permission.DISCLOSE, row.agency)
        and row.erased is None
        and bool(told.rights or remedies),
        "notes": row.notes.select_related("by") if knows else None,
        "urging": urgings(row, officer),
        "rating": rating_of(row),
        "archive": archive_of(row, officer),
        "openings": Opening.objects.visible_to(officer).filter(case=row).select_related("document"),
        "opens": opens,
        "asked_by_others": asked_by_others(row) if opens else 0,
        "source": table().source,
    }
    return render(request, "requests/case.html", context, status=422 if wrong else 200)


def _able(agency: Agency, officer: Officer) -> list[Any]:
    return list(holders(Permission.DRAFT, agency, officer.today))


def _form(offer: Offer, officer: Officer, facts: Sequence[Fact], data: Any = None) -> FactForm:
    late = overdue(facts, [probe(offer.act.fact, officer.today)]).values()
    return FactForm(data, offer=offer, today=officer.today, late=next(iter(late), None))


@require_POST
@desk(Permission.READ_INTERNAL)
def record(request: HttpRequest, pk: int, fact: str) -> HttpResponse:
    """One act: what happened, on which day."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row = found(officer, pk)
    offer = next(
        (one for one in offers(facts_of(row), officer.today) if one.act.fact == fact and not one.act.own), None
    )
    if offer is None:
        raise Http404
    officer.require(offer.act.who, row.agency)
    form = _form(offer, officer, facts_of(row), request.POST)
    if not form.is_valid():
        return _page(request, row, form)
    try:
        actions.record(
            row,
            form.fact,
            by=officer,
            version=version_of(request.POST),
            reason=form.cleaned_data.get("late_reason", ""),
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return _page(request, row, form)
    messages.success(request, _("已登记“%(act)s”。") % {"act": FACTS[fact]})
    return redirect("requests:case", row.pk)


@require_POST
@desk(Permission.DISCLOSE)
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Who works on it."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row = found(officer, pk)
    officer.require(Permission.DISCLOSE, row.agency)
    form = AssignForm(request.POST, case=row, able=_able(row.agency, officer))
    if not form.is_valid():
        messages.error(request, _("请从列出的单位和人员中选择。"))
        return redirect("requests:case", row.pk)
    try:
        actions.assign(row, unit=form.cleaned_data["unit"], handler=form.cleaned_data["handler"], by=officer)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已改变承办。"))
    return redirect("requests:case", row.pk)


@require_POST
@desk(Permission.DISCLOSE)
def assign_many(request: HttpRequest) -> HttpResponse:
    """Who works on those that were ticked in the list; all of one agency."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    ticked = [pk for pk in request.POST.getlist("case")[:MOST] if pk.isdecimal() and len(pk) < 19]
    rows = seen(officer).filter(pk__in=ticked, agency__in=officer.where(Permission.DISCLOSE))
    cases = list(rows.select_related("agency", "unit", "handler", "told"))
    form = AssignForm(request.POST, case=cases[0], able=_able(cases[0].agency, officer)) if cases else None
    try:
        if len({case.agency_id for case in cases}) > 1:
            raise Refused(_("请只选同一个机关的申请。"))
        if form is not None and not form.is_valid():
            raise Refused(_("请从列出的单位和人员中选择。"))
        said = form.cleaned_data if form is not None else {"unit": None, "handler": None}
        count = actions.assign_all(cases, **said, by=officer)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已交办%(count)d件。") % {"count": count})
    return redirect("requests:cases")


@require_POST
@desk(Permission.READ_INTERNAL)
def strike(request: HttpRequest, pk: int, fact: int) -> HttpResponse:
    """What was recorded wrongly does not count any more."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row = found(officer, pk)
    recorded: RecordedFact = get_object_or_404(row.facts, pk=fact)
    form = StrikeForm(request.POST)
    officer.require(table().corrects, row.agency)
    if not form.is_valid():
        messages.error(request, _("请写明作废的理由，不超过500字。"))
        return redirect("requests:case", row.pk)
    try:
        changed = actions.strike(recorded, reason=form.cleaned_data["reason"], by=officer)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        what = _("、").join(changed)
        messages.success(request, _("已作废。随之改变：%(what)s。") % {"what": what} if changed else _("已作废。"))
    return redirect("requests:case", row.pk)
