"""An act is one transaction by one actor, however many actions it is made of."""

from __future__ import annotations

import pytest
from django.db import transaction

from gongkai.web.accounts.models import User
from gongkai.web.audit.acts import OtherActor, act
from gongkai.web.audit.models import Event
from gongkai.web.audit.notes import Actor
from tests.web.world import BY, World


def rename(user: User, name: str, *, by: Actor) -> None:
    with act(by=by) as done:
        user.name = name
        user.save(update_fields=["name"])
        done.note("user.corrected", of=user.thing)
        if not name:
            raise ValueError


def test_what_an_inner_act_wrote_before_it_failed_is_not_kept(world: World) -> None:
    """Else a row would be changed, or an event told, of an act that was refused."""
    user, before = world.users["handler@civil"], Event.objects.count()

    def go_on_regardless() -> None:
        with act(by=BY) as done:
            try:
                rename(user, "", by=BY)
            except ValueError:
                done.note("user.corrected", of=user.thing)

    with pytest.raises(transaction.TransactionManagementError):
        go_on_regardless()
    user.refresh_from_db()
    assert (user.name, Event.objects.count()) == ("经办（演示）", before)


def test_an_act_within_an_act_is_by_the_same_actor(world: World) -> None:
    user = world.users["handler@civil"]
    with pytest.raises(OtherActor), act(by=BY):
        rename(user, "另名", by=world.officer("administrator@district").actor)
