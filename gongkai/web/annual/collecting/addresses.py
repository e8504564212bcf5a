"""A document from an address: from public hosts only, bounded in size and time.

The name is resolved once, every address that it has must be public, and the connection goes to the one that was looked
at, so that a name cannot mean another host by the time it is asked. Each redirect begins from there. Proxies of the
environment, cookies and passwords are not used.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import Message
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from pathlib import PurePosixPath
from threading import Timer
from urllib.parse import quote, unquote, urljoin, urlsplit

from django.utils.translation import gettext as _

from gongkai import __version__

#: Of a document; a report is far smaller.
LARGEST = 20 * 1024 * 1024
#: For each answer of the network, and for the whole.
PATIENCE, SECONDS = 15, 60
REDIRECTS = 5
PIECE = 64 * 1024
PORTS = {"http": 80, "https": 443}
#: Who asks, so that a webmaster knows.
NAME = f"gongkai/{__version__} (annual reports)"
#: By these an address of version 6 reaches one of version 4, which may be any.
TRANSLATED = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")))
#: What a page without an ending in its address is.
ENDINGS = {
    "text/html": ".html", "application/xhtml+xml": ".html", "application/pdf": ".pdf", "application/msword": ".doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.ms-excel": ".xls", "text/plain": ".txt", "text/csv": ".csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}  # fmt: skip


class NotFetched(Exception):
    """Nothing is fetched from there; the message says why, and what to do."""


class Unreachable(NotFetched):
    """It did not answer well this time; later it may."""


@dataclass(frozen=True)
class Fetched:
    """What an address had, and where it was in the end."""

    data: bytes
    name: str
    address: str


@dataclass(frozen=True)
class Place:
    """An address taken apart."""

    scheme: str
    host: str
    path: str


def place_of(address: str) -> Place:
    """An address of the web, without a port of its own or a password.

    :raises NotFetched: where it is none.
    """
    try:
        parts = urlsplit(address.strip())
        port, host = parts.port, (parts.hostname or "").encode("idna").decode()
    except (ValueError, UnicodeError) as error:
        raise NotFetched(_("这不是网址，请从浏览器的地址栏复制。")) from error
    if parts.scheme not in PORTS or not host:
        raise NotFetched(_("网址应当以 http:// 或者 https:// 开头，请从浏览器的地址栏复制。"))
    if parts.username is not None or port not in (None, PORTS[parts.scheme]):
        raise NotFetched(_("网址里不能带用户名、密码或者另外的端口。"))
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}" if parts.query else ""
    return Place(parts.scheme, host, path + query)


def public_address(host: str, port: int) -> str:
    """The IP address to connect to.

    :raises NotFetched: where the host has one that is not public, so that nobody reaches the inside through us.
    """
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Unreachable(_("找不到这个网站，请核对网址。")) from error
    found = list(dict.fromkeys(str(answer[4][0]) for answer in answers))
    if not found or not all(map(is_public, found)):
        raise NotFetched(_("这个网址指向内部网络，系统只抓取公网上的文件。请下载后上传。"))
    return found[0]


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public network, and reaches no other by translation."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        if any(ip in network for network in TRANSLATED):
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def fetch(address: str, *, resolve: Callable[[str, int], str] = public_address) -> Fetched:
    """The document at an address.

    :raises NotFetched: with the reason.
    """
    ends = time.monotonic() + SECONDS
    for _hop in range(REDIRECTS + 1):
        place = place_of(address)
        ip = resolve(place.host, PORTS[place.scheme])
        try:
            with _until(ends, _connection(place, ip)) as connection:
                connection.request("GET", place.path, headers={"User-Agent": NAME, "Accept-Encoding": "identity"})
                answer = connection.getresponse()
                if answer.status in (301, 302, 303, 307, 308) and answer.headers["Location"]:
                    address = urljoin(address, answer.headers["Location"])
                    continue
                _expect(answer)
                return Fetched(_body(answer, ends), _name(place, answer.headers), address)
        except (OSError, HTTPException) as error:
            raise Unreachable(_("对方网站没有正常应答，请稍后再试，或者下载后上传。")) from error
    raise NotFetched(_("网址转来转去，没有到达文件。请在浏览器里打开，复制最后的网址。"))


@contextmanager
def _until(ends: float, connection: HTTPConnection) -> Iterator[HTTPConnection]:
    """A connection that is broken off when its time is over: heads that trickle in wait for nobody's patience."""

    def cut() -> None:
        with suppress(OSError, AttributeError):  # gone already, or not there yet
            connection.sock.shutdown(socket.SHUT_RDWR)

    timer = Timer(max(ends - time.monotonic(), 0), cut)
    timer.daemon = True
    timer.start()
    try:
        yield connection
    finally:
        timer.cancel()
        connection.close()


def _connection(place: Place, ip: str) -> HTTPConnection:
    """To the address that was looked at; the name is what the certificate must have, and what the server is told."""
    port = PORTS[place.scheme]
    connection: HTTPConnection
    if place.scheme == "https":
        connection = HTTPSConnection(place.host, port, timeout=PATIENCE, context=ssl.create_default_context())
    else:
        connection = HTTPConnection(place.host, port, timeout=PATIENCE)
    connection._create_connection = partial(_pinned, ip)  # type: ignore[attr-defined]
    return connection


def _pinned(ip: str, address: tuple[str, int], *said: object) -> socket.socket:
    return socket.create_connection((ip, address[1]), timeout=PATIENCE)


def _expect(answer: HTTPResponse) -> None:
    if answer.status != 200:
        kind = Unreachable if answer.status in (408, 429) or answer.status >= 500 else NotFetched
        raise kind(_("对方网站的应答是%(status)d，没有文件。请核对网址。") % {"status": answer.status})
    if answer.headers.get("Content-Encoding", "identity").strip().lower() not in ("", "identity"):
        raise NotFetched(_("对方网站发来的是压缩数据，系统不展开。请下载后上传。"))
    if (answer.length or 0) > LARGEST:
        raise _too_large()


def _body(answer: HTTPResponse, ends: float) -> bytes:
    """What comes, as long as it is not too much, and not for too long."""
    found = bytearray()
    while piece := answer.read1(PIECE):
        found += piece
        if len(found) > LARGEST:
            raise _too_large()
        if time.monotonic() > ends:
            raise Unreachable(_("对方网站太慢，没有在一分钟内发完。请下载后上传。"))
    if answer.length:  # announced, and never sent
        raise Unreachable(_("对方网站没有发完就断开了，请稍后再试，或者下载后上传。"))
    return bytes(found)


def _too_large() -> NotFetched:
    return NotFetched(_("文件超过%(most)d MB，请下载后上传。") % {"most": LARGEST // 1024 // 1024})


def _name(place: Place, headers: Message) -> str:
    """By the address, with an ending that says what it is."""
    name = unquote(PurePosixPath(urlsplit(place.path).path).name) or place.host
    ending = ENDINGS.get(headers.get_content_type())
    known = {*ENDINGS.values(), ".htm"}
    return name if ending is None or PurePosixPath(name).suffix.lower() in known else name + ending
