"""Documents of many units that came to the lead office together, and what became of each."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency
from gongkai.web.annual.models.collecting import CollectedQuerySet, Collection, Filing
from gongkai.web.audit.models import Audited
from gongkai.web.audit.notes import Thing
from gongkai.web.files.intake import Received
from gongkai.web.files.models import File
from gongkai.web.visibility import Level


class Fate(models.TextChoices):
    #: With a unit: somebody said that it is that unit's.
    WAITING = "waiting", _("等待读取")
    FILED = "filed", _("已报送")
    ASKED = "asked", _("待确认单位")
    REFUSED = "refused", _("没有报送")


class Delivery(Audited):
    """Documents that were sent together."""

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="deliveries")
    by = models.ForeignKey(User, verbose_name=_("上传人"), on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, verbose_name=_("本级政府"), on_delete=models.PROTECT, related_name="deliveries")
    level = models.CharField(_("可见范围"), max_length=20, choices=Level, default=Level.INTERNAL)
    made = models.DateTimeField(_("上传时间"))

    objects: ClassVar[Any] = CollectedQuerySet.as_manager()

    class Meta:
        verbose_name = _("批量报送")
        ordering = ["collection", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(level=Level.PUBLIC), name="delivery_never_public")]

    def __str__(self) -> str:
        return f"{self.collection}批量报送{self.pk}"

    @property
    def thing(self) -> Thing:
        return Thing("delivery", self.pk, str(self))


class Delivered(Audited):
    """One document of a delivery."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="documents")
    number = models.PositiveIntegerField(_("序号"))
    name = models.CharField(_("文件名"), max_length=255)
    #: Of the bytes in the store; empty: they were not taken.
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    size = models.BigIntegerField(_("字节数"), default=0)
    media_type = models.CharField(_("类型"), max_length=100, blank=True)
    fate = models.CharField(_("结果"), max_length=20, choices=Fate, default=Fate.WAITING)
    #: Whose report it says it is.
    said = models.CharField(_("报告中的机关"), max_length=200, blank=True)
    #: Why it was not filed, or is not yet.
    reason = models.CharField(_("说明"), max_length=500, blank=True)
    #: Whose it was filed as; of one that is asked for, whose it seems to be.
    filing = models.ForeignKey(Filing, null=True, on_delete=models.PROTECT, related_name="delivered")
    #: The raw copy of one that waits for a decision, or on which one was made; filed, it is the filing's.
    file = models.OneToOneField(File, null=True, on_delete=models.PROTECT, related_name="delivered")

    class Meta:
        verbose_name = _("批量报送的文件")
        ordering = ["delivery", "number"]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "number"], name="delivered_once"),
            models.CheckConstraint(
                condition=Q(fate=Fate.FILED, filing__isnull=False) | ~Q(fate=Fate.FILED), name="delivered_filed_as"
            ),
            models.CheckConstraint(
                condition=Q(fate=Fate.ASKED, file__isnull=False)
                | Q(fate=Fate.WAITING)
                | Q(fate__in=(Fate.FILED, Fate.REFUSED), file=None),
                name="delivered_kept_while_asked",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def received(self) -> Received:
        """What lies in the store."""
        return Received(self.sha256, self.size, self.media_type, self.name)
