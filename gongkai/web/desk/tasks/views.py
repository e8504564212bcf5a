from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, Max, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.permissions import Permission
from gongkai.web.desk.tasks import actions
from gongkai.web.tasks.attempts import NOTHING, private
from gongkai.web.tasks.failures import most, sentence, title
from gongkai.web.tasks.models import Worker

PAGE = 50
STATES = {
    "failed": DBTaskResult.objects.failed,
    "retried": lambda: DBTaskResult.objects.filter(status=TaskResultStatus.READY).exclude(exception_class_path=""),
    "running": DBTaskResult.objects.running,
    "waiting": lambda: DBTaskResult.objects.filter(status=TaskResultStatus.READY, exception_class_path=""),
    "done": DBTaskResult.objects.successful,
}


@desk(Permission.MANAGE_INSTANCE)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Tasks by state, what failed first."""
    actions.require_instance(request.officer)  # type: ignore[attr-defined]
    state = request.GET.get("state", "")
    found: QuerySet[Any] = STATES.get(state, STATES["failed"])().order_by("-enqueued_at", "pk")
    rows = found.defer("args_kwargs", "return_value").annotate(
        to=F("args_kwargs__kwargs__to"), emptied=Q(args_kwargs=NOTHING)
    )
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    shown = [
        {"row": row, "title": title(row), "attempts": len(row.worker_ids), "most": most(row), "error": sentence(row)}
        | {"to": row.to or [], "forgotten": row.emptied and private(row)}
        for row in page
    ]
    context = {
        "page": page,
        "tasks": shown,
        "state": state if state in STATES else "failed",
        "counts": dict(DBTaskResult.objects.order_by().values_list("status").annotate(Count("pk"))),
        "seen": Worker.objects.aggregate(last=Max("seen"))["last"],
    }
    return render(request, "desk/tasks.html", context)


@desk(Permission.MANAGE_INSTANCE)
@require_POST
def retry(request: HttpRequest, task: UUID) -> HttpResponse:
    try:
        row = actions.retry(task, by=request.officer)  # type: ignore[attr-defined]
    except DBTaskResult.DoesNotExist:
        raise Http404 from None
    except actions.Forgotten as error:
        messages.error(request, str(error))
        return redirect("tasks:overview")
    messages.success(request, _("“%(task)s”将重新执行。") % {"task": title(row)})
    return redirect("tasks:overview")
