"""What the platform's tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread
from django.test.utils import setup_databases, teardown_databases
from django.urls import get_resolver
from django.utils import translation

from tests.web.copies import Committed, copied, send_away_guests
from tests.web.world import World, build


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: Any, django_db_modify_db_settings: None
) -> Iterator[None]:
    """The prepared database, also where only tests that copy it are run."""
    _ = get_resolver().url_patterns  # those of the instance, before a test has settings of its own
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, aliases={"default"}, serialized_aliases=set())
    yield
    with django_db_blocker.unblock():
        send_away_guests()
        teardown_databases(made, verbosity=0)


@pytest.fixture(autouse=True)
def in_chinese() -> Iterator[None]:
    """A page that was asked for in English leaves its language to whatever runs next in the same thread."""
    yield
    translation.deactivate()


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any, tmp_path: Path) -> Iterator[Committed]:
    """A copy of the database in which commits are real, seen by threads and other processes."""
    with django_db_blocker.unblock(), copied(tmp_path) as copy:
        yield copy


@pytest.fixture
def live(committed: Committed) -> Iterator[str]:
    """The address of a server on a copy of the database; fill it with `tests.web.world.build()`."""
    server = LiveServerThread("127.0.0.1", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield f"http://127.0.0.1:{server.port}"
    server.terminate()
