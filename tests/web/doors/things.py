"""What addresses are about: for each kind one thing in an agency, made when a door asks for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gongkai.web.agencies.models import Agency
from tests.web.world import World


def agency(world: World, of: Agency) -> Agency:
    return of


THINGS: Mapping[str, Callable[[World, Agency], Any]] = {"agency": agency}
