"""Filters that an officer keeps under a name."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency
from gongkai.web.audit.models import Audited


class SavedFilter(Audited):
    """What an officer asks for again and again: a name for the part of an address."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_filters")
    name = models.CharField(_("名称"), max_length=40)
    #: As `FilterForm` read it: names and values, encoded for an address.
    query = models.CharField(max_length=1000)
    #: The agency whose officers see it, too; None: its owner alone.
    shared_with = models.ForeignKey(
        Agency, verbose_name=_("共用"), null=True, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        verbose_name = _("常用筛选")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="saved_filter_once")]

    def __str__(self) -> str:
        return self.name
