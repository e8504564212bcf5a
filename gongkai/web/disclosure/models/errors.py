"""What somebody found wrong in a published document (我要纠错), and what the agency answered."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency
from gongkai.web.audit.models import Audited
from gongkai.web.audit.notes import Thing
from gongkai.web.disclosure.models.documents import Document, GatedQuerySet
from gongkai.web.personal import EncryptedTextField
from gongkai.web.visibility import Level


class Outcome(models.TextChoices):
    """What became of it."""

    CORRECTED = "corrected", _("已更正")
    RIGHT = "right", _("经核实无误")
    ELSEWHERE = "elsewhere", _("不属于本机关，已告知向谁提出")


class ErrorReport(Audited):
    """One report by somebody whose name nobody asks. Its answer is shown to whoever has its code."""

    document = models.ForeignKey(
        Document, verbose_name=_("文件"), on_delete=models.PROTECT, related_name="error_reports"
    )
    agency = models.ForeignKey(Agency, verbose_name=_("机关"), on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=20, choices=Level, default=Level.INTERNAL)
    passage = models.CharField(_("错误在哪里"), max_length=500)
    wrong = models.TextField(_("有什么错误"), max_length=2000)
    #: How to reach whoever wrote; for those who answer, and encrypted.
    contact = EncryptedTextField(_("联系方式"), blank=True)
    #: The blind index of the code; the code itself is known to whoever wrote.
    code = models.CharField(max_length=64, unique=True)
    received = models.DateTimeField(_("收到时间"))
    outcome = models.CharField(_("处理结果"), max_length=20, choices=Outcome, blank=True)
    answer = models.TextField(_("答复"), max_length=2000, blank=True)
    answered = models.DateTimeField(_("答复时间"), null=True)
    answered_by = models.ForeignKey(
        User, verbose_name=_("答复人"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar[Any] = GatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("纠错")
        ordering = ["-received", "-pk"]
        indexes = [models.Index(fields=["agency", "answered", "-received"], name="error_of_agency")]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered=None, answered_by=None, answer="", outcome="")
                | (Q(answered__isnull=False, answered_by__isnull=False) & ~Q(answer="") & ~Q(outcome="")),
                name="error_answered_whole",
            ),
            models.CheckConstraint(condition=~Q(level=Level.PUBLIC), name="error_never_public"),
        ]

    def __str__(self) -> str:
        return self.document.title

    @property
    def thing(self) -> Thing:
        return Thing("error_report", self.pk, self.document.title)
