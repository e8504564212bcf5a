"""What a lead office collects: whose report it waits for, what was filed, what was remarked on, and what was summed."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from gongkai.report.editions import load_edition
from gongkai.report.schema import Number, Report, record_from_dict
from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency
from gongkai.web.annual.models.making import EDITION, Compilation, CompilationVersion
from gongkai.web.audit.models import Audited, AuditedQuerySet
from gongkai.web.audit.notes import Thing
from gongkai.web.files.models import File
from gongkai.web.visibility import Level, VisibleQuerySet


class FilingState(models.TextChoices):
    DRAFT = "draft", _("未报送")
    SUBMITTED = "submitted", _("已报送，待审")
    RETURNED = "returned", _("已退回")
    ACCEPTED = "accepted", _("已接收")
    PUBLISHED = "published", _("已接收，已公布")


#: Whose figures count.
COUNTED = (FilingState.ACCEPTED, FilingState.PUBLISHED)


class Origin(models.TextChoices):
    MADE = "made", _("系统编制")
    UPLOADED = "uploaded", _("上传文件")
    FETCHED = "fetched", _("网上抓取")


class Change(models.TextChoices):
    """What became of a unit in the year; the label is its sentence."""

    ABSORBED = "absorbed", _("%(day)s并入：%(name)s")
    RENAMED = "renamed", _("%(day)s更名，原名：%(name)s")
    MOVED = "moved", _("%(day)s隶属变更，原上级：%(name)s")


class CollectedQuerySet(AuditedQuerySet, VisibleQuerySet[Any]):  # type: ignore[override]
    """Seen by those who work in the agency, or supervise it."""


class Collection(Audited):
    """The reports of the units directly below a government on one year, as its lead office collects them
    (《条例》第四十九条)."""

    agency = models.ForeignKey(Agency, verbose_name=_("本级政府"), on_delete=models.PROTECT, related_name="collections")
    level = models.CharField(_("可见范围"), max_length=20, choices=Level, default=Level.INTERNAL)
    year = models.PositiveSmallIntegerField(_("年度"))
    due = models.DateField(_("报送期限"))
    #: Another with whatever changes what the sums are made of; they are kept under it.
    token = models.UUIDField(default=uuid4, editable=False)

    objects: ClassVar[Any] = CollectedQuerySet.as_manager()

    class Meta:
        verbose_name = _("年度报告收集")
        ordering = ["-year", "agency"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "year"], name="collection_once_a_year"),
            models.CheckConstraint(condition=~Q(level=Level.PUBLIC), name="collection_never_public"),
        ]

    def __str__(self) -> str:
        return f"{self.agency}{self.year}年年度报告收集"

    @property
    def thing(self) -> Thing:
        return Thing("collection", self.pk, str(self))


class Filing(Audited):
    """One unit's report in a collection: awaited, filed, judged."""

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="filings")
    agency = models.ForeignKey(Agency, verbose_name=_("报送单位"), on_delete=models.PROTECT, related_name="filings")
    level = models.CharField(_("可见范围"), max_length=20, choices=Level, default=Level.INTERNAL)
    #: The unit's name at the end of the year.
    name = models.CharField(_("名称"), max_length=200)
    #: What became of it in the year, as `Change` with day and name.
    changes = models.JSONField(_("年内变动"), default=list)
    state = models.CharField(_("状态"), max_length=20, choices=FilingState, default=FilingState.DRAFT)
    #: Why nothing is awaited; empty: it is.
    excused = models.CharField(_("不需报送的理由"), max_length=500, blank=True)
    #: Of `FilingVersion`; 0: nothing was filed yet.
    latest = models.PositiveIntegerField(_("版本"), default=0)
    #: When it was filed first, by which it is late or not.
    filed = models.DateTimeField(_("首次报送时间"), null=True)
    reminded = models.DateTimeField(_("最近催报"), null=True)
    version = models.PositiveIntegerField(_("版本"), default=1, editable=False)

    objects: ClassVar[Any] = CollectedQuerySet.as_manager()

    class Meta:
        verbose_name = _("年度报告报送")
        ordering = ["collection", "agency__path"]
        constraints = [
            models.UniqueConstraint(fields=["collection", "agency"], name="filing_once"),
            models.CheckConstraint(condition=~Q(level=Level.PUBLIC), name="filing_never_public"),
            models.CheckConstraint(
                condition=Q(latest=0, filed=None, state=FilingState.DRAFT)
                | Q(latest__gt=0, filed__isnull=False) & ~Q(state=FilingState.DRAFT),
                name="filing_filed_or_draft",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}{self.collection.year}年年度报告报送"

    @property
    def thing(self) -> Thing:
        return Thing("filing", self.pk, str(self))

    @property
    def told(self) -> list[str]:
        """What became of it in the year, in words."""
        return [
            str(Change(one["what"]).label)
            % {"day": date_format(date.fromisoformat(one["day"])), "name": one["name"] or "—"}
            for one in self.changes
        ]

    @property
    def counts(self) -> bool:
        return self.state in COUNTED and not self.excused


class FilingVersion(Audited):
    """What was filed, as `gongkai.report` reads it, and where it is from."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("版本"))
    origin = models.CharField(_("来源"), max_length=20, choices=Origin)
    #: `gongkai-report/1`, findings included
    record = models.JSONField(_("报告"))
    #: Its figures once more, so that sums over thousands read nothing else.
    cells = models.JSONField(_("数字"))
    edition = models.CharField(_("表式"), max_length=10, blank=True)
    digest = models.CharField(_("摘要"), max_length=64)
    errors = models.PositiveIntegerField(_("错误"), default=0)
    warnings = models.PositiveIntegerField(_("警告"), default=0)
    #: The raw copy, of what was not made here.
    file = models.OneToOneField(File, null=True, on_delete=models.PROTECT, related_name="filed")
    address = models.CharField(_("网址"), max_length=2000, blank=True)
    made = models.ForeignKey(CompilationVersion, null=True, on_delete=models.PROTECT, related_name="filed")
    by = models.ForeignKey(User, verbose_name=_("报送人"), on_delete=models.PROTECT, related_name="+")
    time = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("报送的年度报告")
        ordering = ["filing", "number"]
        constraints = [
            models.UniqueConstraint(fields=["filing", "number"], name="filing_version_once"),
            models.CheckConstraint(
                condition=Q(origin=Origin.MADE, file=None, made__isnull=False)
                | ~Q(origin=Origin.MADE) & Q(file__isnull=False, made=None),
                name="filing_version_made_or_file",
            ),
        ]

    @property
    def report(self) -> Report:
        found = record_from_dict(self.record)
        if not isinstance(found, Report):  # what was kept was one
            raise ValueError(found.reason)
        return found


class Remark(Audited):
    """What the lead office wants mended: at a cell, or of the whole."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="remarks")
    #: The version it was made on.
    number = models.PositiveIntegerField(_("版本"))
    cell = models.CharField(_("单元格"), max_length=80, blank=True)
    text = models.CharField(_("意见"), max_length=500)
    by = models.ForeignKey(User, verbose_name=_("提出人"), on_delete=models.PROTECT, related_name="+")
    made = models.DateTimeField(_("时间"))
    settled = models.DateTimeField(_("了结时间"), null=True)

    class Meta:
        verbose_name = _("退回意见")
        ordering = ["filing", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="remark_says_what")]

    @property
    def place(self) -> str:
        """Where on the form it is."""
        known = load_edition(EDITION).cells.get(self.cell)
        return known.place if known is not None else ""


