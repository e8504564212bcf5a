"""A report while it is made: its prose, what was put right by hand, what was explained, and what went to review."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.report.editions import load_edition
from gongkai.report.schema import Number, Report, record_from_dict
from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency
from gongkai.web.annual.models.reports import AnnualReport
from gongkai.web.audit.models import Audited, AuditedQuerySet
from gongkai.web.audit.notes import Thing
from gongkai.web.visibility import Level, VisibleQuerySet

#: Of the workflow, and of the audit.
COMPILATION = "compilation"
#: The form that reports are made in.
EDITION = "2021"


class CompilationQuerySet(AuditedQuerySet, VisibleQuerySet[Any]):  # type: ignore[override]
    """Seen by those who work in the agency, or supervise it."""


class Compilation(Audited):
    """The making (编制) of one agency's report on one year (《条例》第四十九条、第五十条)."""

    agency = models.ForeignKey(Agency, verbose_name=_("机关"), on_delete=models.PROTECT, related_name="compilations")
    level = models.CharField(_("可见范围"), max_length=20, choices=Level, default=Level.INTERNAL)
    year = models.PositiveSmallIntegerField(_("年度"))
    #: The prose by section numeral, with live figures by their names in braces.
    sections = models.JSONField(_("文字部分"), default=dict)
    #: Of `CompilationVersion`; 0: nothing was put to review yet.
    latest = models.PositiveIntegerField(_("版本"), default=0)
    #: The day of its signature.
    issued = models.DateField(_("落款日期"), null=True)
    #: What was published of it.
    report = models.OneToOneField(AnnualReport, null=True, on_delete=models.PROTECT, related_name="compilation")
    #: Raised with every change; a form that holds an older one is refused.
    version = models.PositiveIntegerField(_("版本"), default=1, editable=False)

    objects: ClassVar[Any] = CompilationQuerySet.as_manager()

    class Meta:
        verbose_name = _("年度报告编制")
        ordering = ["-year", "agency"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "year"], name="compilation_once_a_year"),
            models.CheckConstraint(condition=~Q(level=Level.PUBLIC), name="compilation_never_public"),
        ]

    def __str__(self) -> str:
        return f"{self.agency}{self.year}年政府信息公开工作年度报告"

    @property
    def thing(self) -> Thing:
        return Thing(COMPILATION, self.pk, str(self))


class CompilationVersion(Audited):
    """The whole report as it was put to review: figures and prose as they were at that moment."""

    compilation = models.ForeignKey(Compilation, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("版本"))
    #: `gongkai-report/1`
    record = models.JSONField(_("报告"))
    digest = models.CharField(max_length=64)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("送审的年度报告")
        ordering = ["compilation", "number"]
        constraints = [models.UniqueConstraint(fields=["compilation", "number"], name="compilation_version_once")]

    @property
    def report(self) -> Report:
        found = record_from_dict(self.record)
        if not isinstance(found, Report):  # what was kept was one
            raise ValueError(found.reason)
        return found


class Adjustment(Audited):
    """A figure put right by hand: both numbers stay, and why."""

    compilation = models.ForeignKey(Compilation, on_delete=models.PROTECT, related_name="adjustments")
    cell = models.CharField(_("单元格"), max_length=80)
    #: As it was counted when it was put right, in the unit of the cell.
    counted = models.DecimalField(_("系统统计"), max_digits=20, decimal_places=2)
    value = models.DecimalField(_("改为"), max_digits=20, decimal_places=2)
    reason = models.CharField(_("理由"), max_length=500)
    by = models.ForeignKey(User, verbose_name=_("更正人"), on_delete=models.PROTECT, related_name="+")
    made = models.DateTimeField(_("时间"))
    #: It holds no more: another took its place, or the count is right.
    ended = models.DateTimeField(_("撤回时间"), null=True)
    ended_by = models.ForeignKey(User, verbose_name=_("撤回人"), null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("数字更正")
        ordering = ["compilation", "cell", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["compilation", "cell"], condition=Q(ended=None), name="adjustment_holds_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="adjustment_says_why"),
        ]

    @property
    def place(self) -> str:
        """Where on the form it is."""
        return load_edition(EDITION).cells[self.cell].place

    @property
    def number(self) -> Number:
        return number(self.value)

    @property
    def was(self) -> Number:
        return number(self.counted)


def number(value: Decimal) -> Number:
    """An amount or a count, as the form's cells have it."""
    return int(value) if value == value.to_integral_value() else float(value)


class Explanation(Audited):
    """Why a finding that is an error is none: the report may go to review with it."""

    compilation = models.ForeignKey(Compilation, on_delete=models.PROTECT, related_name="explanations")
    rule = models.CharField(_("规则"), max_length=60)
    #: What the finding said, with its numbers.
    about = models.CharField(max_length=2000)
    reason = models.CharField(_("说明"), max_length=500)
    by = models.ForeignKey(User, verbose_name=_("说明人"), on_delete=models.PROTECT, related_name="+")
    made = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("校核说明")
        ordering = ["compilation", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["compilation", "rule", "about"], name="explained_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="explanation_says_why"),
        ]
