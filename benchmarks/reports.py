"""Reports of 3,000 units on SQLite and on PostgreSQL: sums, comparison, shared prose, documents that are sent in."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from typing import Any

from benchmarks.disclosure import environment, postgresql
from benchmarks.inside import run
from benchmarks.measure import Result

UNITS = 3000
#: Seconds cold and warm of the sums, of all similarities; milliseconds of a page; of documents that are sent in, times
#: the bare reader.
COLD, WARM, SIMILAR, PAGE, SENT = 3, 0.2, 20, 200, 2


def reports(number: int = UNITS) -> list[Result]:
    """Both databases, one after the other."""
    results = []
    with tempfile.TemporaryDirectory() as home:
        results += _measured("SQLite", environment(home), number)
    with tempfile.TemporaryDirectory() as home, postgresql(home) as env:
        results += _measured("PostgreSQL", env, number)
    return results


def _measured(database: str, env: dict[str, str], number: int) -> list[Result]:
    said = run(env, "reports_measured", number)
    return list(_lines(f"{database}, {number:,} reports", json.loads(said)))


def _lines(where: str, found: dict[str, Any]) -> Iterator[Result]:
    cold, warm, units = found["sums"]
    yield Result(f"{where}: summed, cold", cold, COLD, "less", f"{units:,} units", "s")
    yield Result(f"{where}: summed, warm", warm, WARM, "less", "kept by the process", "s")
    seconds, rows, sharing = found["similar"]
    yield Result(f"{where}: prose against all others", seconds, SIMILAR, "less", f"{rows:,}, {sharing:,} share", "s")
    for name, (middle, slowest, queries) in found["pages"].items():
        yield Result(f"{where}: {name}, p95", slowest, PAGE, "less", f"p50 {middle:.0f} ms, {queries} queries", "ms")
    each, bare, filed = found["sending"]
    detail = f"{filed:,} filed; {1000 * each:.0f} ms against {1000 * bare:.0f} ms, a process of its own for each"
    yield Result(f"{where}: documents sent together, over the bare reader", each / bare, SENT, "less", detail)
