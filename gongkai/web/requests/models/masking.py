"""What of a file is covered in its copy, and why."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.web.accounts.models import User
from gongkai.web.audit.models import Audited
from gongkai.web.requests.models.material import CaseFile


class CoverGround(models.TextChoices):
    """Why it may not be given (《条例》第十四条至第十六条)."""

    SECRET = "secret", _("国家秘密（《条例》第十四条）")
    SECURITY = "security", _("危及三安全一稳定（《条例》第十四条）")
    LAW = "law", _("法律、行政法规禁止公开（《条例》第十四条）")
    PRIVACY = "privacy", _("个人隐私（《条例》第十五条）")
    COMMERCIAL = "commercial", _("商业秘密（《条例》第十五条）")
    INTERNAL = "internal", _("内部事务信息（《条例》第十六条）")
    PROCESS = "process", _("过程性信息、行政执法案卷（《条例》第十六条）")


class CoveredArea(Audited):
    """A part of a page, in thousandths of its width and height."""

    file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="covered")
    page = models.PositiveIntegerField(_("页"))
    left = models.PositiveSmallIntegerField(_("左"))
    top = models.PositiveSmallIntegerField(_("上"))
    right = models.PositiveSmallIntegerField(_("右"))
    bottom = models.PositiveSmallIntegerField(_("下"))
    ground = models.CharField(_("理由"), max_length=20, choices=CoverGround)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("遮盖范围")
        ordering = ["file", "page", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(left__lt=F("right"), top__lt=F("bottom"), right__lte=1000, bottom__lte=1000),
                name="covered_area_on_its_page",
            )
        ]

    @property
    def area(self) -> tuple[int, int, int, int]:
        return (self.left, self.top, self.right, self.bottom)
