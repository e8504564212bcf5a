"""Files: what was uploaded or made, and who may see it. The bytes lie in the store, by their digest."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongkai.web import clock
from gongkai.web.audit.models import Audited, AuditedQuerySet
from gongkai.web.audit.notes import Thing
from gongkai.web.files.kinds import KINDS
from gongkai.web.visibility import Level, VisibleQuerySet


class TextState(models.TextChoices):
    """What became of a file's text."""

    NONE = "none", _("不提取文字")
    WAITING = "waiting", _("等待提取文字")
    READ = "read", _("已提取文字，可检索")
    NO_LAYER = "no_layer", _("扫描件，没有文字层，不能检索")
    PARTLY = "partly", _("已提取部分文字，其余没有文字层或超过限度")
    UNREADABLE = "unreadable", _("打不开，不能检索")


class FileQuerySet(AuditedQuerySet, VisibleQuerySet[Any]):  # type: ignore[misc,override]
    """Files; `visible_to(reader)` first, always."""


class File(Audited):
    """One file, never changed: another content is another file."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    agency_id = models.BigIntegerField(_("机关"))
    level = models.CharField(_("公开层级"), max_length=20, choices=Level)
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    size = models.BigIntegerField(_("字节数"))
    media_type = models.CharField(_("类型"), max_length=100)
    name = models.CharField(_("文件名"), max_length=255)
    #: What a picture shows, for those who do not see it; none is public without.
    alt = models.CharField(_("替代文字"), max_length=300, blank=True)
    width = models.PositiveIntegerField(_("宽"), null=True)
    height = models.PositiveIntegerField(_("高"), null=True)
    located = models.BooleanField(_("含拍摄位置"), default=False)
    derived_from = models.ForeignKey(
        "self", verbose_name=_("原件"), null=True, on_delete=models.PROTECT, related_name="derived"
    )
    #: What a derived file is for: `rendition`, `redacted` …
    purpose = models.CharField(_("用途"), max_length=40, blank=True)
    #: A derived file whose level is always its original's: the sizes of a picture.
    follows = models.BooleanField(default=False)
    uploaded_by_id = models.BigIntegerField(null=True)
    uploaded_by_name = models.CharField(_("上传人"), max_length=100)
    created = models.DateTimeField(_("上传时间"), default=clock.now, editable=False)
    #: Where it is found: the page that it belongs to; empty: only the file itself.
    page = models.CharField(_("所在页面"), max_length=500, blank=True)
    #: What search can narrow it by, of what it belongs to: `item`, `sort`, `until` (search.entries.Found).
    about = models.JSONField(default=dict, blank=True)
    searchable = models.BooleanField(_("可检索"), default=True)
    text_state = models.CharField(_("文字"), max_length=20, choices=TextState, default=TextState.NONE)
    text = models.TextField(blank=True)

    objects: ClassVar[Any] = FileQuerySet.as_manager()

    class Meta:
        verbose_name = _("文件")
        constraints = [
            models.CheckConstraint(
                condition=~Q(level=Level.PUBLIC, media_type__startswith="image/", alt=""), name="file_public_image_alt"
            ),
            models.CheckConstraint(condition=~Q(level=Level.PUBLIC, located=True), name="file_public_without_place"),
            models.CheckConstraint(
                condition=Q(derived_from=None, purpose="") | (Q(derived_from__isnull=False) & ~Q(purpose="")),
                name="file_derived_for",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def thing(self) -> Thing:
        return Thing("file", str(self.uuid), self.name)

    @property
    def is_image(self) -> bool:
        return self.media_type.startswith("image/")

    @property
    def kind_label(self) -> str:
        return str(KINDS[self.media_type].label)

    def get_absolute_url(self) -> str:
        return reverse("files:serve", args=[self.uuid, self.name])
