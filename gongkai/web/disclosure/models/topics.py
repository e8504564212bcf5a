"""专栏专题: curated pages of documents, of whatever agency."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency
from gongkai.web.audit.models import Audited, AuditedQuerySet
from gongkai.web.audit.notes import Thing
from gongkai.web.disclosure.models.batches import Batch, reviewed
from gongkai.web.disclosure.models.documents import Document, GatedQuerySet
from gongkai.web.visibility import Level, VisibleQuerySet


class Topic(Audited):
    """A page with a title, a few words and documents in an order; each document is shown to whoever may see it."""

    on_portal = True

    agency = models.ForeignKey(Agency, verbose_name=_("机关"), on_delete=models.PROTECT, related_name="topics")
    level = models.CharField(max_length=20, choices=Level, default=Level.INTERNAL)
    title = models.CharField(_("名称"), max_length=100)
    intro = models.TextField(_("导语"), blank=True)
    #: When it first went out; it is counted in that year.
    published = models.DateField(_("开设日期"), null=True, blank=True)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    #: The last one in which it was put to review.
    batch = models.ForeignKey(Batch, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[Any] = GatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("专栏专题")
        ordering = ["-published", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(level="public") | Q(published__isnull=False), name="topic_public_has_day"
            ),
            reviewed("topic"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def thing(self) -> Thing:
        return Thing("topic", self.pk, self.title)


class TopicEntryQuerySet(AuditedQuerySet, VisibleQuerySet[Any]):  # type: ignore[override]
    holder = "document__"


class TopicEntry(Audited):
    """A document in its place on the page."""

    on_portal = True

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="entries")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="topic_entries")
    position = models.PositiveIntegerField(_("顺序"))

    objects: ClassVar[Any] = TopicEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("专题条目")
        ordering = ["topic", "position"]
        constraints = [models.UniqueConstraint(fields=["topic", "document"], name="topic_entry_once")]
