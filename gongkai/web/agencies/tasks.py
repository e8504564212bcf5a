"""What the night's work does for agencies."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from gongkai.web.agencies.models import ImportDraft

#: How long an uploaded list waits for its officer's yes. It is no record: nothing was done by it.
KEPT = timedelta(days=7)


@task(title=_("清除过期的导入预览"))
def drop_old_drafts() -> int:
    """Remove uploaded lists that nobody confirmed; how many."""
    gone, _rows = ImportDraft.objects.filter(created__lt=timezone.now() - KEPT).delete()
    return gone
