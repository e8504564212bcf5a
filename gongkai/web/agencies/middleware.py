"""`request.officer` for every request: whoever is logged in, with what this session may use."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from gongkai.web import clock
from gongkai.web.accounts import second_factor
from gongkai.web.agencies.officers import Officer


def officer(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Give each request, where somebody is logged in, `request.officer`; it costs nothing until used."""

    def answer(request: HttpRequest) -> HttpResponse:
        request.officer = SimpleLazyObject(  # type: ignore[attr-defined]
            lambda: Officer(
                request.user,  # type: ignore[arg-type]
                today=clock.today(),
                request_id=request.id,  # type: ignore[attr-defined]
                second_factor=second_factor.used(request),
            )
        )
        return get_response(request)

    return answer
