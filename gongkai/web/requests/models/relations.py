"""How requests belong together: asked again, a part of one that was split, answered with another."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.web.accounts.models import User
from gongkai.web.audit.models import Audited, AuditedQuerySet
from gongkai.web.requests.models.cases import Case


class Bond(models.TextChoices):
    """What `case` is to `to`."""

    REPEATS = "repeats", _("重复申请")
    PART = "part", _("拆分出的一部分")
    TOGETHER = "together", _("一并答复")


class RelationQuerySet(AuditedQuerySet):
    def standing(self) -> RelationQuerySet:
        """Those that were not undone."""
        return self.filter(ended=None)


class Relation(Audited):
    """One request bound to another of the same agency and applicant. Each keeps its number and its place in 表三."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="relations")
    to = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="related")
    bond = models.CharField(_("关系"), max_length=20, choices=Bond)
    reason = models.CharField(_("理由"), max_length=500, blank=True)
    made = models.DateTimeField(_("登记时间"))
    made_by = models.ForeignKey(User, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="+")
    ended = models.DateTimeField(_("解除时间"), null=True)
    ended_by = models.ForeignKey(User, verbose_name=_("解除人"), null=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[Any] = RelationQuerySet.as_manager()

    class Meta:
        verbose_name = _("关联申请")
        ordering = ["case", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "bond"], condition=Q(ended=None), name="case_bound_once"),
            models.CheckConstraint(condition=~Q(case=models.F("to")), name="case_not_bound_to_itself"),
            models.CheckConstraint(
                condition=Q(ended=None, ended_by=None) | Q(ended__isnull=False, ended_by__isnull=False),
                name="relation_ended_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_bond_display())
