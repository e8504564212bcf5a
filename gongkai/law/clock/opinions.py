"""Who was consulted, how far that has come, and whether anybody objects (《条例》第三十二条、《条例》第三十四条)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from gongkai.law.clock.course import Course


class Consulted(NamedTuple):
    """One opinion asked for. ``by`` is the last day for it, None while it is not known; ``over`` is whether nobody
    waits for it any more; ``told`` whether a third party was told that it is published all the same."""

    party: str
    role: str
    sent: date
    received: date | None
    by: date | None
    over: bool
    replied: bool
    objects: bool
    told: bool

    @property
    def silent(self) -> bool:
        """The term has passed without an opinion."""
        return self.over and not self.replied


def consulted(course: Course) -> tuple[Consulted, ...]:
    """The consultations in the order in which they were sent; units of the agency itself have no term."""
    return tuple(
        Consulted(
            item.party,
            item.fact.role,
            item.fact.on,
            item.received,
            None if item.assumed else item.latest,
            item.end is not None,
            item.replied,
            item.objects,
            item.override_noticed,
        )
        for item in course.consultations
        if item.fact.role != "inside"
    )
