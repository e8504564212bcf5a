"""Who stands in is said here: by the officer who goes away, or by an administrator."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gongkai.web.accounts.models import User
from gongkai.web.agencies.appointments import OfficeRefused
from gongkai.web.agencies.models import Absence, Appointment
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.people import require_over
from gongkai.web.agencies.permissions import NOT_DEPUTISED, Role
from gongkai.web.agencies.terms import held_on
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import Holder


class NoDeputy(OfficeRefused):
    """The one named cannot stand in."""


def candidates(user: User, *, today: date) -> QuerySet[User]:
    """Who may stand in: active officers with an office in one of the user's own agencies."""
    held = Appointment.objects.filter(held_on(today), user=user).exclude(role__in=NOT_DEPUTISED)
    colleagues = Appointment.objects.filter(held_on(today), agency__in=held.values("agency"))
    return User.objects.filter(is_active=True, pk__in=colleagues.values("user")).exclude(pk=user.pk).order_by("name")


def go_away(user: User, *, deputy: User, since: date, until: date, roles: Sequence[Role] = (), by: Officer) -> Absence:
    """Say that an officer is away and who stands in, with the offices of these roles (none named: all).

    The deputy uses the absent officer's offices in the deputy's own name, in the agencies where the deputy holds one,
    too. 系统管理 is never among them. Who enters it for somebody else does not stand in: nobody gives oneself powers.
    """
    with act(by=by.actor) as done:
        holder = allowed(user, by=by)
        if user.pk != by.user.pk == deputy.pk:
            raise NoDeputy(_("为他人登记缺席时，不能指定自己代理；请由另一位管理员办理。"))
        if until < max(since, by.today):
            raise OfficeRefused(_("止日不能早于起日，也不能早于今天。"))
        if not candidates(user, today=by.today).filter(pk=deputy.pk).exists():
            raise NoDeputy(_("代理人须是同一机关的在任人员。"))
        held = Appointment.objects.filter(held_on(by.today), user=user, role__in=roles).values_list("role", flat=True)
        if set(roles) - set(held) or set(roles) & NOT_DEPUTISED:
            raise OfficeRefused(_("只能代理缺席人员所任的角色；系统管理不能代理。"))
        absence = Absence.objects.create(
            user=user,
            deputy=deputy,
            since=since,
            until=until,
            roles=[str(role) for role in roles],
            entered_by=by.user if user.pk != by.user.pk else None,
        )
        done.note(
            "absence.began",
            of=absence.thing,
            agency=holder,
            new={
                "user": user.name,
                "deputy": deputy.name,
                "since": since.isoformat(),
                "until": until.isoformat(),
                "roles": absence.roles,
            },
        )
        return absence


def come_back(absence: Absence, *, by: Officer) -> None:
    """An absence ends before its time: its last day is yesterday, or it never was."""
    with act(by=by.actor) as done:
        absence = Absence.objects.select_for_update().select_related("user", "deputy").get(pk=absence.pk)
        holder = allowed(absence.user, by=by)
        if absence.until < by.today:
            raise OfficeRefused(_("该代理已经结束。"))
        done.note("absence.ended", of=absence.thing, agency=holder, old={"until": absence.until.isoformat()})
        if absence.since >= by.today:
            absence.delete()
        else:
            absence.until = date.fromordinal(by.today.toordinal() - 1)
            absence.save(update_fields=["until"])


def allowed(user: User, *, by: Officer) -> Holder:
    """The officer concerned, or who administers the account; the agency whose chain tells of it."""
    if user.pk != by.user.pk:
        return require_over(by, user)
    if not by.appointments:
        raise OfficeRefused(_("您目前没有任职。"))
    return by.appointments[0].agency.holder
