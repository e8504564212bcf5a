"""What is due at a time is enqueued once, whoever sees it first, and made up for after a pause."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from gongkai.web.tasks.attempts import run_due
from gongkai.web.tasks.backend import RetriedTask
from gongkai.web.tasks.housekeeping import tidy
from gongkai.web.tasks.models import Occasion
from gongkai.web.tasks.timetable import enqueue_due, latest

CHINA = ZoneInfo("Asia/Shanghai")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


@pytest.mark.parametrize(
    ("entry", "now", "due"),
    [
        ("02:40", "2026-03-02 02:40", "2026-03-02 02:40"),
        ("02:40", "2026-03-02 02:39", "2026-03-01 02:40"),
        ("23:10", "2026-03-02 00:05", "2026-03-01 23:10"),
        ("*:15", "2026-03-02 00:05", "2026-03-01 23:15"),
        ("*:15", "2026-03-02 07:15", "2026-03-02 07:15"),
    ],
)
def test_the_last_time_meant(entry: str, now: str, due: str) -> None:
    assert latest(entry, at(now)) == at(due)


@pytest.mark.django_db
def test_each_time_counts_once(settings: Settings) -> None:
    settings.TASK_TIMES = [("02:40", "gongkai.web.tasks.housekeeping.tidy")]
    for now in ("2026-03-02 02:41", "2026-03-02 02:42", "2026-03-05 09:00", "2026-03-05 09:01"):
        enqueue_due(at(now))
    assert DBTaskResult.objects.count() == 2
    assert list(Occasion.objects.order_by("due").values_list("due", flat=True)) == [
        at("2026-03-02 02:40"),
        at("2026-03-05 02:40"),
    ]


def test_the_timetable_names_tasks() -> None:
    for entry, path in settings.TASK_TIMES:
        assert latest(entry, at("2026-03-02 12:00")) <= at("2026-03-02 12:00")
        assert isinstance(import_string(path), RetriedTask)


@pytest.mark.django_db
def test_what_is_of_no_use_is_thrown_away() -> None:
    now = timezone.now()
    for days, status in ((8, "SUCCESSFUL"), (6, "SUCCESSFUL"), (89, "FAILED"), (91, "FAILED")):
        pk = tidy.enqueue().id
        DBTaskResult.objects.filter(pk=pk).update(status=status, finished_at=now - timedelta(days=days))
    Session.objects.create(session_key="old", session_data="", expire_date=now - timedelta(days=1))
    tidy.enqueue()
    run_due()
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["FAILED", "SUCCESSFUL", "SUCCESSFUL"]
    assert not DBTaskResult.objects.failed().filter(finished_at__lt=now - timedelta(days=90)).exists()
    assert not Session.objects.exists()
