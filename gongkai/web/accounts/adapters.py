"""allauth as this platform wants it: no sign-up, events for all that happens, secrets encrypted, words in Chinese."""

from __future__ import annotations

import base64
import hashlib
import time
from collections.abc import Sequence
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.core import context
from allauth.core.internal.ratelimit import RateLimitUsage
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from gongkai.web.accounts import devices, events, lockout, second_factor, sessions
from gongkai.web.accounts.models import User
from gongkai.web.audit.acts import act


class AccountAdapter(DefaultAccountAdapter):
    """Log-in by user name and password; nobody makes an account here."""

    #: Counted for this attempt, to be taken back where it succeeds.
    counted: Sequence[RateLimitUsage] = ()

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": gettext_lazy("登录名或者密码不正确。"),
        "incorrect_password": gettext_lazy("密码不正确。"),
        "enter_current_password": gettext_lazy("当前密码不正确。"),
        "too_many_login_attempts": gettext_lazy("尝试次数过多，请 15 分钟后再试，或者联系系统管理员。"),
        "too_many_strangers": gettext_lazy(
            "有人在反复尝试登录，请一分钟后再试。以前登录过的浏览器不受影响；也可以请系统管理员恢复登录。"
        ),
        "rate_limited": gettext_lazy("操作过于频繁，请稍后再试。"),
        "invalid_password_reset": gettext_lazy("链接无效或者已经用过。"),
        "incorrect_code": gettext_lazy("验证码不正确。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """As allauth does; an account that is not admitted answers like one that is not there."""
        user: User | None = super().authenticate(request, **credentials)
        if user is not None and user.admitted:
            for usage in self.counted:
                usage.rollback()
        if user is not None and not user.admitted:
            self.authentication_failed(request, **credentials)
            return None
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        events.failed("session.failed", request, str(credentials.get("username", "")))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        username = str(credentials.get("username", ""))
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            # One event for each lockout, not for each knock.
            if lockout.note(username, lockout.attempts(request, username)):
                events.failed("session.locked", request, username)
            raise
        counted = lockout.strangers(request, username)
        if counted is None:
            if cache.add(lockout.told(username), True, timeout=settings.LOCKOUT_SECONDS):
                events.failed("session.slowed", request, username)
            raise self.validation_error("too_many_strangers")
        self.counted = counted

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """allauth counts per account and host name: anybody's failures would close it to its owner."""
        return lockout.attempts(request, credentials.get("username", ""))

    def pre_login(self, request: HttpRequest, user: User, **about: Any) -> HttpResponse | None:
        """Passkeys come by here, too."""
        if not user.admitted:
            return self.respond_user_inactive(request, user)
        answer: HttpResponse | None = super().pre_login(request, user, **about)
        return answer

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        sessions.begin(request.session, now=time.time())
        devices.remember(request, user.username)
        records = get_authentication_records(request, user)
        ways = [second_factor.called(str(record.get("type") or record["method"])) for record in records]
        events.noted("session.begun", request, user, new={"ways": ways})

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, User):
            events.noted("session.ended", request, request.user)
        super().logout(request)

    def set_password(self, user: User, password: str) -> None:
        """A password chosen by its owner: every other session ends."""
        own = context.request.user.is_authenticated and context.request.user.pk == user.pk
        with act(by=events.actor(context.request, user)) as done:
            user.set_password(password)
            user.must_change = False
            user.save(update_fields=["password", "must_change"])
            user.end_sessions()
            done.note("user.password_changed" if own else "user.password_recovered", of=user.thing)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("desk:home")

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        clear_login(request)
        messages.error(request, self.error_messages["username_password_mismatch"])
        return redirect("account_login")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """A log-in of the last minutes is as good as showing the password again."""
        records = get_authentication_records(context.request, context.request.user)
        return not records or time.time() - records[-1]["at"] > app_settings.REAUTHENTICATION_TIMEOUT

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        words = {
            "reauthenticate": gettext("使用密码"),
            "mfa_reauthenticate": gettext("使用动态验证码或者恢复码"),
            "mfa_reauthenticate:webauthn": gettext("使用通行密钥"),
        }
        methods = super().get_reauthentication_methods(user)
        return [{**method, "description": words[method["id"]]} for method in methods]


class MFAAdapter(DefaultMFAAdapter):
    """Second factors: what is kept of them is encrypted with the instance's secret."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("验证码不正确，或者已经用过。"),
        "cannot_generate_recovery_codes": gettext_lazy("请先启用动态验证码或者通行密钥。"),
    }

    def get_totp_issuer(self) -> str:
        return gettext("政府信息公开平台")

    def get_totp_label(self, user: User) -> str:
        return user.username

    def encrypt(self, text: str) -> str:
        return keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return keys().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: User, type: str) -> str:
        return gettext("通行密钥")


def keys() -> MultiFernet:
    """Keys made of the instance's secret and those before it."""
    return MultiFernet(
        [
            Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"gongkai second factor" + secret.encode()).digest()))
            for secret in map(str, (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))
        ]
    )
