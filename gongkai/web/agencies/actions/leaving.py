"""What an agency that ceases to be leaves behind: who answers for it, and what was under way.

What there is under way the apps above know; each says so once, when it is ready.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.refusals import LeftOpen
from gongkai.web.audit.notes import Act


@dataclass(frozen=True)
class UnderWay:
    """How an app names what is under way at an agency, and hands it to another within an act."""

    names: Callable[[Agency], Sequence[str]]
    hand_over: Callable[[Agency, Agency, Officer, Act], None]


_known: dict[str, UnderWay] = {}


def register(name: str, under_way: UnderWay) -> None:
    """Make known what may be under way at an agency."""
    _known[name] = under_way


def leave(done: Act, row: Agency, heir: Agency | None, *, by: Officer) -> None:
    """Within an act that closes an agency: another answers for what it leaves, what is under way included.

    :raises LeftOpen: where something is under way and nobody is to answer for it.
    """
    if heir is None:
        left = [name for under_way in _known.values() for name in under_way.names(row)]
        if left:
            raise LeftOpen(row, left)
    row.heir = heir
    # what it had itself inherited goes on, one heir for all: nobody follows a row of them at each click
    Agency.objects.filter(heir=row).update(heir=heir)
    if heir is not None:
        for under_way in _known.values():
            under_way.hand_over(row, heir, by, done)


def take_back(row: Agency) -> None:
    """Within an act that reopens an agency: it answers for itself again, and for what had been merged into it."""
    row.heir = None
    merged = list(row.absorbed.exclude(closed=None))
    while merged:
        one = merged.pop()
        Agency.objects.filter(pk=one.pk).update(heir=row)
        merged.extend(one.absorbed.exclude(closed=None))
