"""`request.reader` for every request: the public, or the officer who is logged in."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from gongkai.web.agencies.officers import Officer


def officer(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Give each request an id and, where somebody is logged in, `request.officer`; it costs nothing until used."""

    def answer(request: HttpRequest) -> HttpResponse:
        request.id = uuid4().hex  # type: ignore[attr-defined]
        request.officer = SimpleLazyObject(  # type: ignore[attr-defined]
            lambda: Officer(request.user, today=timezone.localdate(), request_id=request.id)  # type: ignore[attr-defined, arg-type]
        )
        response = get_response(request)
        response["X-Request-ID"] = request.id  # type: ignore[attr-defined]
        return response

    return answer
