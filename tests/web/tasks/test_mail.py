"""All mail is enqueued in the transaction that causes it; nobody's address gets into a log or a trace."""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from gongkai.web.config import settings as ours
from gongkai.web.tasks.attempts import NOTHING, run_due
from gongkai.web.tasks.failures import sentence
from gongkai.web.tasks.housekeeping import tidy
from gongkai.web.tasks.mail import Backend, packed, unpacked

WHO = "clerk@example.invalid"
LOCMEM = "django.core.mail.backends.locmem.EmailBackend"
pytestmark = pytest.mark.django_db


def message() -> EmailMultiAlternatives:
    made = EmailMultiAlternatives("期限提醒", "请办理", "from@example.invalid", [WHO], headers={"X-A": "1"})
    made.attach_alternative("<p>请办理</p>", "text/html")
    made.attach("清单.csv", "一,二", "text/csv")
    made.attach("a.bin", b"\x00\xff", "application/octet-stream")
    return made


def post() -> None:
    get_connection("gongkai.web.tasks.mail.Backend").send_messages([message()])


def test_a_message_comes_out_as_it_went_in() -> None:
    one, other = message(), unpacked(packed(message()))
    for made in (one, other):
        made.extra_headers |= {"Date": "x", "Message-ID": "y"}
    first, second = one.message(), other.message()
    first.set_boundary("b")
    second.set_boundary("b")
    assert [part.get_payload(decode=True) for part in first.walk() if not part.is_multipart()] == [
        part.get_payload(decode=True) for part in second.walk() if not part.is_multipart()
    ]
    assert first.items() == second.items()


def test_mail_is_sent_by_the_worker_and_forgotten(settings: Settings) -> None:
    settings.MAIL_DELIVERY = LOCMEM
    post()
    assert mail.outbox == []
    assert run_due() == 1
    assert [sent.to for sent in mail.outbox] == [[WHO]]
    row = DBTaskResult.objects.get()
    assert row.status == TaskResultStatus.SUCCESSFUL
    assert WHO not in str(vars(row))


def test_nothing_personal_lies_readable_in_a_task() -> None:
    made = message()
    made.to, made.bcc = [f"张三（演示） <{WHO}>"], ["zhao@example.invalid"]
    get_connection("gongkai.web.tasks.mail.Backend").send_messages([made])
    kept = json.dumps(DBTaskResult.objects.get().args_kwargs, ensure_ascii=False)
    assert not [word for word in (WHO, "zhao", "张三", "请办理", "期限提醒") if word in kept]
    assert DBTaskResult.objects.get().args_kwargs["kwargs"] == {
        "to": ["c****@example.invalid", "z****@example.invalid"]
    }


def test_a_mail_whose_key_is_gone_is_given_up(settings: Settings) -> None:
    post()
    settings.FIELD_KEYS = ["another key, as long as one has to be"]
    run_due()
    row = DBTaskResult.objects.get()
    assert (row.status, sentence(row)) == (TaskResultStatus.FAILED, "字段密钥已更换，读不出这封邮件。")


@pytest.mark.parametrize(("days", "kept"), [(6, True), (8, False)])
def test_a_mail_that_failed_for_good_is_forgotten_after_a_week(
    days: int, kept: bool, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAIL_DELIVERY = f"{__name__}.Refusing"
    monkeypatch.setattr(Refusing, "error", SMTPRecipientsRefused({WHO: (550, b"")}))
    post()
    tidy.enqueue()
    run_due()
    failed = DBTaskResult.objects.failed()
    failed.update(finished_at=timezone.now() - timedelta(days=days))
    tidy.func()
    row = failed.get()
    assert (row.args_kwargs != NOTHING) is kept
    assert "550" in str(sentence(row))


def test_mail_of_a_rolled_back_act_is_gone() -> None:
    with transaction.atomic():
        post()
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.exists()


class Refusing(Backend):
    """A server that says no."""

    error: Exception = SMTPRecipientsRefused({WHO: (550, b"no such " + WHO.encode())})

    def send_messages(self, email_messages: Any) -> int:
        raise self.error


@pytest.mark.parametrize(
    ("error", "status", "says"),
    [
        (SMTPRecipientsRefused({WHO: (550, WHO.encode())}), TaskResultStatus.FAILED, "邮件服务器拒收（550）"),
        (SMTPRecipientsRefused({WHO: (451, WHO.encode())}), TaskResultStatus.READY, "检查邮件设置"),
        (SMTPServerDisconnected(WHO), TaskResultStatus.READY, "检查邮件设置"),
        (ConnectionRefusedError(111, "refused"), TaskResultStatus.READY, "拒绝连接"),
    ],
)
def test_a_recipient_stands_in_no_log_and_no_trace(
    error: Exception, status: str, says: str, settings: Settings, caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    settings.MAIL_DELIVERY = f"{__name__}.Refusing"
    monkeypatch.setattr(Refusing, "error", error)
    with caplog.at_level(logging.DEBUG):
        post()
        run_due()
    row = DBTaskResult.objects.get()
    assert row.status == status
    assert says in str(sentence(row))
    assert WHO not in row.traceback + row.exception_class_path + caplog.text


def test_all_mail_goes_this_way() -> None:
    assert ours.EMAIL_BACKEND == "gongkai.web.tasks.mail.Backend"
    assert settings.MAIL_DELIVERY.endswith("filebased.EmailBackend")
