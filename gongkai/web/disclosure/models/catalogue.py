"""公开事项标准目录: what an agency says that it discloses, each entry in versions by date."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency
from gongkai.web.audit.models import Audited
from gongkai.web.disclosure.models.batches import Batch, reviewed
from gongkai.web.disclosure.models.documents import GatedQuerySet
from gongkai.web.visibility import PUBLIC, Level, Reader


class Reach(models.TextChoices):
    """公开层级."""

    COUNTY = "county", _("县级")
    TOWNSHIP = "township", _("乡级")
    VILLAGE = "village", _("村级")


class CatalogueEntry(Audited):
    """One entry of an agency's catalogue, whatever its wording was when; documents name it."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="catalogue")

    class Meta:
        verbose_name = _("目录条目")


class EntryVersionQuerySet(GatedQuerySet):  # type: ignore[override]
    def latest_on(self, day: date, reader: Reader) -> Self:
        """Of each entry the wording of a day, as far as the reader knows of it; also that it is ended."""
        seen = EntryVersion.objects.visible_to(reader).filter(entry=OuterRef("entry"), since__lte=day)
        latest = Subquery(seen.order_by("-since", "-pk").values("pk")[:1])
        return self.filter(pk=latest)

    def on(self, day: date, reader: Reader) -> Self:
        """Of each entry the wording in force on a day, likewise."""
        return self.latest_on(day, reader).filter(ended=False)

    def public_on(self, day: date) -> Self:
        return self.on(day, PUBLIC)


class EntryVersion(Audited):
    """What an entry says from a day on. Never rewritten: another version follows."""

    on_portal = True

    entry = models.ForeignKey(CatalogueEntry, on_delete=models.PROTECT, related_name="versions")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    #: Internal until the batch in which it stands was reviewed and let out by others.
    level = models.CharField(max_length=20, choices=Level, default=Level.INTERNAL)
    since = models.DateField(_("自"))
    #: From that day on there is no such entry.
    ended = models.BooleanField(_("停用"), default=False)
    position = models.PositiveIntegerField(_("序号"))
    first = models.CharField(_("一级事项"), max_length=100)
    second = models.CharField(_("二级事项"), max_length=100)
    content = models.TextField(_("公开内容（要素）"))
    basis = models.TextField(_("公开依据"), blank=True)
    term = models.CharField(_("公开时限"), max_length=300)
    body = models.CharField(_("公开主体"), max_length=200)
    channels = models.JSONField(_("公开渠道和载体"), default=list)
    to_all = models.BooleanField(_("全社会"), default=True)
    #: 特定群体: whom; empty: nobody besides
    group = models.CharField(_("特定群体"), max_length=200, blank=True)
    active = models.BooleanField(_("主动"), default=True)
    on_request = models.BooleanField(_("依申请"), default=False)
    county = models.BooleanField(Reach.COUNTY.label, default=False)
    township = models.BooleanField(Reach.TOWNSHIP.label, default=False)
    village = models.BooleanField(Reach.VILLAGE.label, default=False)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created = models.DateTimeField(auto_now_add=True)
    #: In which it was put to review.
    batch = models.ForeignKey(Batch, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[Any] = EntryVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("目录条目版本")
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["entry", "-since", "-id"], name="entry_version_on")]
        constraints = [reviewed("entry_version")]

    def __str__(self) -> str:
        return f"{self.first} · {self.second}"
