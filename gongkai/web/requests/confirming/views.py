"""Confirmation on the desk: the office's one click, what was said by telephone, another mail to the applicant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gongkai.law.clock import Fact
from gongkai.law.clock.lateness import Late, lateness
from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.forms.fields import Day
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.agencies.typed import typed
from gongkai.web.requests.acts import reason_against
from gongkai.web.requests.confirming import actions
from gongkai.web.requests.forms import version_of
from gongkai.web.requests.models import Case, Confirmation, ConfirmationLink, Side
from gongkai.web.requests.reading import found
from gongkai.web.requests.standing import facts_of
from gongkai.web.requests.telling.mails import possible
from gongkai.web.workflow.refusals import Refused


class PhoneForm(forms.Form):
    """When it was confirmed by telephone."""

    on = Day(label=gettext_lazy("电话确认的日期"))


@dataclass(frozen=True)
class Panel:
    """What the case page shows of it: each side with its confirmation, and what may be done."""

    sides: list[tuple[Side, Confirmation | None]]
    open: bool
    late: Late | None
    #: The last link that was mailed.
    link: ConfirmationLink | None
    mails: bool
    phone: PhoneForm

    @property
    def office_waits(self) -> bool:
        return any(side == Side.OFFICE and row is None for side, row in self.sides)

    @property
    def applicant_waits(self) -> bool:
        return any(side == Side.APPLICANT and row is None for side, row in self.sides)


def panel(case: Case, officer: Officer) -> Panel | None:
    """The panel of a case; None: it is received on the day on which it came in."""
    facts = facts_of(case)
    if not next(fact for fact in facts if fact.kind == "received").to_confirm:
        return None
    there = {row.side: row for row in case.confirmations.filter(void=None).select_related("recorded_by")}
    late = lateness(facts, Fact(actions.CONFIRMED, officer.today))
    return Panel(
        sides=[(side, there.get(side)) for side in actions.sides(case)],
        open=not reason_against(facts, actions.CONFIRMED, officer.today) and officer.may(Permission.DRAFT, case.agency),
        late=late,
        link=case.confirmation_links.select_related("sent_by").last(),
        mails=possible(case.applicant),
        phone=PhoneForm(initial={"on": officer.today}, auto_id="phone-%s"),
    )


def _done(
    request: HttpRequest, pk: int, act: Callable[[Case, Officer, dict[str, Any]], None], told: str
) -> HttpResponse:
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row = found(officer, pk)
    officer.require(Permission.DRAFT, row.agency)
    more = {"version": version_of(request.POST), "reason": typed(request, "reason")}
    try:
        act(row, officer, more)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, told)
    return redirect("requests:case", pk)


@require_POST
@desk(Permission.DRAFT)
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The office confirms."""
    return _done(request, pk, lambda case, by, more: actions.confirm(case, by=by, **more), _("已确认。"))


@require_POST
@desk(Permission.DRAFT)
def by_phone(request: HttpRequest, pk: int) -> HttpResponse:
    """Both have confirmed by telephone."""
    form = PhoneForm(request.POST)

    def act(case: Case, by: Officer, more: dict[str, Any]) -> None:
        if not form.is_valid():
            raise Refused(_("请填写电话确认的日期。"))
        actions.confirm_by_phone(case, on=form.cleaned_data["on"], by=by, **more)

    return _done(request, pk, act, _("已登记电话确认。"))


@require_POST
@desk(Permission.DRAFT)
def ask_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Another mail."""
    told = _("已发送确认邮件，此前的链接失效。")
    return _done(request, pk, lambda case, by, _more: actions.ask_again(case, by=by), told)
