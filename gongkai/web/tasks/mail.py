"""All mail is a task: written with the act that causes it, sent by the worker, tried again where a server is away.

What is in it, addresses and text, lies encrypted in the task; in the clear stand only masked addresses, for the desk.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Sequence
from email.utils import parseaddr
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from gongkai.web.personal import FieldKeyMissing, Kind, decrypt, encrypt, mask
from gongkai.web.tasks.backend import GivenUp


class NotSent(Exception):
    """The mail server did not take it; may be tried again."""


class Backend(BaseEmailBackend):
    """Django's way to send mail, which here means: to enqueue it."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            sealed = encrypt(json.dumps(packed(message), ensure_ascii=False))
            deliver.enqueue(sealed, to=[mask(parseaddr(to)[1], Kind.EMAIL) for to in message.recipients()])
        return len(email_messages)


def packed(message: EmailMessage) -> dict[str, Any]:
    """A message as plain values."""
    alternatives = message.alternatives if isinstance(message, EmailMultiAlternatives) else []
    return {
        "subject": str(message.subject),
        "body": str(message.body),
        "subtype": message.content_subtype,
        "from": message.from_email,
        "to": list(message.to),
        "cc": list(message.cc),
        "bcc": list(message.bcc),
        "reply_to": list(message.reply_to),
        "headers": {name: str(value) for name, value in message.extra_headers.items()},
        "alternatives": [[str(content), mimetype] for content, mimetype in alternatives],
        "attachments": [_packed_attachment(attachment) for attachment in message.attachments],
    }


def _packed_attachment(attachment: Any) -> list[str]:
    name, content, mimetype = attachment
    content = content.encode() if isinstance(content, str) else content
    return [name or "", b64encode(content).decode(), mimetype or "application/octet-stream"]


def unpacked(values: dict[str, Any]) -> EmailMultiAlternatives:
    """The message of the plain values."""
    message = EmailMultiAlternatives(
        values["subject"],
        values["body"],
        values["from"],
        values["to"],
        bcc=values["bcc"],
        cc=values["cc"],
        reply_to=values["reply_to"],
        headers=values["headers"],
        alternatives=[tuple(alternative) for alternative in values["alternatives"]],
        attachments=[(name, b64decode(content), mimetype) for name, content, mimetype in values["attachments"]],
    )
    message.content_subtype = values["subtype"]
    return message


@task(title=_("发送邮件"), attempts=16, private=True)
def deliver(sealed: str, *, to: Sequence[str]) -> None:
    """Hand one mail to the server. Nobody's address is in what is raised, so none gets into a log."""
    try:
        values = json.loads(decrypt(sealed))
        get_connection(settings.MAIL_DELIVERY).send_messages([unpacked(values)])
    except FieldKeyMissing:
        raise GivenUp(_("字段密钥已更换，读不出这封邮件。")) from None
    except SMTPRecipientsRefused as error:
        codes = sorted({code for code, _said in error.recipients.values()})
        raise _refusal(codes[0]) from None
    except SMTPResponseException as error:
        raise _refusal(error.smtp_code) from None
    except SMTPException as error:
        raise NotSent(type(error).__name__) from None


def _refusal(code: int) -> Exception:
    """5xx is for good (RFC 5321), except where the password is the trouble; everything else may pass."""
    for_good = 500 <= code < 600 and code not in {530, 535}
    return GivenUp(f"邮件服务器拒收（{code}）") if for_good else NotSent(str(code))
