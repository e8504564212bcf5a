"""How pages look: 长者模式 and the language, both kept in a cookie that only the reader's own choice sets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

LARGE = "large"
YEAR = 365 * 24 * 3600


class FormRenderer(TemplatesSetting):
    """Django's forms in our templates: label, help, errors above the field, a summary that links to the fields."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


#: What no page of ours uses is switched off for whatever might get into one.
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer autoplay camera display-capture encrypted-media geolocation gyroscope magnetometer microphone"
        " midi payment usb"
    ).split()
)


#: Django's own are set by a middleware that may refuse a request itself, and then sets none.
HEADERS = {
    "Permissions-Policy": PERMISSIONS,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def headers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Give each request an id, and each answer the headers that it must have whoever makes it."""

    def answer(request: HttpRequest) -> HttpResponse:
        request.id = uuid4().hex  # type: ignore[attr-defined]
        response = get_response(request)
        response["X-Request-ID"] = request.id  # type: ignore[attr-defined]
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return answer


def large(request: HttpRequest) -> bool:
    """Whether the reader has chosen 长者模式."""
    return request.COOKIES.get(settings.TEXT_COOKIE) == LARGE


def look(request: HttpRequest) -> dict[str, Any]:
    """For every template: how this reader wants pages, and whether the instance is a demo."""
    return {"look": {"large": large(request), "demo": settings.DEMO}}


@csrf_exempt  # it changes nothing but the look of the reader's own pages, and a token would need a cookie
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the reader's choice of text or language, and go back to the page it was made on."""
    address = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(address if safe else "/")
    kept: dict[str, Any] = {"max_age": YEAR, "httponly": True, "secure": request.is_secure(), "samesite": "Lax"}
    text, language = request.POST.get("text"), request.POST.get("language")
    if text == LARGE:
        response.set_cookie(settings.TEXT_COOKIE, LARGE, **kept)
    elif text is not None:
        response.delete_cookie(settings.TEXT_COOKIE, samesite="Lax")
    if language in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, **kept)
    response["Cache-Control"] = "no-store"
    return response
