"""What is under way, in which state, and who did what when."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.permissions import Permission
from gongkai.web.audit.models import Audited, AuditedQuerySet
from gongkai.web.audit.notes import Thing
from gongkai.web.visibility import Level, VisibleQuerySet


class ProcessQuerySet(AuditedQuerySet, VisibleQuerySet[Any]):  # type: ignore[override]
    """Processes are seen like what they are about, and written by their actions."""

    def running(self) -> ProcessQuerySet:
        return self.filter(ended=None)


class Process(Audited):
    """One thing of one agency on its way through its table."""

    kind = models.CharField(_("事项种类"), max_length=40)
    object_id = models.BigIntegerField(_("对象"))
    agency = models.ForeignKey(Agency, verbose_name=_("机关"), on_delete=models.PROTECT, related_name="processes")
    level = models.CharField(_("可见范围"), max_length=20, choices=Level, default=Level.INTERNAL)
    #: The thing's name as it was when last sent on; the inbox shows it without asking the thing.
    title = models.CharField(_("名称"), max_length=300)
    state = models.CharField(_("状态"), max_length=40)
    #: The permission of those for whom it waits; empty when it has ended.
    waits_for = models.CharField(_("待办权限"), max_length=40, choices=Permission, blank=True)
    #: The steps it goes through, as the agency's chain was on the day it began.
    chain = models.JSONField(_("环节"), default=list)
    #: The version of the thing that is under way, and its digest: what is approved is this and nothing else.
    reviewed = models.PositiveIntegerField(_("版本"))
    digest = models.CharField(_("版本摘要"), max_length=64)
    begun_by = models.ForeignKey(User, verbose_name=_("起草人"), on_delete=models.PROTECT, related_name="begun")
    begun = models.DateTimeField(_("开始时间"))
    waiting_since = models.DateTimeField(_("等待起始"))
    #: The last day of the step, and of the whole, where there is one.
    due = models.DateField(_("环节期限"), null=True, blank=True)
    deadline = models.DateField(_("办结期限"), null=True, blank=True)
    assignee = models.ForeignKey(
        User, verbose_name=_("承办人"), null=True, blank=True, on_delete=models.PROTECT, related_name="assigned"
    )
    #: Sent back, and not sent on since.
    returned = models.BooleanField(_("被退回"), default=False)
    #: When it came to this agency from one that ceased to be; then any of its officers may go on with the draft.
    handed_over = models.DateTimeField(_("转来时间"), null=True, blank=True)
    urged = models.DateTimeField(_("最近催办"), null=True, blank=True)
    ended = models.DateTimeField(_("办结时间"), null=True, blank=True)
    #: Raised with every act; a form that holds an older one is refused.
    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[Any] = ProcessQuerySet.as_manager()

    class Meta:
        verbose_name = _("流程")
        ordering = ["waiting_since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], condition=Q(ended=None), name="process_runs_once"),
            models.CheckConstraint(
                condition=Q(waits_for="", ended__isnull=False) | (~Q(waits_for="") & Q(ended=None)),
                name="process_waits_or_ended",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "waits_for"], name="process_waiting"),
            models.Index(fields=["kind", "object_id"], name="process_object"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def thing(self) -> Thing:
        return Thing(self.kind, self.object_id, self.title)


class Writer(Audited):
    """Who wrote on what is under way; such a one reviews and approves nothing of it."""

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="writers")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("起草人")
        constraints = [models.UniqueConstraint(fields=["process", "user"], name="writer_once")]


class Step(Audited):
    """One line of the sheet 审核单: who did what when, in which role, for whom, to which version."""

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField(_("序号"))
    time = models.DateTimeField(_("时间"))
    act = models.CharField(_("事项"), max_length=40)
    #: Whether it was a judgement, which nobody passes on the same version at two steps.
    judged = models.BooleanField(_("审核意见"), default=False)
    origin = models.CharField(_("原状态"), max_length=40)
    target = models.CharField(_("现状态"), max_length=40)
    user = models.ForeignKey(User, verbose_name=_("办理人"), on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("角色"), max_length=40)
    deputy_for = models.ForeignKey(
        User, verbose_name=_("代"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    assignee = models.ForeignKey(
        User, verbose_name=_("指派给"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: The time that the act asks for.
    at = models.DateTimeField(_("所定时间"), null=True, blank=True)
    comment = models.TextField(_("意见"), blank=True)
    #: What in the text the comment is about, as quoted.
    passages = models.JSONField(_("涉及段落"), default=list)
    reviewed = models.PositiveIntegerField(_("版本"))
    digest = models.CharField(_("版本摘要"), max_length=64)

    class Meta:
        verbose_name = _("办理记录")
        ordering = ["process", "number"]
        constraints = [models.UniqueConstraint(fields=["process", "number"], name="step_number_once")]
        indexes = [models.Index(fields=["user", "time"], name="step_of_user")]


class Chain(Audited):
    """The steps that an agency, and those below it without a chain of their own, asks for from a day on."""

    agency = models.ForeignKey(Agency, verbose_name=_("机关"), on_delete=models.PROTECT, related_name="chains")
    kind = models.CharField(_("事项种类"), max_length=40)
    steps = models.JSONField(_("环节"), default=list)
    since = models.DateField(_("启用日期"))
    #: The first day on which it does not hold any more; open: until another takes its place.
    until = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("环节设置")
        ordering = ["agency", "kind", "-since"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "kind", "since"], name="chain_once_a_day"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")), name="chain_ends_after_it_begins"
            ),
        ]
