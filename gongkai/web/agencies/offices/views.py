"""Officers: the list, one officer's page, somebody new, a name put right."""

from __future__ import annotations

import re
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.web.accounts import invitations, lockout
from gongkai.web.accounts.models import User
from gongkai.web.agencies import people
from gongkai.web.agencies.doors import desk, fresh
from gongkai.web.agencies.models import Agency, Appointment
from gongkai.web.agencies.officers import NotPermitted, Officer
from gongkai.web.agencies.offices.account_views import told_once
from gongkai.web.agencies.offices.forms import Filter, NewOfficer, Person
from gongkai.web.agencies.offices.office_views import choices
from gongkai.web.agencies.once import once
from gongkai.web.agencies.people import managed, require_over
from gongkai.web.agencies.permissions import Permission
from gongkai.web.agencies.terms import not_over
from gongkai.web.audit.history import tell
from gongkai.web.audit.models import Event

MANAGE = Permission.MANAGE_OFFICERS


@require_safe
@desk(MANAGE)
def index(request: HttpRequest) -> HttpResponse:
    officer: Officer = request.officer  # type: ignore[attr-defined]
    form = Filter(request.GET, officer=officer)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = listed(officer, wanted) if form.is_valid() else User.objects.none()
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    return render(request, "offices/index.html", {"form": form, "page": page, "choices": choices(request)})


def listed(officer: Officer, wanted: dict[str, Any]) -> QuerySet[User]:
    """Officers as the filters want them, each with the offices that the reader may know of."""
    here = Appointment.objects.filter(agency__in=officer.where(MANAGE))
    if not wanted["former"]:
        here = here.filter(not_over(officer.today))
    chosen = here
    agency: Agency | None = wanted["agency"]
    if agency is not None:
        chosen = chosen.filter(agency__path__startswith=agency.path)
    if wanted["role"]:
        chosen = chosen.filter(role=wanted["role"])
    users = User.objects.filter(Exists(chosen.filter(user=OuterRef("pk"))))
    if not wanted["former"]:
        users = users.filter(is_active=True)
    if wanted["q"]:
        users = users.filter(Q(name__icontains=wanted["q"]) | Q(username__icontains=wanted["q"]))
    shown = Prefetch("appointments", here.select_related("agency").order_by("agency__path", "role"), to_attr="shown")
    return users.order_by("name", "pk").prefetch_related(shown)


@require_safe
@desk(MANAGE)
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    officer: Officer = request.officer  # type: ignore[attr-defined]
    user = get_object_or_404(managed(officer), pk=pk)
    offices = user.appointments.filter(agency__in=officer.where(MANAGE)).select_related("agency").order_by("-since")
    events = Event.objects.filter(kind="user", object_id=str(user.pk)).order_by("-time", "-pk")
    return render(
        request,
        "offices/detail.html",
        {
            "person": user,
            "offices": [(office, office.until is None or office.until > officer.today) for office in offices],
            "factors": Authenticator.objects.filter(user=user).order_by("type", "created_at"),
            "last": events.filter(verb="session.begun").first(),
            "history": tell(known(events, officer)[:30], reader=officer),
            "invitable": user.must_change and invitations.possible(user),
            "locked": lockout.locked(user),
            "slowed": lockout.slowed(user),
            "may": may_manage(officer, user),
        },
    )


def known(events: QuerySet[Event], officer: Officer) -> QuerySet[Event]:
    """Events of the account itself, and of offices in the agencies managed."""
    return events.filter(Q(agency_id=None) | Q(agency_id__in=officer.where(MANAGE).values("pk")))


def may_manage(officer: Officer, user: User) -> bool:
    """Whether to show what is done to an account; the actions ask again."""
    if officer.user.pk == user.pk:
        return False
    try:
        require_over(officer, user)
    except NotPermitted:
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@desk(MANAGE)
@fresh
@once
def new(request: HttpRequest) -> HttpResponse:
    form = NewOfficer(request.POST or None, officer=request.officer)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            user, password = people.employ(**form.cleaned_data, by=request.officer, by_mail=True)  # type: ignore[attr-defined]
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if password:
                return told_once(request, user, password)
            messages.success(request, _("已建立账户，并向本人的邮箱发送激活邮件。"))
            return redirect("officers:detail", user.pk)
    return render(request, "offices/new.html", {"form": form, "choices": choices(request)})


@require_http_methods(["GET", "HEAD", "POST"])
@desk(MANAGE)
@fresh
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    officer: Officer = request.officer  # type: ignore[attr-defined]
    user = get_object_or_404(managed(officer), pk=pk)
    require_over(officer, user)
    said = request.POST.get("version", "")
    version = int(said) if re.fullmatch("[0-9]{1,9}", said) else 0
    form = Person(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        try:
            people.correct(user, **form.cleaned_data, version=version, by=officer)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("已更正。"))
            return redirect("officers:detail", pk)
    return render(request, "offices/correct.html", {"form": form, "person": user})
