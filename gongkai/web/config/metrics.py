"""What is counted of every request, and the one line in the log that tells of it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from prometheus_client import Counter, Histogram

from gongkai.web.config.logs import route

log = logging.getLogger("gongkai.requests")

REQUESTS = Counter("gongkai_requests", "Requests by class of page and status.", ["page", "status"])
SECONDS = Histogram(
    "gongkai_request_seconds",
    "How long a request took, by class of page.",
    ["page"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
#: The first part of a path, where it names a class of pages; everything else is the portal's.
CLASSES = {"desk", "accounts", "static", "healthz", "readyz", "metrics"}
#: Asked for every few seconds by programs: counted, not told.
UNTOLD = {"static", "healthz", "readyz", "metrics"}


#: Others can be as long as their sender likes.
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"}


def measured(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Count each request, time it, and log it by its id and the pattern of its address; nobody's own words."""

    def answer(request: HttpRequest) -> HttpResponse:
        begun = time.perf_counter()
        response = get_response(request)
        seconds = time.perf_counter() - begun
        first = request.path_info.lstrip("/").partition("/")[0]
        page = first if first in CLASSES else "portal"
        REQUESTS.labels(page, response.status_code).inc()
        SECONDS.labels(page).observe(seconds)
        if page not in UNTOLD:
            told = {
                "request_id": response.get("X-Request-ID", ""),
                "method": request.method if request.method in METHODS else "-",
                "route": route(request),
                "status": response.status_code,
                "milliseconds": round(seconds * 1000, 1),
            }
            log.info("request", extra=told)
        return response

    return answer
