"""A request on the portal: the form of 《条例》第二十九条, and how it stands for whoever has number and code.

No account and no cookie. The code is shown once and kept as an index only; it travels in bodies, never in addresses, so
that no log and no history has it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.examine.text.numbers import is_identity
from gongkai.law.clock import clock
from gongkai.web import clock as time
from gongkai.web.agencies.models import Agency
from gongkai.web.files.intake import Held
from gongkai.web.portal.agency_views import column, found
from gongkai.web.portal.course import stops
from gongkai.web.portal.errors import kept_by_nobody
from gongkai.web.portal.heads import Head
from gongkai.web.portal.limits import wait
from gongkai.web.portal.stamps import BITS, StampedForm, stamp, worked
from gongkai.web.portal.views import trail
from gongkai.web.requests.actions import Asked, Received, receive, withdraw
from gongkai.web.requests.actions.receiving import ONLINE
from gongkai.web.requests.bonds import parts_of
from gongkai.web.requests.forms import AskedForm
from gongkai.web.requests.letters.reading import to_applicant
from gongkai.web.requests.letters.scans import given
from gongkai.web.requests.material.actions import supplement as give_supplement
from gongkai.web.requests.material.fields import MaterialField, held, said_wrong
from gongkai.web.requests.material.reading import handed_in, sent
from gongkai.web.requests.material.reading import to_applicant as enclosed_in
from gongkai.web.requests.models import ApplicantKind, Case, CaseFile, Identity, Side
from gongkai.web.requests.reading import by_code
from gongkai.web.requests.satisfaction.forms import rating_on_page
from gongkai.web.requests.standing import facts_of, nameless
from gongkai.web.requests.words import STAGES
from gongkai.web.workflow.refusals import Refused

SALT = "gongkai.request"
HOUR = 3600
UNCONFIRMED, SUPPLEMENT = "unconfirmed", "supplement"
#: Requests of one address in an hour, where its machine has worked for each, and where it has not (no script).
MOST, UNWORKED = 30, 3
#: Pairs of number and code that an address may try in an hour.
TRIES = 30

#: Whose duty something is, told to who asks.
WHO = {"agency": gettext_lazy("机关"), "applicant": gettext_lazy("您"), "other": gettext_lazy("被征求意见的一方")}


class ApplyForm(StampedForm, AskedForm):
    """The form as the public fills it in."""

    salt = SALT
    proof = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        number = said.get("identity_number", "")
        if said.get("identity") == Identity.ID_CARD and number and not _is_identity(number):
            self.add_error("identity_number", _("居民身份证号码有误，请核对18位号码和校验位。"))
        return said

    @property
    def worked(self) -> bool:
        return worked(self.data.get("stamp", ""), self.cleaned_data.get("proof", ""))


class CodeForm(forms.Form):
    """Number and code."""

    number = forms.CharField(label=gettext_lazy("登记编号"), max_length=60)
    code = forms.CharField(
        label=gettext_lazy("查询码"), max_length=40,
        help_text=gettext_lazy("提交申请时得到的16个字母和数字，不分大小写。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip


class SupplementForm(forms.Form):
    """What the notice to supplement asked for."""

    text = forms.CharField(
        label=gettext_lazy("补正的内容"), max_length=5000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("请按补正告知书列出的各项写明。"),
    )  # fmt: skip
    attached = MaterialField(label=gettext_lazy("附件"), required=False)


def _is_identity(number: str) -> bool:
    digits = number.strip()
    return len(digits) == 18 and digits[:17].isdecimal() and digits[17] in "0123456789Xx" and is_identity(digits)


@csrf_exempt  # nothing is done in anybody's name, and a token would need a cookie; the stamp stands in its place
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, slug: str) -> HttpResponse:
    """The form, and what was written in it."""
    agency = found(slug)
    if agency.closed is not None:
        raise Http404
    posted = request.method == "POST"
    form = ApplyForm(request.POST, request.FILES) if posted else ApplyForm(initial={"stamp": stamp(SALT)})
    status = 200
    if posted:
        if form.is_valid() and (received := _received(request, agency, form)) is not None:
            return _taken(request, received)
        form.stamp_anew()
        status = 422
    answer = column(request, agency, "request", "portal/agency_apply.html", form=form, bits=BITS)
    answer.status_code = status
    return kept_by_nobody(answer)


def _received(request: HttpRequest, agency: Agency, form: ApplyForm) -> Received | None:
    """What is right in itself, on disk; None: the form says why not. Files are opened last, since that costs most."""
    most = MOST if form.worked else UNWORKED
    seconds = wait(request, "request" if form.worked else "request-unworked", most=most, seconds=HOUR)
    if seconds:
        form.add_error(None, _("您提交得太频繁，请过%(minutes)d分钟再试。") % {"minutes": -(-seconds // 60)})
        return None
    files = held(form)
    if files is None:
        return None
    try:
        return receive(agency, _asked(form, files))
    except Refused as refused:
        form.add_error(None, str(refused))
        return None


def _asked(form: ApplyForm, files: list[Held]) -> Asked:
    said = form.cleaned_data
    return Asked(
        kind=ApplicantKind(said["applicant_kind"]),
        who=form.who,
        channel=ONLINE,
        arrived=time.today(),
        submission=f"{SALT} {said['word']}",
        files=tuple(files),
        **{name: said[name] for name in AskedForm.OF_CASE},
    )


def _taken(request: HttpRequest, received: Received) -> HttpResponse:
    """On disk: number and code, to be written down."""
    agency = received.case.agency
    answer = column(request, agency, "request", "portal/agency_applied.html", case=received.case, code=received.code)
    return kept_by_nobody(answer)


@csrf_exempt  # number and code are asked for each time; there is no session to ride on
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest) -> HttpResponse:
    """How a request stands, for whoever has its number and code."""
    form = CodeForm(request.POST or None)
    context: dict[str, Any] = {
        "form": form,
        "trail": trail(),
        "head": Head(_("查询申请"), _("凭登记编号和查询码查看办理情况。")),
    }
    code = 200
    if request.method == "POST":
        case, code = _opened(request, form)
        if code == 429:
            return kept_by_nobody(render(request, "429.html", status=429))
        if case is not None:
            context |= _standing(case)
            context["known"] = {name: form.cleaned_data[name] for name in ("number", "code")}
    return kept_by_nobody(render(request, "portal/request_status.html", context, status=code))


def _blank(form: CodeForm) -> dict[str, Any]:
    return {"form": form, "trail": trail(), "head": Head(_("查询申请"), _("凭登记编号和查询码查看办理情况。"))}


def _opened(request: HttpRequest, form: CodeForm) -> tuple[Case | None, int]:
    if not form.is_valid():
        return None, 422
    if wait(request, "request-code", most=TRIES, seconds=HOUR):
        return None, 429
    case = by_code(form.cleaned_data["number"], form.cleaned_data["code"])
    if case is None:
        form.add_error(None, _("没有这件申请，或者查询码不对。请核对登记编号和查询码。"))
        return None, 422
    return case, 200


def _standing(case: Case) -> dict[str, Any]:
    facts, letters = nameless(facts_of(case)), to_applicant(case)
    told = clock(facts, time.today())
    enclosed = enclosed_in(letters)
    return {
        "case": case,
        "clock": told,
        "stops": stops(facts, told),
        "duties": [(WHO[duty.who], duty) for duty in told.duties],
        "stage": STAGES[told.stage],
        "confirms": told.stage == UNCONFIRMED,
        "confirmed": case.confirmations.filter(void=None, side=Side.APPLICANT).first(),
        "letters": [(letter, given(letter), enclosed.get(letter.pk, [])) for letter in letters],
        "supplement": SupplementForm() if told.stage == SUPPLEMENT else None,
        "handed_in": handed_in(case),
        "parts": parts_of(case),
        **rating_on_page(case, time.today()),
        "open": told.stage not in ("answered", "closed"),
    }


@csrf_exempt  # as above
@require_POST
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """A letter that was sent to the applicant: the bytes that were signed."""
    case, code = _opened(request, CodeForm(request.POST))
    if code == 429:
        return kept_by_nobody(render(request, "429.html", status=429))
    row = next((one for one in to_applicant(case) if one.pk == pk), None) if case is not None else None
    if row is None:
        raise Http404
    answer = HttpResponse(given(row).content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="letter-{pk}.pdf"'
    return kept_by_nobody(answer)


@csrf_exempt  # as above
@require_POST
def enclosed(request: HttpRequest, pk: int) -> HttpResponse:
    """A file that went out with a letter."""
    case, code = _opened(request, CodeForm(request.POST))
    if code == 429:
        return kept_by_nobody(render(request, "429.html", status=429))
    sent_with = enclosed_in(to_applicant(case)) if case is not None else {}
    if not any(file.pk == pk for files in sent_with.values() for file in files):
        raise Http404
    return kept_by_nobody(sent(CaseFile.objects.get(pk=pk)))


@csrf_exempt  # as above
@require_POST
def supplement(request: HttpRequest) -> HttpResponse:
    """What was missing in the request, and files (《条例》第三十条)."""
    said = SupplementForm(request.POST, request.FILES)

    def give(case: Case) -> None:
        files = held(said) if said.is_valid() else None
        if files is None:
            raise Refused(said_wrong(said))
        give_supplement(case, said.cleaned_data["text"], files)

    typed = {"supplement": said, "files_again": bool(request.FILES)}
    return looked_up(request, CodeForm(request.POST), give, done=_("已收到您的补正。"), typed=typed)


@csrf_exempt  # as above
@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """The applicant withdraws."""
    return looked_up(request, CodeForm(request.POST), withdraw)


def looked_up(
    request: HttpRequest,
    form: CodeForm,
    act: Callable[[Case], None],
    done: str = "",
    typed: dict[str, Any] | None = None,
) -> HttpResponse:
    """What whoever has number and code does to a request, and how it stands after; `typed`: what stays where the act is
    refused and the page still has a place for it."""
    case, code = _opened(request, form)
    if code == 429:
        return kept_by_nobody(render(request, "429.html", status=429))
    context = _blank(form)
    if case is not None:
        try:
            act(case)
        except Refused as refused:
            context["refused"] = str(refused)
            code = 422
        else:
            context["done"] = done
        context |= _standing(Case.objects.select_related("agency").get(pk=case.pk))
        if code == 422:
            context |= {name: value for name, value in (typed or {}).items() if context.get(name, True)}
        context["known"] = {name: form.cleaned_data[name] for name in ("number", "code")}
    return kept_by_nobody(render(request, "portal/request_status.html", context, status=code))