class Fetching(Audited):
    """An address from which a unit's report is to be fetched."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="fetchings")
    address = models.CharField(_("网址"), max_length=2000)
    by = models.ForeignKey(User, verbose_name=_("提出人"), on_delete=models.PROTECT, related_name="+")
    asked = models.DateTimeField(_("提出时间"))
    ended = models.DateTimeField(_("结束时间"), null=True)
    #: Why nothing came of it.
    failure = models.CharField(_("失败原因"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("年度报告抓取")
        ordering = ["filing", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["filing"], condition=Q(ended=None), name="fetching_one_at_a_time")
        ]


class TakenSums(Audited):
    """The sums of a collection as they were taken into the government's own report, which then does not move with
    what is filed later."""

    compilation = models.OneToOneField(Compilation, on_delete=models.PROTECT, related_name="taken")
    #: What the units report, summed; where a unit leaves a cell open, the sum of the others.
    cells = models.JSONField(_("合计"))
    #: The names of units that leave a cell open, by the cell.
    open = models.JSONField(_("未填"), default=dict)
    #: Whose report was not accepted.
    missing = models.JSONField(_("缺报"), default=list)
    units = models.PositiveIntegerField(_("单位数"))
    by = models.ForeignKey(User, verbose_name=_("汇总人"), on_delete=models.PROTECT, related_name="+")
    made = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("年度报告汇总")

    def figures(self) -> dict[str, Number]:
        return dict(self.cells)
