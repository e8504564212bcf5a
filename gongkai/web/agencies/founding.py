"""The first administrator of a fresh instance, and the way back in for one who lost every key.

Both are done on the server's own command line, by whoever may read its database anyway.
"""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gongkai.web.accounts import passwords
from gongkai.web.accounts.models import User
from gongkai.web.agencies import demo
from gongkai.web.agencies.actions.founding import found
from gongkai.web.agencies.appointments import OfficeRefused, everywhere, office
from gongkai.web.agencies.kinds import Kind, Tier
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.people import give_password, take_factors
from gongkai.web.agencies.permissions import Role
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import Actor

#: The command line holds no office.
BY = Actor(gettext_noop("命令行"))


class OfTheDemo(OfficeRefused):
    def __init__(self) -> None:
        super().__init__(
            _("这个实例存有演示数据，演示实例不能转为正式使用。请另设 GONGKAI_HOME（或另建数据库）再建立管理员。")
        )


class AdministratorThere(OfficeRefused):
    def __init__(self, name: str) -> None:
        super().__init__(
            _("已有系统管理员“%(name)s”。新的管理员请由其在工作台任命；登录不了时用 reset_officer。") % {"name": name}
        )


def create_administrator(*, username: str, name: str, agency: str, slug: str, tier: Tier, today: date) -> str:
    """The first account, with 系统管理 over the root agency, which is founded with it where there is none.

    Later only for a root agency of that name or address that nobody administers, whatever became of who did.

    Returns the password for the first log-in.
    """
    password = passwords.initial()
    with act(by=BY) as done:
        if demo.left_over():
            raise OfTheDemo
        there = everywhere(today, lock=True)
        roots = Agency.objects.filter(superior=None, closed=None).order_by("path")
        left = roots.exclude(pk__in=[one.agency_id for one in there])
        root = left.filter(Q(name=agency) | Q(slug=slug)).first()
        if root is None and there:
            raise AdministratorThere(there[0].user.name)
        root = root or roots.first()
        if root is None:
            root = found(None, values={"slug": slug, "name": agency, "kind": Kind.GOVERNMENT, "tier": tier}, by=BY)
        user = User.objects.filter(username=username).first() or User(username=username, name=name)
        user.is_active = True
        user.set_password(password)
        user.must_change = True
        user.full_clean()
        user.save()
        done.note("user.employed", of=user.thing, agency=root.holder, new={"username": user.username})
        office(done, user, agency=root, role=Role.ADMINISTRATOR, subtree=True, since=today)
    return password


def reset_officer(*, username: str) -> str:
    """A new password for one log-in, and no factor left. Returns the password."""
    password = passwords.initial()
    with act(by=BY) as done:
        user = User.objects.select_for_update().filter(username=username).first()
        if user is None:
            raise ValidationError(_("没有登录名为“%(username)s”的账户。") % {"username": username})
        if user.demo and demo.left_over():
            raise OfTheDemo
        give_password(user, password)
        done.note("user.password_given", of=user.thing)
        done.note("second_factor.reset", of=user.thing, old={"kinds": take_factors(user)})
    return password
