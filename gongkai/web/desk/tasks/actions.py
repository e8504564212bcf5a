"""What may be done to a task by hand."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gongkai.web.agencies.officers import NotPermitted, Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import Thing
from gongkai.web.tasks.failures import title


def require_instance(officer: Officer) -> None:
    """Tasks are the whole instance's: who sees to them manages it from a topmost agency."""
    if not officer.where(Permission.MANAGE_INSTANCE).filter(superior=None).exists():
        raise NotPermitted


def retry(task: UUID, *, by: Officer) -> DBTaskResult:
    """Try a failed task again from the beginning.

    :raises DBTaskResult.DoesNotExist: there is none of that id that has failed.
    """
    require_instance(by)
    with act(by=by.actor) as done:
        row = DBTaskResult.objects.select_for_update().get(pk=task, status=TaskResultStatus.FAILED)
        attempts, row.worker_ids = len(row.worker_ids), []
        row.status, row.run_after, row.finished_at = TaskResultStatus.READY, timezone.now(), None
        row.save(update_fields=["status", "run_after", "finished_at", "worker_ids"])
        done.note("task.retried", of=Thing("task", str(row.pk), str(title(row))), old={"attempts": attempts})
    return row
