"""allauth's forms with our words, codes that work once, and events for wrong ones."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm, ResetPasswordForm
from allauth.account.forms import ResetPasswordKeyForm as KeyForm
from allauth.core import context
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from gongkai.web.accounts import events

#: AUTH_PASSWORD_VALIDATORS in one sentence
RULES = _("至少 12 个字符，例如几个不相干的词；不能是常见密码，不能全是数字，不能包含您的登录名、姓名或者邮箱。")


class Worded(forms.Form):
    """A form of allauth's whose labels are ours; a placeholder is no label."""

    words: dict[str, Any] = {}
    helps: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in self.words:
                field.label = self.words[name]
            field.help_text = self.helps.get(name, "")


class Login(Worded, LoginForm):
    """`?account=NAME` fills in the name."""

    words = {"login": _("登录名"), "password": _("密码")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if context.request is not None and (name := context.request.GET.get("account", "")[:150]):
            self.initial["login"] = name
            self.fields["login"].widget.attrs.pop("autofocus", None)
            self.fields["password"].widget.attrs["autofocus"] = True


class ChangePassword(Worded, ChangePasswordForm):
    words = {"oldpassword": _("当前密码"), "password1": _("新密码"), "password2": _("再次输入新密码")}
    helps = {"password1": RULES}


class RecoverPassword(Worded, ResetPasswordForm):
    words = {"email": _("电子邮箱")}


class SetPassword(Worded, KeyForm):
    words = {"password1": _("新密码"), "password2": _("再次输入新密码")}
    helps = {"password1": RULES}


class Reauthenticate(Worded, ReauthenticateForm):
    words = {"password": _("密码")}


class OnceOnly(Worded):
    """A one-time code is good once. allauth remembers it for one period; with tolerance it stays valid for three."""

    words = {"code": _("验证码")}
    helps = {"code": _("认证器应用显示的 6 位数字，或者一个恢复码。")}
    user: Any
    authenticator: Authenticator

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        seconds = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
        key = f"totp:{self.user.pk}:{''.join(code.split())}"
        if self.authenticator.type == Authenticator.Type.TOTP and not cache.add(key, True, timeout=seconds):
            raise get_adapter().validation_error("incorrect_code")
        return code

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        events.failed("second_factor.failed", context.request, self.user.username)


class Authenticate(OnceOnly, mfa.AuthenticateForm):
    """The second step of a log-in."""


class ReauthenticateByCode(OnceOnly, mfa.ReauthenticateForm):
    """A code shown again before something grave."""


class ActivateTOTP(Worded, ActivateTOTPForm):
    words = {"code": _("验证码")}
    helps = {"code": _("扫描后，认证器应用显示的 6 位数字。")}


class AddPasskey(Worded, AddWebAuthnForm):
    words = {"name": _("名称"), "passwordless": _("可以代替密码登录")}
    helps = {
        "name": _("便于以后辨认，例如“办公室电脑”。"),
        "passwordless": _("以后登录只需这把密钥，须支持指纹、人脸或者 PIN。"),
    }


class EditPasskey(Worded, EditWebAuthnForm):
    words = {"name": _("名称")}
