"""政务新媒体 (国办发〔2018〕123号): the register of accounts, their states, and the sessions that clean it up."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency
from gongkai.web.audit.models import Audited, AuditedQuerySet
from gongkai.web.audit.notes import Thing
from gongkai.web.disclosure.channels import platform_choices
from gongkai.web.disclosure.models.documents import GatedQuerySet
from gongkai.web.visibility import Level, VisibleQuerySet


class State(models.TextChoices):
    """What an account does."""

    RUNNING = "running", pgettext_lazy("account", "运行")
    CLOSED = "closed", pgettext_lazy("account", "关停")
    CANCELLING = "cancelling", pgettext_lazy("account", "注销中")
    CANCELLED = "cancelled", pgettext_lazy("account", "注销")


class Decision(models.TextChoices):
    """What a session decides of an account."""

    KEEP = "keep", _("保留")
    MERGE = "merge", _("整合")
    CLOSE = "close", _("关停注销")


class Account(Audited):
    """One account of an agency on a platform."""

    agency = models.ForeignKey(
        Agency, verbose_name=_("主办单位"), on_delete=models.PROTECT, related_name="media_accounts"
    )
    level = models.CharField(max_length=20, choices=Level, default=Level.INTERNAL)
    platform = models.CharField(_("平台"), max_length=20, choices=platform_choices)
    name = models.CharField(_("账号名称"), max_length=100)
    certified = models.CharField(_("认证主体"), max_length=200, blank=True)
    keeper = models.CharField(_("管理员"), max_length=100, blank=True)
    address = models.URLField(_("网址"), max_length=500, blank=True)
    filed = models.DateField(_("备案日期"), null=True, blank=True)
    filing = models.CharField(_("备案号"), max_length=60, blank=True)
    state = models.CharField(_("状态"), max_length=20, choices=State, default=State.RUNNING)
    state_since = models.DateField(_("状态起始日期"))
    #: Why it stands beside another of the same agency on the same platform.
    exception = models.CharField(_("另设理由"), max_length=200, blank=True)
    #: The last update, entered by hand or with a release.
    updated = models.DateField(_("最近更新日期"), null=True, blank=True)
    #: Raised with every change; a form that holds an older one is refused.
    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[Any] = GatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("新媒体账号")
        ordering = ["agency__path", "platform", "pk"]
        constraints = [
            # 一个单位原则上在同一平台只开设一个账号（国办发〔2018〕123号）
            models.UniqueConstraint(
                fields=["agency", "platform"], condition=Q(state=State.RUNNING, exception=""), name="account_once"
            ),
            models.UniqueConstraint(fields=["agency", "platform", "name"], name="account_name_once"),
        ]
        indexes = [models.Index(fields=["state", "updated"], name="account_updated")]

    def __str__(self) -> str:
        return self.name

    @property
    def thing(self) -> Thing:
        return Thing("media_account", self.pk, self.name)


class AccountState(Audited):
    """A state and the days on which it held."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="states")
    state = models.CharField(_("状态"), max_length=20, choices=State)
    since = models.DateField(_("起"))
    #: The first day on which it does not hold any more.
    until = models.DateField(_("止"), null=True, blank=True)
    reason = models.CharField(_("理由"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("新媒体账号状态")
        ordering = ["account", "since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["account"], condition=Q(until=None), name="accountstate_open_once"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="accountstate_ends_after_it_begins"
            ),
        ]


class MediaCleanUp(Audited):
    """A session in which all accounts of an agency and those below it are gone through."""

    agency = models.ForeignKey(Agency, verbose_name=_("机关"), on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=20, choices=Level, default=Level.INTERNAL)
    title = models.CharField(_("名称"), max_length=100)
    begun = models.DateField(_("开始日期"))
    finished = models.DateField(_("结束日期"), null=True, blank=True)

    objects: ClassVar[Any] = GatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("新媒体清理")
        ordering = ["-begun", "-pk"]
        constraints = [models.UniqueConstraint(fields=["agency"], condition=Q(finished=None), name="cleanup_open_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def thing(self) -> Thing:
        return Thing("media_cleanup", self.pk, self.title)


class LineQuerySet(AuditedQuerySet, VisibleQuerySet[Any]):  # type: ignore[override]
    """A decision is seen by whoever sees the account: its agency, too, whose session it is not."""

    holder = "account__"


class MediaCleanUpLine(Audited):
    """What a session decides of one account."""

    session = models.ForeignKey(MediaCleanUp, on_delete=models.PROTECT, related_name="lines")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="cleanups")
    decision = models.CharField(_("决定"), max_length=20, choices=Decision, blank=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided = models.DateField(_("决定日期"), null=True)

    objects: ClassVar[Any] = LineQuerySet.as_manager()

    class Meta:
        verbose_name = _("清理决定")
        ordering = ["account__agency__path", "account__platform", "pk"]
        constraints = [models.UniqueConstraint(fields=["session", "account"], name="cleanup_line_once")]
