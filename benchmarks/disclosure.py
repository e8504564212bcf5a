"""200,000 published documents on SQLite and on PostgreSQL: searches, pages, publication, and the memory of a worker."""

from __future__ import annotations

import json
import os
import secrets
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.inside import run
from benchmarks.measure import Result
from benchmarks.platform import Connection, serving
from tests.web.postgres import Cluster

DOCUMENTS = 200_000
#: Milliseconds of the slowest of a hundred.
SEARCHES = {
    "newest 1": 300, "newest 2": 60, "newest 4": 60, "newest 8": 60, "relevance 1": 200, "relevance 2": 200,
    "relevance 4": 200, "relevance 8": 200,
}  # fmt: skip
PAGE, PUBLICATION, INDEX = 50, 50, 1.5
#: Before that, once around all that is asked for: a process keeps pages up to a number (`portal.caching`), and is as
#: large as it will be only when it keeps so many.
REQUESTS, WARM = 10_000, 12_000
#: So many items are asked for by turns, each as a page and as data.
ITEMS = 1000
#: So much may a worker grow while it answers `REQUESTS`, in megabytes.
GROWTH = 10


def disclosure(documents: int, queries: int, requests: int, warm: int = WARM) -> list[Result]:
    """Both databases, one after the other; a worker under granian on SQLite."""
    results = []
    with tempfile.TemporaryDirectory() as home:
        env = environment(home)
        results += _measured("SQLite", env, documents, queries)
        results.append(memory(env, requests, warm))
    with tempfile.TemporaryDirectory() as home, postgresql(home) as env:
        results += _measured("PostgreSQL", env, documents, queries)
    return results


def environment(home: str) -> dict[str, str]:
    return {**os.environ, "GONGKAI_HOME": home, "DJANGO_SETTINGS_MODULE": "benchmarks.platform_settings"}


@contextmanager
def postgresql(home: str) -> Iterator[dict[str, str]]:
    cluster = Cluster.start()
    try:
        keys = {name: secrets.token_urlsafe(60) for name in ("GONGKAI_SECRET_KEY", "GONGKAI_FIELD_KEY")}
        yield {**environment(home), **keys, "DATABASE_URL": cluster.url()}
    finally:
        cluster.stop()


def _measured(database: str, env: dict[str, str], documents: int, queries: int) -> list[Result]:
    started = time.perf_counter()
    run(env, "disclosure_world", documents)
    made = time.perf_counter() - started
    said = run(env, "disclosure_measured", queries)
    found = json.loads(said)
    print(f"{database}: {documents:,} documents made in {made:.0f} s", flush=True)
    return list(_lines(f"{database}, {documents:,} items", found))


def _lines(where: str, found: dict[str, Any]) -> Iterator[Result]:
    for name, target in SEARCHES.items():
        order, length = name.split()
        middle, slowest = found["searches"][name]
        what = f"{length} character{'s' if length != '1' else ''}, {'newest' if order == 'newest' else 'best'} first"
        yield Result(f"{where}: search, {what}, p99", slowest, target, "less", f"p50 {middle:.1f} ms", "ms")
    for name in ("recall", "precision"):
        yield Result(f"{where}: {name} against plain substring", found["searches"][name], 1, "more", "", "")
    for name, (middle, slowest, asked) in found["pages"].items():
        yield Result(
            f"{where}: {name}, made fresh", middle, PAGE, "less", f"p99 {slowest:.0f} ms, {asked} queries", "ms"
        )
    text, index = (found["sizes"][name] for name in ("text", "index"))
    yield Result(
        f"{where}: index over text", index / text, INDEX, "less", f"{index >> 20} MB against {text >> 20} MB as UTF-8"
    )
    middle, slowest = found["publication"]
    yield Result(f"{where}: one item published, whole", middle, PUBLICATION, "less", f"p99 {slowest:.0f} ms", "ms")


def memory(env: dict[str, str], requests: int, warm: int = WARM) -> Result:
    """What the processes of a server with one worker grow by, once warm, while it answers pages of every sort."""
    paths = [
        "/", "/content/", "/content/others/?page=", "/a/bench-{agency}/content/",
        "/a/bench-{agency}/content/plans/?year=2024&n=", "{item}", "/search/?q=%E5%85%AC%E5%BC%80&page=",
        "/feed.atom?n=", "/api/v1/documents?n=", "/api/v1/documents/{number}", "/agencies/?n=",
    ]  # fmt: skip
    with serving(env) as (port, process):
        connection, numbers, items = Connection(port), iter(range(10**9)), _items(port)

        def ask(times: int) -> None:
            for path, number in zip(cycle(paths), range(times), strict=False):
                item = items[number % len(items)]
                address = path.format(agency=number % 50, item=item, number=item.split("/")[-2])
                address += str(next(numbers) % 500) if address.endswith("=") else ""
                status, _headers = connection.get(address)
                assert status == 200, (address, status)

        ask(warm)
        before = resident(process.pid)
        ask(requests)
        after = resident(process.pid)
    detail = f"{before:.0f} MB after {warm:,}, then {after:.0f} MB, all processes of `gongkai serve`"
    return Result(f"memory added by {requests:,} requests", after - before, GROWTH, "less", detail, "MB")


def _items(port: int) -> list[str]:
    """Addresses of the newest items, as the open interface tells them."""
    found: list[str] = []
    page: str | None = f"http://127.0.0.1:{port}/api/v1/documents?limit=200"
    while page and len(found) < ITEMS:
        with urllib.request.urlopen(page, timeout=60) as answer:
            told = json.load(answer)
        found += (urlsplit(one["url"]).path for one in told["items"])
        page = told["next"]
    return found


def resident(pid: int) -> float:
    """Private memory of a process and all below it, in megabytes; files that are mapped belong to the system."""
    total, rest = 0.0, [pid]
    while rest:
        one = rest.pop()
        try:
            lines = Path(f"/proc/{one}/status").read_text("ascii", errors="replace").splitlines()
            total += next(int(line.split()[1]) for line in lines if line.startswith("RssAnon:")) / 1024
            rest += map(int, Path(f"/proc/{one}/task/{one}/children").read_text("ascii").split())
        except (OSError, StopIteration):
            continue
    return total
