"""What who asked says of how the request was dealt with."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.web.audit.models import Audited, AuditedQuerySet
from gongkai.web.personal import EncryptedTextField
from gongkai.web.requests.models.cases import Case

#: So many days after it was given a rating may be changed (ours: the law knows none).
CHANGEABLE_DAYS = 30


class Grade(models.TextChoices):
    """How content the applicant is."""

    SATISFIED = "satisfied", _("满意")
    FAIR = "fair", _("基本满意")
    DISSATISFIED = "dissatisfied", _("不满意")


class Rating(Audited):
    """One for a request, of its latest answer; no step, term or figure of the annual report rests on it."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="rating")
    grade = models.CharField(_("满意度"), max_length=20, choices=Grade)
    #: They may tell of who asks.
    words = EncryptedTextField(_("意见和建议"), blank=True)
    given = models.DateField(_("评价之日"))
    changed = models.DateField(_("修改之日"), null=True)

    objects: ClassVar[Any] = AuditedQuerySet.as_manager()

    class Meta:
        verbose_name = _("满意度评价")

    def __str__(self) -> str:
        return self.case.number

    @property
    def changeable_until(self) -> date:
        return self.given + timedelta(CHANGEABLE_DAYS)
