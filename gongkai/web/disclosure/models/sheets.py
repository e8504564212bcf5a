"""A list that was uploaded and waits for its officer's yes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency


class SheetDraft(models.Model):
    """Not audited: nothing was done by it. One officer has one at a time; the night's work drops old ones."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    #: Which list it is: the id of a `sheets.rooms.Room`.
    room = models.CharField(max_length=20)
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    #: From which day it holds.
    day = models.DateField()
    #: Whether what does not stand in it is ended.
    whole = models.BooleanField(default=False)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("待确认的清单")
