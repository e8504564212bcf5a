"""What a rule of the examination says of a place, wherever it was found."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.web.audit.models import Audited


class FoundByRule(Audited):
    """`gongkai.examine.Finding` without its place; quotes and proposals are masked, no row holds the datum itself."""

    rule = models.CharField(_("规则"), max_length=40)
    severity = models.CharField(max_length=5)
    quote = models.TextField(_("摘录"), blank=True)
    proposal = models.TextField(_("建议"), null=True)
    message = models.TextField(_("说明"))
    message_en = models.TextField()
    source = models.TextField(_("依据"))
    verified = models.CharField(max_length=1)
    #: The same for the same datum where what holds it is unchanged.
    key = models.CharField(max_length=64)

    class Meta:
        abstract = True
