"""What addresses are about: for each kind one thing in an agency, made when a door asks for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django_tasks_db.models import DBTaskResult

from gongkai.web.agencies.models import Agency
from gongkai.web.tasks.housekeeping import tidy
from tests.web.world import World


def agency(world: World, of: Agency) -> Agency:
    return of


def task(world: World, of: Agency) -> DBTaskResult:
    """A task that failed; it is the instance's, whatever the agency."""
    row = DBTaskResult.objects.get(pk=tidy.enqueue().id)
    row.set_failed(OSError())
    return row


THINGS: Mapping[str, Callable[[World, Agency], Any]] = {"agency": agency, "task": task}
