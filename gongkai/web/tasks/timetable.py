"""Tasks at fixed times, from the table `TASK_TIMES` of the settings: ("02:10", "gongkai.web.….prune").

`"02:10"` is once a day at that time in China, `"*:10"` once an hour. What fell due while no worker ran is made up
for once, at the next start. However many workers there are, each time counts once.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from gongkai.web.tasks.models import Occasion


def latest(at: str, now: datetime) -> datetime:
    """The last time not after `now` that the entry of the table means."""
    hour, _, minute = at.partition(":")
    local = timezone.localtime(now).replace(minute=int(minute), second=0, microsecond=0)
    step = timedelta(hours=1) if hour == "*" else timedelta(days=1)
    due = local if hour == "*" else local.replace(hour=int(hour))
    return due if due <= now else due - step


def enqueue_due(now: datetime) -> None:
    """Enqueue what fell due and was not enqueued yet."""
    for at, path in settings.TASK_TIMES:
        due = latest(at, now)
        if Occasion.objects.filter(task=path, due=due).exists():
            continue
        with transaction.atomic():
            _, first = Occasion.objects.get_or_create(task=path, due=due)
            if first:
                import_string(path).enqueue()
