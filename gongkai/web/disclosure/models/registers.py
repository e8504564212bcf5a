"""Lists that an agency keeps line by line: decisions, fees collected, procurement; and totals of a year without a list.

Money is kept in 分, so that sums are exact on every database.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency
from gongkai.web.audit.models import Audited
from gongkai.web.disclosure.models.batches import Batch, reviewed
from gongkai.web.disclosure.models.documents import GatedQuerySet
from gongkai.web.visibility import Level


class DecisionKind(models.TextChoices):
    """许可, 处罚, 强制: rows of 表二 (五) and (六)."""

    LICENCE = "licences", _("行政许可")
    PENALTY = "penalties", _("行政处罚")
    COERCIVE = "coercive_measures", _("行政强制")


class Listed(Audited):
    """A line of a register. Internal until the batch in which it stands was reviewed and let out by others."""

    on_portal = True

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=20, choices=Level, default=Level.INTERNAL)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created = models.DateTimeField(auto_now_add=True)
    #: The last one in which it was put to review.
    batch = models.ForeignKey(Batch, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[Any] = GatedQuerySet.as_manager()

    class Meta:
        abstract = True


class Decision(Listed):
    """A decision; what is lawfully not public is counted all the same."""

    kind = models.CharField(_("类别"), max_length=20, choices=DecisionKind)
    number = models.CharField(_("决定文书号"), max_length=100)
    day = models.DateField(_("决定日期"))
    party = models.CharField(_("当事人"), max_length=200)
    #: A natural person's name is masked for the public.
    person = models.BooleanField(_("自然人"), default=False)
    matter = models.CharField(_("事项"), max_length=300)
    content = models.TextField(_("决定内容"))
    authority = models.CharField(_("决定机关"), max_length=200)
    public = models.BooleanField(_("公开"), default=True)
    ground = models.CharField(_("不公开的理由"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("行政决定")
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "kind", "number"], name="decision_once"),
            models.CheckConstraint(
                condition=Q(public=True, ground="") | (Q(public=False) & ~Q(ground="")), name="decision_has_ground"
            ),
            models.CheckConstraint(condition=~Q(level="public") | Q(public=True), name="decision_public"),
            reviewed("decision"),
        ]
        indexes = [models.Index(fields=["agency", "kind", "-day", "-id"], name="decision_of_year")]

    def as_shown(self, text: str) -> str:
        """A text of it as the public reads it: a natural person's name is masked wherever it stands, unless the
        operator has it shown for decisions of this kind.
        """
        if not self.person or self.kind in settings.SHOWN_NAMES:
            return text
        return text.replace(self.party, f"{self.party[:1]}{'某' * min(2, max(1, len(self.party) - 1))}")


class Fee(Listed):
    """行政事业性收费: what was collected for an item in a year."""

    year = models.PositiveIntegerField(_("年份"))
    item = models.CharField(_("收费项目"), max_length=200)
    basis = models.CharField(_("依据"), max_length=300, blank=True)
    standard = models.CharField(_("标准"), max_length=300, blank=True)
    cents = models.BigIntegerField(_("收费金额（元）"))

    class Meta:
        verbose_name = _("收费")
        ordering = ["-year", "item"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "item"], name="fee_once"),
            models.CheckConstraint(condition=Q(cents__gte=0), name="fee_not_negative"),
            reviewed("fee"),
        ]


class Procurement(Listed):
    """政府集中采购: a project, and what it cost."""

    number = models.CharField(_("项目编号"), max_length=100)
    day = models.DateField(_("成交日期"))
    item = models.CharField(_("采购项目"), max_length=200)
    supplier = models.CharField(_("供应商"), max_length=200, blank=True)
    cents = models.BigIntegerField(_("成交金额（元）"))

    class Meta:
        verbose_name = _("政府集中采购项目")
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="procurement_once"),
            models.CheckConstraint(condition=Q(cents__gte=0), name="procurement_not_negative"),
            reviewed("procurement"),
        ]


class TotalRow(models.TextChoices):
    """What a year's totals are said of: rows of 表二, and letters that other systems answer."""

    LICENCE = "licences", _("行政许可")
    OTHER = "other_services", _("其他对外管理服务事项")
    PENALTY = "penalties", _("行政处罚")
    COERCIVE = "coercive_measures", _("行政强制")
    MAILBOX = "mailbox", _("领导信箱答复")
    HOTLINE = "hotline", _("12345平台答复")
    PETITIONS = "petitions", _("信访系统答复")


#: Rows of 表二 (五) and (六).
DECIDED = (TotalRow.LICENCE, TotalRow.OTHER, TotalRow.PENALTY, TotalRow.COERCIVE)
#: Letters, answered elsewhere.
ANSWERED = (TotalRow.MAILBOX, TotalRow.HOTLINE, TotalRow.PETITIONS)


class YearTotal(Audited):
    """What is counted without a list, said by hand: items before, more or fewer, decisions that stand in no list."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=20, choices=Level, default=Level.INTERNAL)
    year = models.PositiveIntegerField(_("年份"))
    row = models.CharField(_("事项"), max_length=30, choices=TotalRow)
    #: 上一年项目数量, 本年增/减: asked for by the form of 2019
    items_before = models.PositiveIntegerField(_("上一年项目数量"), null=True, blank=True)
    items_change = models.IntegerField(_("本年增/减"), null=True, blank=True)
    unlisted = models.PositiveIntegerField(_("未列入清单的数量"), default=0)
    source = models.CharField(_("数据来源"), max_length=200)
    #: Who said so last, and when; of what was said before this was kept, nobody.
    entered_by = models.ForeignKey(
        User, verbose_name=_("填报人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    entered = models.DateTimeField(_("填报时间"), null=True)

    objects: ClassVar[Any] = GatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("年度数量")
        ordering = ["-year", "row"]
        constraints = [models.UniqueConstraint(fields=["agency", "year", "row"], name="year_total_once")]
