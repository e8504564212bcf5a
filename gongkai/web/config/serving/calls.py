"""One call of the application, in a thread: what it is told (PEP 3333), and what is to be sent for it."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from tempfile import NamedTemporaryFile
from typing import IO, Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import Error, close_old_connections
from django.http import parse_cookie

from gongkai.web.config.serving.refusal import REFUSAL
from gongkai.web.files.parts import Part

#: An answer of this size is kept in memory until it is sent; a larger one in a file, which granian reads as it sends.
IN_MEMORY = 128 * 1024
#: Until then granian has opened such a file.
OPENED_SECONDS = 5


@dataclass
class Answer:
    """What goes to the client: bytes, or a part of a file."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes = b""
    path: str = ""
    start: int = 0
    stop: int = 0
    kept: IO[bytes] | None = None

    def give(self, proto: Any) -> None:
        """Hand it to granian, which sends it however slowly it is taken."""
        if not self.path:
            proto.response_bytes(self.status, self.headers, self.body)
            return
        proto.response_file_range(self.status, self.headers, self.path, self.start, self.stop)
        if self.kept is not None:
            asyncio.get_running_loop().call_later(OPENED_SECONDS, self.kept.close)


def called(application: Callable[..., Any], scope: Any, body: IO[bytes], refusal: int) -> Answer:
    """Call the application; nothing of its answer is left in this thread."""
    begun: list[Any] = []

    def start_response(status: str, headers: list[tuple[str, str]], _error: object = None) -> None:
        begun[:] = [int(status[:3]), headers]

    response = application(environ(scope, body, refusal), start_response)
    try:
        answer = Answer(*begun)
        if isinstance(response, Part) and response.place and response.stop - response.start > IN_MEMORY:
            answer.path, answer.start, answer.stop = response.place, response.start, response.stop
        else:
            _gather(response, answer)
    finally:
        response.close()
    return answer


def _gather(response: Any, answer: Answer) -> None:
    pieces, size = [], 0
    for piece in response:
        size += len(piece)
        if answer.kept is not None:
            answer.kept.write(piece)
            continue
        pieces.append(piece)
        if size > IN_MEMORY:
            answer.kept = NamedTemporaryFile(prefix="gongkai-")  # noqa: SIM115 - closed when it was sent
            answer.kept.writelines(pieces)
    if answer.kept is None:
        answer.body = b"".join(pieces)
    else:
        answer.kept.flush()
        answer.path, answer.stop = answer.kept.name, size


def environ(scope: Any, body: IO[bytes], refusal: int) -> dict[str, Any]:
    """What PEP 3333 wants to be told; the body as far as it was taken."""
    name, _, port = scope.server.rpartition(":")
    length = body.seek(0, os.SEEK_END) if not refusal else 0
    body.seek(0)
    told: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": name.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "CONTENT_LENGTH": str(length),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        REFUSAL: refusal,
    }
    for header, value in scope.headers.items():
        if header == "content-type":
            told["CONTENT_TYPE"] = value
        elif "_" not in header and header not in {"content-length", "transfer-encoding"}:
            # `X_Forwarded_For` would become what a proxy's `X-Forwarded-For` becomes.
            key = f"HTTP_{header.upper().replace('-', '_')}"
            between = "; " if header == "cookie" else ","
            told[key] = f"{told[key]}{between}{value}" if key in told else value
    return told


def signed_in(cookies: str) -> bool:
    """Whether a session of somebody who has logged in stands behind these cookies."""
    key = parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME)
    if not key:
        return False
    try:
        return SESSION_KEY in import_module(settings.SESSION_ENGINE).SessionStore(key)
    except Error:
        return False
    finally:
        close_old_connections()
