from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai.web.accounts.models import User
from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.desk.notices import notices
from gongkai.web.disclosure.errors.reading import waiting
from gongkai.web.requests.filtering import own_counts
from gongkai.web.workflow.inbox import inbox


@require_safe
@desk()
def home(request: HttpRequest) -> HttpResponse:
    """What waits for the officer."""
    box, page = request.GET.get("box", "waiting"), request.GET.get("page", "1")
    officer: Officer = request.officer  # type: ignore[attr-defined]
    errors = waiting(officer) if officer.may_somewhere(Permission.DISCLOSE) else None
    context = {
        "inbox": inbox(officer, box=box, page=page),
        "notices": notices(officer, errors),
        "errors": errors,
        "requests": own_counts(officer) if officer.may_somewhere(Permission.DRAFT) else None,
        "alone": _alone(officer),
    }
    return render(request, "desk/home.html", context)


def _alone(officer: Officer) -> bool:
    """Whether this is the first administrator of a new instance, with everybody else still to come."""
    others = User.objects.exclude(pk=officer.user.pk)
    return officer.may_somewhere(Permission.MANAGE_OFFICERS) and not others.exists()
