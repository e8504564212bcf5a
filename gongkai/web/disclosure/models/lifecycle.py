"""规章 and 行政规范性文件: what happened to one from draft to repeal, and the clean-ups in which all are looked at."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency
from gongkai.web.audit.models import Audited, AuditedQuerySet
from gongkai.web.audit.notes import Thing
from gongkai.web.disclosure.kinds import living
from gongkai.web.disclosure.models.documents import Document, GatedQuerySet
from gongkai.web.visibility import Level, Reader, VisibleQuerySet


class Stage(models.TextChoices):
    """What happens to a document, in the usual order."""

    PLANNED = "planned", _("立项")
    DRAFTED = "drafted", _("起草")
    COMMENT = "comment", _("征求意见")
    LEGALITY = "legality", _("合法性审核")
    DECIDED = "decided", _("集体审议决定")
    REGISTERED = "registered", _("统一登记、编号")
    ISSUED = "issued", _("印发")
    FILED = "filed", _("备案")
    ASSESSED = "assessed", _("评估")
    REPEALED = "repealed", _("废止")
    LAPSED = "lapsed", _("宣布失效")


#: What a stage is called otherwise of a 规章.
_OF_REGULATIONS = {
    Stage.LEGALITY: _("法制机构审查"),
    Stage.DECIDED: _("会议审议决定"),
    Stage.REGISTERED: _("首长签署、编号"),
    Stage.ISSUED: _("公布"),
}


def stage_label(kind: str, stage: Stage) -> str:
    """What a stage is called of a kind of documents."""
    return str(_OF_REGULATIONS.get(stage, stage.label) if kind == "regulation" else stage.label)


class Ending(models.TextChoices):
    """How it came out of force."""

    REPEALED = "repealed", _("已废止")
    LAPSED = "lapsed", _("已失效")


class ThroughDocument(AuditedQuerySet, VisibleQuerySet[Any]):  # type: ignore[override]
    """Seen where the document is seen."""

    holder = "document__"


class LifecycleQuerySet(ThroughDocument):  # type: ignore[override]
    """The counts of 表二: 现行有效 of a day is that of the day before and 制发 less 废止 of the day, always."""

    def of(self, agencies: QuerySet[Agency], kind: str) -> Self:
        return self.filter(document__agency__in=agencies, document__kind=kind)

    def issued_in(self, since: date, until: date) -> Self:
        """制发: issued from a day until a day, both included."""
        return self.filter(issued__range=(since, until))

    def ended_in(self, since: date, until: date) -> Self:
        """废止: which came out of force in those days, repealed or lapsed."""
        day = timedelta(days=1)
        return self.filter(issued__isnull=False, last__range=(since - day, until - day))

    def in_force(self, on: date) -> Self:
        """现行有效 at the end of a day."""
        return self.filter(issued__lte=on).filter(Q(last=None) | Q(last__gte=on))


class Lifecycle(Audited):
    """From when until when a document is in force. `last` is its last day, said by itself or by what ended it."""

    on_portal = True

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="lifecycle")
    issued = models.DateField(_("印发日期"), null=True, blank=True)
    last = models.DateField(_("最后有效的一天"), null=True, blank=True)
    #: None while only its own term ends it.
    ending = models.CharField(_("终止方式"), max_length=20, choices=Ending, blank=True)
    ended_by = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="ends")
    #: 三统一: the number under which the agency registered it, one after the other in a year.
    year = models.PositiveIntegerField(_("登记年份"), null=True, blank=True)
    serial = models.PositiveIntegerField(_("登记序号"), null=True, blank=True)

    objects: ClassVar[Any] = LifecycleQuerySet.as_manager()

    class Meta:
        verbose_name = _("存续")
        constraints = [
            # so that what ends was in force for a day, and the counts agree
            models.CheckConstraint(
                condition=Q(issued=None) | Q(last=None) | Q(last__gte=F("issued")), name="lifecycle_in_order"
            ),
            models.CheckConstraint(
                condition=Q(year=None, serial=None) | Q(year__isnull=False, serial__isnull=False),
                name="lifecycle_registered",
            ),
        ]
        indexes = [models.Index(fields=["issued", "last"], name="lifecycle_in_force")]


class StepQuerySet(ThroughDocument):  # type: ignore[override]
    def visible_to(self, reader: Reader) -> Self:
        """Of a document that may be seen what was confirmed; the rest by those who see its internal matters."""
        inside = reader.agencies(Level.INTERNAL)
        known = Q(confirmed__isnull=False)
        if inside is not None:
            known |= Q(document__agency_id__in=inside)
        return super().visible_to(reader).filter(known)


class LifecycleStep(Audited):
    """One thing that happened, on the day on which it did."""

    on_portal = True

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="steps")
    stage = models.CharField(_("环节"), max_length=20, choices=Stage)
    day = models.DateField(_("日期"))
    #: 征求意见截止日
    until = models.DateField(_("截止日期"), null=True, blank=True)
    #: Who did it, as an office or a meeting: 区司法局, 第12次常务会议
    who = models.CharField(_("由谁"), max_length=200, blank=True)
    note = models.TextField(_("意见或说明"), blank=True)
    #: Where the public reads more of it.
    link = models.URLField(_("链接"), max_length=300, blank=True)
    other = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    #: It happened before this system was there, so that what comes before it is not asked for; why.
    earlier = models.CharField(_("系统启用前已办"), max_length=200, blank=True)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created = models.DateTimeField(auto_now_add=True)
    #: By somebody else than its author; before that it has no effect, and the public does not read it.
    confirmed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed = models.DateTimeField(_("核实时间"), null=True, blank=True)

    objects: ClassVar[Any] = StepQuerySet.as_manager()

    class Meta:
        verbose_name = _("存续的环节")
        ordering = ["day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed=None, confirmed_by=None)
                | (Q(confirmed__isnull=False, confirmed_by__isnull=False) & ~Q(confirmed_by=F("author"))),
                name="lifecycle_step_confirmed_by_another",
            ),
        ]

    @property
    def label(self) -> str:
        """What it is called of the document's kind."""
        return stage_label(self.document.kind, Stage(self.stage))


