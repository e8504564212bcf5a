"""What may be done to a task by hand."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gongkai.web.agencies.officers import NotPermitted, Officer
from gongkai.web.agencies.permissions import GRANTS, Permission, Role
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import Thing
from gongkai.web.tasks.attempts import NOTHING, private
from gongkai.web.tasks.failures import title


class Forgotten(Exception):
    """What a task was given is not kept any more; the message is for the officer."""


def manages_instance(officer: Officer) -> bool:
    """Tasks are the whole instance's: who sees to them manages it from a topmost agency."""
    return any(
        held.agency.superior_id is None and Permission.MANAGE_INSTANCE in GRANTS[Role(held.role)]
        for held in officer.appointments
    )


def require_instance(officer: Officer) -> None:
    """Pass, or raise NotPermitted."""
    if not manages_instance(officer):
        raise NotPermitted(_("后台任务由最上级机关的系统管理员处理。"))


def retry(task: UUID, *, by: Officer) -> DBTaskResult:
    """Try a failed task again from the beginning.

    :raises DBTaskResult.DoesNotExist: there is none of that id that has failed.
    :raises Forgotten: it was private, and what it was given is not kept any more.
    """
    require_instance(by)
    with act(by=by.actor) as done:
        row = DBTaskResult.objects.select_for_update().get(pk=task, status=TaskResultStatus.FAILED)
        if private(row) and row.args_kwargs == NOTHING:
            raise Forgotten(_("这项任务的内容已过保存期限，被清除了，不能重试。请重新办理。"))
        attempts, row.worker_ids = len(row.worker_ids), []
        row.status, row.run_after, row.finished_at = TaskResultStatus.READY, timezone.now(), None
        row.save(update_fields=["status", "run_after", "finished_at", "worker_ids"])
        done.note("task.retried", of=Thing("task", str(row.pk), str(title(row))), old={"attempts": attempts})
    return row
