"""What only one person may see stays in no cache."""

from __future__ import annotations

from tests.web.doors.test_doors import HERE, TABLE, address
from tests.web.doors.things import THINGS
from tests.web.world import World


def test_no_cache_keeps_what_somebody_saw_who_was_logged_in(world: World) -> None:
    kept = []
    for door, row in TABLE.items():
        if "get" not in row or door.startswith(("portal:", "api:")):
            continue
        thing = THINGS[row["of"]](world, world.agencies[HERE]) if "of" in row else None
        for name in ("administrator@district", "handler@civil"):
            answer = world.client(name).get(address(door, row, thing))
            control = answer.get("Cache-Control", "")
            if not {"no-store", "private"} & {word.strip() for word in control.split(",")}:
                kept.append(f"{door} as {name}: {answer.status_code} {control!r}")
    assert kept == []
