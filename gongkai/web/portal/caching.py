"""Pages for everybody: known by a tag before they are made, kept for a while, out of date as soon as anything changes.

A page's tag is made of the public version (`audit.public`), the day, the release, the address, the language and the
size of text: all that a page can differ by. A browser or proxy that shows the tag is told "not modified" at the price
of one query; else a page kept under the same tag is sent as it is; only then is a view run.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, time
from functools import wraps
from threading import Lock
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

import gongkai
from gongkai.web.audit.public import version

View = Callable[..., HttpResponse]
#: A browser keeps a page but asks each time whether it is still the same: what is withdrawn is gone at once.
CONTROL = "public, max-age=0, must-revalidate"
#: What the view said of its answer. The others are of the moment, or made by the middleware.
KEPT_HEADERS = ("Content-Type", "Content-Disposition")
MOST_PAGES, MOST_BYTES = 2000, 64 * 1024 * 1024
STARTED = timezone.now()


class Kept:
    """The pages used last, in this process, up to a number and a size."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, tuple[bytes, dict[str, str]]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, tag: str) -> tuple[bytes, dict[str, str]] | None:
        with self._lock:
            page = self._pages.get(tag)
            if page is not None:
                self._pages.move_to_end(tag)
            return page

    def put(self, tag: str, content: bytes, headers: dict[str, str]) -> None:
        with self._lock:
            if tag in self._pages:
                return
            self._pages[tag] = content, headers
            self._bytes += len(content)
            while len(self._pages) > MOST_PAGES or self._bytes > MOST_BYTES:
                _, (dropped, _) = self._pages.popitem(last=False)
                self._bytes -= len(dropped)

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self._bytes = 0


KEPT = Kept()


def for_everybody(view: View) -> View:
    """A view of the portal: GET and HEAD only, no session, no cookie, tagged and kept."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        token, changed = version()
        request.public_version = token  # type: ignore[attr-defined]
        tag, since = tag_of(request, token), modified(changed)
        answer = get_conditional_response(request, etag=tag, last_modified=int(since.timestamp()))
        if answer is None:
            answer = page(request, tag, view, args, kwargs)
        if answer.status_code in (200, 304):
            answer["ETag"] = tag
            answer["Last-Modified"] = http_date(since.timestamp())
            answer["Cache-Control"] = CONTROL
        patch_vary_headers(answer, ["Accept-Language", "Cookie"])
        return answer

    return require_safe(answered)


def page(request: HttpRequest, tag: str, view: View, args: Any, kwargs: Any) -> HttpResponse:
    """As it was kept, or made now. What answers a query string is made each time: there is no end of those."""
    keeping = not request.META.get("QUERY_STRING") and not settings.DEBUG
    if keeping and (kept := KEPT.get(tag)):
        content, headers = kept
        return HttpResponse(content, headers=headers)
    answer = view(request, *args, **kwargs)
    if keeping and answer.status_code == 200 and not answer.streaming:
        KEPT.put(tag, answer.content, {name: answer[name] for name in KEPT_HEADERS if answer.has_header(name)})
    return answer


def tag_of(request: HttpRequest, token: str) -> str:
    """A strong tag: equal tags mean equal bytes."""
    differs = (
        token,
        timezone.localdate().isoformat(),
        gongkai.__version__,
        STARTED.isoformat() if settings.DEBUG else "",
        str(request.scheme),
        request.get_host(),
        request.get_full_path(),
        get_language() or "",
        "large" if request.COOKIES.get(settings.TEXT_COOKIE) == "large" else "",
        settings.SITE_NAME,
        settings.SITE_CODE,
        str(settings.DEMO),
        str(static("gongkai.css")),
    )
    return f'"{hashlib.sha256(chr(0).join(differs).encode()).hexdigest()[:32]}"'


def modified(changed: datetime) -> datetime:
    """When any page last could have changed: with what is public, with the day, or with a new start."""
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    return max(changed, midnight, STARTED)
