"""Officers' accounts: made, corrected, stopped and given back by those who administer every office they hold."""

from __future__ import annotations

from datetime import date

from allauth.mfa.models import Authenticator
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _

from gongkai.web.accounts import invitations, lockout, passwords, second_factor
from gongkai.web.accounts.models import User
from gongkai.web.agencies import demo
from gongkai.web.agencies.appointments import (
    LastAdministrator,
    OfficeRefused,
    OwnOffice,
    check_since,
    everywhere,
    office,
    others,
)
from gongkai.web.agencies.models import Agency, Appointment
from gongkai.web.agencies.officers import NotPermitted, Officer
from gongkai.web.agencies.permissions import Permission, Role
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import Act, Holder


class ChangedMeanwhile(OfficeRefused):
    def __init__(self) -> None:
        super().__init__(_("在您打开页面之后，别人改过这个账户。请刷新页面，看过新内容再改。"))


def managed(by: Officer) -> QuerySet[User]:
    """Whoever holds or held an office in an agency whose officers this one manages."""
    here = Appointment.objects.filter(user=OuterRef("pk"), agency__in=by.where(Permission.MANAGE_OFFICERS))
    return User.objects.filter(Exists(here))


def require_over(by: Officer, user: User) -> Holder:
    """Pass for who manages every agency in which the user holds an office, or raise NotPermitted.

    Otherwise a street's administrator could take over the account of somebody who also works for the district.
    Returns the agency whose chain tells of it.
    """
    offices = list(Appointment.objects.filter(user=user).select_related("agency").order_by("-since", "pk"))
    current = [given for given in offices if given.until is None or given.until > by.today]
    for given in current:
        may = by.may_below if given.subtree else by.may
        if not may(Permission.MANAGE_OFFICERS, given.agency):
            raise NotPermitted(
                _("此人还在“%(agency)s”任职，账户须由管理其全部任职的管理员办理。") % {"agency": given.agency.name}
            )
    for given in (*current, *offices):
        if by.may(Permission.MANAGE_OFFICERS, given.agency):
            return given.agency.holder
    raise NotPermitted(_("此人不在您管理的机关任职。"))


def employ(
    *,
    username: str,
    name: str,
    email: str,
    agency: Agency,
    role: Role,
    subtree: bool,
    since: date,
    by: Officer,
    by_mail: bool = False,
) -> tuple[User, str]:
    """Make an account with its first office. Returns it with the password for the first log-in, told only now.

    `by_mail`: where that is possible a link is mailed instead, and the password returned is empty.
    """
    check_since(since, by.today)
    password = passwords.initial()
    with act(by=by.actor) as done:
        agency = Agency.objects.select_for_update().get(pk=agency.pk)
        by.require(Permission.MANAGE_OFFICERS, agency)
        if subtree and not by.may_below(Permission.MANAGE_OFFICERS, agency):
            raise NotPermitted(_("您只管理“%(agency)s”本身，不能授予含下级机关的任职。") % {"agency": agency.name})
        user = User(username=username.lower(), name=name, email=email, must_change=True)
        user.demo = demo.invented(by.user)
        mailed = by_mail and invitations.possible(user)
        user.set_password(None if mailed else password)
        user.full_clean()
        user.save()
        done.note("user.employed", of=user.thing, agency=agency.holder, new={"username": user.username})
        office(done, user, agency=agency, role=role, subtree=subtree, since=since)
        if mailed:
            _invite(done, user, agency.holder)
    return user, "" if mailed else password


def invite(user: User, *, by: Officer) -> None:
    """Mail another link to somebody who has not set a password yet; an initial one and the link before are void."""
    with act(by=by.actor) as done:
        user = locked(user, by=by)
        holder = require_over(by, user)
        if not user.must_change or not user.is_active:
            raise OfficeRefused(_("本人已经设置过密码，或者账户已停用，不能再发送激活邮件。"))
        if not invitations.possible(user):
            raise OfficeRefused(_("没有登记电子邮箱，或者本平台没有配置邮件。"))
        user.set_password(None)
        user.save(update_fields=["password"])
        user.end_sessions()
        _invite(done, user, holder)


def _invite(done: Act, user: User, holder: Holder) -> None:
    invitations.send(user)
    done.note("user.invited", of=user.thing, agency=holder, new={"email": masked(user.email)})


