"""Whoever is slow, or says nothing, keeps nobody else waiting."""

from __future__ import annotations

import resource
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.web.config.running import Instance, descendants, eventually

#: Above what it takes to answer on a busy machine, far below what a thread held by another would cost.
SECONDS = 4.0
IDLE = 1500


@contextmanager
def crowd(instance: Instance, count: int, said: bytes, *, takes: int | None = None) -> Iterator[list[socket.socket]]:
    """So many connections that have said this, and say no more."""
    with ExitStack() as stack:
        made = []
        for _ in range(count):
            one = stack.enter_context(socket.socket())
            if takes is not None:
                one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, takes)
            one.settimeout(30)
            one.connect(("127.0.0.1", instance.port))
            one.sendall(said)
            made.append(one)
        yield made


def require_answers(instance: Instance) -> None:
    for path in ("/healthz", "/", "/accounts/login/", "/readyz"):
        begun = time.monotonic()
        status, _page = instance.get(path)
        assert (path, status) in {(path, 200), ("/readyz", 503)}
        assert time.monotonic() - begun < SECONDS, path


def request(line: str, *headers: str, body: bytes = b"") -> bytes:
    return "\r\n".join([line, "Host: localhost", *headers, "", ""]).encode() + body


def answer(one: socket.socket) -> bytes:
    """All that comes, until the other side closes."""
    come = b""
    try:
        while piece := one.recv(65536):
            come += piece
    except ConnectionResetError:
        pass
    return come


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """One process with two threads: what stops it stops it at once."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, 2 * IDLE)), hard))
    made = Instance(tmp_path_factory.mktemp("crowd") / "home", settings={"GONGKAI_THREADS": "2"})
    made.start()
    yield made
    made.stop()


def test_a_crowd_keeps_nobody_waiting(small: Instance) -> None:
    """Idle connections, half a head, a body that does not come: a page is there all the same, without more threads."""
    (page_process,) = descendants(small.child("web"))
    tasks = Path(f"/proc/{page_process}/task")
    require_answers(small)
    before = len(list(tasks.iterdir()))
    slow_head = b"GET / HTTP/1.1\r\nHost: localh"
    slow_body = request("POST /accounts/login/ HTTP/1.1", "Content-Length: 50000", body=b"a=")
    with crowd(small, IDLE, b""), crowd(small, 300, slow_head), crowd(small, 300, slow_body):
        require_answers(small)
        assert len(list(tasks.iterdir())) <= before + 2  # those that had not been needed before


def test_an_answer_that_nobody_takes_holds_no_thread(small: Instance) -> None:
    page = max(
        (part.split('"')[0] for part in small.get("/")[1].split('href="') if part.startswith("/static/")), key=len
    )
    with crowd(small, 40, request(f"GET {page} HTTP/1.1") * 20, takes=2048):
        require_answers(small)


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/look/", ["Content-Length: 100000"], b"413"),
        ("/accounts/login/", ["Content-Length: 100000"], b"413"),
        ("/accounts/login/", ["Transfer-Encoding: chunked"], b"411"),
        # Nobody has logged in: what is large is not even read.
        ("/desk/documents/", ["Content-Length: 100000"], b"302"),
        ("/desk/documents/", ["Content-Length: 100000", "Cookie: sessionid=invented"], b"302"),
    ],
)
def test_what_is_not_taken_is_refused_before_it_has_come(
    small: Instance, path: str, headers: list[str], status: bytes
) -> None:
    with crowd(small, 1, request(f"POST {path} HTTP/1.1", *headers, body=b"ab")) as (one,):
        begun = time.monotonic()
        said = answer(one)
        assert time.monotonic() - begun < SECONDS
    assert said.split(b" ")[1] == status
    assert b"content-security-policy" in said
    assert b"x-frame-options: DENY" in said


def test_a_body_broken_off_reaches_no_page(small: Instance) -> None:
    with crowd(small, 1, request("POST /look/ HTTP/1.1", "Content-Length: 30", body=b"text=large")) as (one,):
        one.shutdown(socket.SHUT_WR)
        said = answer(one)
    assert said.split(b" ")[1] == b"400"
    assert b"set-cookie" not in said


def test_what_has_come_in_pieces_is_taken(small: Instance) -> None:
    body = b"text=large&next=/help/"
    form = "Content-Type: application/x-www-form-urlencoded"
    head = request("POST /look/ HTTP/1.1", form, f"Content-Length: {len(body)}", "Connection: close")
    with crowd(small, 1, head) as (one,):
        for byte in body:
            one.sendall(bytes([byte]))
        said = answer(one)
    assert said.split(b" ")[1] == b"302"
    assert b"location: /help/" in said


def test_a_header_with_an_underscore_is_nobodys(small: Instance) -> None:
    """Or a client would say what only a proxy may."""
    for name, status in (("X-Forwarded-For", b"403"), ("X_Forwarded_For", b"200")):
        with crowd(small, 1, request("GET /metrics HTTP/1.1", f"{name}: 192.0.2.1", "Connection: close")) as (one,):
            assert answer(one).split(b" ")[1] == status


def test_a_long_text_hears_that_it_is_too_long(small: Instance) -> None:
    """What is large is read from those who have logged in, to the end, so that they get the answer."""
    session = """
from django.contrib.sessions.backends.db import SessionStore
one = SessionStore()
one["_auth_user_id"] = "1"
one.save()
print(one.session_key)
"""
    cookie = f"Cookie: csrftoken={'c' * 32}; sessionid={small.django(session)}"
    form = "Content-Type: application/x-www-form-urlencoded"
    for size in (6 * 2**20, 120 * 2**20):
        head = request("POST /desk/documents/ HTTP/1.1", cookie, form, f"Content-Length: {size}", "Connection: close")
        with crowd(small, 1, head) as (one,):
            for _ in range(size // 2**20):
                one.sendall(b"a" * 2**20)
            said = answer(one)
        assert said.split(b" ")[1] == b"413"
        assert "太大".encode() in said


def test_the_server_says_what_goes_slowly(small: Instance) -> None:
    """A connection that says nothing is closed in the end, and a body that does not come is given up."""
    head = request("POST /accounts/login/ HTTP/1.1", "Content-Length: 3", body=b"ab")
    with crowd(small, 1, b"") as (idle,), crowd(small, 1, head) as (slow,):
        assert answer(idle) == b""
        assert answer(slow).split(b" ")[1] == b"408"
    eventually(lambda: small.get("/healthz")[0] == 200)
