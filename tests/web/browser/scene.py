"""What the browser's instance holds: the small world, and an officer who is logged in."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from tests.web.world import World
from tests.web.world import build as world


def build() -> World:
    """Write it into the database, and the key of the officer's session into the instance's folder."""
    made = world()
    client = made.client("administrator@district")
    Path(settings.HOME, "session").write_text(client.cookies["sessionid"].value)
    return made
