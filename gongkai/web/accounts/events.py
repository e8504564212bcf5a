"""What happens at the door, as audit events: log-ins, failures, factors, passwords."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop

from gongkai.web.accounts.models import User
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import Actor, Thing


def actor(request: HttpRequest, user: User | None = None) -> Actor:
    """Who stands at the door: a user known by now, or somebody."""
    request_id = getattr(request, "id", "")
    return Actor(user.name, user.pk, "", request_id) if user else Actor(gettext_noop("未登录者"), request_id=request_id)


def noted(verb: str, request: HttpRequest, user: User, new: Mapping[str, Any] | None = None) -> None:
    """One event about a user, done by that user."""
    with act(by=actor(request, user)) as done:
        done.note(verb, of=user.thing, new=new)


def failed(verb: str, request: HttpRequest, username: str) -> None:
    """An attempt by nobody known. Of a name that is no account only the first letter is kept: it may be a password."""
    user = User.objects.filter(username=username.strip().lower()[:60]).first()
    thing = user.thing if user else Thing("user", 0, f"{username.strip()[:1]}***")
    with act(by=actor(request)) as done:
        done.note(verb, of=thing)
