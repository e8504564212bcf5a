"""The figures that an annual report tells of what was disclosed: one function for each, a number and what it counts.

`agencies`: whose; `since`, `until`: both days included. By which channel something went out is not asked here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.web.agencies.models import Agency
from gongkai.web.disclosure.models import (
    CleanUpDecision,
    Decision,
    Document,
    Ending,
    EntryVersion,
    Fee,
    Lifecycle,
    Procurement,
    Topic,
    Verdict,
    YearTotal,
)

Agencies = QuerySet[Agency]


@dataclass(frozen=True)
class Figure:
    """A number that can be opened: `rows` are what it counts, `more` what was said without a list."""

    label: str | Promise
    rows: QuerySet[Any]
    more: int = 0

    @cached_property
    def number(self) -> int:
        return self.rows.count() + self.more


@dataclass(frozen=True)
class Amount:
    """Money in 分, exactly, and the lines that it is the sum of."""

    rows: QuerySet[Any]

    @cached_property
    def cents(self) -> int:
        return int(self.rows.aggregate(sum=Sum("cents"))["sum"] or 0)


def published(
    agencies: Agencies, since: date | None, until: date, *, kinds: Collection[str] = (), items: Collection[str] = (),
    under_catalogue: bool | None = None,
) -> Figure:  # fmt: skip
    """What first went out in those days and what was withdrawn since among it; without `since`: ever until then."""
    rows = Document.objects.filter(agency__in=agencies).annotate(first_out=Min("versions__publications__since"))
    rows = rows.filter(first_out__lt=_end_of(until))
    if since is not None:
        rows = rows.filter(first_out__gte=_begin_of(since))
    if kinds:
        rows = rows.filter(kind__in=kinds)
    if items:
        rows = rows.filter(item__in=items)
    if under_catalogue is not None:
        rows = rows.filter(entry__isnull=not under_catalogue)
    return Figure(_("发布信息"), rows)


def by_kind(agencies: Agencies, since: date | None, until: date) -> Mapping[str, int]:
    """The same, kind by kind; one query. The numbers sum up to `published`."""
    out = published(agencies, since, until).rows.order_by().values("pk")
    rows = Document.objects.filter(pk__in=out).order_by().values_list("kind")
    return dict(rows.annotate(Count("pk")))


def interpretations(agencies: Agencies, since: date, until: date) -> Figure:
    """政策解读."""
    return Figure(_("政策解读"), published(agencies, since, until, kinds=["interpretation"]).rows)


def responses(agencies: Agencies, since: date, until: date) -> Figure:
    """回应关切."""
    return Figure(_("回应关切"), published(agencies, since, until, kinds=["response"]).rows)


def bulletins(agencies: Agencies, since: date, until: date) -> Figure:
    """政府工作信息, made in those days, whether they are public or not."""
    rows = Document.objects.filter(agency__in=agencies, kind="bulletin").exclude(made=None)
    return Figure(_("政府工作信息"), rows.filter(made__range=(since, until)))


def topics(agencies: Agencies, since: date, until: date) -> Figure:
    """专栏专题 that were opened."""
    rows = Topic.objects.filter(agency__in=agencies, published__range=(since, until))
    return Figure(_("新开设专栏专题"), rows)


def catalogue(agencies: Agencies, on: date, *, reach: str = "", first: str = "") -> Figure:
    """Entries of 公开事项标准目录 that the public knew on a day; `reach`: county, township, village."""
    rows = EntryVersion.objects.filter(agency__in=agencies).public_on(on)
    if reach:
        rows = rows.filter(**{reach: True})
    if first:
        rows = rows.filter(first=first)
    return Figure(_("目录条目"), rows)


def normative(agencies: Agencies, since: date, until: date) -> dict[str, Figure]:
    """制发, 废止, 现行有效 of 表二; 废止 also by how it ended, and what is about to be repealed."""
    rows = Lifecycle.objects.of(agencies)
    ended = rows.ended_in(since, until)
    return {
        "issued": Figure(_("制发"), rows.issued_in(since, until)),
        "ended": Figure(_("废止"), ended),
        "repealed": Figure(_("其中：明令废止"), ended.filter(ending=Ending.REPEALED)),
        "lapsed": Figure(_("其中：失效"), ended.exclude(ending=Ending.REPEALED)),
        "in_force": Figure(_("现行有效"), rows.in_force(until)),
        "to_repeal": Figure(_("拟废止"), rows.filter(document__in=_to_repeal(until))),
    }


def _to_repeal(on: date) -> QuerySet[Any]:
    """What a clean-up decided to repeal and whose list had not gone out on a day."""
    rows = CleanUpDecision.objects.filter(verdict=Verdict.REPEAL, session__day__lte=on)
    rows = rows.filter(Q(session__applied=None) | Q(session__applied__gt=on))
    return rows.values("document")


def decisions(agencies: Agencies, year: int, row: str) -> Figure:
    """处理决定数量: all that were made, public or lawfully not, in a list or without one."""
    listed = Decision.objects.filter(agency__in=agencies, kind=row, day__year=year)
    said = totals(agencies, year, row).aggregate(sum=Sum("unlisted"))["sum"]
    return Figure(_("处理决定"), listed, said or 0)


def items_before(agencies: Agencies, year: int, row: str) -> int | None:
    """上一年项目数量 of the form of 2019; None where nobody said it."""
    found: int | None = totals(agencies, year, row).aggregate(sum=Sum("items_before"))["sum"]
    return found


def items_change(agencies: Agencies, year: int, row: str) -> int | None:
    """本年增/减, likewise."""
    found: int | None = totals(agencies, year, row).aggregate(sum=Sum("items_change"))["sum"]
    return found


def totals(agencies: Agencies, year: int, row: str) -> QuerySet[Any]:
    """What was said by hand of a year."""
    rows: QuerySet[Any] = YearTotal.objects.filter(agency__in=agencies, year=year, row=row)
    return rows


def fees(agencies: Agencies, year: int) -> Amount:
    """行政事业性收费 of a year."""
    return Amount(Fee.objects.filter(agency__in=agencies, year=year))


def procurement(agencies: Agencies, year: int) -> Amount:
    """政府集中采购 of a year: projects and what they cost."""
    return Amount(Procurement.objects.filter(agency__in=agencies, day__year=year))


def _begin_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _end_of(day: date) -> datetime:
    return _begin_of(day + timedelta(days=1))
