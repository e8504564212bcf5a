"""Links that lead nowhere, or where the public must not go. Nothing is fetched."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any
from urllib.parse import unquote, urlsplit

from gongkai.examine.body import Body, Link
from gongkai.examine.text.hits import Hit
from gongkai.report.data import load

LinkCheck = Callable[[str], bool]
"""Asked whether a link inside the site leads somewhere; given by whoever knows the site."""

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):(.*)", re.DOTALL)
_DRIVE = re.compile(r"(?:[A-Za-z]:[\\/]|\\\\[^\\\s])")
_HOST = re.compile(r"[^\s/?#\\<>\"'{}|^`（），。；：、“”《》]+")
_IN_TEXT = re.compile(
    r"(?<![A-Za-z0-9])(?:https?:/{0,2}[^\s<>“”\"'，。；、（）)\]》\u4e00-\u9fff]+|file:[\\/]{2,}\S+|[A-Za-z]:\\[^\s，。；、]+"
    r"|\\\\[A-Za-z0-9.\-]+\\[^\s，。；、]+)",
    re.IGNORECASE,
)
_LONGEST = 4_000


@cache
def _known() -> dict[str, Any]:
    raw = load("gongkai.examine", "data/links.yaml")
    return {
        "suffixes": tuple(raw["intranet_suffixes"].split()),
        "drafts": re.compile("|".join(raw["drafts"]), re.IGNORECASE),
    }


def fault_of(link: Link, anchors: set[str] | None, leads_somewhere: LinkCheck | None) -> str | None:
    """The rule a link breaks, if one."""
    target = link.target.strip().replace("\u200b", "")[:_LONGEST]
    if target.lower().startswith("javascript:"):  # a control of the page, no link
        return None
    if not target or target in ("#", "about:blank"):
        return "link-empty"
    if target.startswith("#"):
        missing = anchors is not None and target[1:] not in anchors and unquote(target[1:]) not in anchors
        return "link-anchor" if missing and target[1:].lower() != "top" else None
    if _DRIVE.match(target) or target.lower().startswith("file:"):
        return "link-local"
    scheme = _SCHEME.match(target)
    if scheme is None and not target.startswith("//"):
        if _known()["drafts"].search(target):
            return "link-draft"
        return "link-broken" if leads_somewhere is not None and not leads_somewhere(target) else None
    if scheme is not None and scheme[1].lower() not in ("http", "https", "ftp"):
        return None if scheme[1].lower() in ("mailto", "tel", "data", "cid", "sms", "weixin") else "link-malformed"
    return _fault_of_address(target, leads_somewhere)


def _fault_of_address(target: str, leads_somewhere: LinkCheck | None) -> str | None:
    try:
        parts = urlsplit(target)
        host = (parts.hostname or "").rstrip(".")
        _ = parts.port
    except ValueError:
        return "link-malformed"
    if not host or _HOST.fullmatch(host) is None or ".." in host:
        return "link-malformed"
    if _is_inside(host):
        return "link-intranet"
    if "." not in host and ":" not in host:
        return "link-malformed"
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    if _known()["drafts"].search(path):
        return "link-draft"
    return "link-broken" if leads_somewhere is not None and not leads_somewhere(target) else None


def _is_inside(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host.lower() == "localhost" or host.lower().endswith(_known()["suffixes"])
    return address.is_private or address.is_loopback or address.is_link_local


def find_addresses(body: Body) -> Iterator[Hit]:
    """Addresses written out in the text: only what is wrong beyond doubt."""
    for match in _IN_TEXT.finditer(body.folded):
        target = match.group().rstrip(".,;:!?)")
        fault = fault_of(Link(target, target, body.passage(match.start()).place), None, None)
        if fault in ("link-local", "link-intranet"):
            yield Hit(fault, match.start(), match.start() + len(target), details={"target": target[:80]})
