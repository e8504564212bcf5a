"""The form of 《条例》第二十九条 as the public fills it in, on the portal and in a hall, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from gongkai.examine.text.numbers import is_identity
from gongkai.web import clock as time
from gongkai.web.agencies.models import Agency
from gongkai.web.files.intake import Held
from gongkai.web.portal.limits import wait
from gongkai.web.portal.looking import SOUGHT, Looked, looked
from gongkai.web.portal.stamps import StampedForm, stamp, worked
from gongkai.web.requests.actions import Asked, Received, receive
from gongkai.web.requests.actions.receiving import ONLINE
from gongkai.web.requests.forms import AskedForm
from gongkai.web.requests.material.fields import held
from gongkai.web.requests.models import ApplicantKind, Identity
from gongkai.web.workflow.refusals import Refused

SALT = "gongkai.request"
HOUR = 3600
#: Requests of one address in an hour, where its machine has worked for each, and where it has not (no script).
MOST, UNWORKED = 30, 3


class WorkedForm(StampedForm):
    """A form by which people say who they are, and for which their machine may have worked."""

    proof = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if wrong := identity_wrong(said):
            self.add_error("identity_number", wrong)
        return said

    @property
    def worked(self) -> bool:
        return worked(self.data.get("stamp", ""), self.cleaned_data.get("proof", ""))


class ApplyForm(WorkedForm, AskedForm):
    """The form as the public fills it in."""

    salt = SALT


@dataclass(frozen=True)
class Filled:
    """The form as the page shows it next; `received`: it is on disk, `looked`: something was looked for before."""

    form: ApplyForm
    status: int = 200
    received: Received | None = None
    looked: Looked | None = None


def filled(request: HttpRequest, agency: Agency, kind: type[ApplyForm] = ApplyForm) -> Filled:
    """What a form of this kind says, was taken or not; an empty one where nothing was sent."""
    if request.method != "POST":
        return Filled(kind(initial={"stamp": stamp(SALT)}))
    if SOUGHT in request.POST:
        found = looked(request, agency)
        return Filled(kind(initial={"stamp": stamp(SALT), "content": found.words}), looked=found)
    form = kind(request.POST, request.FILES)
    if form.is_valid() and (received := _received(request, agency, form)) is not None:
        return Filled(form, received=received)
    form.stamp_anew()
    return Filled(form, 422)


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


def identity_wrong(said: Mapping[str, Any]) -> str:
    """What is wrong with the number of an identity card; empty: nothing, or it is no card."""
    digits = said.get("identity_number", "").strip()
    if said.get("identity") != Identity.ID_CARD or not digits:
        return ""
    written = len(digits) == 18 and digits[:17].isdecimal() and digits[17] in "0123456789Xx"
    return "" if written and is_identity(digits) else _("居民身份证号码有误，请核对18位号码和校验位。")
