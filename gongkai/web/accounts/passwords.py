"""What a password must be, beyond Django's own rules, and what one made for somebody else looks like."""

from __future__ import annotations

import secrets

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from gongkai.web.accounts.models import User

#: No 0 O 1 l i: it is read out and typed once.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def initial() -> str:
    """A password for the first log-in: 80 bits in four groups."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


class LongEnough:
    """Django's own says it in English where a plural is not translated."""

    def __init__(self, least: int = 12) -> None:
        self.least = least

    def validate(self, password: str, user: User | None = None) -> None:
        if len(password) < self.least:
            raise ValidationError(self.get_help_text(), code="password_too_short")

    def get_help_text(self) -> str:
        return _("密码至少 %(count)d 个字符，可以用几个不相干的词连成。") % {"count": self.least}


class NotTheNames:
    """No name of the user's, however long the rest is."""

    def validate(self, password: str, user: User | None = None) -> None:
        names = (user.username, user.name, user.email) if user else ()
        parts = [part for name in names for part in {name, *name.replace("@", " ").replace(".", " ").split()}]
        if any(len(part) >= 3 and part.lower() in password.lower() for part in parts):
            raise ValidationError(_("密码不能包含您的登录名、姓名或者邮箱。"), code="password_contains_name")

    def get_help_text(self) -> str:
        return _("密码不能包含您的登录名、姓名或者邮箱。")


class Varied:
    """Not one letter again and again."""

    def __init__(self, different: int = 6) -> None:
        self.different = different

    def validate(self, password: str, user: User | None = None) -> None:
        if len(set(password)) < self.different:
            raise ValidationError(self.get_help_text(), code="password_not_varied")

    def get_help_text(self) -> str:
        return _("密码至少要有 %(count)d 个不同的字符。") % {"count": self.different}


class Tokens(PasswordResetTokenGenerator):
    """Links that set a password: good once, and not after the user's sessions were ended."""

    def _make_hash_value(self, user: User, timestamp: int) -> str:  # type: ignore[override]
        return f"{super()._make_hash_value(user, timestamp)}{user.epoch}{user.is_active}"
