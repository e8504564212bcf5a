"""Mail to who asks: written with the act that it tells of, sent by the worker, forgotten once it is sent.

A mail says which request it is about and where to look. It says nothing of what is asked or answered, and never the
code; only where the applicant chose to get the information by e-mail the letter itself goes with it (《条例》第四十条).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from gongkai.web.requests.models import Applicant, Case, Correction


class Attached(NamedTuple):
    """A file that goes with a mail."""

    name: str
    content: bytes
    media_type: str


def address(path: str) -> str:
    """An address of this instance from outside, where no request of a browser is at hand to say it."""
    if settings.HOSTS:
        return f"{'https' if settings.HTTPS else 'http'}://{settings.HOSTS[0]}{path}"
    return f"http://{settings.BIND}:{settings.PORT}{path}"


def possible(who: Applicant | Correction) -> bool:
    """Whether mail goes out of this instance, and who asks has an address."""
    return settings.PASSWORD_RECOVERY and bool(who.email)


def tell(case: Case, template: str, *, files: Sequence[Attached] = (), **said: Any) -> bool:
    """Within an act: one mail about a request, as a task of the same transaction. Whether there is one."""
    said["page"] = address(reverse("portal:request-status"))
    return _written(case.applicant, case, f"requests/mail/{template}.txt", "requests/mail/subject.txt", files, said)


def tell_of_correction(row: Correction, template: str) -> bool:
    """The same about an application to correct a record (《条例》第四十一条)."""
    said, folder = {"page": address(reverse("portal:correction-status"))}, "requests/correcting/mail"
    return _written(row, row, f"{folder}/{template}.txt", f"{folder}/subject.txt", (), said)


def _written(
    who: Applicant | Correction, about: Case | Correction, body: str, subject: str,
    files: Sequence[Attached], said: Mapping[str, Any],
) -> bool:  # fmt: skip
    if not possible(who):
        return False
    context = {"number": about.number, "agency": about.agency.name, **said}
    with override(settings.LANGUAGE_CODE):
        head, text = (render_to_string(name, context).strip() for name in (subject, body))
    message = EmailMessage(head, text, to=[who.email])
    for file in files:
        message.attach(*file)
    message.send()
    return True
