"""What those who work on a request tell each other: on its page, and nowhere else."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.web.accounts.models import User
from gongkai.web.audit.models import Audited, AuditedQuerySet
from gongkai.web.personal import EncryptedTextField
from gongkai.web.requests.models.cases import Case


class CaseNote(Audited):
    """One note, never changed: what was wrong in it another one says."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    #: It may tell of who asks: shown to those who need to know that.
    text = EncryptedTextField(_("备注"), blank=True)
    by = models.ForeignKey(User, verbose_name=_("备注人"), on_delete=models.PROTECT, related_name="+")
    made = models.DateTimeField(_("时间"))

    objects: ClassVar[Any] = AuditedQuerySet.as_manager()

    class Meta:
        verbose_name = _("办理备注")
        ordering = ["case", "pk"]

    def __str__(self) -> str:
        return f"{self.case.number} {_('备注')}{self.pk}"
