"""Who is let in: asked at each log-in, and of each session whenever it is used."""

from __future__ import annotations

from typing import Any

from allauth.account import auth_backends

from gongkai.web.accounts.models import User


class Backend(auth_backends.AuthenticationBackend):
    """allauth's, for accounts that are admitted. A session of any other belongs to nobody from then on."""

    def user_can_authenticate(self, user: Any) -> bool:
        return isinstance(user, User) and user.admitted
