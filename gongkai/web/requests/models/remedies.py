"""Reconsideration and litigation against what was done with a request (《条例》第五十一条)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.law.remedies import Term, reply_term
from gongkai.web.accounts.models import User
from gongkai.web.audit.models import Audited, AuditedQuerySet
from gongkai.web.audit.notes import Thing
from gongkai.web.requests.models.cases import Case
from gongkai.web.visibility import VisibleQuerySet
from gongkai.workdays import DueDay


class RemedyKind(models.TextChoices):
    """The three blocks of 表四."""

    REVIEW = "review", _("行政复议")
    DIRECT = "litigation_direct", _("行政诉讼（未经复议直接起诉）")
    AFTER_REVIEW = "litigation_after_review", _("行政诉讼（复议后起诉）")


class Result(models.TextChoices):
    """The columns of 表四; what has none is 尚未审结."""

    UPHELD = "upheld", _("结果维持")
    CORRECTED = "corrected", _("结果纠正")
    OTHER = "other", _("其他结果")


class RemedyQuerySet(AuditedQuerySet, VisibleQuerySet[Any]):  # type: ignore[override]
    """Seen like the requests that they are of."""

    holder = "case__"

    def standing(self) -> RemedyQuerySet:
        """Those that were not struck out."""
        return self.filter(struck=False)


class Remedy(Audited):
    """One proceeding before an organ of reconsideration or a court. Wrongly entered, it is struck out and stays."""

    case = models.ForeignKey(Case, verbose_name=_("申请"), on_delete=models.PROTECT, related_name="remedies")
    kind = models.CharField(_("种类"), max_length=30, choices=RemedyKind)
    #: The reconsideration after which the suit was brought.
    after = models.ForeignKey(
        "self", verbose_name=_("经过的复议"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    organ = models.CharField(_("复议机关或者人民法院"), max_length=60)
    number = models.CharField(_("案号或者文号"), max_length=60, blank=True)
    #: The copy of the application or the complaint has come; the term of the agency runs from it.
    notified = models.DateField(_("收到通知之日"))
    #: Where the organ or the court set another term than the law's.
    reply_by = models.DateField(_("另行指定的答复期限"), null=True)
    replied = models.DateField(_("提出书面答复、答辩之日"), null=True)
    result = models.CharField(_("结果"), max_length=20, choices=Result, blank=True)
    #: The day on which the decision or the judgment came.
    concluded = models.DateField(_("收到决定、判决之日"), null=True)
    decision = models.CharField(_("决定书、判决书文号"), max_length=60, blank=True)
    anew = models.BooleanField(_("要求重新办理"), default=False)
    until = models.DateField(_("重新答复的期限"), null=True)
    struck = models.BooleanField(_("已作废"), default=False)
    struck_reason = models.CharField(_("作废理由"), max_length=500, blank=True)
    entered_by = models.ForeignKey(User, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[Any] = RemedyQuerySet.as_manager()

    class Meta:
        verbose_name = _("行政复议、行政诉讼")
        ordering = ["-notified", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(result="", concluded=None) | (~Q(result="") & Q(concluded__isnull=False)),
                name="remedy_concluded_somehow",
            ),
            models.CheckConstraint(
                condition=Q(concluded=None) | Q(concluded__gte=F("notified")), name="remedy_in_order"
            ),
            models.CheckConstraint(condition=Q(anew=False) | Q(result="corrected"), name="remedy_anew_is_corrected"),
            models.CheckConstraint(condition=Q(after=None) | Q(kind="litigation_after_review"), name="remedy_after"),
            models.CheckConstraint(
                condition=Q(struck=False, struck_reason="") | (Q(struck=True) & ~Q(struck_reason="")),
                name="remedy_struck_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number or self.organ}"

    @property
    def thing(self) -> Thing:
        return Thing("remedy", self.pk, f"{self.case.number} {self}")

    @property
    def reply_term(self) -> Term | None:
        """The agency's term to answer by the law; None where it was set otherwise, or no data reach that day."""
        return None if self.reply_by is not None else reply_term(self.kind != RemedyKind.REVIEW, self.notified)

    @property
    def reply_due(self) -> DueDay | None:
        """Until when the agency answers the organ or the court."""
        if self.reply_by is not None:
            return DueDay(self.reply_by, False)
        term = self.reply_term
        return term.due if term is not None else None
