"""Who writes waits for its turn, first come, first served; who reads waits for nobody."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections, transaction

from gongkai.web.config.environment import Environment
from gongkai.web.config.sqlite import turns
from gongkai.web.config.sqlite.base import DatabaseBusy, DatabaseWrapper
from gongkai.web.config.sqlite.turns import Turn, TurnNotReached

IN_LINE = """
import sys
from pathlib import Path
from gongkai.web.config.sqlite.turns import Turn
turn = Turn(Path(sys.argv[1]), patience=20)
print("here", flush=True)
sys.stdin.readline()
"""


def in_line(path: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", IN_LINE, str(path)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_turns_come_in_the_order_of_arrival(tmp_path: Path) -> None:
    path, order = tmp_path / "queue", []

    def wait(number: int) -> None:
        turn = Turn(path, patience=20)
        order.append(number)
        time.sleep(0.002)
        turn.leave()

    first = Turn(path, patience=1)
    threads = []
    for number in range(20):
        threads.append(threading.Thread(target=wait, args=(number,)))
        threads[-1].start()
        time.sleep(0.01)
    first.leave()
    for thread in threads:
        thread.join()
    assert order == list(range(20))


def test_a_process_that_dies_in_its_turn_lets_the_next_one_go(tmp_path: Path) -> None:
    process = in_line(tmp_path / "queue")
    assert process.stdout is not None
    assert process.stdout.readline() == "here\n"
    with pytest.raises(TurnNotReached):
        Turn(tmp_path / "queue", patience=0.05)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    Turn(tmp_path / "queue", patience=1).leave()
    process.communicate()


def test_who_gives_up_is_in_nobodys_way(tmp_path: Path) -> None:
    first = Turn(tmp_path / "queue", patience=1)
    for _ in range(3):
        with pytest.raises(TurnNotReached):
            Turn(tmp_path / "queue", patience=0.01)
    first.leave()
    Turn(tmp_path / "queue", patience=0.01).leave()


@pytest.mark.parametrize("content", [b"", b"\xff" * 8, b"not a number"])
def test_what_stands_in_the_file_does_not_matter(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "queue").write_bytes(content)
    first = Turn(tmp_path / "queue", patience=1)
    with pytest.raises(TurnNotReached):
        Turn(tmp_path / "queue", patience=0.01)
    first.leave()


def test_where_such_locks_are_missing_everybody_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "SET", None)
    first = Turn(tmp_path / "queue", patience=0.01)
    Turn(tmp_path / "queue", patience=0.01).leave()
    first.leave()
    assert not (tmp_path / "queue").exists()


@pytest.fixture
def instance(tmp_path: Path, django_db_blocker: Any) -> Iterator[Any]:
    """Opens connections to an embedded instance's database, one for each call; the first is Django's `own`."""
    settings: dict[str, Any] = {**connections["default"].settings_dict, "TEST": {}}
    settings |= Environment({"GONGKAI_HOME": str(tmp_path)}).database()
    settings["OPTIONS"] = {**settings["OPTIONS"], "timeout": 0.2}
    opened: list[DatabaseWrapper] = []

    def connect() -> DatabaseWrapper:
        opened.append(DatabaseWrapper(settings, "own"))
        return opened[-1]

    with django_db_blocker.unblock():
        own = connections["own"] = connect()
        with own.cursor() as cursor:
            cursor.execute("CREATE TABLE event (text TEXT)")
        yield connect
        for connection in opened:
            connection.close()
        del connections["own"]


def count(connection: DatabaseWrapper) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM event")
        return int(cursor.fetchone()[0])


def add(connection: DatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO event (text) VALUES (%s)", ["演示"])


def test_an_embedded_instance_writes_ahead_and_fully_synchronised(instance: Any) -> None:
    with connections["own"].cursor() as cursor:
        found = [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
    assert found == ["wal", 2]
    assert connections["own"].transaction_mode == "IMMEDIATE"


def test_who_reads_waits_for_nobody(instance: Any) -> None:
    with transaction.atomic(using="own"):
        add(connections["own"])
        began = time.monotonic()
        assert count(instance()) == 0
        assert time.monotonic() - began < 0.1
    assert count(instance()) == 1


@pytest.mark.parametrize("end", ["commit", "rollback", "close"])
def test_the_next_one_goes_when_a_transaction_ends(instance: Any, end: str) -> None:
    other = instance()
    with pytest.raises(DatabaseBusy, match="database busy"), transaction.atomic(using="own"):
        add(other)
    if end == "rollback":
        with pytest.raises(ZeroDivisionError), transaction.atomic(using="own"):
            print(1 / 0)
    elif end == "close":
        with transaction.atomic(using="own"):
            connections["own"].close()
    else:
        with transaction.atomic(using="own"):
            add(connections["own"])
    add(other)
    assert count(other) == {"commit": 2, "rollback": 1, "close": 1}[end]


def test_a_savepoint_keeps_the_turn(instance: Any) -> None:
    other = instance()
    with transaction.atomic(using="own"):
        with transaction.atomic(using="own"):
            add(connections["own"])
        with pytest.raises(DatabaseBusy):
            add(other)
    add(other)


def test_a_transaction_that_could_not_begin_leaves_the_queue(instance: Any, tmp_path: Path) -> None:
    turn = Turn(tmp_path / "gongkai.sqlite3-queue", patience=1)
    with pytest.raises(DatabaseBusy), transaction.atomic(using="own"):
        pass
    turn.leave()
    with transaction.atomic(using="own"):
        add(connections["own"])
