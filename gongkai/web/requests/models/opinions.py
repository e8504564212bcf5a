"""What somebody who was consulted said (《条例》第三十二条、《条例》第三十四条)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.web.audit.models import Audited, AuditedQuerySet
from gongkai.web.personal import EncryptedTextField
from gongkai.web.requests.models.facts import RecordedFact


class View(models.TextChoices):
    """Whether who was asked agrees that the information is made public. Silence is no opinion: nothing is recorded."""

    AGREES = "agrees", _("同意公开")
    OBJECTS = "objects", _("不同意公开")
    PARTLY = "partly", _("部分不同意公开")


class Opinion(Audited):
    """The opinion that came with a fact `replied`, in its own words: encrypted, as the party is."""

    fact = models.OneToOneField(RecordedFact, on_delete=models.PROTECT, related_name="opinion")
    view = models.CharField(_("意见"), max_length=20, choices=View)
    reasons = EncryptedTextField(_("理由和范围"), blank=True)

    objects: ClassVar[Any] = AuditedQuerySet.as_manager()

    class Meta:
        verbose_name = _("反馈意见")

    def __str__(self) -> str:
        return str(self.get_view_display())
