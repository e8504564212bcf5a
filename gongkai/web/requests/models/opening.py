"""What was answered to one and is to be open to all (《条例》第四十四条)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.web.accounts.models import User
from gongkai.web.audit.models import Audited, AuditedQuerySet
from gongkai.web.requests.models.cases import Case
from gongkai.web.visibility import VisibleQuerySet


class OpeningQuerySet(AuditedQuerySet, VisibleQuerySet[Any]):  # type: ignore[override]
    """Seen like the requests that they are of."""

    holder = "case__"


class Opening(Audited):
    """Binds a request to the document by which everybody gets what was asked for; the document knows nothing of it."""

    case = models.ForeignKey(Case, verbose_name=_("申请"), on_delete=models.PROTECT, related_name="openings")
    document = models.OneToOneField(
        "disclosure.Document", verbose_name=_("文件"), on_delete=models.PROTECT, related_name="+"
    )
    #: Whether the applicant suggested it (《条例》第四十四条)
    suggested = models.BooleanField(_("申请人建议"), default=False)
    by = models.ForeignKey(User, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="+")
    day = models.DateField(_("日期"))

    objects: ClassVar[Any] = OpeningQuerySet.as_manager()

    class Meta:
        verbose_name = _("转为主动公开")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.case.number} {self.document.title}"
