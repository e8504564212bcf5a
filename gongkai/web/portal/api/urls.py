"""The addresses of the open interface, each behind the same door."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from gongkai.web.portal.api.operations import api
from gongkai.web.portal.api.page import openapi
from gongkai.web.portal.api.refusals import HEADERS, nothing_here, refusal
from gongkai.web.portal.caching import for_everybody
from gongkai.web.portal.errors import kept_by_nobody
from gongkai.web.portal.limits import wait

app_name = "api"
View = Callable[..., HttpResponse]
MINUTE = 60
#: So many visits a process takes from an address's count at a time: one write in the database for each ten.
STEP = 10
#: Of what is sent instead of read.
POSTED = {"Access-Control-Allow-Methods": "POST, OPTIONS", "Access-Control-Allow-Headers": "Content-Type"}


def as_get(view: View) -> View:
    """ninja knows no HEAD: it is answered as a GET is, and the server leaves the body out."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "HEAD":
            request.method = "GET"
            try:
                return view(request, *args, **kwargs)
            finally:
                request.method = "HEAD"
        return view(request, *args, **kwargs)

    return answered


def door(view: View) -> View:
    """For everybody, from any site, tagged, and so often in a minute."""
    tagged = for_everybody(as_get(view))

    @csrf_exempt  # nothing is done here; without it a program that posts would be told of a form
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer: HttpResponse
        if request.method == "OPTIONS":
            answer = HttpResponse(status=204)
        elif seconds := wait(request, "api", most=settings.API_PER_MINUTE, seconds=MINUTE, step=STEP):
            answer = JsonResponse({"detail": _("请求太频繁，请稍后再试。")}, status=429)
            answer["Retry-After"] = str(seconds)
        elif (answer := tagged(request, *args, **kwargs)).status_code == 405:
            allow, answer = answer["Allow"], refusal(405)
            answer["Allow"] = allow
        for name, value in HEADERS.items():
            answer[name] = value
        return answer

    return answered


def unknown(request: HttpRequest, rest: str) -> HttpResponse:
    """Whatever has no address of its own, told to a program as programs are told."""
    return JsonResponse(nothing_here(), status=404, json_dumps_params={"ensure_ascii": False})


def reading_door(view: View) -> View:
    """For what is read of a document that is sent: nothing is kept, so no tag and no form."""

    @csrf_exempt
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            answer = HttpResponse(status=204)
        elif request.method != "POST":
            answer = refusal(405, _("这里只接受用POST送来的年报文件。怎样写，见 %(page)s。"))
            answer["Allow"] = "POST, OPTIONS"
        else:
            answer = kept_by_nobody(view(request, *args, **kwargs))
        for name, value in (HEADERS | POSTED).items():
            answer[name] = value
        return answer

    return answered


urlpatterns = [
    path("v1/openapi.json", door(openapi), name="openapi-json"),
    *(
        path(
            f"v1/{pattern.pattern}",
            (reading_door if pattern.name == "check" else door)(cast("View", pattern.callback)),
            name=pattern.name,
        )
        for pattern in api.urls[0]
        if isinstance(pattern, URLPattern) and pattern.name != "api-root"  # the page for people stands there
    ),
    path("<path:rest>", door(unknown), name="unknown"),
]
