"""Offices are given, ended and confirmed here, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency, Appointment
from gongkai.web.agencies.officers import NotPermitted, Officer
from gongkai.web.agencies.permissions import Permission, Role
from gongkai.web.agencies.terms import held_on, not_over
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import Act, recorded


class OfficeRefused(ValidationError):
    """What was asked about an officer or an office cannot be; the message says why."""


class OwnOffice(OfficeRefused):
    def __init__(self) -> None:
        super().__init__(
            _("不能给自己任职、复核自己的任职，也不能停用自己或者重置自己的验证方式；请由另一位管理员办理。")
        )


class AlreadyHeld(OfficeRefused):
    def __init__(self) -> None:
        super().__init__(_("此人在该机关已任此职。要改变范围，请先结束原任职。"))


class OfficeIsOver(OfficeRefused):
    def __init__(self) -> None:
        super().__init__(_("该任职已经结束，页面已不是最新，请刷新后再看。"))


class LastAdministrator(OfficeRefused):
    def __init__(self) -> None:
        super().__init__(_("这是本实例最后一位管理全部机关的系统管理员，不能结束或者停用；请先任命另一位。"))


class WrongDay(OfficeRefused):
    """A day before it can be."""


class ClosedAgency(OfficeRefused):
    def __init__(self) -> None:
        super().__init__(_("该机关已撤销，不能再任职。"))


#: How long ago an office may have begun that is entered today, and how far ahead it may be entered.
LONGEST, AHEAD = timedelta(days=60 * 365), timedelta(days=366)


def appoint(user: User, *, agency: Agency, role: Role, subtree: bool, since: date, by: Officer) -> Appointment:
    """Give a user an office. Nobody gives one to oneself, or one that reaches further than one's own."""
    if user.pk == by.user.pk:
        raise OwnOffice
    check_since(since, by.today)
    with act(by=by.actor) as done:
        agency = Agency.objects.select_for_update().get(pk=agency.pk)
        by.require(Permission.MANAGE_OFFICERS, agency)
        if subtree and not by.may_below(Permission.MANAGE_OFFICERS, agency):
            raise NotPermitted(_("您只管理“%(agency)s”本身，不能授予含下级机关的任职。") % {"agency": agency.name})
        user = User.objects.select_for_update().get(pk=user.pk)
        if not user.is_active:
            raise OfficeRefused(_("此账户已停用，请先恢复。"))
        return office(done, user, agency=agency, role=role, subtree=subtree, since=since)


def check_since(since: date, today: date) -> None:
    """Pass where an office may begin on that day: 1800 or 2260 is a slip of the keyboard."""
    if not today - LONGEST <= since <= today + AHEAD:
        raise WrongDay(
            _("任职日期应在%(first)s至%(last)s之间，请核对年份。")
            % {"first": (today - LONGEST).isoformat(), "last": (today + AHEAD).isoformat()}
        )


def keep_in_hand(done: Act, agencies: Iterable[Agency], by: Officer) -> None:
    """Within an act that puts agencies at the top: whoever did it administers them, or nobody could."""
    for agency in agencies:
        if agency.superior_id is None and not by.may_below(Permission.MANAGE_OFFICERS, agency):
            office(done, by.user, agency=agency, role=Role.ADMINISTRATOR, subtree=True, since=by.today)


def office(done: Act, user: User, *, agency: Agency, role: Role, subtree: bool, since: date) -> Appointment:
    """Within an act that has asked for permission: the office and its event."""
    if agency.closed is not None:
        raise ClosedAgency
    held = Appointment.objects.filter(user=user, agency=agency, role=role)
    if held.filter(not_over(since)).exists():
        raise AlreadyHeld
    given = Appointment.objects.create(user=user, agency=agency, role=role, subtree=subtree, since=since)
    done.note("user.appointed", of=user.thing, agency=agency.holder, new=told(given))
    return given


def end(appointment: Appointment, *, until: date, by: Officer) -> None:
    """End an office on a day: the first on which it is not held. From that day on no session of the user goes on."""
    with act(by=by.actor) as done:
        administrators = everywhere(by.today, lock=True)
        given = held(appointment)
        by.require(Permission.MANAGE_OFFICERS, given.agency)
        was = given.until
        if was is not None and was <= by.today:
            raise OfficeIsOver
        if until < max(by.today, given.since):
            raise WrongDay(_("结束日期不能早于今天，也不能早于任职日期。"))
        if was is not None and until > was:
            raise WrongDay(_("任职已定于更早的日期结束，只能提前。要继续任职，请到期后重新任命。"))
        if given.pk in {one.pk for one in administrators} and not others(administrators, given.user):
            raise LastAdministrator
        stop(done, given, until=until, today=by.today)


def held(appointment: Appointment) -> Appointment:
    """The row as it is now, locked; its agency and its user are not, which others lock first."""
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("agency", "user")
    found: Appointment = rows.get(pk=appointment.pk)
    return found


def stop(done: Act, given: Appointment, *, until: date, today: date) -> None:
    """Within an act that has asked for permission: the end of an office, and its event."""
    was, given.until = given.until, until
    given.save(update_fields=["until"])
    if until <= today:
        given.user.end_sessions()
    done.note(
        "user.dismissed",
        of=given.user.thing,
        agency=given.agency.holder,
        old={"until": was.isoformat() if was else None},
        new=told(given),
    )


def confirm(appointment: Appointment, *, by: Officer) -> None:
    """The yearly review found that the office is still needed."""
    with act(by=by.actor) as done:
        given = held(appointment)
        by.require(Permission.MANAGE_OFFICERS, given.agency)
        if given.user_id == by.user.pk:
            raise OwnOffice
        if given.until is not None and given.until <= by.today:
            raise OfficeIsOver
        was, given.reviewed = given.reviewed, by.today
        given.save(update_fields=["reviewed"])
        done.note(
            "user.confirmed",
            of=given.user.thing,
            agency=given.agency.holder,
            old={"reviewed": was.isoformat() if was else None},
            new={**told(given), "reviewed": by.today.isoformat()},
        )


def everywhere(today: date, *, lock: bool = False) -> list[Appointment]:
    """The offices, without an end, of active administrators of everything. Locked, two cannot end each other."""
    offices: QuerySet[Appointment] = Appointment.objects.filter(
        held_on(today),
        Q(until=None),
        role=Role.ADMINISTRATOR,
        subtree=True,
        agency__superior=None,
        agency__closed=None,
        user__is_active=True,
    ).order_by("pk")
    return list(offices.select_for_update(of=("self",)) if lock else offices)


def keep_an_administrator(before: list[Appointment], today: date) -> None:
    """At the end of an act: where somebody administered everything before it, somebody still does."""
    if before and not everywhere(today):
        raise LastAdministrator


def others(administrators: list[Appointment], user: User) -> bool:
    """Whether somebody else is among them."""
    return any(one.user_id != user.pk for one in administrators)


def told(given: Appointment) -> dict[str, Any]:
    """An office as an event tells it, in Chinese whatever the page's language is."""
    return {
        "role": recorded(Role(given.role).label),
        "agency": given.agency.name,
        "reach": "含下级机关" if given.subtree else "本机关",
        "since": given.since.isoformat(),
        "until": given.until.isoformat() if given.until else None,
    }
