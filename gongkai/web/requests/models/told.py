"""What the clock said of each request when it was last asked: for the filters of lists, and for nothing else."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.web.requests.models.cases import ApplicantKind, Case
from gongkai.web.requests.words import CHANNELS, STAGES
from gongkai.web.visibility import Level, VisibleQuerySet


class ToldQuerySet(VisibleQuerySet["Told"]):
    """Seen like the requests that they are of."""


class Told(models.Model):
    """Computed by each act and each night from the facts (`standing`), and made anew whenever it is gone.

    Deadlines are computed and never stored; no letter rests on this table. 表三 rests on what in it changes with no
    day: when a request was received, and the answer that closed it first.
    """

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.CASCADE, related_name="told")
    #: Those of the case, which never changes them, beside the days: so that gate, filters and one index find both.
    agency_id = models.BigIntegerField()
    level = models.CharField(max_length=20, choices=Level)
    kind = models.CharField(_("申请人类别"), max_length=30, choices=ApplicantKind)
    channel = models.CharField(_("提交方式"), max_length=20, choices=CHANNELS)
    #: The day on which the clock was asked.
    day = models.DateField()
    stage = models.CharField(_("阶段"), max_length=20, choices=STAGES)
    arrived = models.DateField(_("到达日期"))
    received = models.DateField(_("收到日期"), null=True)
    due = models.DateField(_("答复期限"), null=True)
    provisional = models.BooleanField(_("暂定"), default=False)
    late = models.PositiveIntegerField(_("逾期工作日"), default=0)
    ended = models.DateField(_("办结日期"), null=True)
    outcome = models.CharField(_("办理结果"), max_length=60, blank=True)
    #: By the answer that closed it first, whatever was decided since: the year and the row in which 表三 counts it.
    counted_on = models.DateField(_("计入表三的办结日期"), null=True)
    counted_as = models.CharField(_("计入表三的办理结果"), max_length=60, blank=True)

    objects: ClassVar[Any] = ToldQuerySet.as_manager()

    class Meta:
        verbose_name = _("办理情况")
        indexes = [
            models.Index(fields=["-arrived", "-case", "agency_id", "level"], name="told_newest"),
            models.Index(fields=["due", "case"], condition=Q(ended=None), name="told_open_due"),
            models.Index(fields=["agency_id", "ended", "due"], name="told_by_clock"),
            models.Index(fields=["agency_id", "-arrived", "-case"], name="told_of_agency"),
            models.Index(fields=["agency_id", "stage", "-arrived"], name="told_by_stage"),
            models.Index(fields=["agency_id", "received", "counted_on"], name="told_by_year"),
            models.Index(fields=["kind", "-arrived", "-case"], name="told_by_kind"),
            models.Index(fields=["day"], condition=Q(ended=None), name="told_open"),
        ]

    def __str__(self) -> str:
        return self.case.number

    @property
    def former(self) -> str:
        """The row of 表三 of the answer that closed it first, where it has been open again since (原答复)."""
        return self.counted_as if self.counted_on != self.ended else ""
