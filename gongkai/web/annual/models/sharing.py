"""A report that somebody had checked and wanted to keep for a while: found by a word that only they have."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.web.audit.models import Audited, AuditedQuerySet
from gongkai.web.audit.notes import Thing
from gongkai.web.personal import EncryptedTextField


class SharedCheck(Audited):
    """Whoever has the word reads it, whoever has the code drops it; in no list, no search and no feed."""

    #: Of the word and of the code; themselves they are kept nowhere.
    word = models.CharField(max_length=64, unique=True)
    code = models.CharField(max_length=64)
    #: As `bounded.packed` has it: it may be no report of anybody's, and is nobody's business.
    record = EncryptedTextField(_("读取结果"))
    made = models.DateTimeField(_("保存时间"))
    until = models.DateField(_("保存到"), db_index=True)

    objects: ClassVar[Any] = AuditedQuerySet.as_manager()

    class Meta:
        verbose_name = _("保存的核对结果")

    def __str__(self) -> str:
        return f"{_('核对结果')}{self.pk}"

    @property
    def thing(self) -> Thing:
        return Thing("shared_check", self.pk, str(self))
