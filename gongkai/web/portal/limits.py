"""How often one address may ask: counted over all processes and servers in the database's cache, by few writes.

A process takes a few visits of an address at a time from the common count and lets so many pass without asking again;
so a limit may be reached by that many earlier, never later. No address is kept but its keyed digest, while it counts.
"""

from __future__ import annotations

import time
from threading import Lock

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpRequest

from gongkai.web.personal import blind_index

#: What is left of what this process took, by name, window and address; None: nothing more until the window ends.
_LEFT: dict[tuple[str, int, str], int | None] = {}
_lock = Lock()
MOST_KEPT = 10_000
#: Of advisory locks, the kind of those who count.
LOCK = 0x6C696D69


def wait(request: HttpRequest, name: str, *, most: int, seconds: int, step: int = 1) -> int:
    """How many seconds an address has to wait before it may ask again; 0: it may, and has."""
    window, passed = divmod(int(time.time()), seconds)
    who = blind_index(get_adapter().get_client_ip(request) or "")[:32]
    key = (name, window, who)
    with _lock:
        left = _LEFT.get(key, 0)
        if left:
            _LEFT[key] = left - 1
            return 0
    if left is not None:
        left = _taken(f"limit:{name}:{window}:{who}", most, seconds, step)
    with _lock:
        if len(_LEFT) >= MOST_KEPT:
            _LEFT.clear()
        _LEFT[key] = left - 1 if left else None
    return 0 if left else seconds - passed


def _taken(key: str, most: int, seconds: int, step: int) -> int | None:
    """Take some visits from the common count; None where there are no more.

    `cache.incr` would read and write apart, and let the count be forgotten after the cache's own term.
    """
    with transaction.atomic():  # on SQLite those who write come one after the other
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCK, key])
        taken = cache.get(key, 0)
        if taken < most:
            cache.set(key, taken + step, timeout=seconds)
    left = min(step, most - taken)
    return left if left > 0 else None


def forget() -> None:
    """Begin anew, for tests."""
    with _lock:
        _LEFT.clear()
