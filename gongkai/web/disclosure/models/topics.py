"""专栏专题: curated pages of documents, of whatever agency."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.web import clock
from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency
from gongkai.web.audit.models import Audited, AuditedQuerySet
from gongkai.web.audit.notes import Thing
from gongkai.web.disclosure.models.batches import Batch, reviewed
from gongkai.web.disclosure.models.documents import Document, GatedQuerySet
from gongkai.web.visibility import Level, VisibleQuerySet


class Topic(Audited):
    """A page with a title, a few words and documents in an order, in versions, one of which is public. Its title and
    words are those of what the public reads, else of the latest version."""

    on_portal = True

    agency = models.ForeignKey(Agency, verbose_name=_("机关"), on_delete=models.PROTECT, related_name="topics")
    level = models.CharField(max_length=20, choices=Level, default=Level.INTERNAL)
    title = models.CharField(_("名称"), max_length=100)
    intro = models.TextField(_("导语"), blank=True)
    #: When it first went out; it is counted in that year.
    published = models.DateField(_("开设日期"), null=True, blank=True)
    #: Of the latest version.
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    #: The last one in which it was put to review.
    batch = models.ForeignKey(Batch, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    #: The version that the public reads.
    shown = models.OneToOneField(
        "TopicVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="shown_of"
    )
    #: The number of the latest version.
    latest = models.PositiveIntegerField(_("最新版本"), default=0)
    #: Raised by every act; a form that began with an older one is a conflict.
    version = models.PositiveIntegerField(_("版本"), default=1)

    objects: ClassVar[Any] = GatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("专栏专题")
        ordering = ["-published", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(level="public") | Q(published__isnull=False), name="topic_public_has_day"
            ),
            models.CheckConstraint(
                condition=Q(level="public", shown__isnull=False) | (~Q(level="public") & Q(shown=None)),
                name="topic_public_has_version",
            ),
            reviewed("topic"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def thing(self) -> Thing:
        return Thing("topic", self.pk, self.title)


class TopicVersion(Audited):
    """One saved state of a topic; never changed but for its level."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="versions")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=20, choices=Level, default=Level.INTERNAL)
    number = models.PositiveIntegerField(_("版本"))
    title = models.CharField(_("名称"), max_length=100)
    intro = models.TextField(_("导语"), blank=True)
    author = models.ForeignKey(User, verbose_name=_("起草人"), on_delete=models.PROTECT, related_name="+")
    created = models.DateTimeField(_("保存时间"), default=clock.now, editable=False)

    objects: ClassVar[Any] = GatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("专题版本")
        ordering = ["topic", "-number"]
        constraints = [models.UniqueConstraint(fields=["topic", "number"], name="topic_version_once")]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"


class TopicEntryQuerySet(AuditedQuerySet, VisibleQuerySet[Any]):  # type: ignore[override]
    holder = "document__"


class TopicEntry(Audited):
    """A document in its place on the page, of one version."""

    version = models.ForeignKey(TopicVersion, on_delete=models.PROTECT, related_name="entries")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="topic_entries")
    position = models.PositiveIntegerField(_("顺序"))

    objects: ClassVar[Any] = TopicEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("专题条目")
        ordering = ["version", "position"]
        constraints = [models.UniqueConstraint(fields=["version", "document"], name="topic_entry_once")]


class TopicPublication(Audited):
    """Which version stood on the portal from when until when, and the batch in which it was let out."""

    version = models.ForeignKey(TopicVersion, on_delete=models.PROTECT, related_name="publications")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(_("发布时间"))
    until = models.DateTimeField(_("停止发布时间"), null=True, blank=True)
    reason = models.TextField(_("撤下理由"), blank=True)

    class Meta:
        verbose_name = _("专题发布记录")
        ordering = ["-since"]
