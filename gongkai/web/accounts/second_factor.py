"""Whether a session stands on more than a password."""

from __future__ import annotations

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.web.accounts.models import User
from gongkai.web.audit.notes import recorded

#: A recovery code stands in for a factor; it is none by itself.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
#: How the ways to log in are called.
WORDS: dict[str, str | Promise] = {
    "password": _("密码"),
    Authenticator.Type.TOTP.value: _("动态验证码"),
    Authenticator.Type.WEBAUTHN.value: _("通行密钥"),
    Authenticator.Type.RECOVERY_CODES.value: _("恢复码"),
}


def called(kind: str) -> str:
    """The word for it, as the audit keeps it."""
    return recorded(WORDS.get(kind, kind))


def used(request: HttpRequest) -> bool:
    """Whether this session was begun with a one-time code, a recovery code or a passkey."""
    user = request.user
    return user.is_authenticated and any(
        record.get("method") == "mfa" for record in get_authentication_records(request, user)
    )


def enrolled(user: User) -> bool:
    """Whether the user has a factor to show."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists()


def forget(request: HttpRequest) -> None:
    """After the last factor is given up: this session stands on the password again."""
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        record for record in records if record.get("method") != "mfa"
    ]
