"""Agencies, the names they had, and the offices held in them."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.web.accounts.models import User
from gongkai.web.agencies.permissions import Role
from gongkai.web.audit.models import Audited, AuditedQuerySet
from gongkai.web.audit.notes import Holder, Thing


class Tier(models.TextChoices):
    """Where in the hierarchy of government an agency stands."""

    PROVINCE = "province", _("省级")
    CITY = "city", _("市级")
    COUNTY = "county", _("县级")
    TOWNSHIP = "township", _("乡级")


class Kind(models.TextChoices):
    GOVERNMENT = "government", _("人民政府")
    OFFICE = "office", _("政府办公厅（室）")
    DEPARTMENT = "department", _("部门")
    TOWNSHIP = "township", _("乡镇人民政府")
    SUBDISTRICT = "subdistrict", _("街道办事处")
    VERTICAL = "vertical", _("垂直管理机关")
    DISPATCHED = "dispatched", _("派出机构")
    INTERNAL = "internal", _("内设机构")


class AgencyQuerySet(AuditedQuerySet):
    def open(self) -> Self:
        return self.filter(closed=None)

    def below(self, agency: Agency) -> Self:
        """The agency and all below it."""
        return self.filter(path__startswith=agency.path)


AgencyManager = models.Manager.from_queryset(AgencyQuerySet)


class Agency(Audited):
    """A public body that has the duty to disclose (《条例》第二条、第四条、第十条、第五十四条)."""

    on_portal = True

    #: In addresses; never changed, so that a link outlives a renaming.
    slug = models.SlugField(_("网址代码"), max_length=60, unique=True)
    name = models.CharField(_("名称"), max_length=200)
    short_name = models.CharField(_("简称"), max_length=60, blank=True)
    kind = models.CharField(_("性质"), max_length=20, choices=Kind)
    tier = models.CharField(_("层级"), max_length=20, choices=Tier)
    superior = models.ForeignKey(
        "self", verbose_name=_("上级机关"), null=True, blank=True, on_delete=models.PROTECT, related_name="subordinates"
    )
    #: `0001.0014.`: the ids from the root down, so that a subtree is a prefix.
    path = models.CharField(max_length=200, unique=True, editable=False)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    division = models.CharField(_("行政区划代码"), max_length=12, blank=True)
    address = models.CharField(_("办公地址"), max_length=200, blank=True)
    postcode = models.CharField(_("邮政编码"), max_length=6, blank=True)
    hours = models.CharField(_("办公时间"), max_length=200, blank=True)
    phone = models.CharField(_("联系电话"), max_length=60, blank=True)
    fax = models.CharField(_("传真"), max_length=60, blank=True)
    email = models.EmailField(_("电子邮箱"), blank=True)
    website = models.URLField(_("网站"), blank=True)
    #: 政府信息公开工作机构 (《条例》第四条), with what 第十二条 wants in the guide
    office_name = models.CharField(_("政府信息公开工作机构"), max_length=200, blank=True)
    office_address = models.CharField(_("公开工作机构地址"), max_length=200, blank=True)
    office_phone = models.CharField(_("公开工作机构电话"), max_length=60, blank=True)
    office_fax = models.CharField(_("公开工作机构传真"), max_length=60, blank=True)
    office_email = models.EmailField(_("公开工作机构电子邮箱"), blank=True)
    opened = models.DateField(_("设立日期"), null=True, blank=True)
    closed = models.DateField(_("撤销日期"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", verbose_name=_("并入"), null=True, blank=True, on_delete=models.PROTECT, related_name="absorbed"
    )
    demo = models.BooleanField(_("演示"), default=False)
    #: Raised with every change; a form that holds an older one is refused.
    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[AgencyManager] = AgencyManager()

    class Meta:
        verbose_name = _("行政机关")
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(fields=["uscc"], condition=~Q(uscc=""), name="agency_uscc_once"),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(closed__isnull=False), name="agency_merged_is_closed"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def thing(self) -> Thing:
        return Thing("agency", self.pk, self.name)

    @property
    def holder(self) -> Holder:
        return Holder(self.pk, self.name)


class AgencyName(Audited):
    """A name and the days on which it was the agency's; open at the end: today's."""

    on_portal = True

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(_("名称"), max_length=200)
    since = models.DateField(_("启用日期"), null=True)
    until = models.DateField(_("停用日期"), null=True)

    class Meta:
        verbose_name = _("机关名称")
        ordering = ["agency", models.F("since").asc(nulls_first=True)]


class Appointment(Audited):
    """An office: who holds which role in which agency, from when until when."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="appointments")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(_("角色"), max_length=20, choices=Role)
    #: In the agencies below it, too.
    subtree = models.BooleanField(_("含下级机关"), default=False)
    since = models.DateField(_("任职日期"))
    #: The first day on which it is not held any more.
    until = models.DateField(_("免职日期"), null=True, blank=True)
    reviewed = models.DateField(_("最近复核日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("任职")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "agency", "role"], condition=Q(until=None), name="appointment_held_once"
            )
        ]

    @property
    def thing(self) -> Thing:
        return Thing("appointment", self.pk, f"{self.user} · {self.agency} · {self.get_role_display()}")
