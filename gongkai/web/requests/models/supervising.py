"""What whoever supervises an agency asks of it about a request, and when they want to be told that one is late."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency
from gongkai.web.audit.models import Audited, AuditedQuerySet
from gongkai.web.requests.models.cases import Case
from gongkai.web.visibility import VisibleQuerySet


class UrgingQuerySet(AuditedQuerySet, VisibleQuerySet[Any]):  # type: ignore[override]
    """Seen like the requests that they are of."""

    holder = "case__"

    def open(self) -> UrgingQuerySet:
        """Those that nobody replied to, of requests that go on: what is answered needs no reply."""
        return self.filter(replied=None, case__told__ended=None)


class Urging(Audited):
    """催办: a supervising organ asks how a request goes on (《条例》第四十七条); the agency replies once."""

    case = models.ForeignKey(Case, verbose_name=_("申请"), on_delete=models.PROTECT, related_name="urgings")
    #: The organ that urges: where the officer holds the office of who supervises.
    organ = models.ForeignKey(Agency, verbose_name=_("督办机关"), on_delete=models.PROTECT, related_name="+")
    #: Without who asks: whoever supervises does not know it, and who replies may not tell.
    words = models.CharField(_("要求"), max_length=500)
    until = models.DateField(_("回复期限"))
    made = models.DateField(_("催办日期"))
    made_by = models.ForeignKey(User, verbose_name=_("催办人"), on_delete=models.PROTECT, related_name="+")
    reply = models.CharField(_("回复"), max_length=500, blank=True)
    replied = models.DateField(_("回复日期"), null=True)
    replied_by = models.ForeignKey(
        User, verbose_name=_("回复人"), null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar[Any] = UrgingQuerySet.as_manager()

    class Meta:
        verbose_name = _("催办")
        ordering = ["-made", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "organ", "made"], name="urging_once_a_day"),
            models.CheckConstraint(
                condition=Q(replied=None, replied_by=None, reply="")
                | (Q(replied__isnull=False, replied_by__isnull=False) & ~Q(reply="")),
                name="urging_replied_whole",
            ),
        ]
        indexes = [models.Index(fields=["case"], condition=Q(replied=None), name="urging_open")]

    def __str__(self) -> str:
        return self.case.number


class Escalation(Audited):
    """Late by so many working days, a request of the agency or of one below is told to whoever supervises it."""

    agency = models.OneToOneField(Agency, verbose_name=_("机关"), on_delete=models.PROTECT, related_name="escalation")
    days = models.PositiveSmallIntegerField(_("超期工作日"), validators=[MaxValueValidator(60)])

    class Meta:
        verbose_name = _("超期提醒")

    def __str__(self) -> str:
        return self.agency.name
