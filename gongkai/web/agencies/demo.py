"""Whether this instance is a demo, in which invented officers work with the printed password alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import Error, Warning
from django.db import DatabaseError

from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency


def real_data() -> bool:
    """Whether anything here is not invented."""
    return User.objects.filter(demo=False).exists() or Agency.objects.filter(demo=False).exists()


def allowed() -> bool:
    """Whether the switch is on and nothing real is here. Asked anew at each door: real data may come any time."""
    return settings.DEMO and not real_data()


def demo_data() -> bool:
    """Whether anything here was made by the demo or in it."""
    return User.objects.filter(demo=True).exists() or Agency.objects.filter(demo=True).exists()


def left_over() -> bool:
    """Whether this is a demo whose switch is off: nobody of it is let in, and no real officer is appointed in it."""
    return not settings.DEMO and demo_data()


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


def warn(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[Warning]:
    """With `check --deploy`: an instance without the switch holds what a demo left."""
    try:
        left = left_over()
    except DatabaseError:
        return []
    if not left:
        return []
    return [
        Warning(
            "本实例没有打开 GONGKAI_DEMO，但存有演示机关或演示人员：演示账户一律不能登录，演示数据仍在门户上显示。",
            hint="正式使用请另设 GONGKAI_HOME（或另建数据库），不要从演示实例恢复。"
            " A demo stays a demo: use a new GONGKAI_HOME or database, and restore no demo's backup into it.",
            id="gongkai.W001",
        )
    ]
