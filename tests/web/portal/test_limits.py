"""How often one address may ask: counted over all processes and servers, for as long as the window lasts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache.backends import db as kept
from django.test import RequestFactory
from django.utils import timezone

from gongkai.web.portal import limits
from tests.web.copies import Committed
from tests.web.disclosure.test_at_once import at_once

MOST = 3


@pytest.fixture(autouse=True)
def anew(monkeypatch: Any) -> None:
    """One window for the whole test, whatever the hour."""
    limits.forget()
    monkeypatch.setattr(limits, "time", SimpleNamespace(time=lambda: 1_790_000_000))


def asked() -> bool:
    """Whether another process lets the address pass."""
    limits.forget()
    return not limits.wait(RequestFactory().get("/"), "演示", most=MOST, seconds=3600)


@pytest.mark.django_db
def test_a_count_is_kept_as_long_as_its_window_lasts(monkeypatch: Any) -> None:
    assert [asked() for _ in range(MOST + 1)] == [True] * MOST + [False]
    later = timezone.now() + timedelta(minutes=50)
    monkeypatch.setattr(kept, "tz_now", lambda: later)
    assert not asked()


def test_of_many_at_once_no_more_pass(committed: Committed) -> None:
    passed: list[bool] = []

    def ask() -> None:
        passed.append(asked())

    deeds: list[Callable[[], object]] = [ask] * 2 * MOST
    assert at_once(*deeds) == []
    assert passed.count(True) == MOST
