"""Each finished day of each chain under one digest, and all of a day's under one more that can be kept elsewhere.

Who can write to the database past its guards can also hash a whole chain anew. What such a hand cannot reach is a
digest that was exported: `gongkai audit export` prints it, `gongkai audit verify FILE` compares.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Max, Min
from django.utils import timezone

from gongkai.web.audit.chains import digest_of_values, ends_of, hold
from gongkai.web.audit.models import Event, Seal

#: The chain of the instance's days: each of its seals is over all other seals of the day.
DAYS = "*"
SEALED = "chain number day first last content previous".split()


def seal(today: date) -> list[Seal]:
    """Seal every day before today that is not sealed yet; the seals of the days themselves, oldest first.

    It may be called as often as one likes, by several at once: each day is sealed once.
    """
    days = []
    while (day := _next_day()) is not None and day < today:
        with transaction.atomic():
            hold([DAYS])
            if _next_day() == day:  # nobody else was quicker
                days.append(_seal_day(day))
    return days


def digest_of_seal(seal: Seal) -> str:
    """SHA-256 over every field of the seal and the digest of the one before."""
    return digest_of_values({name: getattr(seal, name) for name in SEALED} | {"day": seal.day.isoformat()})


def content_of(digests: Iterable[str]) -> str:
    """One digest over many, in their order."""
    content = hashlib.sha256()
    for digest in digests:
        content.update(f"{digest}\n".encode())
    return content.hexdigest()


def content_of_day(seals: Iterable[Seal]) -> str:
    """One digest over all chains' seals of a day."""
    return content_of(f"{seal.chain} {seal.digest}" for seal in sorted(seals, key=lambda seal: seal.chain))


def last_day() -> Seal | None:
    """The seal of the last day that is sealed."""
    return Seal.objects.filter(chain=DAYS).order_by("-number").first()


def _next_day() -> date | None:
    """The first day that is not sealed; None: nothing has happened yet."""
    last = last_day()
    if last is not None:
        return last.day + timedelta(days=1)
    first: datetime | None = Event.objects.aggregate(first=Min("time"))["first"]
    return timezone.localdate(first) if first is not None else None


def _seal_day(day: date) -> Seal:
    end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
    # A day more: the clocks of several servers may differ, and an event may have come after its day's seal.
    happened = Event.objects.filter(time__lt=end, time__gte=end - timedelta(days=2))
    numbers = dict(happened.order_by().values_list("chain").annotate(Max("number")))
    hold(numbers)
    before = {row[0]: row[1:] for row in ends_of(Seal, numbers, "chain number last digest")}
    made = []
    for chain, last in sorted(numbers.items()):
        number, sealed, previous = before.get(chain, (0, 0, ""))
        if last > sealed:
            events = Event.objects.filter(chain=chain, number__gt=sealed, number__lte=last).order_by("number")
            content = content_of(events.values_list("digest", flat=True).iterator())
            made.append(_seal(chain, number + 1, day, sealed + 1, last, content, previous))
    (end_of_days,) = ends_of(Seal, [DAYS], "number digest") or [(0, "")]
    whole = _seal(DAYS, end_of_days[0] + 1, day, 1, len(made), content_of_day(made), end_of_days[1])
    Seal.objects.bulk_create([*made, whole])
    return whole


def _seal(chain: str, number: int, day: date, first: int, last: int, content: str, previous: str) -> Seal:
    seal = Seal(chain=chain, number=number, day=day, first=first, last=last, content=content, previous=previous)
    seal.digest = digest_of_seal(seal)
    return seal
