"""Addresses for those who watch the instance."""

from __future__ import annotations

import io
import json
import logging
import sys
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django import Settings

from gongkai.web.config import health
from gongkai.web.config.logs import Json, Plain
from gongkai.web.config.metrics import measured
from gongkai.web.tasks.models import SILENCE, Worker, this_host


@pytest.fixture
def worker(db: None) -> Worker:
    health._checked.cache_clear()
    now = timezone.now()
    return Worker.objects.create(id="w", host=this_host(), process=1, started=now, seen=now)


def test_alive_asks_nothing(client: Client) -> None:
    answer = client.get("/healthz")  # no database: the test has none
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert answer.cookies == {}


def test_ready_where_everything_is(worker: Worker, client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, set(answer.json().values())) == (200, {True})


def test_not_ready_without_a_worker_or_with_a_broken_guard(
    worker: Worker, client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    Worker.objects.update(seen=timezone.now() - SILENCE)
    settings.GUARDS = [f"{__name__}.broken"]
    monkeypatch.setattr(health, "_migrated", lambda: False)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "database": True, "migrations": False, "guards": False, "worker": False}


def broken() -> None:
    raise OperationalError("a trigger is missing")


def test_figures_are_for_this_machine_and_for_whom_the_settings_name(worker: Worker, settings: Settings) -> None:
    def asked(**request: Any) -> int:
        return Client().get("/metrics", **request).status_code

    assert asked() == 200
    assert asked(REMOTE_ADDR="192.0.2.1") == 403
    assert asked(HTTP_X_FORWARDED_FOR="192.0.2.1") == 403  # a proxy on this machine
    assert asked(HTTP_X_REAL_IP="192.0.2.1") == 403
    assert asked(REMOTE_ADDR="") == 403
    assert asked(REMOTE_ADDR="192.0.2.1", HTTP_AUTHORIZATION="Bearer ") == 403
    settings.METRICS_TOKEN = "a-token"
    assert asked(REMOTE_ADDR="192.0.2.1", HTTP_AUTHORIZATION="Bearer a-token") == 200
    assert asked(REMOTE_ADDR="192.0.2.1", HTTP_AUTHORIZATION="Bearer another") == 403


def test_figures(worker: Worker, client: Client) -> None:
    client.get("/healthz")
    text = client.get("/metrics").content.decode()
    for line in (
        'gongkai_requests_total{page="healthz",status="200"}',
        'gongkai_request_seconds_bucket{le="0.1",page="healthz"}',
        'gongkai_tasks{state="failed"} 0.0',
        "gongkai_worker_seen_timestamp_seconds 1",
        'gongkai_version{version="',
    ):
        assert line in text


@pytest.mark.parametrize("form", [Plain, Json])
def test_the_log_names_nobody(form: type[logging.Formatter]) -> None:
    """What was asked for, and by whom, is not told; nor what an error quotes."""
    output = io.StringIO()
    handler = logging.StreamHandler(output)
    handler.setFormatter(form())
    for name in ("gongkai.requests", "django.request"):
        logger = logging.getLogger(name)
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
    request = RequestFactory().get("/search/?q=310101199001011234", REMOTE_ADDR="192.0.2.77")
    said = "310101199001011234"
    try:
        measured(lambda _: health.alive(request))(request)
        try:
            raise ValueError(said)
        except ValueError:
            logging.getLogger("django.request").error(
                "Error: %s", "/search/?q=310101199001011234\n2026 ERROR forged", exc_info=sys.exc_info()
            )
    finally:
        for name in ("gongkai.requests", "django.request"):
            logging.getLogger(name).removeHandler(handler)
    text = output.getvalue()
    assert "ValueError" in text
    assert "310101" not in text
    assert "192.0.2.77" not in text
    assert not any(line.startswith("2026 ERROR forged") for line in text.splitlines())
    if form is Json:
        assert {json.loads(line)["level"] for line in text.splitlines()} == {"INFO", "ERROR"}
