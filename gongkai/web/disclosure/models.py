"""What an agency publishes about its own disclosure: the guide and the rules, in versions, one of which is public."""

from __future__ import annotations

import hashlib
import json
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency
from gongkai.web.audit.models import Audited, AuditedQuerySet
from gongkai.web.audit.notes import Thing
from gongkai.web.visibility import Level, VisibleQuerySet


class DocumentKind(models.TextChoices):
    GUIDE = "guide", _("政府信息公开指南")
    RULES = "rules", _("政府信息公开制度")


class GatedQuerySet(AuditedQuerySet, VisibleQuerySet[Any]):  # type: ignore[override]
    """Seen through the gate, written by actions."""


class Document(Audited):
    """A document of an agency. Its title and summary are those of what is published, else of the latest draft."""

    agency = models.ForeignKey(Agency, verbose_name=_("机关"), on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(_("种类"), max_length=20, choices=DocumentKind)
    level = models.CharField(_("可见范围"), max_length=20, choices=Level, default=Level.INTERNAL)
    # 目录的内容：索引、名称、内容概述、生成日期（《条例》第十二条）
    index_number = models.CharField(_("索引号"), max_length=60, blank=True)
    title = models.CharField(_("名称"), max_length=200)
    summary = models.TextField(_("内容概述"), blank=True)
    made = models.DateField(_("生成日期"), null=True, blank=True)
    published = models.OneToOneField(
        "DocumentVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="published_of"
    )
    published_at = models.DateTimeField(_("发布时间"), null=True, blank=True)
    #: The number of the latest version; a form that began with an older one is a conflict.
    latest = models.PositiveIntegerField(_("最新版本"), default=0)

    objects: ClassVar[Any] = GatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("文件")
        ordering = ["agency__path", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agency"], condition=Q(kind="guide"), name="document_one_guide"),
            models.UniqueConstraint(
                fields=["agency", "index_number"], condition=~Q(index_number=""), name="document_index_once"
            ),
            models.CheckConstraint(
                condition=Q(level="public", published__isnull=False, published_at__isnull=False, made__isnull=False)
                | (~Q(level="public") & Q(published=None, published_at=None)),
                name="document_public_has_version",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def thing(self) -> Thing:
        return Thing("document", self.pk, self.title)


class DocumentVersion(Audited):
    """One saved state of a document; never changed but for its level."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=20, choices=Level, default=Level.INTERNAL)
    number = models.PositiveIntegerField(_("版本"))
    title = models.CharField(_("名称"), max_length=200)
    summary = models.TextField(_("内容概述"), blank=True)
    #: In order: `name` of the section, whether its `generated` part is shown, the own `text` as clean HTML.
    sections = models.JSONField(_("内容"), default=list)
    author = models.ForeignKey(User, verbose_name=_("起草人"), on_delete=models.PROTECT, related_name="+")
    created = models.DateTimeField(_("保存时间"), auto_now_add=True)
    digest = models.CharField(_("摘要"), max_length=64)

    objects: ClassVar[Any] = GatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("文件版本")
        ordering = ["document", "-number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="document_version_once")]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"


class Publication(Audited):
    """What stood on the portal from when until when: the text as it was on the day it was published."""

    on_portal = True

    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="publications")
    html = models.TextField(_("发布时全文"))
    since = models.DateTimeField(_("发布时间"))
    until = models.DateTimeField(_("停止发布时间"), null=True, blank=True)
    reason = models.TextField(_("撤下理由"), blank=True)

    class Meta:
        verbose_name = _("发布记录")
        ordering = ["-since"]


class WorkingCopy(models.Model):
    """What somebody is writing and has not saved: kept against loss, seen by its writer alone, no record.

    Not audited: it is kept every few seconds, and becomes a version only when it is saved.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="working_copies")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    based_on = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    sections = models.JSONField(default=list)
    kept = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "user"], name="working_copy_once")]


def digest_of(title: str, summary: str, sections: list[dict[str, Any]]) -> str:
    """SHA-256 over what a version says, as canonical JSON."""
    text = json.dumps([title, summary, sections], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
