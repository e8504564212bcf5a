"""What an agency publishes: documents in versions, one of which is public."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.web import clock
from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency
from gongkai.web.audit.models import Audited, AuditedQuerySet
from gongkai.web.audit.notes import Thing
from gongkai.web.disclosure.facts import Attribute, Facts, canonical
from gongkai.web.disclosure.kinds import Kind, choices, kinds
from gongkai.web.files.models import File
from gongkai.web.visibility import Level, VisibleQuerySet

#: The kinds of which an agency has one document.
ONCE = sorted(kind.id for kind in kinds().values() if kind.once)


class GatedQuerySet(AuditedQuerySet, VisibleQuerySet[Any]):  # type: ignore[override]
    """Seen through the gate, written by actions."""


#: Of these it is always said whether they are in force.
BINDING = frozenset({"rules", "regulation", "normative", "policy"})


class Validity(models.TextChoices):
    """有效性, as it is said of a document on a day."""

    IN_FORCE = "in_force", _("有效")
    NOT_YET = "not_yet", _("尚未施行")
    REPEALED = "repealed", _("已废止")
    LAPSED = "lapsed", _("已失效")

    @property
    def over(self) -> bool:
        return self in (Validity.REPEALED, Validity.LAPSED)


class Document(Audited):
    """A document of an agency. Its title and summary are those of what is published, else of the latest draft."""

    agency = models.ForeignKey(Agency, verbose_name=_("机关"), on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(_("种类"), max_length=20, choices=choices)
    level = models.CharField(_("可见范围"), max_length=20, choices=Level, default=Level.INTERNAL)
    # 目录的内容：索引、名称、内容概述、生成日期（《条例》第十二条）
    index_number = models.CharField(_("索引号"), max_length=60, blank=True)
    title = models.CharField(_("名称"), max_length=200)
    summary = models.TextField(_("内容概述"), blank=True)
    made = models.DateField(_("生成日期"), null=True, blank=True)
    # What follows is said in the version (`facts.Facts`) and repeated here for lists (`facts.REPEATED`).
    number = models.CharField(_("文号"), max_length=100, blank=True)
    subject = models.CharField(_("主题分类"), max_length=60, blank=True)
    genre = models.CharField(_("体裁"), max_length=20, blank=True)
    audience = models.CharField(_("服务对象"), max_length=60, blank=True)
    attribute = models.CharField(_("公开属性"), max_length=20, choices=Attribute, default=Attribute.ACTIVE)
    item = models.CharField(_("法定公开事项"), max_length=20, blank=True)
    valid_from = models.DateField(_("施行日期"), null=True, blank=True)
    valid_until = models.DateField(_("有效期至"), null=True, blank=True)
    issue = models.PositiveIntegerField(_("期号"), null=True, blank=True)
    #: 法律、法规另有规定的期限, else the twenty working days of 《条例》第二十六条
    publish_by = models.DateField(_("另有规定的公开期限"), null=True, blank=True)
    #: The day on which what was formed on the day `made` was first public, whatever became of it since.
    out_since = models.DateField(_("首次公开日期"), null=True, blank=True)
    #: The document that it explains (解读).
    explains = models.ForeignKey(
        "self", verbose_name=_("解读的文件"), null=True, blank=True, on_delete=models.PROTECT, related_name="explained",
        db_index=False,
    )  # fmt: skip
    #: The entry of the agency's own catalogue (公开事项标准目录).
    entry = models.ForeignKey(
        "CatalogueEntry", verbose_name=_("目录条目"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="documents",
    )  # fmt: skip
    published = models.OneToOneField(
        "DocumentVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="published_of"
    )
    published_at = models.DateTimeField(_("发布时间"), null=True, blank=True)
    #: When what is approved goes out by itself.
    publish_at = models.DateTimeField(_("定时发布"), null=True, blank=True)
    #: The number of the latest version; a form that began with an older one is a conflict.
    latest = models.PositiveIntegerField(_("最新版本"), default=0)

    objects: ClassVar[Any] = GatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("文件")
        ordering = ["agency__path", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "kind"], condition=Q(kind__in=ONCE), name="document_once"),
            # over all agencies: by it alone a document is asked for
            models.UniqueConstraint(fields=["index_number"], condition=~Q(index_number=""), name="document_index_once"),
            models.CheckConstraint(
                condition=Q(level="public", attribute="active") | ~Q(level="public"), name="document_public_is_active"
            ),
            models.CheckConstraint(
                condition=Q(level="public", published__isnull=False, published_at__isnull=False, made__isnull=False)
                | (~Q(level="public") & Q(published=None, published_at=None)),
                name="document_public_has_version",
            ),
        ]
        indexes = [
            # of those that explain alone: most do not, and SQLite would rather read all than look so many up
            models.Index(fields=["explains"], condition=Q(explains__isnull=False), name="document_explaining"),
            models.Index(fields=["agency", "level", "item", "-made", "-id", "kind"], name="document_of_item"),
            # with all that sections count and skip by, so that no row is read for it
            models.Index(fields=["level", "item", "-made", "-id", "kind", "agency"], name="document_of_item_anywhere"),
            # in the order in which sections count: without it each count sorts all that it counts
            models.Index(fields=["level", "item", "kind", "made"], name="document_counts"),
            models.Index(fields=["level", "item", "valid_until"], name="document_ends"),
            models.Index(fields=["level", "-published_at", "-id"], name="document_latest"),
            models.Index(fields=["number"], name="document_number"),
            models.Index(fields=["agency", "out_since"], name="document_out_since"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def thing(self) -> Thing:
        return Thing("document", self.pk, self.title)

    @property
    def of_kind(self) -> Kind:
        return kinds()[self.kind]

    @property
    def mark(self) -> str:
        """What tells it from others of its name: the 文号; of a bulletin the 期号."""
        return self.number or (f"第{self.issue}期" if self.issue else "")

    @property
    def validity(self) -> Validity | None:
        """Today's. Lists select `lifecycle` with it."""
        return self.validity_on(timezone.localdate())

    def validity_on(self, today: date) -> Validity | None:
        """Whether it is in force on a day; None for what says nothing that could be in force."""
        life, last = getattr(self, "lifecycle", None), self.last_day
        if last is not None and last < today:
            return Validity.REPEALED if life and life.ending == Validity.REPEALED else Validity.LAPSED
        if self.valid_from is not None and self.valid_from > today:
            return Validity.NOT_YET
        return Validity.IN_FORCE if life or last or self.valid_from or self.kind in BINDING else None

    @property
    def standing(self) -> Validity | None:
        """The same of what was issued or published: nothing is in force while it is drafted."""
        life = getattr(self, "lifecycle", None)
        return self.validity if self.out_since or (life and life.issued) else None

    @property
    def last_day(self) -> date | None:
        """最后有效的一天."""
        life = getattr(self, "lifecycle", None)
        return life.last if life else self.valid_until


