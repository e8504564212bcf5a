"""What is done to an officer's account: for each a page that says what will happen, and does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gongkai.web.accounts.models import User
from gongkai.web.agencies import people
from gongkai.web.agencies.doors import View, desk, fresh
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.people import managed, require_over
from gongkai.web.agencies.permissions import Permission


@dataclass(frozen=True)
class Deed:
    """One thing done to an account: the action, which may return a password to tell, and the words of its page."""

    action: Callable[..., str | None]
    title: str | Promise
    text: str | Promise
    danger: bool = True


#: By the last part of their address.
DEEDS: dict[str, Deed] = {
    "deactivate": Deed(
        people.deactivate,
        gettext_lazy("停用账户"),
        gettext_lazy("停用后不能登录，正在使用的会话立即结束。任职和历史记录保留，可以恢复。"),
    ),
    "reactivate": Deed(
        people.reactivate,
        gettext_lazy("恢复账户"),
        gettext_lazy("恢复后可以登录，并行使仍在任的职务。"),
        danger=False,
    ),
    "invite": Deed(
        people.invite,
        gettext_lazy("发送激活邮件"),
        gettext_lazy("向本人登记的邮箱发送一个链接，由本人设置密码；链接只能用一次。原来的初始密码和链接作废。"),
        danger=False,
    ),
    "password": Deed(
        people.new_password,
        gettext_lazy("重置密码"),
        gettext_lazy("生成新的初始密码，只显示一次；原密码作废，所有会话立即结束。请当面核实身份后再办理。"),
    ),
    "second-factor": Deed(
        people.reset_second_factor,
        gettext_lazy("重置第二重验证"),
        gettext_lazy(
            "清除动态验证码、通行密钥和恢复码，所有会话立即结束；下次登录须重新启用。请当面核实身份后再办理。"
        ),
    ),
    "sessions": Deed(
        people.end_all_sessions,
        gettext_lazy("结束全部会话"),
        gettext_lazy("此人在所有设备上立即退出登录；密码和第二重验证不变。"),
    ),
    "lockout": Deed(
        people.lift_lockout,
        gettext_lazy("恢复登录"),
        gettext_lazy(
            "失败次数过多的浏览器或地址 15 分钟内不能登录此账户。确认是本人在登录之后，可以立即恢复；密码不变。"
        ),
        danger=False,
    ),
}


def account_view(deed: Deed) -> View:
    """The page of one of them; after it the officer's page."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @desk(Permission.MANAGE_OFFICERS)
    @fresh
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        officer: Officer = request.officer  # type: ignore[attr-defined]
        user = get_object_or_404(managed(officer), pk=pk)
        if user.pk != officer.user.pk:
            require_over(officer, user)
        if request.method != "POST":
            return render(request, "offices/confirm.html", {"person": user, "deed": deed})
        try:
            password = deed.action(user, by=officer)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            if password:
                return told_once(request, user, password)
            messages.success(request, _("已办理：%(act)s。") % {"act": deed.title})
        return redirect("officers:detail", pk)

    return view


def told_once(request: HttpRequest, user: User, password: str) -> HttpResponse:
    """The password, shown here and kept nowhere: a redirect would have to keep it."""
    response = render(request, "offices/password.html", {"person": user, "password": password})
    response.made = reverse("officers:detail", args=[user.pk])  # type: ignore[attr-defined]  # for `once`
    return response
