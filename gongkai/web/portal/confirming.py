"""An applicant confirms a request: by the link that was mailed, or where it is looked up (《条例》第三十一条)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.web.portal.applying import CodeForm, looked_up
from gongkai.web.portal.errors import kept_by_nobody
from gongkai.web.portal.filling import HOUR
from gongkai.web.portal.heads import Head
from gongkai.web.portal.limits import wait
from gongkai.web.portal.views import trail
from gongkai.web.requests.confirming.actions import confirm_as_applicant
from gongkai.web.requests.models import ConfirmedBy
from gongkai.web.requests.telling.links import case_of
from gongkai.web.workflow.refusals import Refused

#: Links that an address may open in an hour.
MOST = 60


@csrf_exempt  # the word in the address is what it is done by; there is no session to ride on
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link: it confirms by its button alone, since programs open the links of mails."""
    if wait(request, "request-confirm", most=MOST, seconds=HOUR):
        return kept_by_nobody(render(request, "429.html", status=429))
    case, status = case_of(token), 200
    context: dict[str, Any] = {
        "case": case,
        "trail": trail(),
        "head": Head(_("确认申请"), _("申请人确认政府信息公开申请。")),
    }
    if case is None:
        status = 404
    elif request.method == "POST":
        try:
            confirm_as_applicant(case, ConfirmedBy.LINK)
        except Refused as refused:
            context["refused"], status = str(refused), 422
        else:
            context["confirmed"] = True
    return kept_by_nobody(render(request, "portal/request_confirm.html", context, status=status))


@csrf_exempt  # number and code are asked for each time; there is no session to ride on
@require_POST
def on_page(request: HttpRequest) -> HttpResponse:
    """The same from the status page."""
    return looked_up(request, CodeForm(request.POST), lambda case: confirm_as_applicant(case, ConfirmedBy.PAGE))
