"""100,000 requests of 3,000 units on SQLite and on PostgreSQL: lists and pages on the desk, the register, the morning's
mails, a year's figures, and requests that come in."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterator
from typing import Any

from benchmarks.disclosure import environment, postgresql
from benchmarks.inside import run
from benchmarks.measure import Result
from benchmarks.submissions import SECONDS, UNITS, submissions

REQUESTS = 100_000
#: Milliseconds of the slowest of twenty; seconds; megabytes.
LIST, PAGE, REGISTER, MORNING, MEMORY, FIGURES, OPENED = 150, 100, 10, 30, 20, 2, 100
#: Pages that ask of every unit at once (ours).
OF_ALL, WHOLE = ("first page of the desk", "overview of the units"), 1000
#: How many requests are sent in a second, and how many have to be taken: the clock of the sender is not that exact.
ON_SQLITE, ON_POSTGRESQL = (52, 50), (62, 60)


def requests(number: int = REQUESTS, times: int = 100, seconds: int = SECONDS) -> list[Result]:
    """Both databases, one after the other."""
    results = []
    with tempfile.TemporaryDirectory() as home:
        env = environment(home)
        results += _measured("SQLite", env, number, times)
        results += submissions("SQLite", env, *ON_SQLITE, seconds)
    with tempfile.TemporaryDirectory() as home, postgresql(home) as env:
        results += _measured("PostgreSQL", env, number, times)
        results += submissions("PostgreSQL", env, *ON_POSTGRESQL, seconds)
    return results


def _measured(database: str, env: dict[str, str], number: int, times: int) -> list[Result]:
    started = time.perf_counter()
    run(env, "requests_world", number)
    print(f"{database}: {number:,} requests made in {time.perf_counter() - started:.0f} s", flush=True)
    said = run(env, "requests_measured", times)
    return list(_lines(f"{database}, {number:,} requests", json.loads(said)))


def _lines(where: str, found: dict[str, Any]) -> Iterator[Result]:
    for name, (middle, slowest, queries) in found["pages"].items():
        target = PAGE if name.startswith("case page") else WHOLE if name in OF_ALL else LIST
        yield Result(f"{where}: {name}, p95", slowest, target, "less", f"p50 {middle:.0f} ms, {queries} queries", "ms")
    for form, (seconds, rows, peak) in found["register"].items():
        yield Result(f"{where}: register of a year, {form}", seconds, REGISTER, "less", f"{rows:,} rows", "s")
        yield Result(f"{where}: register of a year, {form}, memory", peak, MEMORY, "less", "at most", "MB")
    seconds, mails, told = found["morning"]
    detail = f"{mails:,} mails of {UNITS:,} units; clocks asked anew {told:.1f} s of it"
    yield Result(f"{where}: what is mailed in the morning", seconds, MORNING, "less", detail, "s")
    counted, opened, total = found["figures"]
    detail = f"{total:,.0f} received in the year"
    yield Result(f"{where}: a year's figures of a city", counted, FIGURES, "less", detail, "s")
    yield Result(f"{where}: one figure opened", 1000 * opened, OPENED, "less", "first page", "ms")
