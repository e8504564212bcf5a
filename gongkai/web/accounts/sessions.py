"""A session ends: after rest, after a day's work, and at once where its user's epoch was raised."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from gongkai.web.accounts import devices

BEGAN, SEEN = "gongkai_began", "gongkai_seen"
#: A session is written at most once in so many seconds, so that reading stays reading.
GRAIN = 60


def begin(session: SessionBase, *, now: float) -> None:
    """Start both clocks."""
    session[BEGAN] = session[SEEN] = now


def over(session: SessionBase, *, now: float) -> bool:
    """Whether the session has rested too long, or lasted too long."""
    idle, whole = settings.SESSION_IDLE_SECONDS, settings.SESSION_COOKIE_AGE
    return now - session.get(SEEN, 0) > idle or now - session.get(BEGAN, 0) > whole


def who(request: HttpRequest, *, now: float) -> AbstractBaseUser | AnonymousUser:
    """Whoever the session says, or nobody where it is over."""
    user = get_user(request)
    if not user.is_authenticated:
        return user
    if over(request.session, now=now):
        request.session.flush()
        messages.info(request, _("您已较长时间没有操作，或登录已满规定时长，请重新登录。"), fail_silently=True)
        return AnonymousUser()
    if now - request.session[SEEN] > GRAIN:
        request.session[SEEN] = now
    return user


def limits(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """`request.user` with both clocks looked at. A page that asks for nobody touches no session.

    What was made for whoever is logged in stays in no cache, refusals and the pages of accounts too.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        request.user = SimpleLazyObject(lambda: who(request, now=time.time()))  # type: ignore[assignment]
        response = get_response(request)
        devices.keep(request, response)
        if request.session.accessed:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return answer
