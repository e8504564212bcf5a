"""What goes out in rows is reviewed once for all (《条例》第十七条): lines of registers and catalogues, topics."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency
from gongkai.web.audit.models import Audited
from gongkai.web.audit.notes import Thing
from gongkai.web.disclosure.models.documents import GatedQuerySet
from gongkai.web.disclosure.models.found import FoundByRule
from gongkai.web.visibility import Level

BATCH = "batch"


class Batch(Audited):
    """Rows of an agency that go out together. The rows name it; reviewed is what the public will read of them."""

    #: Of the workflow.
    kind = BATCH

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=20, choices=Level, default=Level.INTERNAL)
    #: Which rows they are: the id of a `batches.stocks.Stock`.
    room = models.CharField(max_length=20)
    topic = models.ForeignKey("Topic", null=True, blank=True, on_delete=models.PROTECT, related_name="batches")
    title = models.CharField(_("名称"), max_length=200)
    #: Raised whenever its rows change; `digest` is over what the public will read of this version, which `lines` keeps
    #: for the printed sheet: the heads first.
    number = models.PositiveIntegerField(_("版本"), default=1)
    digest = models.CharField(max_length=64)
    lines = models.JSONField(default=list)
    #: The rules by which it was examined: `gongkai.examine.release()`.
    release = models.CharField(_("规则版本"), max_length=40, blank=True)
    examined = models.DateTimeField(_("检查时间"), null=True)

    objects: ClassVar[Any] = GatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("公开批次")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["agency", "room", "-id"], name="batch_of_room")]
        constraints = [models.CheckConstraint(condition=~Q(level=Level.PUBLIC), name="batch_never_public")]

    def __str__(self) -> str:
        return self.title

    @property
    def thing(self) -> Thing:
        return Thing(BATCH, self.pk, self.title)


def reviewed(name: str) -> models.CheckConstraint:
    """Of rows: nothing is public that stands in no batch."""
    condition = ~Q(level=Level.PUBLIC) | Q(batch__isnull=False)
    return models.CheckConstraint(condition=condition, name=f"{name}_public_was_reviewed")


class BatchFinding(FoundByRule):
    """One finding in the rows of a batch."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="findings")
    #: The row, its line in the batch from 1, and the head of the column.
    row = models.BigIntegerField()
    line = models.PositiveIntegerField(_("行"))
    column = models.CharField(_("列"), max_length=60)
    #: Where in the cell.
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    #: Why the secrecy review lets it stand, and who said so.
    reason = models.TextField(_("理由"), blank=True)
    overruled_by = models.ForeignKey(
        User, verbose_name=_("办理人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    deputy_for = models.ForeignKey(
        User, verbose_name=_("代"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    overruled = models.DateTimeField(_("时间"), null=True)

    class Meta:
        verbose_name = _("清单检查发现")
        ordering = ["batch", "line", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reason="", overruled_by=None, overruled=None)
                | (~Q(reason="") & Q(overruled_by__isnull=False, overruled__isnull=False)),
                name="batch_finding_overruled_whole",
            ),
        ]
