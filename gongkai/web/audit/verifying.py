"""Whether the audit is as it was written: every event, every seal, and the guards of the database.

Events are read in the order of their chains and never kept, so that memory does not grow with the audit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from gongkai.web.audit import guards
from gongkai.web.audit.chains import digest_of
from gongkai.web.audit.faults import Fault
from gongkai.web.audit.models import Event, Seal
from gongkai.web.audit.seals import DAYS, content_of_day, digest_of_seal

CHUNK = 2000


def quiet(_count: int) -> None:
    """Tell nobody how many events were read."""


def verify(progress: Callable[[int], Any] = quiet) -> Iterator[Fault]:
    """Every fault, chain by chain; `progress` is told the number of events just read."""
    for wrong in guards.check():
        yield Fault("database", None, _("数据库的保护不完整（%(wrong)s）") % {"wrong": wrong})
    chains = set(Event.objects.order_by().values_list("chain", flat=True).distinct())
    chains |= set(Seal.objects.order_by().values_list("chain", flat=True).distinct())
    for chain in sorted(chains - {DAYS}):
        seals = list(Seal.objects.filter(chain=chain).order_by("number"))
        yield from verify_seals(seals)
        events = Event.objects.filter(chain=chain).order_by("number").iterator(chunk_size=CHUNK)
        yield from Walk(chain, seals).over(events, progress)
    yield from _verify_days()


def verify_seals(seals: list[Seal]) -> Iterator[Fault]:
    """Whether the seals of one chain follow one another and are what their digests say."""
    previous, number = "", 0
    for seal in seals:
        if seal.number != number + 1:
            yield Fault(seal.chain, None, _("%(day)s 之前的封存记录缺少") % {"day": seal.day})
        elif seal.previous != previous:
            yield Fault(seal.chain, None, _("%(day)s 的封存记录与前一记录不衔接") % {"day": seal.day})
        if digest_of_seal(seal) != seal.digest:
            yield Fault(seal.chain, None, _("%(day)s 的封存记录被改动：内容与摘要不符") % {"day": seal.day})
        previous, number = seal.digest, seal.number


def _verify_days() -> Iterator[Fault]:
    days = list(Seal.objects.filter(chain=DAYS).order_by("number"))
    yield from verify_seals(days)
    sealed = {day.day for day in days}
    for day in days:
        if content_of_day(Seal.objects.filter(day=day.day).exclude(chain=DAYS)) != day.content:
            yield Fault(DAYS, None, _("%(day)s 各链的封存记录与当日总摘要不符") % {"day": day.day})
    for chain, when in Seal.objects.exclude(chain=DAYS).exclude(day__in=sealed).values_list("chain", "day"):
        yield Fault(chain, None, _("%(when)s 有封存记录，却没有当日总摘要") % {"when": when})


class Walk:
    """One chain from its first event to its last, beside its seals."""

    def __init__(self, chain: str, seals: list[Seal], *, first: int = 1, previous: str | None = "") -> None:
        """`previous` is the digest of the event before the first; None: it is not known."""
        self.chain = chain
        self.seals = iter(seals)
        self.seal = next(self.seals, None)
        self.content = hashlib.sha256()
        self.expected = first
        self.previous = previous
        #: Whether a fault was told within the present seal, so that its content cannot be right.
        self.told = False

    def over(self, events: Iterator[Event], progress: Callable[[int], Any] = quiet) -> Iterator[Fault]:
        """The faults of these events, in their order."""
        count = 0
        for event in events:
            for fault in self._at(event):
                self.told = True
                yield fault
            self.previous, self.expected = event.digest, event.number + 1
            yield from self._sealed(event)
            count += 1
            if count % CHUNK == 0:
                progress(CHUNK)
        progress(count % CHUNK)
        if self.seal is not None:
            last = max([self.seal.last, *(seal.last for seal in self.seals)])
            if self.expected <= last:
                numbers = _numbers(self.expected, last)
                yield Fault(
                    self.chain, self.expected, _("链末的事件被删除：封存时还有%(numbers)s") % {"numbers": numbers}
                )

    def _at(self, event: Event) -> Iterator[Fault]:
        if event.number < self.expected:
            yield Fault(self.chain, event.number, _("序号重复，是插入的"))
        elif event.number > self.expected:
            yield Fault(
                self.chain,
                self.expected,
                _("缺少%(numbers)s，被删除") % {"numbers": _numbers(self.expected, event.number - 1)},
            )
        elif self.previous is not None and event.previous != self.previous:
            yield Fault(self.chain, event.number, _("与前一事件不衔接：本条是插入的，或前一条被改动后重算了摘要"))
        if digest_of(event) != event.digest:
            yield Fault(self.chain, event.number, _("被改动：内容与摘要不符"))

    def _sealed(self, event: Event) -> Iterator[Fault]:
        """Close every seal that ends with this event or before it."""
        while self.seal is not None and event.number >= self.seal.first:
            if event.number <= self.seal.last:
                self.content.update(f"{event.digest}\n".encode())
            if event.number < self.seal.last:
                return
            if not self.told and self.content.hexdigest() != self.seal.content:
                numbers = _numbers(self.seal.first, self.seal.last)
                yield Fault(
                    self.chain,
                    self.seal.first,
                    _("%(numbers)s不是 %(day)s 封存时的内容：整链被重算") % {"numbers": numbers, "day": self.seal.day},
                )
            reached, self.seal = self.seal.last, next(self.seals, None)
            self.content, self.told = hashlib.sha256(), False
            if event.number <= reached:
                return


def _numbers(first: int, last: int) -> str:
    if first == last:
        return _("第%(number)d号") % {"number": first}
    return _("第%(first)d至%(last)d号") % {"first": first, "last": last}
