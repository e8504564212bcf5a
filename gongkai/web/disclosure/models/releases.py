"""Where and when a document was released: one row for each channel and place."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.web.accounts.models import User
from gongkai.web.audit.models import Audited, AuditedQuerySet
from gongkai.web.disclosure.channels import FEED, Channel, channel_choices, channels
from gongkai.web.disclosure.models.documents import Document, DocumentVersion
from gongkai.web.disclosure.models.media import Account
from gongkai.web.files.models import File
from gongkai.web.visibility import VisibleQuerySet


class ReleaseQuerySet(AuditedQuerySet, VisibleQuerySet[Any]):  # type: ignore[override]
    """A release is seen with its document."""

    holder = "document__"


class Release(Audited):
    """A document went out through a channel on a day."""

    document = models.ForeignKey(Document, verbose_name=_("文件"), on_delete=models.PROTECT, related_name="releases")
    #: What was released; of what went out by hand, the version that was public when it was entered.
    version = models.ForeignKey(DocumentVersion, null=True, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(_("公开渠道"), max_length=20, choices=channel_choices)
    day = models.DateField(_("公开日期"))
    account = models.ForeignKey(
        Account, verbose_name=_("新媒体账号"), null=True, blank=True, on_delete=models.PROTECT, related_name="releases"
    )
    place = models.CharField(_("位置"), max_length=200, blank=True)
    address = models.URLField(_("网址"), max_length=500, blank=True)
    note = models.CharField(_("备注"), max_length=500, blank=True)
    proof = models.ForeignKey(File, verbose_name=_("佐证材料"), null=True, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="+")
    recorded = models.DateTimeField(_("登记时间"), auto_now_add=True)

    objects: ClassVar[Any] = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("公开渠道记录")
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["document"], condition=Q(channel=FEED), name="release_feed_once"),
        ]
        indexes = [
            models.Index(fields=["channel", "day"], name="release_of_channel"),
            models.Index(fields=["day"], name="release_of_day"),
        ]

    def __str__(self) -> str:
        return f"{self.document} · {self.of_channel.name}"

    @property
    def of_channel(self) -> Channel:
        return channels()[self.channel]

    @property
    def where(self) -> str:
        """The account or place in words."""
        return self.account.name if self.account else self.place
