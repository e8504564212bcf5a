"""The door as a person uses it: user name, password, code."""

from __future__ import annotations

import base64
import time
from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.http import HttpResponse
from django.test import Client

from gongkai.web.accounts.models import User
from tests.web.world import PASSWORD

LOGIN, SECOND, DESK = "/accounts/login/", "/accounts/2fa/authenticate/", "/desk/"


def code(secret: str, *, steps: int = 0) -> str:
    """What an app would show now, or so many steps from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def wrong(secret: str) -> str:
    """Six digits that are none of those that would do."""
    good = {code(secret, steps=steps) for steps in range(-2, 3)}
    return next(digits for number in range(10) if (digits := str(number) * 6) not in good)


def enrol(user: User) -> str:
    """Give a user an app and recovery codes; returns the app's secret."""
    secret = generate_totp_secret()
    assert base64.b32decode(secret)
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def login(client: Client, username: str, password: str = PASSWORD, **more: Any) -> HttpResponse:
    return client.post(LOGIN, {"login": username, "password": password, **more})


def second(client: Client, digits: str) -> HttpResponse:
    return client.post(SECOND, {"code": digits})


def at_desk(client: Client) -> bool:
    """Whether the desk is open to this browser."""
    return client.get(DESK).status_code == 200
