"""Who confirmed a request on which day, and the links by which applicants are asked to (《条例》第三十一条)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.web.accounts.models import User
from gongkai.web.audit.models import Audited, AuditedQuerySet
from gongkai.web.requests.models.cases import Case


class Side(models.TextChoices):
    """Both sides."""

    OFFICE = "office", _("公开工作机构")
    APPLICANT = "applicant", _("申请人")


class ConfirmedBy(models.TextChoices):
    """How a side confirmed."""

    DESK = "desk", _("工作台确认")
    PHONE = "phone", _("电话确认，由办理人登记")
    LINK = "link", _("邮件链接确认")
    PAGE = "page", _("查询页确认")


#: Ways that an officer enters.
ENTERED = (ConfirmedBy.DESK, ConfirmedBy.PHONE)


class Confirmation(Audited):
    """One side's confirmation. With both the fact `confirmed` is recorded; where that is struck out, both are void."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="confirmations")
    side = models.CharField(_("哪一方"), max_length=20, choices=Side)
    on = models.DateField(_("日期"))
    way = models.CharField(_("方式"), max_length=20, choices=ConfirmedBy)
    #: Why it came later than on the day on which an ordinary letter came in.
    reason = models.CharField(_("逾期原因"), max_length=500, blank=True)
    recorded = models.DateTimeField(_("登记时间"))
    recorded_by = models.ForeignKey(
        User, verbose_name=_("登记人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    void = models.DateTimeField(_("作废时间"), null=True)

    objects: ClassVar[Any] = AuditedQuerySet.as_manager()

    class Meta:
        verbose_name = _("双方确认")
        ordering = ["case", "on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "side"], condition=Q(void=None), name="case_confirmed_once"),
            models.CheckConstraint(
                condition=Q(way__in=ENTERED, recorded_by__isnull=False)
                | (~Q(way__in=ENTERED) & Q(side=Side.APPLICANT, recorded_by=None)),
                name="confirmation_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()}（{self.on}）"


class ConfirmationLink(Audited):
    """A link that was mailed to an applicant: good for one confirmation, until a day, unless a newer one was sent."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="confirmation_links")
    #: The digest of the word in the link; the word itself only the mail has.
    digest = models.CharField(max_length=64, unique=True)
    sent = models.DateTimeField(_("发送时间"))
    sent_by = models.ForeignKey(User, verbose_name=_("发送人"), null=True, on_delete=models.PROTECT, related_name="+")
    expires = models.DateTimeField(_("失效时间"))
    #: Used, or replaced by a newer one.
    ended = models.DateTimeField(_("结束时间"), null=True)

    objects: ClassVar[Any] = AuditedQuerySet.as_manager()

    class Meta:
        verbose_name = _("确认链接")
        ordering = ["case", "pk"]

    def __str__(self) -> str:
        return self.case.number
