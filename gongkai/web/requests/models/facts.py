"""What happened in a request, each thing on its day: what the clock is computed from."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.law.clock import KINDS, Fact
from gongkai.web.accounts.models import User
from gongkai.web.audit.models import Audited, AuditedQuerySet
from gongkai.web.personal import EncryptedTextField
from gongkai.web.requests.models.cases import Case
from gongkai.web.requests.words import FACTS


class FactQuerySet(AuditedQuerySet):
    def standing(self) -> FactQuerySet:
        """Those that were not struck out."""
        return self.filter(struck=None)


class RecordedFact(Audited):
    """A fact (`gongkai.law.clock.Fact`) as it was recorded. Never changed: a wrong one is struck out, and told."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="facts")
    kind = models.CharField(_("事实"), max_length=40, choices=FACTS)
    on = models.DateField(_("日期"))
    #: What else it states, as JSON; encrypted, since a third party may be a person.
    said = EncryptedTextField(_("内容"), blank=True)
    #: Why it is late, where the law wanted it earlier.
    reason = models.CharField(_("逾期原因"), max_length=500, blank=True)
    recorded = models.DateTimeField(_("登记时间"))
    recorded_by = models.ForeignKey(
        User, verbose_name=_("登记人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    struck = models.DateTimeField(_("作废时间"), null=True)
    struck_by = models.ForeignKey(User, verbose_name=_("作废人"), null=True, on_delete=models.PROTECT, related_name="+")
    struck_reason = models.CharField(_("作废理由"), max_length=500, blank=True)

    objects: ClassVar[Any] = FactQuerySet.as_manager()

    class Meta:
        verbose_name = _("办理事实")
        ordering = ["case", "on", "pk"]
        #: What who asks did, by its day: what officers are told of.
        indexes = [models.Index(fields=["recorded"], condition=Q(recorded_by=None), name="fact_by_applicant")]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(kind="received", struck=None), name="case_received_once"
            ),
            models.CheckConstraint(
                condition=Q(struck=None, struck_by=None, struck_reason="")
                | (Q(struck__isnull=False, struck_by__isnull=False) & ~Q(struck_reason="")),
                name="fact_struck_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.fact.name

    @property
    def details(self) -> dict[str, Any]:
        """What it states besides its day, as `Fact` takes it."""
        said: dict[str, Any] = json.loads(self.said) if self.said else {}
        if "until" in said:
            said["until"] = date.fromisoformat(said["until"])
        return said

    @property
    def fact(self) -> Fact:
        """As the clock knows it."""
        return Fact(self.kind, self.on, **self.details)


def said_of(fact: Fact) -> str:
    """What a fact states besides its day, as it is kept."""
    known = KINDS[fact.kind]
    said = {name: getattr(fact, name) for name in (*known.needed, *known.optional) if name != "on"}
    kept = {name: value.isoformat() if isinstance(value, date) else value for name, value in said.items() if value}
    return json.dumps(kept, ensure_ascii=False) if kept else ""
