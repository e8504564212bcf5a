"""What stands between granian and Django, without either."""

from __future__ import annotations

import asyncio
import io
import threading
from collections.abc import AsyncIterator, Coroutine, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar

import pytest
from django.conf import settings

from gongkai.web.config.serving import front as fronts
from gongkai.web.config.serving.calls import IN_MEMORY, called, environ
from gongkai.web.config.serving.front import Front
from gongkai.web.files.parts import Part

T = TypeVar("T")


def run(given: Coroutine[Any, Any, T]) -> T:
    """In a thread of its own: playwright leaves a loop running in that of the tests."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, given).result()


class Headers(list[tuple[str, str]]):
    """As granian has them: a name may come twice."""

    def get(self, name: str, default: str = "") -> str:
        return dict(self).get(name, default)

    def items(self) -> Headers:
        return self

    def __contains__(self, name: object) -> bool:
        return name in dict(self)


class Proto:
    """The pieces of a body, and what was answered."""

    def __init__(self, pieces: Iterable[bytes] = ()) -> None:
        self.pieces = list(pieces)
        self.status = 0
        self.body: Any = None
        self.headers: dict[str, str] = {}

    async def _come(self) -> AsyncIterator[bytes]:
        for piece in self.pieces:
            yield piece

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._come()

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status, self.headers, self.body = status, dict(headers), body

    response_str = response_bytes

    def response_file_range(self, status: int, headers: Any, path: str, start: int, stop: int) -> None:
        self.status, self.headers = status, dict(headers)
        self.body = Path(path).read_bytes()[start:stop]


def scope(path: str = "/", method: str = "GET", *headers: tuple[str, str], query: str = "") -> Any:
    return SimpleNamespace(
        path=path, method=method, headers=Headers(headers), query_string=query, http_version="1.1", scheme="http",
        client="[::1]:5000", server="[::1]:8000",
    )  # fmt: skip


class Closing(list[bytes]):
    closed = False

    def close(self) -> None:
        self.closed = True


def test_what_the_application_is_told() -> None:
    asked = scope(
        "/机关/", "POST", ("content-type", "text/plain"), ("content-length", "3"), ("cookie", "a=1"), ("cookie", "b=2"),
        ("x_real_ip", "192.0.2.1"), ("x-forwarded-for", "1"), ("x-forwarded-for", "2"), query="q=1",
    )  # fmt: skip
    told = environ(asked, io.BytesIO(b"abc"), 0)
    assert told["PATH_INFO"].encode("latin-1").decode() == "/机关/"
    assert (told["CONTENT_LENGTH"], told["CONTENT_TYPE"]) == ("3", "text/plain")
    assert told["wsgi.input"].read() == b"abc"
    assert (told["HTTP_COOKIE"], told["HTTP_X_FORWARDED_FOR"]) == ("a=1; b=2", "1,2")
    assert (told["REMOTE_ADDR"], told["SERVER_NAME"], told["SERVER_PORT"]) == ("::1", "::1", "8000")
    assert "HTTP_X_REAL_IP" not in told
    assert environ(asked, io.BytesIO(b"ab"), 413)["CONTENT_LENGTH"] == "0"


@pytest.mark.parametrize("size", [0, 1000, IN_MEMORY + 1, 3_000_000])
def test_an_answer_leaves_the_thread_whole(size: int) -> None:
    response = Closing([b"x" * 1000] * (size // 1000) + [b"x" * (size % 1000)])

    def application(_environ: Any, start: Any) -> Closing:
        start("200 OK", [("a", "b")])
        return response

    async def give() -> Proto:
        proto = Proto()
        called(application, scope(), io.BytesIO(), 0).give(proto)
        return proto

    given = run(give())
    assert (given.status, given.headers, len(given.body)) == (200, {"a": "b"}, size)
    assert response.closed


def test_a_file_of_the_store_is_sent_from_where_it_lies(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(bytes(range(250)) * 1000)

    def never() -> Iterator[bytes]:
        raise AssertionError("read in the thread")
        yield b""

    def application(_environ: Any, start: Any) -> Part:
        start("206 Partial Content", [])
        return Part(never(), place=str(tmp_path / "file"), start=250, stop=200_250)

    async def give() -> bytes:
        proto = Proto()
        called(application, scope(), io.BytesIO(), 0).give(proto)
        return bytes(proto.body)

    assert run(give()) == bytes(range(250)) * 800


def test_more_than_may_wait_are_told_so_and_probes_are_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads are bounded, and so is the queue before them."""
    monkeypatch.setattr(fronts, "WAITING", 3)
    go, seen = threading.Event(), set()

    def application(told: dict[str, Any], start: Any) -> Closing:
        if told["PATH_INFO"] != "/healthz":
            seen.add(threading.current_thread().name)
            go.wait(10)
        start("200 OK", [])
        return Closing([b"ok"])

    async def crowd() -> tuple[list[int], int]:
        front = Front(application, threads=2)
        protos = [Proto() for _ in range(20)]
        waiting = [asyncio.create_task(front.__rsgi__(scope(), proto)) for proto in protos]
        await asyncio.sleep(0.2)
        probe = Proto()
        await front.__rsgi__(scope("/healthz"), probe)
        go.set()
        await asyncio.gather(*waiting)
        after = Proto()
        await front.__rsgi__(scope(), after)
        assert all("content-security-policy" in proto.headers for proto in protos if proto.status == 503)
        return sorted(proto.status for proto in [*protos, after]), probe.status

    statuses, probe = run(crowd())
    assert (statuses, probe) == ([200] * 9 + [503] * 12, 200)
    assert len(seen) == 2


