"""A test with real commits works on a copy, and leaves nothing behind."""

from __future__ import annotations

import subprocess
import sys
import threading
from urllib.request import urlopen

import pytest
from django.db import connection

from gongkai.web.agencies.models import Agency
from tests.web.copies import Committed
from tests.web.world import AGENCIES, build

COUNT = "import django; django.setup(); from gongkai.web.agencies.models import Agency; print(Agency.objects.count())"


@pytest.mark.parametrize("time", ["first", "second"])
def test_what_is_committed_is_seen_by_threads_and_processes_and_by_no_later_test(
    committed: Committed, time: str
) -> None:
    assert not Agency.objects.exists()
    build()
    found = []

    def look() -> None:
        found.append(Agency.objects.count())
        connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    command = [sys.executable, "-c", COUNT]
    process = subprocess.run(command, env=committed.environment, capture_output=True, text=True, check=True)
    assert [*found, int(process.stdout)] == [len(AGENCIES)] * 2


@pytest.mark.django_db
def test_the_prepared_database_stays_as_it_was() -> None:
    assert not Agency.objects.exists()


def test_a_server_answers_from_the_copy(live: str) -> None:
    build()
    with urlopen(live) as answer:
        assert answer.status == 200
