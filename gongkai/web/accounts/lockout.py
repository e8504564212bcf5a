"""An account's door is closed after failures (`ACCOUNT_RATE_LIMITS`): whether it is, and opening it before its time."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator

from allauth.core.internal.ratelimit import Rate, apply_rate, get_cache_key, get_rates
from django.core.cache import cache
from django.http import HttpRequest

from gongkai.web.accounts.models import User

APP, ACTION = "allauth.account", "login_failed"


def attempts(username: str) -> str:
    """The key under which attempts on an account are counted: by its name alone, whichever host was asked."""
    return f"login:{username.strip().lower()}"


def told(username: str) -> str:
    """Under this key stands that the lockout has its event."""
    return f"locked:{hashlib.sha256(username.lower().encode()).hexdigest()}"


def _counts(user: User) -> Iterator[tuple[str, Rate]]:
    """Where the failures of an account stand in the cache: those of the password, and those of the codes."""
    nobody = HttpRequest()  # a limit for each key asks nothing of who knocks
    for key in (attempts(user.username), f"mfa-auth-user-{user.pk}"):
        for rate in get_rates(app=APP, action=ACTION):
            if rate.per == "key":
                yield get_cache_key(nobody, app=APP, action=ACTION, rate=rate, key=key), rate


def locked(user: User) -> bool:
    """Whether nobody can log in as the user for now."""
    now = time.time()
    return any(not apply_rate(cache.get(key, []), now, rate, dry_run=True)[0] for key, rate in _counts(user))


def lift(user: User) -> None:
    """Within an act: the failures so far are forgotten; the next lockout has its event again."""
    cache.delete_many([*(key for key, _rate in _counts(user)), told(user.username)])
