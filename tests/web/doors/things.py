"""What addresses are about: for each kind one thing in an agency, made when a door asks for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gongkai.web.agencies.models import Agency
from tests.web.disclosure.scene import process_of, rules
from tests.web.world import World


def agency(world: World, of: Agency) -> Agency:
    return of


def document(world: World, of: Agency) -> Any:
    return rules(world, by=f"handler@{of.slug}")


def process(world: World, of: Agency) -> Any:
    return process_of(document(world, of))


THINGS: Mapping[str, Callable[[World, Agency], Any]] = {"agency": agency, "document": document, "process": process}
