"""Agencies, and the names and superiors they had."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Replace
from django.utils.translation import gettext_lazy as _

from gongkai.web.accounts.models import User
from gongkai.web.agencies.kinds import Kind, Tier
from gongkai.web.audit.models import Audited, AuditedQuerySet
from gongkai.web.audit.notes import Holder, Thing

#: From the top down. `path` has room for more, and PostgreSQL refuses what has none (SQLite does not look).
DEEPEST = 12

#: The same words for SQLite and PostgreSQL: from an agency down, by the placements of one day.
BELOW_ON = """
WITH RECURSIVE below(id) AS (
    SELECT agency_id FROM agencies_placement
    WHERE agency_id = %s AND (since IS NULL OR since <= %s) AND (until IS NULL OR until > %s)
    UNION
    SELECT placement.agency_id FROM agencies_placement placement JOIN below ON placement.superior_id = below.id
    WHERE (placement.since IS NULL OR placement.since <= %s) AND (placement.until IS NULL OR placement.until > %s)
) SELECT id FROM below
"""


GOVERNMENT = "人民政府"
#: A name without that word, and with a mark where it stood.
BARE = Replace("name", Value(GOVERNMENT), Value("|"))


class AgencyQuerySet(AuditedQuerySet):
    def open(self) -> Self:
        return self.filter(closed=None)

    def below(self, agency: Agency) -> Self:
        """The agency and all below it, today."""
        return self.filter(path__startswith=agency.path)

    def below_on(self, agency: Agency, day: date) -> Self:
        """The agency and all that stood below it on a day, whatever became of them since; one query."""
        return self.filter(pk__in=RawSQL(BELOW_ON, [agency.pk, day, day, day, day]))

    def called(self, words: str) -> Self:
        """Those of whose name, former name, short name, code or 统一社会信用代码 each of the words is a part."""
        found = self.alias(bare=BARE)
        formerly = AgencyName.objects.alias(bare=BARE)
        for word in words.split():
            # 民政 is in every 人民政府, and nobody means that
            inside = word in GOVERNMENT and word not in ("人民", "政府", GOVERNMENT)
            name = {f"{'bare' if inside else 'name'}__icontains": word}
            found = found.filter(
                Q(**name)
                | Q(short_name__icontains=word)
                | Q(slug__icontains=word)
                | Q(uscc__icontains=word)
                | Q(pk__in=formerly.filter(**name).values("agency"))
            )
        return found


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
    #: `000001.000014.`: the ids from the root down, so that a subtree is a prefix.
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
    #: The open agency that answers today for what a closed one left: offices held there count in this one, too.
    heir = models.ForeignKey(
        "self", verbose_name=_("承接机关"), null=True, blank=True, on_delete=models.PROTECT, related_name="inherited"
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
            models.CheckConstraint(condition=Q(heir=None) | Q(closed__isnull=False), name="agency_with_heir_is_closed"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_kind_display(self) -> str:  # type: ignore[no-redef]
        """Django's own puts all choices into words each time, which a list of agencies would feel."""
        return str(Kind(self.kind).label)

    @property
    def thing(self) -> Thing:
        return Thing("agency", self.pk, self.name)

    @property
    def holder(self) -> Holder:
        return Holder(self.pk, self.name)

    @property
    def depth(self) -> int:
        """1 at the top."""
        return self.path.count(".")

    @property
    def lineage(self) -> list[str]:
        """The paths of the agency and of all above it, nearest first."""
        return lineage(self.path)

    @property
    def segment(self) -> str:
        """Its own part of the path, which it keeps wherever it moves."""
        return self.path.rsplit(".", 2)[-2] + "."


def lineage(path: str) -> list[str]:
    """The paths of an agency and of all above it, nearest first."""
    return [path[: end + 1] for end, sign in reversed(list(enumerate(path))) if sign == "."]


class SpanQuerySet(AuditedQuerySet):
    def on(self, day: date) -> Self:
        """What held on a day: from `since`, up to but without `until`."""
        return self.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gt=day))


SpanManager = models.Manager.from_queryset(SpanQuerySet)


class Span(Audited):
    """What held from one day to another; no `since`: from the beginning, no `until`: still."""

    since = models.DateField(_("起始日期"), null=True)
    #: The first day on which it does not hold any more.
    until = models.DateField(_("终止日期"), null=True)

    objects: ClassVar[SpanManager] = SpanManager()

    class Meta:
        abstract = True


def _one_at_a_time(name: str) -> list[models.BaseConstraint]:
    return [
        models.UniqueConstraint(fields=["agency"], condition=Q(until=None), name=f"{name}_open_once"),
        models.CheckConstraint(
            condition=Q(since=None) | Q(until=None) | Q(until__gt=F("since")), name=f"{name}_ends_after_it_begins"
        ),
    ]


class AgencyName(Span):
    """A name and the days on which it was the agency's."""

    on_portal = True

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(_("名称"), max_length=200)

    class Meta:
        verbose_name = _("机关名称")
        ordering = ["agency", F("since").asc(nulls_first=True)]
        constraints = _one_at_a_time("agencyname")


class Placement(Span):
    """A superior and the days on which the agency stood directly below it; none: at the top."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="placements")
    superior = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="placements_below")

    class Meta:
        verbose_name = _("隶属关系")
        ordering = ["agency", F("since").asc(nulls_first=True)]
        constraints = _one_at_a_time("placement")


class ImportDraft(models.Model):
    """A list that was uploaded and shown as a preview; it waits for the officer's yes, then goes."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    #: SHA-256 of the content.
    digest = models.CharField(max_length=64)
    #: From which day renamings and moves in the list hold.
    day = models.DateField()
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("待确认的导入")
