"""Workers that are alive, and the times at which something was due. The tasks themselves are django-tasks-db's."""

from __future__ import annotations

import os
import platform
from datetime import datetime, timedelta
from pathlib import Path
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

#: A worker that has not been heard of for so long is dead, wherever it ran.
SILENCE = timedelta(seconds=60)


def this_host() -> str:
    """This machine, and in it the name space in which a process number means something (a container has its own)."""
    space = Path("/proc/self/ns/pid")
    return f"{platform.node()}/{space.readlink().name if space.is_symlink() else 'pid'}"


class Worker(models.Model):
    """One process that does tasks; it says every few seconds that it lives, and takes its row with it at its end."""

    id = models.CharField(primary_key=True, max_length=32)
    host = models.CharField(_("主机"), max_length=120)
    process = models.PositiveIntegerField(_("进程"))
    started = models.DateTimeField(_("启动时间"))
    seen = models.DateTimeField(_("最近活动"))

    objects: ClassVar[models.Manager[Worker]] = models.Manager()

    class Meta:
        verbose_name = _("任务进程")

    def dead(self, *, now: datetime, me: Worker | None = None) -> bool:
        """Whether nobody does any more what this worker had begun."""
        if me is not None and self.pk == me.pk:
            return False
        if self.seen < now - SILENCE:
            return True
        if self.host != this_host():
            return False
        # A process number that came round again is a worker's only by chance; where it is mine, it is not the other's.
        return (me is not None and self.process == me.process) or not _running(self.process)


def _running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


class Occasion(models.Model):
    """A time at which a task of the timetable was due and was enqueued, once, whoever saw it first."""

    task = models.CharField(_("任务"), max_length=200)
    due = models.DateTimeField(_("时间"))

    objects: ClassVar[models.Manager[Occasion]] = models.Manager()

    class Meta:
        verbose_name = _("定时任务")
        constraints = [models.UniqueConstraint(fields=["task", "due"], name="tasks_occasion_once")]
