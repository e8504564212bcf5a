"""The form of a request, its receipt and its standing in the kiosk; nothing of them stays in the screen after.

Answers are stored by no cache, fields are completed by no browser, and the page that was sent is no entry of its
history (`kiosk.js`). A hall has no files to add and none to take away. Who asks at a screen is known to nobody there,
so such a request comes in by internet, and both sides confirm it (《条例》第三十一条).
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from gongkai.web.portal.agency_views import found
from gongkai.web.portal.applying import CodeForm, opened, standing
from gongkai.web.portal.codes import Code, code
from gongkai.web.portal.errors import kept_by_nobody
from gongkai.web.portal.filling import ApplyForm, filled
from gongkai.web.portal.kiosk_frame import shown
from gongkai.web.portal.stamps import BITS
from gongkai.web.requests.confirming.actions import confirm_as_applicant
from gongkai.web.requests.models import Case, ConfirmedBy
from gongkai.web.workflow.refusals import Refused

#: Seconds after which a screen without script begins anew where somebody fills in a form or copies a code.
UNHURRIED = 20 * 60


class KioskForm(ApplyForm):
    """The same form without files; no browser remembers what stands in it."""

    attached = None  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"


@csrf_exempt  # as on the portal: the stamp stands in the place of a token, which would need a cookie
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, slug: str) -> HttpResponse:
    """The form, and once it is on disk the receipt to be printed."""
    agency = found(slug)
    if agency.closed is not None:
        raise Http404
    page = filled(request, agency, KioskForm)
    if page.received is not None:
        said = {"case": page.received.case, "code": page.received.code, "elsewhere": _elsewhere(request)}
        return kept_by_nobody(shown(request, agency, "applied", slow=UNHURRIED, **said))
    answer = shown(request, agency, "apply", form=page.form, looked=page.looked, bits=BITS, slow=UNHURRIED)
    answer.status_code = page.status
    return kept_by_nobody(answer)


@csrf_exempt  # number and code are asked for each time; there is no session to ride on
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest, slug: str) -> HttpResponse:
    """How a request stands, for whoever types its number and code; who asked may confirm it here."""
    agency, form, status_ = found(slug), CodeForm(request.POST or None), 200
    form.fields["number"].widget.attrs["autocomplete"] = "off"
    context: dict[str, Any] = {"form": form, "elsewhere": _elsewhere(request)}
    if request.method == "POST":
        case, status_ = opened(request, form)
        if status_ == 429:
            form.add_error(None, _("在这台机器上查询得太频繁，请稍后再查，或者请工作人员帮助。"))
        if case is not None:
            if "confirm" in request.POST:
                context["refused"] = _confirmed(case)
                status_ = 422 if context["refused"] else 200
            context |= standing(Case.objects.select_related("agency", "told").get(pk=case.pk))
            context["known"] = {name: form.cleaned_data[name] for name in ("number", "code")}
    answer = shown(request, agency, "status", slow=UNHURRIED, **context)
    answer.status_code = status_
    return kept_by_nobody(answer)


def _confirmed(case: Case) -> str:
    """That they asked for it (《条例》第三十一条); why it cannot be said."""
    try:
        confirm_as_applicant(case, ConfirmedBy.PAGE)
    except Refused as refused:
        return str(refused)
    return ""


def _elsewhere(request: HttpRequest) -> Code:
    """Where to look on a device of one's own; without number and code, which stand in no address."""
    return code(request.build_absolute_uri(reverse("portal:request-status")))
