"""What the timetable has done every night: the days that are over are sealed."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from gongkai.web.audit.seals import seal


@task(title=_("封存审计记录"))
def seal_days() -> int:
    """Seal every day before today; how many were."""
    return len(seal(timezone.localdate()))
