"""A store of its own for each test, and a file in it at a stroke."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages

from gongkai.web.files import actions
from gongkai.web.files.intake import receive
from gongkai.web.files.models import File
from gongkai.web.visibility import Level
from tests.web.world import World


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """The folder of the store."""
    folder = tmp_path / "files"
    settings.STORAGES = settings.STORAGES | {
        "files": {"BACKEND": "gongkai.web.files.stores.LocalStore", "OPTIONS": {"location": str(folder)}}
    }
    yield folder
    storages._storages.clear()  # type: ignore[attr-defined]


class Keeping:
    """Files kept in the world."""

    def __init__(self, world: World) -> None:
        self.world = world

    def __call__(
        self, data: bytes, name: str = "办法.txt", *, at: str = "civil", level: Level = Level.INTERNAL, **given: Any
    ) -> File:
        by = self.world.officer(f"handler@{at}").actor
        received = receive(io.BytesIO(data), name=name)
        return actions.store(received, agency=self.world.agencies[at].holder, level=level, by=by, **given)


@pytest.fixture
def keep(world: World) -> Keeping:
    return Keeping(world)
