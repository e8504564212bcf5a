"""Who asks an agency to correct what it has recorded of them (《条例》第四十一条), and what became of it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency
from gongkai.web.audit.models import Audited, AuditedQuerySet
from gongkai.web.audit.notes import Thing
from gongkai.web.personal import EncryptedBinaryField, EncryptedTextField
from gongkai.web.requests.models.cases import ApplicantKind, Identity
from gongkai.web.requests.words import CHANNELS, WAYS
from gongkai.web.visibility import Level, VisibleQuerySet


class CorrectionResult(models.TextChoices):
    """What came of it (《条例》第四十一条)."""

    CORRECTED = "corrected", _("已更正")
    PASSED = "passed", _("转送有权机关")
    TOLD = "told", _("告知有权机关")
    REFUSED = "refused", _("不予更正")


class CorrectionQuerySet(AuditedQuerySet, VisibleQuerySet[Any]):  # type: ignore[override]
    """Seen by the officers of the agency, and by those who supervise it; who asks, by few."""


class Correction(Audited):
    """One application: registered, answered by one officer, signed by another, sent. No request, and not in 表三."""

    agency = models.ForeignKey(Agency, verbose_name=_("机关"), on_delete=models.PROTECT, related_name="corrections")
    level = models.CharField(_("可见范围"), max_length=20, choices=Level, default=Level.INTERNAL)
    #: Of a series of its own, without gaps.
    number = models.CharField(_("登记编号"), max_length=60)
    #: Blind indexes of the code, and of the form by which it came.
    code = models.CharField(max_length=64, unique=True)
    submission = models.CharField(max_length=64, unique=True)
    channel = models.CharField(_("提交方式"), max_length=20, choices=CHANNELS)
    arrived = models.DateField(_("收到日期"))
    entered = models.DateTimeField(_("登记时间"))
    entered_by = models.ForeignKey(
        User, verbose_name=_("登记人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    applicant_kind = models.CharField(_("申请人类别"), max_length=30, choices=ApplicantKind)
    name = EncryptedTextField(_("姓名或者名称"))
    identity = models.CharField(_("身份证明"), max_length=20, choices=Identity)
    identity_number = EncryptedTextField(_("证件号码"))
    phone = EncryptedTextField(_("联系电话"))
    email = EncryptedTextField(_("电子邮箱"), blank=True)
    address = EncryptedTextField(_("通信地址"), blank=True)
    #: Which record, what is wrong in it and how it should read.
    wanted = EncryptedTextField(_("要求更正的内容"))
    evidence = EncryptedTextField(_("证据"))
    #: What was found, and how it is answered; empty until somebody drafts it.
    result = models.CharField(_("处理结果"), max_length=20, choices=CorrectionResult, blank=True)
    finding = EncryptedTextField(_("审核的情况"), blank=True)
    organ = EncryptedTextField(_("有权更正的行政机关"), blank=True)
    drafted_by = models.ForeignKey(
        User, verbose_name=_("拟办人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    #: The draft waits to be signed.
    waits = models.BooleanField(_("待签发"), default=False)
    #: Why it was sent back to the draft.
    returned = EncryptedTextField(_("退回的意见"), blank=True)
    signed_by = models.ForeignKey(User, verbose_name=_("签发人"), null=True, on_delete=models.PROTECT, related_name="+")
    letter_number = models.CharField(_("文号"), max_length=60, blank=True)
    issued = models.DateField(_("成文日期"), null=True)
    way = models.CharField(_("送出方式"), max_length=20, choices=WAYS, blank=True)
    sent = models.DateField(_("送出日期"), null=True)
    erased = models.DateTimeField(_("个人信息清除时间"), null=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[Any] = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("更正申请")
        ordering = ["-arrived", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="correction_number_once"),
            models.CheckConstraint(condition=~Q(level=Level.PUBLIC), name="correction_never_public"),
            models.CheckConstraint(
                condition=Q(result="", drafted_by=None) | (~Q(result="") & Q(drafted_by__isnull=False)),
                name="correction_drafted_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(waits=False) | (Q(issued=None) & ~Q(result="")), name="correction_waits_drafted"
            ),
            models.CheckConstraint(
                condition=Q(issued=None, signed_by=None)
                | (Q(issued__isnull=False, signed_by__isnull=False) & ~Q(result="")),
                name="correction_signed_whole",
            ),
            models.CheckConstraint(
                condition=Q(signed_by=None) | ~Q(signed_by=models.F("drafted_by")), name="correction_by_two"
            ),
            models.CheckConstraint(
                condition=Q(sent=None, way="") | (Q(sent__isnull=False, issued__isnull=False) & ~Q(way="")),
                name="correction_sent_somehow",
            ),
            models.CheckConstraint(condition=Q(erased=None) | Q(sent__isnull=False), name="correction_erased_after"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def thing(self) -> Thing:
        return Thing("correction", self.pk, self.number)


class CorrectionFile(Audited):
    """What came with it, and the very bytes of its letter; encrypted, since both say who asks."""

    correction = models.ForeignKey(Correction, on_delete=models.PROTECT, related_name="files")
    #: Of the letter: pdf, docx or html; of what came with it: nothing.
    form = models.CharField(max_length=10, blank=True)
    name = EncryptedTextField(_("文件名"), blank=True)
    content = EncryptedBinaryField()
    media_type = models.CharField(_("类型"), max_length=100)
    size = models.PositiveIntegerField(_("字节数"))

    objects: ClassVar[Any] = AuditedQuerySet.as_manager()

    class Meta:
        verbose_name = _("更正申请的文件")
        ordering = ["correction", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["correction", "form"], condition=~Q(form=""), name="correction_letter_once")
        ]

    def __str__(self) -> str:
        """Without its name, which may tell who asks."""
        return f"{self.correction.number} {_('材料')}{self.pk}"
