"""Files of a request: what who asks handed in, what was scanned, what goes to them. Encrypted, name and bytes."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.web.accounts.models import User
from gongkai.web.audit.models import Audited, AuditedQuerySet
from gongkai.web.audit.notes import Thing
from gongkai.web.personal import EncryptedBinaryField, EncryptedTextField
from gongkai.web.requests.models.cases import Case
from gongkai.web.requests.models.letters import Letter
from gongkai.web.visibility import Level, VisibleQuerySet


class Origin(models.TextChoices):
    """Where a file is from."""

    REQUEST = "request", _("随申请提交")
    SUPPLEMENT = "supplement", _("补正时提交")
    PAPER = "paper", _("纸质材料扫描件")
    AGENCY = "agency", _("本机关的材料")
    COPY = "copy", _("遮盖后的副本")


#: What tells who asks: for whoever needs to know that.
PERSONAL = (Origin.REQUEST, Origin.SUPPLEMENT, Origin.PAPER)


class CaseFileQuerySet(AuditedQuerySet, VisibleQuerySet[Any]):  # type: ignore[override]
    """Seen like the requests that they are of; what tells who asks, by few (`material.reading`)."""

    holder = "case__"

    def standing(self) -> CaseFileQuerySet:
        """Those that were not struck out."""
        return self.filter(struck=None)


class CaseFile(Audited):
    """One file, never changed. To who asks it goes with a letter; to the public never: what is opened to all is a file
    of a document."""

    case = models.ForeignKey(Case, verbose_name=_("申请"), on_delete=models.PROTECT, related_name="material")
    origin = models.CharField(_("来源"), max_length=20, choices=Origin)
    level = models.CharField(_("层级"), max_length=20, choices=Level, default=Level.INTERNAL)
    name = EncryptedTextField(_("文件名"))
    #: None once it is erased.
    content = EncryptedBinaryField(null=True)
    media_type = models.CharField(_("类型"), max_length=100)
    size = models.PositiveIntegerField(_("字节数"))
    sha256 = models.CharField("SHA-256", max_length=64)
    added = models.DateTimeField(_("时间"))
    #: None: who asks.
    added_by = models.ForeignKey(User, verbose_name=_("添加人"), null=True, on_delete=models.PROTECT, related_name="+")
    #: The letter with which it goes out.
    letter = models.ForeignKey(
        Letter, verbose_name=_("随文书送出"), null=True, on_delete=models.PROTECT, related_name="enclosed"
    )
    #: Of a copy: what it was made of.
    derived_from = models.ForeignKey(
        "self", verbose_name=_("原件"), null=True, on_delete=models.PROTECT, related_name="copies"
    )
    erased = models.DateTimeField(_("清除时间"), null=True)
    struck = models.DateTimeField(_("作废时间"), null=True)
    struck_by = models.ForeignKey(User, verbose_name=_("作废人"), null=True, on_delete=models.PROTECT, related_name="+")
    struck_reason = models.CharField(_("作废理由"), max_length=500, blank=True)

    objects: ClassVar[Any] = CaseFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("申请材料")
        ordering = ["case", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level=Level.INTERNAL, letter=None) | Q(level=Level.APPLICANT, letter__isnull=False),
                name="case_file_out_with_a_letter",
            ),
            models.CheckConstraint(condition=Q(derived_from=None) | Q(origin="copy"), name="case_file_copy_of_one"),
            models.CheckConstraint(
                condition=Q(erased=None, content__isnull=False) | Q(erased__isnull=False, content__isnull=True),
                name="case_file_erased_whole",
            ),
            models.CheckConstraint(
                condition=Q(struck=None, struck_by=None, struck_reason="")
                | (Q(struck__isnull=False, struck_by__isnull=False) & ~Q(struck_reason="")),
                name="case_file_struck_whole",
            ),
        ]

    def __str__(self) -> str:
        """Without its name, which may tell who asks."""
        return f"{self.case.number} {_('材料')}{self.pk}"

    @property
    def data(self) -> bytes:
        """Its bytes; none once it is erased."""
        return bytes(self.content or b"")

    @property
    def thing(self) -> Thing:
        return Thing("case_file", self.pk, str(self))
