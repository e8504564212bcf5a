"""Failed tasks are seen and tried again by who manages the instance."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.mail import EmailMessage, get_connection
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gongkai.web.agencies.officers import NotPermitted
from gongkai.web.audit.models import Event
from gongkai.web.desk.tasks.actions import retry
from gongkai.web.tasks.attempts import run_due
from gongkai.web.tasks.housekeeping import tidy
from tests.web.tasks import deeds
from tests.web.world import World


@pytest.fixture
def failed(world: World) -> DBTaskResult:
    deeds.give_up.enqueue()
    run_due()
    return DBTaskResult.objects.get()


@pytest.fixture
def administrator(world: World) -> Client:
    return world.client("administrator@district")


def test_what_failed_stands_there_with_one_sentence_and_a_button(administrator: Client, failed: DBTaskResult) -> None:
    page = administrator.get("/desk/tasks/").content.decode()
    assert "没有这份文件" in page
    assert "Traceback" not in page
    assert f'action="/desk/tasks/{failed.pk}/retry/"' in page
    for state in ("retried", "running", "waiting", "done", "nonsense"):
        assert administrator.get("/desk/tasks/", {"state": state, "page": "x"}).status_code == 200


def test_a_failed_mail_is_shown_masked_and_once_forgotten_not_tried_again(administrator: Client) -> None:
    mail = EmailMessage("期限提醒", "请办理", "from@example.invalid", ["clerk@example.invalid"])
    get_connection("gongkai.web.tasks.mail.Backend").send_messages([mail])
    failed = DBTaskResult.objects
    failed.update(status="FAILED", finished_at=timezone.now() - timedelta(days=8))
    row = failed.get()
    page = administrator.get("/desk/tasks/").content.decode()
    assert "c****@example.invalid" in page
    assert "clerk@example.invalid" not in page
    assert f"/desk/tasks/{row.pk}/retry/" in page
    tidy.func()
    page = administrator.get("/desk/tasks/").content.decode()
    assert "内容已清除" in page
    assert f"/desk/tasks/{row.pk}/retry/" not in page
    answer = administrator.post(f"/desk/tasks/{row.pk}/retry/", follow=True)
    assert "不能重试" in answer.content.decode()
    assert failed.get().status == TaskResultStatus.FAILED


def test_trying_again_is_an_event(administrator: Client, failed: DBTaskResult) -> None:
    answer = administrator.post(f"/desk/tasks/{failed.pk}/retry/")
    assert answer.status_code == 302
    row = DBTaskResult.objects.get()
    assert (row.status, row.worker_ids) == (TaskResultStatus.READY, [])
    event = Event.objects.get(verb="task.retried")
    assert (event.object_id, event.old) == (str(failed.pk), {"attempts": 1})
    assert administrator.post(f"/desk/tasks/{failed.pk}/retry/").status_code == 404


def test_an_administrator_below_does_not(world: World, failed: DBTaskResult) -> None:
    with pytest.raises(NotPermitted):
        retry(failed.pk, by=world.officer("administrator@street"))
    assert world.client("administrator@street").get("/desk/tasks/").status_code == 403


def test_many_tasks_cost_no_more_queries(administrator: Client, failed: DBTaskResult) -> None:
    counts = []
    for more in (2, 297):
        DBTaskResult.objects.bulk_create(
            DBTaskResult(
                task_path=failed.task_path, status="FAILED", args_kwargs={}, run_after=failed.run_after,
                backend_name="default", exception_class_path="builtins.OSError", traceback="",
            )
            for _ in range(more)
        )  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            assert administrator.get("/desk/tasks/").status_code == 200
        counts.append(len(queries))
    assert counts[0] + 0 == counts[1]
