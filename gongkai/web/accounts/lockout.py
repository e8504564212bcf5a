"""Failures at the door. What they close is the way they came by, and never an account to its owner:

- a known browser has attempts of its own (`devices`);
- any other has those of its address on the account;
- an address has some on all accounts together, known browsers apart;
- an account that is tried from many addresses answers unknown browsers only now and then, but is not closed.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator

from allauth.core.internal.ratelimit import RateLimitUsage, apply_rate, consume, get_cache_key, get_ip, get_rates
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from gongkai.web.accounts import devices
from gongkai.web.accounts.models import User

APP, ACTION = "allauth.account", "login_failed"
OURS = "gongkai.accounts"


def attempts(request: HttpRequest, username: str) -> str:
    """The key of the way by which an attempt comes: name and browser, or name and address, whichever host was asked."""
    name = username.strip().lower()
    device = devices.known(request, name)
    return f"login:{name}:by:{device}" if device else f"login:{name}:from:{get_ip(request)}"


def strangers(request: HttpRequest, username: str) -> list[RateLimitUsage] | None:
    """Count an attempt of a browser that is not known, for its address and for the account; None: not now."""
    if devices.known(request, username):
        return []
    address = _count(request, "address")
    if not address:
        return None
    account = _count(request, "account", username) or _count(request, "slowly", username)
    if not account:
        address.rollback()
        return None
    return [address, account]


def _count(request: HttpRequest, action: str, username: str = "") -> RateLimitUsage | None:
    return consume(request, app=OURS, action=action, config=settings.STRANGERS, key=_account(username))


def _account(username: str) -> str:
    return f"login:{username.strip().lower()}"


def told(key: str) -> str:
    """Under this key stands that the lockout of a way has its event."""
    return f"locked:{hashlib.sha256(key.encode()).hexdigest()}"


def note(username: str, key: str) -> bool:
    """Remember which way was closed, for who may open it again; whether that is news."""
    if not cache.add(told(key), True, timeout=settings.LOCKOUT_SECONDS):
        return False
    ways = cache.get(_ways(username), [])
    cache.set(_ways(username), [*ways, key][-50:], settings.LOCKOUT_SECONDS)
    return True


def _ways(username: str) -> str:
    return f"ways:{hashlib.sha256(username.strip().lower().encode()).hexdigest()}"


def _counts(user: User) -> Iterator[str]:
    """Where the failures of an account stand in the cache: of the password by each way, and of the codes."""
    nobody = HttpRequest()  # a limit for each key asks nothing of who knocks
    for key in (*cache.get(_ways(user.username), []), f"mfa-auth-user-{user.pk}"):
        for rate in get_rates(app=APP, action=ACTION):
            yield get_cache_key(nobody, app=APP, action=ACTION, rate=rate, key=key)


def _slowed(user: User) -> list[str]:
    nobody = HttpRequest()
    return [
        get_cache_key(nobody, app=OURS, action=action, rate=rate, key=_account(user.username))
        for action in ("account", "slowly")
        for rate in get_rates(app=OURS, action=action, config=settings.STRANGERS)
    ]


def locked(user: User) -> bool:
    """Whether some way into the account is closed for now, or codes are."""
    now, (rate, *_) = time.time(), get_rates(app=APP, action=ACTION)
    return any(not apply_rate(cache.get(key, []), now, rate, dry_run=True)[0] for key in _counts(user))


def slowed(user: User) -> bool:
    """Whether so many tried from everywhere that unknown browsers are answered only now and then."""
    now, (rate, *_) = time.time(), get_rates(app=OURS, action="account", config=settings.STRANGERS)
    return not apply_rate(cache.get(_slowed(user)[0], []), now, rate, dry_run=True)[0]


def lift(user: User) -> None:
    """Within an act: the failures so far are forgotten; the next lockout has its event again."""
    ways = cache.get(_ways(user.username), [])
    cache.delete_many([*_counts(user), *_slowed(user), *map(told, ways), _ways(user.username)])
