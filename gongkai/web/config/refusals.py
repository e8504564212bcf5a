"""What is refused before any view is asked, and how a reader is told: what it was, and what to do."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.template.defaultfilters import filesizeformat

from gongkai.web.config.serving.refusal import REFUSAL
from gongkai.web.portal.api.refusals import for_programs, refusal

#: What a status of `serving.front` is told as; 401 leads to the log-in.
PAGES = {408: "408.html", 411: "400.html", 413: "413.html", 500: "500.html"}


def refused(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer what the server did not take in, and addresses that hold NUL, which no view has to look for."""

    def answer(request: HttpRequest) -> HttpResponse:
        status = request.META.get(REFUSAL, 0)
        if status == 401:
            return redirect_to_login(request.get_full_path())
        if status:
            return page(request, status)
        if "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("NUL in the query string")
        return get_response(request)

    return answer


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page of status 400; of 413, where there was too much."""
    much = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    return page(request, 413 if much else 400)


def failed(request: HttpRequest) -> HttpResponse:
    """The page of status 500, with the number by which it is found in the log."""
    return page(request, 500)


def page(request: HttpRequest, status: int) -> HttpResponse:
    """Without the context of other pages: here nobody knows yet who asks. A program is told as programs are told."""
    if for_programs(request.path):
        answer = refusal(status)
        answer["Cache-Control"] = "no-store"
        return answer
    limits = {
        "text": filesizeformat(settings.DATA_UPLOAD_MAX_MEMORY_SIZE),
        "file": filesizeformat(settings.FILES_LARGEST),
        "files": settings.DATA_UPLOAD_MAX_NUMBER_FILES,
    }
    told = loader.get_template(PAGES.get(status, "400.html")).render({"request": request, "limits": limits})
    return HttpResponse(told, status=status, headers={"Cache-Control": "no-store"})
