"""Whether this instance is a demo, in which invented officers work with the printed password alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import Error
from django.db import DatabaseError

from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency


def real_data() -> bool:
    """Whether anything here is not invented."""
    return User.objects.filter(demo=False).exists() or Agency.objects.filter(demo=False).exists()


def allowed() -> bool:
    """Whether the switch is on and nothing real is here. Asked anew at each door: real data may come any time."""
    return settings.DEMO and not real_data()


def invented(by: User) -> bool:
    """Whether what this one enters is of the demo, too, as whoever enters it."""
    return by.demo and allowed()


def check(app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **_: Any) -> list[Error]:
    """At the start: GONGKAI_DEMO on an instance with real data is an error."""
    if not settings.DEMO or not databases:
        return []
    try:
        real = real_data()
    except DatabaseError:  # before the first migration there is nothing, so nothing real
        return []
    if not real:
        return []
    return [
        Error(
            "GONGKAI_DEMO=1，但本实例已有真实的机关或人员：演示账户不要求第二重验证，不能与真实数据并存。",
            hint="请去掉 GONGKAI_DEMO，或者另设 GONGKAI_HOME 运行演示。"
            " Unset GONGKAI_DEMO, or run the demo with a GONGKAI_HOME of its own.",
            id="gongkai.E001",
        )
    ]
