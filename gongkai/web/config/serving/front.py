"""What granian calls: a body is read whole, in its time, before a thread is taken; an answer waits for no thread.

Threads are few, since each may hold a connection to the database and they share one interpreter. So whoever is slow, or
says nothing, waits here, where waiting costs a few kilobytes (docs/adr/0011).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from tempfile import SpooledTemporaryFile
from typing import IO, Any, TypeVar

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from gongkai.web.config.look import PERMISSIONS
from gongkai.web.config.serving.calls import called, signed_in
from gongkai.web.config.serving.parent import end_with_parent

log = logging.getLogger("gongkai.requests")

#: What is larger goes to disk, and is taken from those only who have logged in, or where files are taken of anybody.
SMALL = 64 * 1024
#: A body may take so long, and a second more for each so many bytes that have come.
GRACE_SECONDS, SLOWEST = 20.0, 16 * 1024
#: So many times what is taken is read and forgotten, so that a browser hears that it was too much.
FORGOTTEN = 10
#: Of the largest bodies so many may be here at once; of those that are taken of anybody, in a room of their own.
LARGE_AT_ONCE, OPEN_AT_ONCE = 4, 2
#: So many requests may wait for each thread.
WAITING = 64
#: These have a thread of their own, so that whoever watches hears also while the others are busy.
PROBES = frozenset({"/healthz", "/readyz", "/metrics"})
#: What goes with the answers that are made here; all others are Django's.
HEADERS = [
    ("content-type", "text/plain; charset=utf-8"),
    ("cache-control", "no-store"),
    ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", PERMISSIONS),
]
WORDS = {
    400: "这个请求不完整。 This request is not whole.\n",
    500: "系统出错了，请过几分钟再试。 Something went wrong; try again in a few minutes.\n",
    503: "现在访问的人太多，请过几秒再试。 Too many are here just now; try again in a few seconds.\n",
}
Result = TypeVar("Result")


class Refused(Exception):
    """A status that is answered in place of what was asked for."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Broken(Exception):
    """The client went before its body was whole."""


class Threads:
    """A few threads, and those who wait for one: first come, first served, and not without end."""

    def __init__(self, count: int, name: str) -> None:
        self.pool = ThreadPoolExecutor(count, name)
        self.room = count * (1 + WAITING)

    async def run(self, do: Callable[..., Result], *arguments: Any) -> Result:
        """
        :raises Refused: with 503, where too many wait.
        """
        if self.room <= 0:
            raise Refused(503)
        self.room -= 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self.pool, do, *arguments)
        finally:
            self.room += 1


class Room:
    """Bytes of large bodies that may be here at once."""

    def __init__(self, left: int) -> None:
        self.left = left

    @contextmanager
    def taken(self, size: int) -> Iterator[None]:
        """
        :raises Refused: with 503, where there is no room for so many.
        """
        if size > self.left:
            raise Refused(503)
        self.left -= size
        try:
            yield
        finally:
            self.left += size


class Front:
    """The application, as granian's RSGI calls it."""

    def __init__(self, application: Callable[..., Any], *, threads: int) -> None:
        self.application = application
        self.pages, self.probes = Threads(threads, "page"), Threads(1, "probe")
        self.large = Room(LARGE_AT_ONCE * largest("/desk/"))
        self.open = Room(OPEN_AT_ONCE * settings.BODY_OPEN_LARGEST)
        # taking a large body apart takes its time: half of the threads stay for those who read
        self.large_turns = asyncio.Semaphore(max(1, threads // 2))

    async def __rsgi__(self, scope: Any, proto: Any) -> None:
        try:
            await self._answer(scope, proto)
        except Refused as refused:
            plain(scope, proto, refused.status)
        except Broken:
            plain(scope, proto, 400)
        except Exception:
            log.exception("the application failed")
            plain(scope, proto, 500)

    async def _answer(self, scope: Any, proto: Any) -> None:
        path, length = scope.path, declared(scope)
        threads = self.probes if path in PROBES else self.pages
        reserved = length if length > SMALL else 0
        room = self.open if open_to_all(path) else self.large
        with room.taken(reserved), SpooledTemporaryFile(max_size=SMALL) as body:
            refusal = await self._received(scope, proto, length, body) if length or chunked(scope) else 0
            async with self.large_turns if reserved else nullcontext():
                answer = await threads.run(called, self.application, scope, body, refusal)
        answer.give(proto)

    async def _received(self, scope: Any, proto: Any, length: int, body: IO[bytes]) -> int:
        """Read the body; the status with which it is refused, 0 where it is there."""
        if chunked(scope):
            return 411  # nobody could tell a whole one from one broken off
        most = largest(scope.path)
        if length > most and (most <= SMALL or length > most * FORGOTTEN):
            return 413
        free = length <= SMALL or open_to_all(scope.path)
        if not free and not await self.pages.run(signed_in, scope.headers.get("cookie", "")):
            return 401
        try:
            come = await paced(proto, body.write if length <= most else lambda piece: None)
        except TimeoutError:
            return 408
        if come != length:
            raise Broken
        body.seek(0)
        return 413 if length > most else 0


async def paced(proto: Any, keep: Callable[[bytes], Any]) -> int:
    """Hand over each piece of a body; how many bytes there were.

    :raises TimeoutError: where they come more slowly than anybody's line.
    """
    loop = asyncio.get_running_loop()
    begun, come = loop.time(), 0
    async with asyncio.timeout(GRACE_SECONDS) as limit:
        async for piece in proto:
            keep(piece)
            come += len(piece)
            limit.reschedule(begun + GRACE_SECONDS + come / SLOWEST)
    return come


def open_to_all(path: str) -> bool:
    """Whether files are taken there of anybody (docs/adr/0013)."""
    return bool(settings.BODY_OPEN.fullmatch(path))


def largest(path: str) -> int:
    """How many bytes of a body are taken there."""
    if open_to_all(path):
        return int(settings.BODY_OPEN_LARGEST)
    found = [most for prefix, most in settings.BODY_LARGEST.items() if path.startswith(prefix)]
    return max(found) if found else SMALL


def declared(scope: Any) -> int:
    """The length that the request says; hyper has seen to it that it is a number."""
    return int(scope.headers.get("content-length", "0") or 0)


def chunked(scope: Any) -> bool:
    return "transfer-encoding" in scope.headers


def plain(scope: Any, proto: Any, status: int) -> None:
    """An answer for which no thread is taken."""
    log.info("request", extra={"method": scope.method, "route": "-", "status": status})
    again = [("retry-after", "5")] if status == 503 else []
    proto.response_str(status, HEADERS + again, WORDS[status])


end_with_parent()
front = Front(get_wsgi_application(), threads=settings.THREADS)