def test_large_bodies_have_room_for_a_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fronts, "signed_in", lambda cookies: True)
    front = Front(lambda _told, start: start("200 OK", []) or Closing([b"ok"]), threads=2)
    room, size = front.large.left, fronts.SMALL + 1
    full = Proto()
    front.large.left = size - 1
    run(front.__rsgi__(scope("/desk/", "POST", ("content-length", str(size))), full))
    assert full.status == 503
    front.large.left = room
    taken = Proto([b"a" * size])
    run(front.__rsgi__(scope("/desk/", "POST", ("content-length", str(size))), taken))
    assert (taken.status, front.large.left) == (200, room)


APPLY = "/a/civil/request/apply/"


@pytest.mark.parametrize(
    ("path", "length", "status"),
    [
        (APPLY, fronts.SMALL + 1, 200),
        ("/request/status/supplement/", fronts.SMALL + 1, 200),
        ("/request/status/", fronts.SMALL + 1, 413),
        (APPLY + "more/", fronts.SMALL + 1, 413),
        ("/a/civil/b/request/apply/", fronts.SMALL + 1, 413),
        (APPLY, settings.BODY_OPEN_LARGEST * fronts.FORGOTTEN + 1, 413),
    ],
)
def test_files_of_anybody_are_taken_where_they_belong(path: str, length: int, status: int) -> None:
    def application(told: dict[str, Any], start: Any) -> Closing:
        start(f"{told.get('gongkai.refused') or 200} -", [])
        return Closing([b"ok"])

    front, proto = Front(application, threads=2), Proto([b"a" * min(length, fronts.SMALL * 2)])
    assert fronts.largest(path) in (fronts.SMALL, settings.BODY_OPEN_LARGEST)
    if status == 200:
        run(front.__rsgi__(scope(path, "POST", ("content-length", str(length))), proto))
        assert proto.status == 200
    else:
        received = front._received(scope(path, "POST", ("content-length", str(length))), proto, length, io.BytesIO())
        assert run(received) == status


def test_files_of_anybody_have_a_room_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fronts, "signed_in", lambda cookies: True)
    front = Front(lambda _told, start: start("200 OK", []) or Closing([b"ok"]), threads=2)
    size, full, officer = fronts.SMALL + 1, Proto(), Proto([b"a" * (fronts.SMALL + 1)])
    assert front.open.left == fronts.OPEN_AT_ONCE * settings.BODY_OPEN_LARGEST
    front.open.left = 0
    run(front.__rsgi__(scope(APPLY, "POST", ("content-length", str(size))), full))
    run(front.__rsgi__(scope("/desk/", "POST", ("content-length", str(size))), officer))
    assert (full.status, officer.status, front.open.left) == (503, 200, 0)


def test_large_bodies_leave_threads_to_those_who_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fronts, "signed_in", lambda cookies: True)
    go, size = threading.Event(), fronts.SMALL + 1

    def application(told: dict[str, Any], start: Any) -> Closing:
        if told["REQUEST_METHOD"] == "POST":
            go.wait(10)
        start("200 OK", [])
        return Closing([b"ok"])

    async def crowd() -> tuple[list[int], int]:
        front, large = Front(application, threads=2), scope("/desk/", "POST", ("content-length", str(size)))
        protos = [Proto([b"a" * size]) for _ in range(6)]
        waiting = [asyncio.create_task(front.__rsgi__(large, proto)) for proto in protos]
        await asyncio.sleep(0.2)
        page = Proto()
        await asyncio.wait_for(front.__rsgi__(scope(), page), 5)
        go.set()
        await asyncio.gather(*waiting)
        return [proto.status for proto in protos], page.status

    assert run(crowd()) == ([200] * 6, 200)


def test_a_failure_of_the_application_is_told_and_not_shown(caplog: pytest.LogCaptureFixture) -> None:
    def application(_told: Any, _start: Any) -> Closing:
        raise ValueError("secret")

    proto = Proto()
    run(Front(application, threads=1).__rsgi__(scope(), proto))
    assert proto.status == 500
    assert "secret" not in proto.body
