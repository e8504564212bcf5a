"""By which method an agency takes the fee for excessive requests, from which day (《信息处理费管理办法》第三条)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency
from gongkai.web.audit.models import Audited, AuditedQuerySet


class Method(models.TextChoices):
    """An organ chooses for each request; it may bind itself to one, or to take none."""

    EITHER = "either", _("逐件选择按件或者按量")
    ITEMS = "items", _("按件计收")
    PAGES = "pages", _("按量计收")
    NONE = "none", _("不收取")


class FeeChoice(Audited):
    """What an agency chose, from a day on. Nothing said: for each request."""

    agency = models.ForeignKey(Agency, verbose_name=_("机关"), on_delete=models.PROTECT, related_name="fee_choices")
    since = models.DateField(_("自"))
    method = models.CharField(_("计收方式"), max_length=10, choices=Method)
    #: 缴纳方式, as the notice says it.
    payment = models.CharField(_("缴纳方式"), max_length=200, blank=True)
    made = models.DateTimeField(_("登记时间"))
    made_by = models.ForeignKey(User, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[Any] = AuditedQuerySet.as_manager()

    class Meta:
        verbose_name = _("信息处理费计收方式")
        ordering = ["agency", "since"]
        constraints = [models.UniqueConstraint(fields=["agency", "since"], name="fee_choice_of_day")]

    def __str__(self) -> str:
        return str(self.get_method_display())
