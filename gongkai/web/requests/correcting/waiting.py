"""Applications to correct a record that wait for somebody: to be answered, signed, sent (《条例》第四十一条).

The Regulation sets no term, so that none is ever late; the day on which the oldest came in says how long it waits.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.requests.correcting.reading import STAGES
from gongkai.web.requests.models import Correction
from gongkai.web.requests.watching.digest import news_between
from gongkai.web.workflow.waiting import Waiting, in_office

#: Who sees to what, stage by stage.
WHO = {"registered": Permission.DRAFT, "signing": Permission.APPROVE, "issued": Permission.DRAFT}


def waiting(officer: Officer | None, today: date) -> Iterator[Waiting]:
    """Of an officer's own agencies; without an officer: of all. A query for each stage."""
    since, until = news_between(today)
    for stage, permission in WHO.items():
        rows = in_office(Correction.objects.filter(STAGES[stage]), officer, permission, "agency", "agency__heir")
        if officer is not None and stage == "signing":
            rows = rows.exclude(drafted_by=officer.user)  # who drafts does not sign
        new = Q(entered_by=None, entered__gte=since, entered__lt=until)
        counted = rows.order_by().values("agency", "agency__heir", "agency__name").annotate(
            count=Count("pk"), oldest=Min("arrived"), one=Min("pk"), new=Count("pk", filter=new)
        )  # fmt: skip
        for row in counted.order_by("agency__name"):
            fresh = stage == "registered" and bool(row["new"])
            office = row["agency__heir"] or row["agency"]
            yield Waiting(permission, office, _told(stage, row), _address(stage, row), fresh=fresh)


def _told(stage: str, row: dict[str, Any]) -> str:
    said = {"name": row["agency__name"], "count": row["count"], "day": date_format(row["oldest"], "DATE_FORMAT")}
    if stage == "registered":
        text = _("“%(name)s”有%(count)d件更正申请等审核拟办，最早的%(day)s收到（《条例》第四十一条）。")
    elif stage == "signing":
        text = _("“%(name)s”有%(count)d件更正答复等签发，最早的申请%(day)s收到（《条例》第四十一条）。")
    else:
        text = _("“%(name)s”有%(count)d件更正答复已签发、等送出，最早的申请%(day)s收到。")
    return text % said


def _address(stage: str, row: dict[str, Any]) -> str:
    if row["count"] == 1:
        return reverse("requests:correction", args=[row["one"]])
    return f"{reverse('requests:corrections')}?stage={stage}"
