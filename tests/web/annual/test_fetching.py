"""What is fetched: from the public network only, whatever a name says, wherever a redirect leads, and not too much."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from unittest.mock import patch

import pytest
from django_tasks.base import TaskContext

from gongkai.web.annual import bounded
from gongkai.web.annual.collecting import addresses, fetching
from gongkai.web.annual.collecting.addresses import NotFetched, Unreachable, fetch, is_public, place_of
from gongkai.web.annual.collecting.fetching import ask_for
from gongkai.web.annual.models import FilingState, Origin
from gongkai.web.annual.papers import paper
from gongkai.web.workflow.refusals import Refused
from tests.web.annual.collected import LEAD, of, opened, report
from tests.web.world import World

INSIDE = [
    "127.0.0.1", "10.1.2.3", "172.16.0.9", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "240.0.0.1", "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001:0:1::1",
    "2001:db8::1", "no address",
]  # fmt: skip


@pytest.mark.once
@pytest.mark.parametrize("address", INSIDE)
def test_what_is_inside_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.once
def test_what_is_outside_is_public() -> None:
    assert all(map(is_public, ["8.8.8.8", "2400:3200::1", "::ffff:8.8.8.8"]))


@pytest.mark.once
@pytest.mark.parametrize(
    "address",
    ["ftp://a.example/x", "file:///etc/passwd", "//a.example/", "nothing", "http://u:p@a.example/", "http:///x",
     "http://a.example:8080/", "https://a.example:80/", "http://a.example:99999/", "gopher://a.example/"],
)  # fmt: skip
def test_what_is_no_plain_address_of_the_web_is_refused(address: str) -> None:
    with pytest.raises(NotFetched):
        place_of(address)


def answers(*ips: str) -> Callable[..., list[tuple[object, ...]]]:
    return lambda host, port, **said: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in ips]


@pytest.mark.once
@pytest.mark.parametrize("ips", [("8.8.8.8", "127.0.0.1"), ("10.0.0.1",), ()])
def test_a_name_with_one_address_inside_is_refused(ips: tuple[str, ...]) -> None:
    with patch("socket.getaddrinfo", answers(*ips)), pytest.raises(NotFetched, match="内部网络"):
        fetch("http://unit.example/report.html")


class Site(BaseHTTPRequestHandler):
    """A unit's site; what it has by the path."""

    body = b""
    asked: ClassVar[list[tuple[str, str]]] = []

    def do_GET(self) -> None:
        if self.path == "/trickle":  # heads without end
            time.sleep(4)
        self.asked.append((self.path, self.headers["Host"]))
        to = {"/moved": "/report.html", "/inside": "http://127.0.0.1/secret", "/round": "/round"}.get(self.path)
        self.send_response(302 if to else {"/gone": 404, "/broken": 503}.get(self.path, 200))
        if to:
            self.send_header("Location", to)
        if self.path == "/packed":
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", "text/html; charset=utf-8")
        if self.path != "/endless":
            self.send_header("Content-Length", str(len(self.body) + (self.path == "/cut")))
        self.end_headers()
        self.wfile.write(b"x" * 5000 if self.path == "/endless" else self.body)

    def log_message(self, *said: object) -> None:
        pass


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Site]]:
    """The site, as if it stood at a public address: only that the port and the host are of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_port

    def pinned(address: tuple[str, int], *said: object, **more: object) -> socket.socket:
        assert address == ("8.8.8.8", 80), "the connection goes to the address that was looked at"
        found = socket.socket()
        found.settimeout(5)
        found.connect(("127.0.0.1", port))
        return found

    def resolved(host: str, port: int, **said: object) -> list[tuple[object, ...]]:
        return answers("127.0.0.1" if host == "127.0.0.1" else "8.8.8.8")(host, port)

    monkeypatch.setattr(socket, "create_connection", pinned)
    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    Site.asked = []
    yield Site
    server.shutdown()
    server.server_close()


@pytest.mark.once
def test_a_redirect_is_looked_at_like_the_first_address(site: type[Site]) -> None:
    site.body = "年报（演示）".encode()
    found = fetch("http://unit.example/moved")
    assert (found.data, found.name, found.address) == (site.body, "report.html", "http://unit.example/report.html")
    assert site.asked == [("/moved", "unit.example"), ("/report.html", "unit.example")]
    with pytest.raises(NotFetched, match="内部网络"):
        fetch("http://unit.example/inside")


@pytest.mark.once
@pytest.mark.parametrize(
    ("path", "kind", "why"),
    [("/round", NotFetched, "转来转去"), ("/gone", NotFetched, "404"), ("/broken", Unreachable, "503"),
     ("/packed", NotFetched, "压缩"), ("/endless", NotFetched, "超过"), ("/cut", Unreachable, "稍后再试")],
)  # fmt: skip
def test_what_is_no_whole_document_is_refused(
    site: type[Site], monkeypatch: pytest.MonkeyPatch, path: str, kind: type[Exception], why: str
) -> None:
    site.body = b"short"
    monkeypatch.setattr(addresses, "LARGEST", 1000)
    with pytest.raises(kind, match=why):
        fetch(f"http://unit.example{path}")


@pytest.mark.once
def test_what_takes_too_long_is_given_up(site: type[Site], monkeypatch: pytest.MonkeyPatch) -> None:
    site.body = b"slow"
    monkeypatch.setattr(addresses, "SECONDS", 0.3)
    begun = time.monotonic()
    with pytest.raises(Unreachable):
        fetch("http://unit.example/trickle")
    assert time.monotonic() - begun < 3


@pytest.mark.django_db
def test_what_is_fetched_is_filed_with_its_address(world: World, site: type[Site]) -> None:
    filing, lead = of(opened(world), "office"), world.officer(LEAD)
    site.body = paper(report(filing.agency.name), "docx")
    row = ask_for(filing, "http://unit.example/年报.docx", by=lead)
    with pytest.raises(Refused, match="正在抓取"):
        ask_for(filing, "http://unit.example/other", by=lead)
    with patch("gongkai.web.annual.received.records", bounded.read):
        fetching.fetch_report.call(TaskContext(task_result=Attempt()), row.pk)  # type: ignore[arg-type]
    filing.refresh_from_db()
    kept = filing.versions.get()
    assert (filing.state, kept.origin) == (FilingState.SUBMITTED, Origin.FETCHED)
    assert kept.address == "http://unit.example/年报.docx"
    assert kept.file.name == "年报.docx"


@pytest.mark.django_db
def test_what_was_not_fetched_says_why_on_its_page(world: World, site: type[Site]) -> None:
    filing, lead = of(opened(world), "office"), world.officer(LEAD)
    with pytest.raises(Refused, match="http://"):
        ask_for(filing, "ftp://unit.example/", by=lead)
    row = ask_for(filing, "http://127.0.0.1/", by=lead)
    fetching.fetch_report.call(TaskContext(task_result=Attempt()), row.pk)  # type: ignore[arg-type]
    page = world.client(LEAD).get(f"/desk/annual/filings/{filing.pk}/").content.decode()
    assert "内部网络" in page
    row = ask_for(filing, "http://unit.example/broken", by=lead)
    with patch.object(fetching, "PAUSE", 0), pytest.raises(Unreachable):
        fetching.fetch_report.call(TaskContext(task_result=Attempt()), row.pk)  # type: ignore[arg-type]
    row.refresh_from_db()
    assert row.ended is None, "it is tried again"
    with patch.object(fetching, "ATTEMPTS", 1), patch.object(fetching, "_turn"):
        fetching.fetch_report.call(TaskContext(task_result=Attempt()), row.pk)  # type: ignore[arg-type]
    row.refresh_from_db()
    assert "503" in row.failure


class Attempt:
    """The first attempt at a task."""

    attempts = 1