class DocumentVersion(Audited):
    """One saved state of a document; never changed but for its level."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=20, choices=Level, default=Level.INTERNAL)
    number = models.PositiveIntegerField(_("版本"))
    title = models.CharField(_("名称"), max_length=200)
    summary = models.TextField(_("内容概述"), blank=True)
    #: `facts.Facts`, as stored
    facts = models.JSONField(_("元数据"), default=dict)
    #: In order: `name` of the section, whether its `generated` part is shown, the own `text` as clean HTML.
    sections = models.JSONField(_("内容"), default=list)
    author = models.ForeignKey(User, verbose_name=_("起草人"), on_delete=models.PROTECT, related_name="+")
    created = models.DateTimeField(_("保存时间"), default=clock.now, editable=False)
    digest = models.CharField(_("摘要"), max_length=64)

    objects: ClassVar[Any] = GatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("文件版本")
        ordering = ["document", "-number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="document_version_once")]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"

    @property
    def said(self) -> Facts:
        """The facts of this version."""
        return Facts.of(self.facts)

    def files_below(self) -> list[File]:
        """The files below the text, in their order."""
        rows = self.attachments.filter(in_text=False).select_related("file").order_by("position")
        return [row.file for row in rows]


class Attachment(Audited):
    """A file of a version, or a picture in its text; what a version consists of is never changed."""

    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="attachments")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="attached")
    position = models.PositiveIntegerField(_("顺序"))
    #: It stands in the text, not below it.
    in_text = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("附件")
        ordering = ["version", "position"]
        constraints = [models.UniqueConstraint(fields=["version", "file"], name="attachment_once")]


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
    #: As typed, valid or not; and the files attached, by uuid.
    facts = models.JSONField(default=dict)
    files = models.JSONField(default=list)
    begun = models.DateTimeField(auto_now_add=True)
    kept = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("尚未保存的内容")
        constraints = [models.UniqueConstraint(fields=["document", "user"], name="working_copy_once")]

    def files_below(self) -> list[File]:
        """The files below the text, in their order."""
        rows = File.objects.filter(agency_id=self.document.agency_id, uuid__in=self.files)
        known = {str(file.uuid): file for file in rows}
        return [known[uuid] for uuid in self.files if uuid in known]


class IndexPattern(Audited):
    """How an agency's 索引号 are made from a day on; those made before stay as they are."""

    agency = models.OneToOneField(
        Agency, verbose_name=_("机关"), on_delete=models.PROTECT, related_name="index_pattern"
    )
    pattern = models.CharField(_("索引号式样"), max_length=80)

    class Meta:
        verbose_name = _("索引号式样")


class IndexSeries(Audited):
    """The last serial number that an agency gave in a year."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "year"], name="index_series_once")]


def digest_of(
    title: str, summary: str, sections: list[dict[str, Any]], facts: dict[str, Any], files: list[tuple[str, ...]]
) -> str:
    """SHA-256 over what a version says, as canonical JSON; of each file its name and digest, and what a picture below
    the text is said to show."""
    return hashlib.sha256(canonical([title, summary, sections, facts, files])).hexdigest()
