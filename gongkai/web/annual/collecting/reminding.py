"""Reminding units by mail: which report, by when and where; nothing of persons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django_tasks import task

from gongkai.web import clock
from gongkai.web.agencies.models import Appointment
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission, roles_with
from gongkai.web.agencies.terms import held_on
from gongkai.web.annual.collecting.filing import require_lead
from gongkai.web.annual.collecting.standing import OUTSTANDING, narrowed
from gongkai.web.annual.models import Collection, Filing, FilingState
from gongkai.web.audit.acts import act
from gongkai.web.audit.notes import Actor
from gongkai.web.files.tasks import PROGRAM
from gongkai.web.requests.telling.mails import address
from gongkai.web.workflow.refusals import Refused

#: So many days before the day they are reminded, on it, and then every so many.
BEFORE, THEN = (7, 3, 1, 0), 7
#: And no longer than that after it.
LONGEST = 90


def remind(collection: Collection, *, by: Officer) -> int:
    """Remind every unit whose report is outstanding, once a day; how many are.

    :raises Refused: where no mail goes out of this instance.
    """
    require_lead(collection, by)
    if not settings.PASSWORD_RECOVERY:
        raise Refused(_("本系统没有设置邮件（GONGKAI_EMAIL_URL），不能发催报邮件。"))
    return _reminded(collection, clock.today(), by.actor)


@task(title=gettext_lazy("催报年度报告"))
def remind_all() -> int:
    """Remind where the day is near, or over; how many units."""
    today = clock.today()
    if not settings.PASSWORD_RECOVERY:
        return 0
    rows = Collection.objects.select_related("agency").filter(agency__closed=None)
    return sum(_reminded(row, today, PROGRAM) for row in rows if _is_day((row.due - today).days))


def _is_day(left: int) -> bool:
    return left in BEFORE or (-LONGEST <= left < 0 and left % THEN == 0)


def _reminded(collection: Collection, today: date, actor: Actor) -> int:
    found = narrowed(collection, OUTSTANDING, today).select_related("agency")
    rows = [row for row in found if not _today(row, today)]
    if not rows:
        return 0
    mails = _mails(collection, rows, today)
    now = clock.now()
    with act(by=actor) as done:
        Filing.objects.filter(pk__in=[row.pk for row in rows]).update(reminded=now)
        get_connection().send_messages(mails)
        new = {"units": len(rows), "mails": len(mails)}
        done.note("collection.reminded", of=collection.thing, agency=collection.agency.holder, new=new)
    return len(rows)


def _today(row: Filing, today: date) -> bool:
    return row.reminded is not None and timezone.localdate(row.reminded) == today


def _mails(collection: Collection, rows: Sequence[Filing], today: date) -> list[EmailMessage]:
    """One for each officer of a unit's own 公开办 who has an address; as many queries for many as for few."""
    offices = Appointment.objects.filter(
        held_on(today), role__in=roles_with(Permission.DISCLOSE), agency__in=_answering(rows), user__is_active=True
    ).exclude(user__email="")  # fmt: skip
    to: dict[int, set[str]] = {}
    for agency, email in offices.values_list("agency", "user__email"):
        to.setdefault(agency, set()).add(email)
    with override(settings.LANGUAGE_CODE):
        return [
            _mail(collection, row, email)
            for row in rows
            for email in sorted(to.get(row.agency.heir_id or row.agency_id, ()))
        ]


def _answering(rows: Iterable[Filing]) -> set[int]:
    """The units, and in the place of those that are closed who answers for them."""
    return {row.agency.heir_id or row.agency_id for row in rows}


def _mail(collection: Collection, row: Filing, email: str) -> EmailMessage:
    context = {
        "name": row.name, "year": collection.year, "due": collection.due, "returned": row.state == FilingState.RETURNED,
        "place": address(reverse("annual:filing", args=[row.pk])),
    }  # fmt: skip
    subject = _("%(name)s%(year)d年年度报告待报送") % context
    return EmailMessage(subject, render_to_string("annual/collecting/reminder.txt", context).strip(), to=[email])
