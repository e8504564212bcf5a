"""Each side confirms; when both have, the day of receipt is recorded: that of the later one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from gongkai.law.clock import Fact
from gongkai.law.clock.facts import CONFIRMED_CHANNELS
from gongkai.web import clock
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import Act, recorded
from gongkai.web.requests.actions.ground import APPLICANT, held, saved
from gongkai.web.requests.actions.recording import overdue, put, refusal
from gongkai.web.requests.acts import reason_against
from gongkai.web.requests.models import Case, Confirmation, ConfirmedBy, Side
from gongkai.web.requests.standing import facts_of
from gongkai.web.requests.telling.links import end_links, send_link
from gongkai.web.requests.telling.mails import tell
from gongkai.web.workflow.refusals import Refused

CONFIRMED = "confirmed"


def sides(case: Case) -> tuple[Side, ...]:
    """Who confirms it: both; the office alone, where the request was handed over to another unit of the organ."""
    return (Side.OFFICE, Side.APPLICANT) if case.channel in CONFIRMED_CHANNELS else (Side.OFFICE,)


def confirm(case: Case, *, by: Officer, version: int | None = None, reason: str = "") -> None:
    """The office confirms, today.

    :raises Refused: where there is nothing to confirm any more, or it is late and nobody says why.
    """
    by.require(Permission.DRAFT, case.agency)
    with act(by=by.actor) as done:
        _confirm(held(case, version), [Side.OFFICE], ConfirmedBy.DESK, by.today, done, by=by, reason=reason)


def confirm_by_phone(case: Case, *, on: date, by: Officer, version: int | None = None, reason: str = "") -> None:
    """An officer has confirmed it with the applicant by telephone: both sides, on that day.

    :raises Refused: as above, and for a day before the request came in, or ahead.
    """
    by.require(Permission.DRAFT, case.agency)
    with act(by=by.actor) as done:
        case = held(case, version)
        if not min(fact.on for fact in facts_of(case)) <= on <= by.today:
            raise Refused(_("确认日期应在申请到达之日到今天之间。"))
        _confirm(case, _missing(case, by.today), ConfirmedBy.PHONE, on, done, by=by, reason=reason)


def confirm_as_applicant(case: Case, way: ConfirmedBy) -> None:
    """Who asks confirms, today: by the link that was mailed, or on the status page.

    :raises Refused: where there is nothing to confirm any more.
    """
    with act(by=APPLICANT) as done:
        _confirm(held(case), [Side.APPLICANT], way, clock.today(), done)


def ask_again(case: Case, *, by: Officer) -> None:
    """Mail the applicant another link.

    :raises Refused: where there is nothing to confirm any more, or no address.
    """
    by.require(Permission.DRAFT, case.agency)
    with act(by=by.actor) as done:
        case = held(case)
        if Side.APPLICANT not in _missing(case, by.today):
            raise Refused(_("申请人不需要再确认。"))
        if not send_link(case, done, by=by.user):
            raise Refused(_("申请人没有留电子邮箱，或者平台没有设置发信。请用电话确认。"))


def _missing(case: Case, today: date) -> list[Side]:
    """The sides that have not confirmed.

    :raises Refused: where the law has no place for it any more.
    """
    if reason := _closed(case) or reason_against(facts_of(case), CONFIRMED, today):
        raise Refused(reason)
    there = set(case.confirmations.filter(void=None).values_list("side", flat=True))
    return [side for side in sides(case) if side not in there]


def _closed(case: Case) -> str:
    """Facts of one day have no order: what ended today is not confirmed today."""
    return _("这件申请已经办结。") if case.told.ended is not None else ""


def _confirm(
    case: Case, new: Iterable[Side], way: ConfirmedBy, on: date, done: Act, *, by: Officer | None = None,
    reason: str = "",
) -> None:  # fmt: skip
    missing = _missing(case, by.today if by is not None else clock.today())
    if not set(new) <= set(missing):
        raise Refused(_("这一方已经确认过，不需要再确认。"))
    fact = Fact(CONFIRMED, on)
    late = overdue(facts_of(case), [fact]) if by is not None else {}
    if late and not reason.strip():
        raise refusal(late)
    for side in new:
        Confirmation.objects.create(
            case=case, side=side, on=on, way=way, reason=reason.strip() if late else "", recorded=clock.now(),
            recorded_by=by.user if by is not None else None,
        )  # fmt: skip
        said = {"side": recorded(side.label), "how": recorded(way.label), "day": on.isoformat()}
        done.note("case.confirmed", of=case.thing, agency=case.agency.holder, new=said)
    if Side.APPLICANT in new:
        end_links(case)
    if set(missing) != set(new):
        saved(case)
        return
    days = case.confirmations.filter(void=None).values_list("on", flat=True)
    put(case, [Fact(CONFIRMED, max(days))], by=by, reason=reason)
    tell(case, "news")
