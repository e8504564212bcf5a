"""The secret address under which an officer's calendar asks for due days."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.web.accounts.models import User
from gongkai.web.audit.models import Audited, AuditedQuerySet


class CalendarLink(Audited):
    """One for each officer, good until it is renewed or ended."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="calendar_link")
    #: The digest of the word in the address; the word itself only the calendar has.
    digest = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField(_("生成时间"))

    objects: ClassVar[Any] = AuditedQuerySet.as_manager()

    class Meta:
        verbose_name = _("日历订阅")

    def __str__(self) -> str:
        return self.user.name
