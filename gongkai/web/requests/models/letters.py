"""Letters of requests: what each says in every version, and the very bytes that were signed."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.law.rules import law_rules
from gongkai.letters import kinds
from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency
from gongkai.web.audit.models import Audited, AuditedQuerySet
from gongkai.web.audit.notes import Thing
from gongkai.web.personal import EncryptedTextField
from gongkai.web.requests.models.cases import Case
from gongkai.web.requests.words import WAYS
from gongkai.web.visibility import VisibleQuerySet

#: Of the workflow, and of the audit.
LETTER = "letter"


class LetterSettings(Audited):
    """What the letters of an agency say of it besides its name: whom to ask, and who reviews its decisions."""

    agency = models.OneToOneField(Agency, on_delete=models.PROTECT, related_name="letter_settings")
    contact = models.CharField(_("联系部门或者联系人"), max_length=60)
    phone = models.CharField(_("联系电话"), max_length=40)
    address = models.CharField(_("联系地址"), max_length=60, blank=True)
    postcode = models.CharField(_("邮政编码"), max_length=6, blank=True)
    #: An id of `gongkai.law.remedies`' organs.
    remedy_kind = models.CharField(_("救济上的机关类别"), max_length=20)
    government = models.CharField(_("本级（设立、上一级）人民政府"), max_length=60, blank=True)
    superior = models.CharField(_("上一级主管机关"), max_length=60, blank=True)
    court = models.CharField(_("有管辖权的人民法院"), max_length=60)
    internet_channel = models.CharField(_("网上行政复议渠道"), max_length=200, blank=True)
    letterhead = models.BooleanField(_("使用发文机关标志（红头）"), default=False)

    class Meta:
        verbose_name = _("文书设置")

    def __str__(self) -> str:
        return self.agency.name

    @property
    def organs(self) -> dict[str, str]:
        """The organs of review that a letter has to name, each with what the law calls it."""
        return dict(law_rules().organs[self.remedy_kind].on(date.today()).organs)


class LetterQuerySet(AuditedQuerySet, VisibleQuerySet[Any]):  # type: ignore[override]
    """Seen like the requests that they are of."""

    holder = "case__"


class Letter(Audited):
    """A letter of one request, on its way from the draft to whom it is for."""

    case = models.ForeignKey(Case, verbose_name=_("申请"), on_delete=models.PROTECT, related_name="letters")
    #: Of `gongkai.letters.kinds()`.
    kind = models.CharField(_("文书种类"), max_length=40)
    #: 文号, given when it is signed; some kinds have none.
    number = models.CharField(_("文号"), max_length=60, blank=True)
    issued = models.DateField(_("成文日期"), null=True)
    way = models.CharField(_("送出方式"), max_length=20, choices=WAYS, blank=True)
    sent = models.DateField(_("送出日期"), null=True)
    #: Why it is late, where the law wanted it earlier.
    late_reason = models.CharField(_("逾期原因"), max_length=500, blank=True)
    latest = models.PositiveIntegerField(_("版本"), default=1)

    objects: ClassVar[Any] = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("文书")
        ordering = ["case", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent=None, way="") | (Q(sent__isnull=False) & ~Q(way="")), name="letter_sent_somehow"
            ),
            models.CheckConstraint(condition=Q(sent=None) | Q(issued__isnull=False), name="letter_sent_was_issued"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.number or self.case.number}"

    @property
    def name(self) -> str:
        return kinds()[self.kind].name

    @property
    def said(self) -> dict[str, Any]:
        """The facts of its latest version."""
        version: LetterVersion = LetterVersion.objects.get(letter=self, number=self.latest)
        return version.facts

    @property
    def thing(self) -> Thing:
        return Thing(LETTER, self.pk, str(self))


class LetterVersion(Audited):
    """What a letter says, as `gongkai.letters` takes it; number and date come when it is signed."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("版本"))
    said = EncryptedTextField(_("内容"))
    digest = models.CharField(max_length=64)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("文书版本")
        ordering = ["letter", "number"]
        constraints = [models.UniqueConstraint(fields=["letter", "number"], name="letter_version_once")]

    @property
    def facts(self) -> dict[str, Any]:
        """The facts, with their dates."""
        said: dict[str, Any] = json.loads(self.said, object_hook=_read)
        return said


class LetterFile(Audited):
    """The bytes of a signed letter: never made again, and encrypted, since they say who asks."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="files")
    form = models.CharField(max_length=10)
    sealed = EncryptedTextField()
    sha256 = models.CharField("SHA-256", max_length=64)

    class Meta:
        verbose_name = _("文书文件")
        constraints = [models.UniqueConstraint(fields=["letter", "form"], name="letter_file_once")]

    @property
    def content(self) -> bytes:
        return b64decode(self.sealed)

    @content.setter
    def content(self, data: bytes) -> None:
        self.sealed = b64encode(data).decode()


def written(facts: dict[str, Any]) -> str:
    """Facts as they are kept: the same facts are the same text."""
    return json.dumps(facts, default=lambda day: {"day": day.isoformat()}, ensure_ascii=False, sort_keys=True)


def _read(said: dict[str, Any]) -> Any:
    return date.fromisoformat(said["day"]) if set(said) == {"day"} else said
