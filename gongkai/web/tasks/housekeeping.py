"""What is thrown away every night: finished tasks, past times, sessions that have run out."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from gongkai.web.tasks.models import Occasion

#: How long one may still look up what was done, and what failed.
DONE, FAILED = timedelta(days=7), timedelta(days=90)


@task(title=_("每日清理"))
def tidy() -> dict[str, int]:
    """Remove what is of no use any more; how many rows of each."""
    now = timezone.now()
    done, *_rows = DBTaskResult.objects.successful().filter(finished_at__lt=now - DONE).delete()
    failed, *_rows = DBTaskResult.objects.failed().filter(finished_at__lt=now - FAILED).delete()
    occasions, *_rows = Occasion.objects.filter(due__lt=now - FAILED).delete()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return {"done": done, "failed": failed, "occasions": occasions}
