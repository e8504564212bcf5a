"""Annual reports as they were read: the record, what was found in it, and the document it comes from."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.report.schema import Record, record_from_dict
from gongkai.web.agencies.models import Agency
from gongkai.web.audit.models import Audited, AuditedQuerySet
from gongkai.web.audit.notes import Thing
from gongkai.web.files.models import File
from gongkai.web.visibility import Level, VisibleQuerySet


class State(models.TextChoices):
    IMPORTED = "imported", _("已导入")
    PUBLISHED = "published", _("已公布")


class AnnualReportQuerySet(VisibleQuerySet[Any], AuditedQuerySet):  # type: ignore[misc, override]
    def light(self) -> AnnualReportQuerySet:
        """For lists: without the record."""
        return self.defer("record", "cells")


class AnnualReport(Audited):
    """One agency's report on one year (《条例》第四十九条、第五十条), as `gongkai.report` reads it."""

    on_portal = True

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="annual_reports")
    year = models.PositiveSmallIntegerField(_("年度"))
    edition = models.CharField(_("表式"), max_length=10, blank=True)
    title = models.CharField(_("标题"), max_length=300, blank=True)
    issued = models.DateField(_("落款日期"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=20, choices=State, default=State.IMPORTED)
    level = models.CharField(_("公开级别"), max_length=20, choices=Level, default=Level.INTERNAL)
    #: `gongkai-report/1`, findings included
    record = models.JSONField(_("读取结果"))
    #: Its figures once more, so that comparing thousands reads nothing else.
    cells = models.JSONField(_("数字"), default=dict)
    sha256 = models.CharField(_("文件摘要"), max_length=64)
    #: for lists; None where the document does not say, which is never 0
    received = models.BigIntegerField(_("新收申请"), null=True)
    concluded = models.BigIntegerField(_("办结申请"), null=True)
    errors = models.PositiveIntegerField(_("错误"), default=0)
    warnings = models.PositiveIntegerField(_("警告"), default=0)
    imported = models.DateTimeField(_("导入时间"))
    published = models.DateTimeField(_("公布时间"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[Any] = models.Manager.from_queryset(AnnualReportQuerySet)()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("年度报告")
        ordering = ["-year", "agency"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "year"], name="annual_report_once_a_year"),
            models.CheckConstraint(
                condition=Q(state="published", published__isnull=False, level="public")
                | Q(state="imported", published=None) & ~Q(level="public"),
                name="annual_published_is_public_and_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}{self.year}年度报告"

    @property
    def thing(self) -> Thing:
        return Thing("annual_report", self.pk, str(self))

    @property
    def source(self) -> File:
        """The document that is shown: the one read last."""
        return File.objects.defer("text").get(source__report=self, sha256=self.sha256)

    def read(self) -> Record:
        """The record as `gongkai.report` knows it."""
        return record_from_dict(self.record)


class Source(Audited):
    """A document that a report was read from. Earlier ones stay when a report is replaced."""

    report = models.ForeignKey(AnnualReport, on_delete=models.PROTECT, related_name="sources")
    file = models.OneToOneField(File, on_delete=models.PROTECT, related_name="source")

    class Meta:
        verbose_name = _("年度报告原文")


class ProseKey(models.Model):
    """A hash of the prose of a report, by which alike ones are found (`comparing.alike`); made anew at any time."""

    report = models.ForeignKey(AnnualReport, on_delete=models.CASCADE, related_name="prose_keys")
    section = models.CharField(max_length=4)
    key = models.BigIntegerField()

    class Meta:
        verbose_name = _("年度报告文字的索引")
        indexes = [models.Index(fields=["section", "key"], name="prose_key")]

    def __str__(self) -> str:
        return f"{self.section} {self.key}"
