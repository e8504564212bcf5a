"""The portal under its own server, with 3,000 agencies: pages made fresh, kept, and not modified, against a view that
does nothing on the same server."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from statistics import median

from benchmarks.inside import run
from benchmarks.measure import ROOT, Result

EMPTY = "/empty/"
#: Each with the address that is asked for fresh: of the directory a full page, below a government with 99 agencies.
PAGES = {
    "home": ("/", "/?"),
    "directory": ("/agencies/", "/agencies/?under=bench-1&"),
    "annual report": ("/a/bench-1/reports/2024/", "/a/bench-1/reports/2024/?"),
}
FRESH, KEPT = 0.05, 0.25
START = 60


@contextmanager
def server() -> Iterator[int]:
    """`gongkai serve` with one process on a world of its own; its port."""
    with tempfile.TemporaryDirectory() as home:
        env = {**os.environ, "GONGKAI_HOME": home, "DJANGO_SETTINGS_MODULE": "benchmarks.platform_settings"}
        run(env, "platform_world")
        with serving(env) as (port, _process):
            yield port


@contextmanager
def serving(env: dict[str, str]) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """`gongkai serve` with one process on the instance of an environment; its port, and the process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    serve = [sys.executable, "-m", "gongkai.cli", "serve", "--workers", "1", "--without-worker"]
    env = {**env, "PORT": str(port)}
    process = subprocess.Popen(serve, env=env, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port, process)
        yield port, process
    finally:
        process.terminate()
        process.wait(15)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}{EMPTY}", timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the server of the benchmark did not answer")


class Connection:
    """One connection kept open: the cheapest client, so that the server is what is measured."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def get(self, path: str, tag: str = "") -> tuple[int, dict[str, str]]:
        """Status and headers of a page; its body is read and dropped."""
        condition = f"If-None-Match: {tag}\r\n" if tag else ""
        self.socket.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{condition}\r\n".encode())
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _, body = data.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        missing = int(headers.get("content-length", 0)) - len(body)
        while missing > 0:
            missing -= len(self._more())
        return int(first.split()[1]), headers

    def _more(self) -> bytes:
        data = self.socket.recv(1 << 18)
        if not data:
            raise SystemExit("the server of the benchmark closed a connection")
        return data


def rate(ask: Callable[[], int], expected: int, seconds: float) -> float:
    """Answers a second."""
    done, end = 0, time.perf_counter() + seconds
    started = time.perf_counter()
    while time.perf_counter() < end:
        assert ask() == expected
        done += 1
    return done / (time.perf_counter() - started)


def pages(rounds: int, seconds: float = 0.5) -> list[Result]:
    """Answers a second of each page, made fresh, kept and not modified, over those of the empty view."""
    results = []
    with server() as port:
        connection, numbers = Connection(port), count()
        ways: list[tuple[str, float, Callable[[], int], int]] = []
        for name, (path, fresh) in PAGES.items():
            status, headers = connection.get(path)
            assert status == 200, (path, status)
            ways += [
                (f"{name}, made fresh", FRESH, lambda p=fresh: connection.get(f"{p}n={next(numbers)}")[0], 200),
                (f"{name}, kept", KEPT, lambda p=path: connection.get(p)[0], 200),
                (f"{name}, not modified", KEPT, lambda p=path, t=headers["etag"]: connection.get(p, t)[0], 304),
            ]
        rates: dict[str, list[float]] = {what: [] for what, *_ in ways}
        empties = []
        for _ in range(rounds):
            empties.append(rate(lambda: connection.get(EMPTY)[0], 200, seconds))
            for what, _target, ask, expected in ways:
                rates[what].append(rate(ask, expected, seconds))
    empty = median(empties)
    for what, target, *_ in ways:
        found = median(rates[what])
        detail = f"{found:,.0f}/s against {empty:,.0f}/s, 3,000 agencies"
        results.append(Result(f"{what}, against an empty view", found / empty, target, "more", detail))
    return results
