"""Numbers without gaps: one series of an agency for the register, others for its letters."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.web.agencies.models import Agency
from gongkai.web.audit.models import Audited


class Series(Audited):
    """How the numbers of an agency look, for one purpose: the register (`register`), or a kind of letters."""

    agency = models.ForeignKey(Agency, verbose_name=_("机关"), on_delete=models.PROTECT, related_name="number_series")
    purpose = models.CharField(_("用途"), max_length=40)
    #: 演民公复〔{year}〕{n}号
    pattern = models.CharField(_("编号式样"), max_length=60)

    class Meta:
        verbose_name = _("编号式样")
        ordering = ["agency", "purpose"]
        constraints = [models.UniqueConstraint(fields=["agency", "purpose"], name="series_once")]


class Counter(Audited):
    """The last number given in a year. Whoever takes the next holds the row until the act ends, so none is skipped."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=40)
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("编号")
        constraints = [models.UniqueConstraint(fields=["agency", "purpose", "year"], name="counter_once")]
