"""Where what an agency published says otherwise than what it filed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.web.annual.models.collecting import Filing
from gongkai.web.annual.models.reports import AnnualReport
from gongkai.web.audit.models import Audited


class Divergence(Audited):
    """Kept with the act that publishes or files, so that a board of thousands compares nothing; without a row both
    say the same, or one of them is not there."""

    filing = models.OneToOneField(Filing, on_delete=models.PROTECT, related_name="divergence")
    #: Which version was filed.
    number = models.PositiveIntegerField(_("版本"))
    report = models.ForeignKey(AnnualReport, on_delete=models.PROTECT, related_name="divergences")
    #: By cell the number that was filed and the one that was published; None: it says none.
    cells = models.JSONField(_("不一致的数字"), default=dict)
    #: The parts whose prose is another.
    sections = models.JSONField(_("不一致的文字"), default=list)
    made = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("公布的与报送的不同")
        constraints = [
            models.CheckConstraint(condition=~Q(cells={}) | ~Q(sections=[]), name="divergence_differs"),
        ]

    def __str__(self) -> str:
        return str(self.filing)
