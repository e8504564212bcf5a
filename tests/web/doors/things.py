"""What addresses are about: for each kind one thing in an agency, made when a door asks for it."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any

from gongkai.web.agencies.models import Agency
from gongkai.web.audit.notes import Actor
from gongkai.web.files.actions import store
from gongkai.web.files.intake import receive
from gongkai.web.files.models import File
from gongkai.web.visibility import Level
from tests.web.world import World


def agency(world: World, of: Agency) -> Agency:
    return of


def file(world: World, of: Agency) -> File:
    received = receive(io.BytesIO("内部（演示）".encode()), name="内部.txt")
    return store(received, agency=of.holder, level=Level.INTERNAL, by=Actor("测试（演示）"))


THINGS: Mapping[str, Callable[[World, Agency], Any]] = {"agency": agency, "file": file}
