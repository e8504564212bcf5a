"""An act: one transaction that ends with its audit events.

    with act(by=officer.actor) as done:
        agency.name = name
        agency.save()
        done.note("agency.renamed", of=agency.thing, agency=agency.holder, old={"name": was}, new={"name": name})

The events are written last, so that a chain is held for the shortest time. An act that notes nothing is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from gongkai.web.audit.chains import append
from gongkai.web.audit.notes import CURRENT, Act, Actor
from gongkai.web.audit.public import renew


class NothingNoted(RuntimeError):
    """An act ended without a word of what was done."""


class OtherActor(RuntimeError):
    """An act was opened inside that of somebody else."""


@contextmanager
def act(*, by: Actor) -> Iterator[Act]:
    """One transaction with its events at its end. An act inside another adds its events to the outer one's."""
    outer = CURRENT.get()
    if outer is not None:
        if (by.officer_id, by.name) != (outer.by.officer_id, outer.by.name):
            raise OtherActor(f"{by.name} within an act of {outer.by.name}: its events would name the wrong one")
        with transaction.atomic(savepoint=False):  # where it fails, all fails, whoever catches what it raises
            yield outer
        return
    this = Act(by)
    with transaction.atomic():
        token = CURRENT.set(this)
        try:
            yield this
            if not this.notes:
                raise NothingNoted(f"{by.name}: an act has to note what was done")
            append(this)
            if this.public:
                renew()
        finally:
            CURRENT.reset(token)
