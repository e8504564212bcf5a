"""What is thrown away every night: finished tasks, past times, sessions that have run out."""

from __future__ import annotations

from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from gongkai.web.tasks.attempts import NOTHING, private
from gongkai.web.tasks.models import Occasion

#: How long one may still look up what was done, and what failed.
DONE, FAILED = timedelta(days=7), timedelta(days=90)
#: How long one may still try again what failed with something personal in it: a mail. The failure itself stays.
PRIVATE = timedelta(days=7)


@task(title=_("每日清理"))
def tidy() -> dict[str, int]:
    """Remove what is of no use any more; how many rows of each."""
    now = timezone.now()
    done, *_rows = DBTaskResult.objects.successful().filter(finished_at__lt=now - DONE).delete()
    failed, *_rows = DBTaskResult.objects.failed().filter(finished_at__lt=now - FAILED).delete()
    forgotten = forget(now - PRIVATE)
    occasions, *_rows = Occasion.objects.filter(due__lt=now - FAILED).delete()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return {"done": done, "failed": failed, "forgotten": forgotten, "occasions": occasions}


def forget(before: datetime) -> int:
    """Empty the private tasks that failed before then; how many. They cannot be tried again."""
    rows = DBTaskResult.objects.failed().filter(finished_at__lt=before).exclude(args_kwargs=NOTHING)
    personal = [row.pk for row in rows.defer("args_kwargs") if private(row)]
    return DBTaskResult.objects.filter(pk__in=personal).update(args_kwargs=NOTHING)
