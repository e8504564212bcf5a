"""What the platform's tests share."""

from __future__ import annotations

import pytest

from tests.web.world import World, build


@pytest.fixture
def world(db: None) -> World:
    return build()
