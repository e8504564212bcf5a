"""What was moved in from another system: so that moving it again changes what differs and makes nothing twice."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.web.agencies.models import Agency
from gongkai.web.audit.models import Audited
from gongkai.web.disclosure.models.documents import Document


class MovedIn(Audited):
    """A document by its number in the system that it came from."""

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="moved_in")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(_("原系统"), max_length=60)
    source_id = models.CharField(_("来源编号"), max_length=120)
    #: Over the line and its files; equal where nothing changed.
    digest = models.CharField(max_length=64)
    #: Where the public read it.
    address = models.CharField(_("原网址"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("迁入记录")
        constraints = [models.UniqueConstraint(fields=["agency", "source", "source_id"], name="moved_in_once")]
