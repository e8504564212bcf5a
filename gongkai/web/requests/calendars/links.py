"""The address of an officer's calendar: secret, since a calendar program cannot log in; ended whenever its owner wants.

Whoever has it reads numbers and days, nothing else; it opens no page. The log has the pattern of the address alone.
"""

from __future__ import annotations

import secrets
from hashlib import sha256

from gongkai.web import clock
from gongkai.web.accounts.models import User
from gongkai.web.agencies.officers import Officer
from gongkai.web.audit.acts import act
from gongkai.web.requests.models import CalendarLink


def renew_calendar(*, by: Officer) -> str:
    """Make the word of a new address, which is told once; the one before is good no more."""
    word = secrets.token_urlsafe(32)
    with act(by=by.actor) as done:
        CalendarLink.objects.update_or_create(user=by.user, defaults={"digest": _digest(word), "made": clock.now()})
        done.note("user.calendar_renewed", of=by.user.thing)
    return word


def end_calendar(*, by: Officer) -> None:
    """The address is good no more; nothing is done where there is none."""
    link = CalendarLink.objects.filter(user=by.user).first()
    if link is None:
        return
    with act(by=by.actor) as done:
        link.delete()
        done.note("user.calendar_ended", of=by.user.thing)


def owner(word: str) -> User | None:
    """Whose calendar it is."""
    link = CalendarLink.objects.select_related("user").filter(digest=_digest(word)).first()
    return link.user if link is not None else None


def _digest(word: str) -> str:
    return sha256(word.encode()).hexdigest()
