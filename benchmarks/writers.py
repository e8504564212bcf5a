"""Four processes that write one SQLite file, with Django's own backend and with the queue of ours."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import ROOT, Result

WRITERS = 4
# One act of the platform is about this: read the end of a chain, change a row, add an event.
WRITER = """
import sys, time
from django.conf import settings
path, engine, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])
settings.configure(DATABASES={"default": {"ENGINE": engine, "NAME": path, "OPTIONS": {
    "transaction_mode": "IMMEDIATE", "timeout": 60,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"}}})
import django
django.setup()
from django.db import connection, transaction
with connection.cursor() as cursor:
    cursor.execute("CREATE TABLE IF NOT EXISTS event (id INTEGER PRIMARY KEY, number INTEGER, text TEXT)")
print("ready", flush=True)
sys.stdin.readline()
count, longest, end = 0, 0.0, time.perf_counter() + seconds
while (began := time.perf_counter()) < end:
    with transaction.atomic(), connection.cursor() as cursor:
        longest = max(longest, time.perf_counter() - began)
        cursor.execute("SELECT max(number) FROM event WHERE id > (SELECT max(id) FROM event) - 5")
        number = cursor.fetchone()[0] or 0
        cursor.execute("INSERT INTO event (number, text) VALUES (%s, %s)", [number + 1, "x" * 400])
    count += 1
print(count, longest)
"""


@dataclass(frozen=True)
class Race:
    """What several writers achieved: transactions a second together, and the longest that one waited to begin."""

    rate: float
    longest: float
    fewest: float


def race(engine: str, seconds: float, writers: int = WRITERS) -> Race:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", WRITER, str(Path(folder) / "events.sqlite3"), engine, str(seconds)]
        running = [
            subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            for _ in range(writers)
        ]
        for process in running:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        found = []
        for process in running:
            assert process.stdin is not None
            process.stdin.write("\n")
            process.stdin.flush()
        for process in running:
            count, longest = process.communicate()[0].split()
            found.append((int(count), float(longest)))
    counts = [count for count, _ in found]
    return Race(sum(counts) / seconds, max(longest for _, longest in found), min(counts) / max(counts))


def writers(seconds: float) -> list[Result]:
    plain, queued = race("django.db.backends.sqlite3", seconds), race("gongkai.web.config.sqlite", seconds)
    rates = f"{queued.rate:,.0f} transactions/s against {plain.rate:,.0f}"
    waits = f"{1000 * queued.longest:.0f} ms against {1000 * plain.longest:,.0f} ms"
    return [
        Result(f"SQLite, {WRITERS} writers, queue over busy handler", queued.rate / plain.rate, 0.25, "more", rates),
        Result(f"SQLite, {WRITERS} writers, longest wait", queued.longest / plain.longest, 0.1, "less", waits),
    ]