def correct(user: User, *, name: str, email: str, version: int, by: Officer) -> None:
    """Correct the name or the address of an account."""
    with act(by=by.actor) as done:
        user = User.objects.select_for_update().get(pk=user.pk)
        holder = require_over(by, user)
        if user.version != version:
            raise ChangedMeanwhile
        old = {"name": user.name, "email": masked(user.email)}
        user.name, user.email, user.version = name, email, user.version + 1
        user.full_clean()
        user.save(update_fields=["name", "email", "version"])
        done.note("user.corrected", of=user.thing, agency=holder, old=old, new={"name": name, "email": masked(email)})


def deactivate(user: User, *, by: Officer) -> None:
    """Stop an account: no log-in, every session ends; offices and history stay."""
    with act(by=by.actor) as done:
        administrators = everywhere(by.today, lock=True)
        user = locked(user, by=by)
        holder = require_over(by, user)
        if user.pk in {one.user_id for one in administrators} and not others(administrators, user):
            raise LastAdministrator
        if not user.is_active:
            raise OfficeRefused(_("此账户已经停用。"))
        User.objects.filter(pk=user.pk).update(is_active=False, version=F("version") + 1)
        user.end_sessions()
        done.note("user.deactivated", of=user.thing, agency=holder)


def reactivate(user: User, *, by: Officer) -> None:
    """Give a stopped account back, with the offices that it still holds."""
    with act(by=by.actor) as done:
        user = locked(user, by=by)
        holder = require_over(by, user)
        if user.is_active:
            raise OfficeRefused(_("此账户没有停用。"))
        User.objects.filter(pk=user.pk).update(is_active=True, version=F("version") + 1)
        done.note("user.reactivated", of=user.thing, agency=holder)


def new_password(user: User, *, by: Officer) -> str:
    """A password for one log-in, for somebody who lost theirs; every session ends. Told only now."""
    password = passwords.initial()
    with act(by=by.actor) as done:
        user = locked(user, by=by)
        holder = require_over(by, user)
        give_password(user, password)
        done.note("user.password_given", of=user.thing, agency=holder)
    return password


def reset_second_factor(user: User, *, by: Officer) -> None:
    """Take away all factors of somebody who lost them; every session ends, and the next one begins with enrolment."""
    with act(by=by.actor) as done:
        user = locked(user, by=by)
        holder = require_over(by, user)
        kinds = take_factors(user)
        if not kinds:
            raise OfficeRefused(_("此账户没有启用第二重验证。"))
        done.note("second_factor.reset", of=user.thing, agency=holder, old={"kinds": kinds})


def lift_lockout(user: User, *, by: Officer) -> None:
    """Open the door of an account before its time, which failures have closed."""
    with act(by=by.actor) as done:
        user = locked(user, by=by)
        holder = require_over(by, user)
        if not (lockout.locked(user) or lockout.slowed(user)):
            raise OfficeRefused(_("此账户没有因登录失败而暂停登录。"))
        lockout.lift(user)
        done.note("user.lockout_lifted", of=user.thing, agency=holder)


def end_all_sessions(user: User, *, by: Officer) -> None:
    """End every session of an account, and nothing else."""
    with act(by=by.actor) as done:
        user = locked(user, by=by)
        holder = require_over(by, user)
        user.end_sessions()
        done.note("user.sessions_ended", of=user.thing, agency=holder)


def locked(user: User, *, by: Officer) -> User:
    """The row, for an act on somebody else's account."""
    if user.pk == by.user.pk:
        raise OwnOffice
    return User.objects.select_for_update().get(pk=user.pk)


def give_password(user: User, password: str) -> None:
    """Within an act: a password that has to be changed at the first log-in."""
    user.set_password(password)
    user.must_change = True
    user.save(update_fields=["password", "must_change"])
    user.end_sessions()


def take_factors(user: User) -> list[str]:
    """Within an act: no factor is left, no session goes on. Returns the kinds there were, in words."""
    factors = Authenticator.objects.filter(user=user)
    kinds = sorted(set(factors.values_list("type", flat=True)))
    factors.delete()
    user.end_sessions()
    return [second_factor.called(kind) for kind in kinds]


def masked(email: str) -> str:
    """`w***@example.cn`"""
    name, at, host = email.partition("@")
    return f"{name[:1]}***{at}{host}" if email else ""
