"""What stands in an officer's calendar: the due days of the requests that the officer holds, or holds for another."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db.models import Max, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.agencies.roster import Roster
from gongkai.web.requests.calendars.writing import Event
from gongkai.web.requests.models import Told
from gongkai.web.requests.standing import tell_anew
from gongkai.web.requests.telling.mails import address
from gongkai.web.requests.watching.digest import charged


def due_days(officer: Officer) -> list[Event]:
    """In the order of the days; of who asks and for what there is nothing."""
    tell_anew(officer.today)
    drafts = officer.where(Permission.DRAFT)
    holds = Q(agency_id__in=officer.where(Permission.DISCLOSE).values("pk"))
    holds |= Q(agency_id__in=drafts.values("pk")) | Q(case__unit__in=drafts)
    open_ = Told.objects.visible_to(officer).filter(holds, ended=None, due__isnull=False)
    rows: QuerySet[Any] = open_.select_related("case__agency").annotate(changed=Max("case__facts__recorded"))
    offices, paths = Roster(officer.today), dict(Agency.objects.values_list("pk", "path"))
    found = [row for row in rows.order_by("due", "pk") if officer.user.pk in charged(row, offices, paths)]
    return [_event(row, row.changed) for row in found]


def _event(row: Told, changed: datetime) -> Event:
    place = address(reverse("requests:case", args=[row.pk]))
    words = {"number": row.case.number}
    title = _("申请%(number)s答复期限") % words
    if row.late:
        title = _("申请%(number)s已超期") % words
    elif row.provisional:
        title = _("申请%(number)s答复期限（暂定）") % words
    assert row.due is not None
    return Event(str(uuid5(NAMESPACE_URL, place)), row.due, title, place, changed)
