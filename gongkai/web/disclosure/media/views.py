"""The register: list, one account, its states."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.once import once
from gongkai.web.agencies.permissions import Permission
from gongkai.web.disclosure.actions.keeping_media import amend_account, facts_of, open_account, set_state
from gongkai.web.disclosure.channels import platform_choices, platform_names, rhythm
from gongkai.web.disclosure.media.forms import AccountForm, OpeningForm, StateForm
from gongkai.web.disclosure.media.register import Listed, lines, seen, to_update, told
from gongkai.web.disclosure.models import Account
from gongkai.web.disclosure.models.media import State
from gongkai.web.workflow.refusals import Refused

PER_PAGE = 50
GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


def wanted(request: HttpRequest) -> Any:
    """The accounts asked for."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    rows, said = seen(officer), request.GET
    if words := said.get("q", "").strip():
        rows = rows.filter(Q(name__contains=words) | Q(agency__name__contains=words) | Q(filing=words))
    if said.get("platform", "") in platform_names():
        rows = rows.filter(platform=said["platform"])
    if said.get("state", "") in State:
        rows = rows.filter(state=said["state"])
    if said.get("update", "") == "1":
        rows = rows.filter(to_update(officer.today))
    return rows.order_by("agency__path", "platform", "pk")


@require_safe
@desk(Permission.READ_INTERNAL)
def accounts(request: HttpRequest) -> HttpResponse:
    """The register of the agencies in which the officer works."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    page = Paginator(wanted(request), PER_PAGE).get_page(request.GET.get("page"))
    counts = dict(seen(officer).order_by().values_list("state").annotate(Count("pk")))
    context = {
        "page": page,
        "rows": [Listed(account, officer.today) for account in page],
        "counts": [(State(state).label, counts.get(state, 0), state) for state in State],
        "asked": {name: request.GET.get(name, "") for name in ("q", "platform", "state", "update")},
        "platforms": platform_choices(),
        "states": State.choices,
        "discloses": officer.may_somewhere(Permission.DISCLOSE),
        "rhythm": rhythm(),
        "told": told(officer),
    }
    return render(request, "media/accounts.html", context)


@desk(Permission.DISCLOSE)
@GET_OR_POST
@once
def new(request: HttpRequest) -> HttpResponse:
    officer: Officer = request.officer  # type: ignore[attr-defined]
    agencies = officer.where(Permission.DISCLOSE).open()
    first = {"agency": agencies.first(), "since": officer.today}
    form = OpeningForm(request.POST or None, agencies=agencies, initial=first)
    if form.is_valid():
        said = form.cleaned_data
        try:
            account = open_account(said["agency"], form.said, since=said["since"], by=officer)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已登记。"))
            return redirect("media:account", account.pk)
    return render(request, "media/form.html", {"form": form}, status=422 if form.errors else 200)


@desk(Permission.READ_INTERNAL)
@GET_OR_POST
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: what is known of it, its states; another state since a day."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row: Account = get_object_or_404(seen(officer), pk=pk)
    if request.method == "POST":
        officer.require(Permission.DISCLOSE, row.agency)
    form = StateForm(request.POST or None, initial={"since": officer.today, "version": row.version})
    if request.method == "POST" and form.is_valid():
        try:
            set_state(row, by=officer, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已保存。"))
            return redirect("media:account", pk)
    context = {
        "account": row,
        "listed": Listed(row, officer.today),
        "states": list(row.states.order_by("since", "pk")),
        "releases": list(row.releases.select_related("document").order_by("-day", "-pk")[:PER_PAGE]),
        "form": form if officer.may(Permission.DISCLOSE, row.agency) and row.state != State.CANCELLED else None,
        "amends": officer.may(Permission.DISCLOSE, row.agency),
        "cleanups": list(lines(officer).filter(account=row).order_by("-session__begun", "-pk")[:PER_PAGE]),
    }
    return render(request, "media/account.html", context, status=422 if form.errors else 200)


@desk(Permission.DISCLOSE)
@GET_OR_POST
def amend(request: HttpRequest, pk: int) -> HttpResponse:
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row: Account = get_object_or_404(seen(officer), pk=pk)
    officer.require(Permission.DISCLOSE, row.agency)
    form = AccountForm(request.POST or None, initial=facts_of(row) | {"version": row.version})
    if form.is_valid():
        try:
            amend_account(row, form.said, version=form.cleaned_data["version"], by=officer)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已保存。"))
            return redirect("media:account", pk)
    return render(request, "media/form.html", {"form": form, "account": row}, status=422 if form.errors else 200)
