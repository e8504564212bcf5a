"""How long closed requests are kept, what holds them back, and the erasures with their lists."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency
from gongkai.web.audit.models import Audited, AuditedQuerySet
from gongkai.web.audit.notes import Thing
from gongkai.web.personal import EncryptedTextField
from gongkai.web.requests.models.cases import Case
from gongkai.web.requests.models.corrections import Correction
from gongkai.web.visibility import Level, VisibleQuerySet


class Retained(models.TextChoices):
    """What is kept for a term of its own."""

    ANSWERED = "answered", _("已答复的申请")
    CLOSED = "closed", _("未经答复即办结的申请")
    REMEDIED = "remedied", _("经过复议、诉讼的申请")
    CORRECTION = "correction", _("更正申请")


class RetentionTerm(Audited):
    """For how many years an agency keeps something; the newest counts. Nothing said: `archiving/schedule.yaml`."""

    agency = models.ForeignKey(Agency, verbose_name=_("机关"), on_delete=models.PROTECT, related_name="retention_terms")
    kind = models.CharField(_("对象"), max_length=20, choices=Retained)
    years = models.PositiveSmallIntegerField(_("年数"))
    basis = models.CharField(_("依据"), max_length=200)
    made = models.DateTimeField(_("登记时间"))
    made_by = models.ForeignKey(User, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[Any] = AuditedQuerySet.as_manager()

    class Meta:
        verbose_name = _("保管期限")
        ordering = ["agency", "kind", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(years__range=(1, 100)), name="retention_term_in_years")]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class HoldQuerySet(AuditedQuerySet):
    def standing(self) -> HoldQuerySet:
        """Those that were not lifted."""
        return self.filter(lifted=None)


class Hold(Audited):
    """Why a request is not erased although its term is over: an inspection, a suit elsewhere."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="holds")
    reason = EncryptedTextField(_("理由"))
    placed = models.DateTimeField(_("登记时间"))
    placed_by = models.ForeignKey(User, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="+")
    lifted = models.DateTimeField(_("解除时间"), null=True)
    lifted_by = models.ForeignKey(User, verbose_name=_("解除人"), null=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[Any] = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("暂缓清除")
        ordering = ["case", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(lifted=None), name="case_held_once"),
            models.CheckConstraint(
                condition=Q(lifted=None, lifted_by=None) | Q(lifted__isnull=False, lifted_by__isnull=False),
                name="hold_lifted_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return self.case.number


class ErasureState(models.TextChoices):
    """Where an erasure stands."""

    PROPOSED = "proposed", _("待批准")
    DONE = "done", _("已清除")
    REFUSED = "refused", _("未批准")


class ErasureQuerySet(AuditedQuerySet, VisibleQuerySet[Any]):  # type: ignore[override]
    """Seen by the officers of the agency, and by those who supervise it: a list has numbers and days only."""


class Erasure(Audited):
    """One list of what is to be erased: proposed by one officer, approved and done by another, certified for good."""

    agency = models.ForeignKey(Agency, verbose_name=_("机关"), on_delete=models.PROTECT, related_name="erasures")
    level = models.CharField(_("可见范围"), max_length=20, choices=Level, default=Level.INTERNAL)
    state = models.CharField(_("状态"), max_length=20, choices=ErasureState, default=ErasureState.PROPOSED)
    #: Over the lines of the list: what was approved is this list and nothing else.
    digest = models.CharField(_("清单摘要"), max_length=64)
    proposed = models.DateTimeField(_("提出时间"))
    proposed_by = models.ForeignKey(User, verbose_name=_("提出人"), on_delete=models.PROTECT, related_name="+")
    decided = models.DateTimeField(_("批准时间"), null=True)
    decided_by = models.ForeignKey(
        User, verbose_name=_("批准人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    refused_reason = models.CharField(_("不批准的理由"), max_length=500, blank=True)
    #: How much of what was erased, by its name.
    erased = models.JSONField(_("清除的数量"), default=dict)

    objects: ClassVar[Any] = ErasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("个人信息清除")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="proposed", decided=None, decided_by=None)
                | (~Q(state="proposed") & Q(decided__isnull=False, decided_by__isnull=False)),
                name="erasure_decided_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("proposed_by")), name="erasure_by_two"
            ),
            models.CheckConstraint(
                condition=(Q(state="refused") & ~Q(refused_reason="")) | (~Q(state="refused") & Q(refused_reason="")),
                name="erasure_refused_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{_('个人信息清除')} {self.pk}"

    @property
    def thing(self) -> Thing:
        return Thing("erasure", self.pk, str(self))


class ErasureLine(Audited):
    """One request, or one application for correction, of the list; with the term that was over when it was proposed."""

    erasure = models.ForeignKey(Erasure, on_delete=models.PROTECT, related_name="lines")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="erasure_lines")
    correction = models.ForeignKey(Correction, null=True, on_delete=models.PROTECT, related_name="erasure_lines")
    number = models.CharField(_("登记编号"), max_length=60)
    kind = models.CharField(_("对象"), max_length=20, choices=Retained)
    ended = models.DateField(_("办结日期"))
    until = models.DateField(_("保管至"))

    objects: ClassVar[Any] = AuditedQuerySet.as_manager()

    class Meta:
        verbose_name = _("清除清单")
        ordering = ["erasure", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(case=None, correction__isnull=False, kind="correction")
                | (Q(case__isnull=False, correction=None) & ~Q(kind="correction")),
                name="erasure_line_of_one",
            )
        ]

    def __str__(self) -> str:
        return self.number
