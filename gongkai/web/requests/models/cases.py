"""A request to an agency, and who made it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.web.accounts.models import User
from gongkai.web.agencies.models import Agency
from gongkai.web.audit.models import Audited, AuditedQuerySet
from gongkai.web.audit.notes import Thing
from gongkai.web.personal import BlindIndexField, EncryptedTextField
from gongkai.web.requests.words import CHANNELS
from gongkai.web.visibility import Level, VisibleQuerySet


class ApplicantKind(models.TextChoices):
    """The columns of 表三: 自然人, and the five kinds of 法人或其他组织."""

    NATURAL_PERSON = "natural_person", _("自然人")
    COMMERCIAL_ENTERPRISE = "commercial_enterprise", _("商业企业")
    RESEARCH_INSTITUTION = "research_institution", _("科研机构")
    SOCIAL_ORGANISATION = "social_organisation", _("社会公益组织")
    LEGAL_SERVICE = "legal_service", _("法律服务机构")
    OTHER_ORGANISATION = "other_organisation", _("其他组织")


class Identity(models.TextChoices):
    """What proves who it is (《条例》第二十九条)."""

    ID_CARD = "id_card", _("居民身份证")
    PASSPORT = "passport", _("护照")
    PERMIT = "permit", _("港澳台居民证件")
    USCC = "uscc", _("统一社会信用代码")
    OTHER = "other", _("其他证明")


class Form(models.TextChoices):
    """The form in which the information is wanted (《条例》第二十九条、第四十条)."""

    PAPER = "paper", _("纸质")
    ELECTRONIC = "electronic", _("电子文件")
    COPY = "copy", _("复制、抄录")
    INSPECTION = "inspection", _("查阅")


class Way(models.TextChoices):
    """How it is to come (《条例》第二十九条)."""

    DOWNLOAD = "download", _("网上下载")
    EMAIL = "email", _("电子邮件")
    POST = "post", _("邮寄")
    COLLECTION = "collection", _("自行领取")
    ON_SITE = "on_site", _("当场阅读、抄录")


class CaseQuerySet(AuditedQuerySet, VisibleQuerySet[Any]):  # type: ignore[override]
    """Requests are seen by the officers of their agency, and by those who supervise it."""


class Case(Audited):
    """One request. What happened in it are its facts; stage and days follow from them (`gongkai.law.clock`)."""

    agency = models.ForeignKey(Agency, verbose_name=_("机关"), on_delete=models.PROTECT, related_name="cases")
    level = models.CharField(_("可见范围"), max_length=20, choices=Level, default=Level.INTERNAL)
    #: 登记编号, without gaps within an agency and a year
    number = models.CharField(_("登记编号"), max_length=60)
    #: The blind index of the code by which the applicant asks; the code itself only the applicant has.
    code = models.CharField(max_length=64, unique=True)
    #: Of the form by which it came, so that one sent twice is one request.
    submission = models.CharField(max_length=64, unique=True)
    channel = models.CharField(_("提交方式"), max_length=20, choices=CHANNELS)
    entered = models.DateTimeField(_("登记时间"))
    entered_by = models.ForeignKey(
        User, verbose_name=_("登记人"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    #: Counted in the annual report, and kept when the rest is erased.
    applicant_kind = models.CharField(_("申请人类别"), max_length=30, choices=ApplicantKind)
    content = models.TextField(_("申请内容"), max_length=5000)
    #: What was submitted, where the request was split and `content` is one part of it.
    submitted = models.TextField(_("拆分前的申请内容"), blank=True)
    form = models.CharField(_("所需形式"), max_length=20, choices=Form)
    way = models.CharField(_("获取方式"), max_length=20, choices=Way)
    #: 《条例》第四十三条
    help = models.CharField(_("需要的帮助"), max_length=500, blank=True)
    #: Who works on it: an office of the agency, an officer.
    unit = models.ForeignKey(
        Agency, verbose_name=_("承办单位"), null=True, on_delete=models.PROTECT, related_name="cases_in_hand"
    )
    handler = models.ForeignKey(
        User, verbose_name=_("承办人"), null=True, on_delete=models.PROTECT, related_name="cases_in_hand"
    )
    #: Raised with every act; a form that holds an older one is refused.
    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[Any] = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("政府信息公开申请")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="case_number_once"),
            models.CheckConstraint(condition=~Q(level=Level.PUBLIC), name="case_never_public"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def thing(self) -> Thing:
        return Thing("case", self.pk, self.number)


#: What of an applicant may stand nowhere but here.
PERSONAL = (
    "name", "identity_number", "phone", "email", "address", "representative", "contact", "agent", "agent_identity",
    "agent_phone",
)  # fmt: skip


class ApplicantQuerySet(AuditedQuerySet):
    """Nobody looks through these: they are reached from a case that passed the gate, by who needs them."""


class Applicant(Audited):
    """Who asks (《条例》第二十九条): encrypted, found again by blind indexes only, erased when the case is."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="applicant")
    name = EncryptedTextField(_("姓名或者名称"))
    name_index = BlindIndexField(of="name")
    identity = models.CharField(_("身份证明"), max_length=20, choices=Identity)
    identity_number = EncryptedTextField(_("证件号码"))
    identity_index = BlindIndexField(of="identity_number")
    phone = EncryptedTextField(_("联系电话"))
    phone_index = BlindIndexField(of="phone")
    email = EncryptedTextField(_("电子邮箱"), blank=True)
    email_index = BlindIndexField(of="email")
    address = EncryptedTextField(_("通信地址"), blank=True)
    postcode = models.CharField(_("邮政编码"), max_length=6, blank=True)
    #: Of an organisation: who acts for it.
    representative = EncryptedTextField(_("法定代表人或者负责人"), blank=True)
    contact = EncryptedTextField(_("联系人"), blank=True)
    agent = EncryptedTextField(_("代理人"), blank=True)
    agent_identity = EncryptedTextField(_("代理人证件号码"), blank=True)
    agent_phone = EncryptedTextField(_("代理人电话"), blank=True)

    objects: ClassVar[Any] = ApplicantQuerySet.as_manager()

    class Meta:
        verbose_name = _("申请人")

    def __str__(self) -> str:
        return self.case.number

    def is_told_of(self, words: str) -> bool:
        """Whether words have something that the applicant said of themselves, spaces and case apart."""
        text = "".join(words.split()).casefold()
        return any(said in text for name in PERSONAL if (said := "".join(getattr(self, name).split()).casefold()))
