"""Browsers in which somebody logged in before: a signed cookie of the log-in's own address, good for half a year.

It opens nothing. Attempts from such a browser on the names it knows are counted apart, so that a stranger who guesses
at an account does not close it to its owner.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

COOKIE, PATH = "gongkai_device", "/accounts/"
AGE = 180 * 24 * 3600
SALT = "gongkai.accounts.devices"
#: A browser of a counter is used by a few officers, one after the other.
MOST = 8


def known(request: HttpRequest, username: str) -> str:
    """The browser's own mark, where this name logged in by it; else nothing."""
    said = _read(request)
    return str(said["device"]) if _trace(username) in said["names"] else ""


def remember(request: HttpRequest, username: str) -> None:
    """Somebody came in; `keep` writes it."""
    said, trace = _read(request), _trace(username)
    names = [trace, *(name for name in said["names"] if name != trace)][:MOST]
    request.known_device = {"device": said["device"], "names": names}  # type: ignore[attr-defined]


def keep(request: HttpRequest, response: HttpResponse) -> None:
    """Write the cookie where somebody came in just now."""
    if said := getattr(request, "known_device", None):
        response.set_cookie(
            COOKIE,
            signing.dumps(said, salt=SALT),
            max_age=AGE,
            path=PATH,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def _read(request: HttpRequest) -> dict[str, Any]:
    try:
        said: dict[str, Any] = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=AGE)
    except signing.BadSignature:
        return {"device": secrets.token_urlsafe(16), "names": []}
    return said


def _trace(username: str) -> str:
    """A name as the cookie has it, which tells it to nobody."""
    return salted_hmac(SALT, username.strip().lower(), algorithm="sha256").hexdigest()[:20]
