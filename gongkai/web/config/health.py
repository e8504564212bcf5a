"""For those who watch the instance: does it live, can it serve, how much does it do.

Addresses for programs: no session, no cookie. `/metrics` is for the machine itself and for whom the settings name.
"""

from __future__ import annotations

import logging
import os
import secrets
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache, lru_cache
from ipaddress import ip_address

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

import gongkai
from gongkai.web.tasks.models import SILENCE, Worker

log = logging.getLogger("gongkai.health")

#: A probe asks every few seconds; a crowd of them costs no more than one.
REMEMBERED_SECONDS = 2


@require_safe
@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """200 where every check passes, else 503; each check by its name, true or false."""
    checks = _checked(int(time.monotonic() / REMEMBERED_SECONDS))
    return JsonResponse({"ready": all(checks.values()), **checks}, status=200 if all(checks.values()) else 503)


@lru_cache(maxsize=1)
def _checked(_moment: int) -> dict[str, bool]:
    checks: dict[str, Callable[[], bool]] = {
        "database": _database,
        "migrations": _migrated,
        "guards": _guarded,
        "worker": _working,
    }
    return {name: _passes(name, check) for name, check in checks.items()}


def _passes(name: str, check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception as error:
        log.error("not ready: %s, %s", name, type(error).__name__)
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _migrated() -> bool:
    return _migrations() <= set(MigrationRecorder(connection).applied_migrations())


@cache
def _migrations() -> frozenset[tuple[str, str]]:
    """Those of this version; they stay the same as long as the process lives."""
    return frozenset(MigrationLoader(None).graph.nodes)


def _guarded() -> bool:
    for path in settings.GUARDS:
        import_string(path)()
    return True


def _working() -> bool:
    return Worker.objects.filter(seen__gte=timezone.now() - SILENCE / 2).exists()


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures in Prometheus's text, added up over all processes of this server."""
    if not _may_measure(request):
        raise PermissionDenied
    registry: CollectorRegistry = REGISTRY
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    figures = generate_latest(registry) + generate_latest(_Instance())
    return HttpResponse(figures, content_type=CONTENT_TYPE_LATEST)


def _may_measure(request: HttpRequest) -> bool:
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if settings.METRICS_TOKEN and secrets.compare_digest(token.encode(), settings.METRICS_TOKEN.encode()):
        return True
    # Behind a proxy on this machine everybody comes from here; a proxy says so in one of these.
    if {"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Via"} & set(request.headers):
        return False
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return any(address in network for network in settings.METRICS_FROM)


class _Instance(CollectorRegistry):
    """What the database knows, asked for at each reading."""

    def __init__(self) -> None:
        super().__init__(auto_describe=False)
        self.register(_FromDatabase())


class _FromDatabase(Collector):
    def collect(self) -> Iterator[Metric]:
        version = GaugeMetricFamily("gongkai_version", "The version, as a label.", labels=["version"])
        version.add_metric([gongkai.__version__], 1)
        yield version
        try:
            states = dict(DBTaskResult.objects.order_by().values_list("status").annotate(Count("pk")))
            seen = Worker.objects.aggregate(last=Max("seen"))["last"]
            late = DBTaskResult.objects.ready().filter(enqueued_at__lt=timezone.now() - timedelta(minutes=5)).count()
        except (DatabaseError, InterfaceError):
            return
        tasks = GaugeMetricFamily("gongkai_tasks", "Tasks by state.", labels=["state"])
        for state in TaskResultStatus.values:
            tasks.add_metric([state.lower()], states.get(state, 0))
        yield tasks
        yield GaugeMetricFamily("gongkai_tasks_late", "Tasks that wait for longer than five minutes.", late)
        yield GaugeMetricFamily(
            "gongkai_worker_seen_timestamp_seconds",
            "When a worker was last heard of; 0: never.",
            seen.timestamp() if seen else 0,
        )
