"""我要纠错 on the portal: a form to the agency, and the answer for whoever has the code.

No account, no cookie, no script, no third party. Against machines: a stamp (`stamps.py`), and a limit for each address.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.web.disclosure.errors.actions import report as tell
from gongkai.web.disclosure.errors.reading import by_code, due, line
from gongkai.web.personal import code_for
from gongkai.web.portal.agency_views import column, found
from gongkai.web.portal.documents import column_of, reading
from gongkai.web.portal.heads import Head
from gongkai.web.portal.limits import wait
from gongkai.web.portal.stamps import StampedForm, stamp
from gongkai.web.portal.views import trail

SALT = "gongkai.error-report"
#: Of the code by which a report is asked for: the same for the same page, so that a form sent twice is one report.
SIGNS = 12
#: Reports of one address in an hour, and codes that it may try.
MOST, TRIES = 5, 60
HOUR = 3600


class ErrorForm(StampedForm):
    """What is wrong, where, and how to be reached, if wanted."""

    salt = SALT

    passage = forms.CharField(
        label=gettext_lazy("错误在哪里"),
        max_length=500,
        help_text=gettext_lazy("例如：第三条第二款；附件1第2页；链接“办理指南”。"),
    )
    wrong = forms.CharField(
        label=gettext_lazy("有什么错误"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("写明错在哪里，应当是什么。不要写他人的个人信息。"),
    )  # fmt: skip
    contact = forms.CharField(
        label=gettext_lazy("联系方式"), max_length=200, required=False,
        help_text=gettext_lazy("可以不填。加密保存，只供答复人联系您核实。"),
    )  # fmt: skip


@csrf_exempt  # nothing is done in anybody's name, and a token would need a cookie; the stamp stands in its place
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The form, and what was written in it."""
    shown = reading(slug, pk)
    form = ErrorForm(request.POST) if request.method == "POST" else ErrorForm(initial={"stamp": stamp(SALT)})
    status = 200
    if request.method == "POST":
        if form.is_valid():
            seconds = wait(request, "error", most=MOST, seconds=HOUR)
            if not seconds:
                said = form.cleaned_data
                code = code_for(f"{SALT} {said['word']}", SIGNS)
                tell(shown.document, passage=said["passage"], wrong=said["wrong"], contact=said["contact"], code=code)
                return redirect(f"{reverse('portal:error-status')}?code={code}")
            form.add_error(None, _("您提交得太频繁，请过%(minutes)d分钟再试。") % {"minutes": -(-seconds // 60)})
        form.stamp_anew()
        status = 422
    answer = column(
        request, found(slug), column_of(shown.document), "portal/error.html", read=shown, form=form,
        days=settings.ERROR_ANSWER_DAYS,
    )  # fmt: skip
    answer.status_code = status
    return kept_by_nobody(answer)


@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """What became of a report, for whoever has its code."""
    code = request.GET.get("code", "").strip()[:40]
    context: dict[str, Any] = {"code": code, "trail": trail(), "head": Head(_("查询纠错答复"), _("凭查询码查看答复。"))}
    if code:
        if wait(request, "error-code", most=TRIES, seconds=HOUR):
            return kept_by_nobody(render(request, "429.html", status=429))
        row = by_code(code)
        context["line"] = line(row, timezone.localdate()) if row else None
        context["due"] = due(timezone.localdate(row.received)) if row else None
    return kept_by_nobody(render(request, "portal/error_status.html", context))


def kept_by_nobody(answer: HttpResponse) -> HttpResponse:
    """A page with a code: no cache keeps it, no other site learns its address."""
    answer["Cache-Control"] = "no-store"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
