"""更正 on the portal: the form of 《条例》第四十一条, and how an application stands for whoever has number and code.

As with requests: no account, no cookie; the code is shown once and travels in bodies only.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.web import clock
from gongkai.web.portal.agency_views import column, found
from gongkai.web.portal.applying import TRIES, CodeForm
from gongkai.web.portal.errors import kept_by_nobody
from gongkai.web.portal.filling import HOUR, MOST, UNWORKED, WorkedForm
from gongkai.web.portal.heads import Head
from gongkai.web.portal.limits import wait
from gongkai.web.portal.stamps import BITS, stamp
from gongkai.web.portal.views import trail
from gongkai.web.requests.correcting.actions import Registered, Wanted, register
from gongkai.web.requests.correcting.forms import WantedForm
from gongkai.web.requests.correcting.reading import by_code
from gongkai.web.requests.correcting.views import handed
from gongkai.web.requests.material.fields import held
from gongkai.web.requests.models import ApplicantKind, Correction, CorrectionFile
from gongkai.web.workflow.refusals import Refused

SALT = "gongkai.correction"


class CorrectForm(WorkedForm, WantedForm):
    """The form as the public fills it in."""

    salt = SALT


@csrf_exempt  # nothing is done in anybody's name, and a token would need a cookie; the stamp stands in its place
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, slug: str) -> HttpResponse:
    """The form, and what was written in it."""
    agency = found(slug)
    if agency.closed is not None:
        raise Http404
    posted, status = request.method == "POST", 200
    form = CorrectForm(request.POST, request.FILES) if posted else CorrectForm(initial={"stamp": stamp(SALT)})
    if posted:
        if form.is_valid() and (made := _registered(request, slug, form)) is not None:
            more = {"correction": made.correction, "code": made.code}
            return kept_by_nobody(column(request, agency, "request", "portal/agency_corrected.html", **more))
        form.stamp_anew()
        status = 422
    answer = column(request, agency, "request", "portal/agency_correct.html", form=form, bits=BITS)
    answer.status_code = status
    return kept_by_nobody(answer)


def _registered(request: HttpRequest, slug: str, form: CorrectForm) -> Registered | None:
    """On disk; None: the form says why not. Files are opened last, since that costs most."""
    most, name = (MOST, "correction") if form.worked else (UNWORKED, "correction-unworked")
    if seconds := wait(request, name, most=most, seconds=HOUR):
        form.add_error(None, _("您提交得太频繁，请过%(minutes)d分钟再试。") % {"minutes": -(-seconds // 60)})
        return None
    files, said = held(form), form.cleaned_data
    if files is None:
        return None
    wanted = Wanted(
        kind=ApplicantKind(said["applicant_kind"]), who=form.who, wanted=said["wanted"], evidence=said["evidence"],
        arrived=clock.today(), files=tuple(files), submission=f"{SALT} {said['word']}",
    )  # fmt: skip
    try:
        return register(found(slug), wanted)
    except Refused as refused:
        form.add_error(None, str(refused))
        return None


@csrf_exempt  # number and code are asked for each time; there is no session to ride on
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest) -> HttpResponse:
    """How an application stands, for whoever has its number and code."""
    form, code, row = CodeForm(request.POST or None), 200, None
    if request.method == "POST":
        row, code = _opened(request, form)
        if code == 429:
            return kept_by_nobody(render(request, "429.html", status=429))
    context = {
        "form": form,
        "correction": row,
        "known": form.cleaned_data if row is not None else {},
        "trail": trail(),
        "head": Head(_("查询更正申请"), _("凭登记编号和查询码查看办理情况。")),
    }
    return kept_by_nobody(render(request, "portal/correction_status.html", context, status=code))


def _opened(request: HttpRequest, form: CodeForm) -> tuple[Correction | None, int]:
    if not form.is_valid():
        return None, 422
    if wait(request, "correction-code", most=TRIES, seconds=HOUR):
        return None, 429
    row = by_code(form.cleaned_data["number"], form.cleaned_data["code"])
    if row is None:
        form.add_error(None, _("没有这件申请，或者查询码不对。请核对登记编号和查询码。"))
    return row, 200 if row is not None else 422


@csrf_exempt  # as above
@require_POST
def letter(request: HttpRequest) -> HttpResponse:
    """The letter that was sent: the bytes that were signed."""
    row, code = _opened(request, CodeForm(request.POST))
    if code == 429:
        return kept_by_nobody(render(request, "429.html", status=429))
    if row is None or row.sent is None:
        raise Http404
    return kept_by_nobody(handed(CorrectionFile.objects.get(correction=row, form="pdf"), row))
