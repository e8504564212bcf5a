"""The audit on the desk: what was done in the agencies that an officer may look into."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit import guards
from gongkai.web.audit.history import tell
from gongkai.web.audit.models import Event
from gongkai.web.audit.seals import last_day
from gongkai.web.audit.verbs import verbs

EACH_PAGE = 50


def _verbs() -> list[tuple[str, Any]]:
    return [("", _("全部")), *((name, verb.title) for name, verb in sorted(verbs().items()))]


class Filters(forms.Form):
    """What to show; all of it optional."""

    agency = forms.CharField(label=_("机关"), required=False, max_length=200)
    officer = forms.CharField(label=_("人员"), required=False, max_length=100)
    verb = forms.ChoiceField(label=_("事项"), required=False, choices=_verbs)
    since = forms.DateField(label=_("自"), required=False, widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(label=_("至"), required=False, widget=forms.DateInput({"type": "date"}))
    quiet = forms.BooleanField(label=_("不含登录"), required=False)

    LOOKUPS = {
        "agency": "agency_name__icontains",
        "officer": "officer_name__icontains",
        "verb": "verb",
        "since": "time__date__gte",
        "until": "time__date__lte",
    }

    def of(self, events: QuerySet[Event]) -> QuerySet[Event]:
        """The events asked for; a field that makes no sense asks for nothing."""
        self.full_clean()
        asked = {lookup: self.cleaned_data.get(name) for name, lookup in self.LOOKUPS.items()}
        if self.cleaned_data.get("quiet"):
            events = events.exclude(verb__startswith="session.")
        return events.filter(**{lookup: value for lookup, value in asked.items() if value})


def seen_by(officer: Officer) -> QuerySet[Event]:
    """Events of the agencies whose audit the officer may read; those of no agency for who manages all."""
    seen = Q(agency_id__in=officer.where(Permission.READ_AUDIT).values("pk"))
    if officer.where(Permission.MANAGE_INSTANCE).filter(superior=None).exists():
        seen |= Q(agency_id=None)
    return Event.objects.filter(seen)


@require_safe
@desk(Permission.READ_AUDIT)
def audit(request: HttpRequest) -> HttpResponse:
    officer: Officer = request.officer  # type: ignore[attr-defined]
    filters = Filters(request.GET)
    events = filters.of(seen_by(officer)).order_by("-time", "-pk")
    page = Paginator(events, EACH_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "page": page,
        "history": tell(page, reader=officer),
        "sealed": last_day(),
        "wrong": guards.check(),
    }
    return render(request, "desk/audit.html", context)
