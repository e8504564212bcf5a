"""The doors of the desk: no view of an officer stands without one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from gongkai.web.accounts import second_factor
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Missing, NotPermitted, Officer
from gongkai.web.agencies.permissions import Permission

View = Callable[..., HttpResponseBase]


def desk(permission: Permission | None = None) -> Callable[[View], View]:
    """For officers only, and where a permission is named only for those who hold it somewhere.

    Where it is held is asked for each object: `officer.require(permission, agency)` or the gate's queryset.
    """

    def door(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return whole_page(request, redirect_to_login(request.get_full_path()))
            officer = request.officer  # type: ignore[attr-defined]
            if officer.missing:
                return whole_page(request, to_what_is_missing(request, officer.missing))
            if not officer.appointments:
                raise NotPermitted(_("您目前没有任职，不能使用工作台。请联系系统管理员。"))
            if permission and not officer.may_somewhere(permission):
                raise NotPermitted(
                    _("您没有“%(permission)s”的权限，请联系系统管理员。") % {"permission": permission.label}
                )
            return view(request, *args, **kwargs)

        guarded.door = permission or "officer"  # type: ignore[attr-defined]
        return guarded

    return door


def to_what_is_missing(request: HttpRequest, missing: Missing) -> HttpResponse:
    """The one page that a session may use until it is complete."""
    if missing is Missing.PASSWORD:
        messages.warning(request, _("这是他人为您设置的初始密码，请先改成自己的密码。"))
        return redirect("account_change_password")
    if second_factor.enrolled(request.user):  # type: ignore[arg-type]
        logout(request)
        messages.warning(request, _("请重新登录，并使用动态验证码或者通行密钥。"))
        return redirect_to_login(request.get_full_path())
    messages.warning(request, _("您的角色要求第二重验证，请先启用动态验证码或者通行密钥。"))
    return redirect("mfa_index")


def whole_page(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Send the whole page there, where only a part of it was asked for."""
    return HttpResponseClientRedirect(response["Location"]) if getattr(request, "htmx", False) else response


def fresh(view: View) -> View:
    """Within a door: for grave acts the log-in must be recent, or the password shown again."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if get_adapter().is_reauthentication_required(app="gongkai"):
            return redirect_to_login(request.get_full_path(), login_url="account_reauthenticate")
        return view(request, *args, **kwargs)

    return guarded


def agency_of(officer: Officer, slug: str, permission: Permission) -> Agency:
    """The agency, where the officer works; for the rest there is no such page."""
    agency: Agency = get_object_or_404(officer.where(Permission.READ_INTERNAL), slug=slug)
    officer.require(permission, agency)
    return agency