class NumberSeries(Audited):
    """The last number under which an agency registered a document of a kind in a year."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("种类"), max_length=20, choices=living)
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "kind", "year"], name="number_series_once")]


class Verdict(models.TextChoices):
    """What a clean-up says of a document."""

    KEEP = "keep", _("继续有效")
    REVISE = "revise", _("修改")
    REPEAL = "repeal", _("废止")
    LAPSED = "lapsed", _("宣布失效")


class CleanUp(Audited):
    """清理: every document of a kind in force on a day is looked at, and something is decided of each."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="clean_ups")
    kind = models.CharField(_("种类"), max_length=20, choices=living)
    level = models.CharField(max_length=20, choices=Level, default=Level.INTERNAL)
    title = models.CharField(_("名称"), max_length=200)
    day = models.DateField(_("基准日"))
    closed = models.DateField(_("办结日期"), null=True, blank=True)
    #: The list, drafted as a document when the session is closed.
    listed = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    #: The day on which that went out: then what it repeals is repealed.
    applied = models.DateField(_("生效日期"), null=True, blank=True)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[Any] = GatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("清理")
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "kind"], condition=Q(closed=None), name="clean_up_one_open"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def thing(self) -> Thing:
        return Thing("clean_up", self.pk, self.title)


class CleanUpDecision(Audited):
    """What was decided of one document; nothing yet where `verdict` is empty."""

    session = models.ForeignKey(CleanUp, on_delete=models.PROTECT, related_name="decisions")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="clean_up_decisions")
    verdict = models.CharField(_("决定"), max_length=20, choices=Verdict, blank=True)
    note = models.CharField(_("理由"), max_length=300, blank=True)

    objects: ClassVar[Any] = ThroughDocument.as_manager()

    class Meta:
        verbose_name = _("清理决定")
        ordering = ["document__made", "document"]
        constraints = [models.UniqueConstraint(fields=["session", "document"], name="clean_up_decision_once")]
