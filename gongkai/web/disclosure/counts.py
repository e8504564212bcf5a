"""The figures that an annual report tells of what was disclosed: one function for each, a number and what it counts.

`agencies`: whose; `since`, `until`: both days included.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.web.agencies.models import Agency
from gongkai.web.clock import begin_of
from gongkai.web.disclosure.models import (
    Account,
    AccountState,
    CleanUpDecision,
    Decision,
    Document,
    Ending,
    EntryVersion,
    ErrorReport,
    Fee,
    Lifecycle,
    Procurement,
    Release,
    Topic,
    TotalRow,
    Verdict,
    YearTotal,
)
from gongkai.web.disclosure.models.media import State

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
class Total(Figure):
    """A number that was said without a list: `rows` say where it is from."""

    @cached_property
    def number(self) -> int:
        return int(self.rows.aggregate(sum=Sum("unlisted"))["sum"] or 0)


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
        rows = rows.filter(first_out__gte=begin_of(since))
    if kinds:
        rows = rows.filter(kind__in=kinds)
    if items:
        rows = rows.filter(item__in=items)
    if under_catalogue is not None:
        rows = rows.filter(entry__isnull=not under_catalogue)
    return Figure(_("发布信息"), rows)


def by(field: str, agencies: Agencies, since: date | None, until: date) -> Mapping[str, int]:
    """The same by `kind` or `item`; one query. The numbers sum up to `published`."""
    out = published(agencies, since, until).rows.order_by().values("pk")
    rows = Document.objects.filter(pk__in=out).order_by().values_list(field)
    return dict(rows.annotate(Count("pk")))


def ever(agencies: Agencies, since: date, until: date) -> Figure:
    """历年累计, whatever the first day."""
    return Figure(_("历年累计发布信息"), published(agencies, None, until).rows)


def released(agencies: Agencies, since: date, until: date, channel: str, account: int | None = None) -> Figure:
    """What went out through a channel, or through one account there: each document once, however often it went out."""
    went = _releases(agencies, since, until).filter(document=OuterRef("pk"), channel=channel)
    if account is not None:
        went = went.filter(account=account)
    return Figure(_("公开渠道"), Document.objects.filter(Exists(went), agency__in=agencies))


def by_channel(agencies: Agencies, since: date, until: date) -> list[tuple[str, int | None, str, int]]:
    """Channel, account, its name, documents: each channel, then its accounts; two queries."""
    rows = _releases(agencies, since, until).order_by()
    times = Count("document", distinct=True)
    whole = [(channel, None, "", number) for channel, number in rows.values_list("channel").annotate(times)]
    accounts = rows.exclude(account=None).values_list("channel", "account", "account__name").annotate(times)
    return [*whole, *accounts]


def _releases(agencies: Agencies, since: date, until: date) -> QuerySet[Any]:
    rows: QuerySet[Any] = Release.objects.filter(document__agency__in=agencies, day__range=(since, until))
    return rows


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


def by_first(agencies: Agencies, on: date) -> Mapping[str, int]:
    """Entries of the catalogue by 一级事项."""
    rows = catalogue(agencies, on).rows.order_by().values_list("first")
    return dict(rows.annotate(Count("pk")))


def catalogue(agencies: Agencies, on: date, *, reach: str = "", first: str = "") -> Figure:
    """Entries of 公开事项标准目录 that the public knew on a day; `reach`: county, township, village."""
    rows = EntryVersion.objects.filter(agency__in=agencies).public_on(on)
    if reach:
        rows = rows.filter(**{reach: True})
    if first:
        rows = rows.filter(first=first)
    return Figure(_("目录条目"), rows)


def of_life(kind: str, agencies: Agencies, since: date, until: date) -> dict[str, Figure]:
    """制发, 废止, 现行有效 of 表二, of 规章 or of 行政规范性文件; 废止 also by how it ended, and what is about to be
    repealed."""
    rows = Lifecycle.objects.of(agencies, kind)
    ended = rows.ended_in(since, until)
    return {
        "issued": Figure(_("制发"), rows.issued_in(since, until)),
        "ended": Figure(_("废止"), ended),
        "repealed": Figure(_("其中：明令废止"), ended.filter(ending=Ending.REPEALED)),
        "lapsed": Figure(_("其中：失效"), ended.exclude(ending=Ending.REPEALED)),
        "in_force": Figure(_("现行有效"), rows.in_force(until)),
        "to_repeal": Figure(_("拟废止"), rows.filter(document__in=_to_repeal(until))),
    }


def accounts(agencies: Agencies, since: date, until: date) -> dict[str, Figure]:
    """政务新媒体 at the end of the days; 关停注销: which ran or were being cancelled as they began."""
    rows, gone = Account.objects.filter(agency__in=agencies), (State.CLOSED, State.CANCELLED)
    before = since - timedelta(days=1)
    return {
        "filed": Figure(_("备案的账号"), rows.filter(filed__lte=until).exclude(_was([State.CANCELLED], until))),
        "running": Figure(_("保留运行"), rows.filter(_was([State.RUNNING], until))),
        "gone": Figure(_("关停注销"), rows.filter(_was(gone, until)).exclude(_was(gone, before))),
        "cancelling": Figure(_("正在注销"), rows.filter(_was([State.CANCELLING], until))),
    }


def _was(states: Collection[State], day: date) -> Exists:
    """Of an account: it was in one of these states at the end of a day."""
    held = AccountState.objects.filter(account=OuterRef("pk"), state__in=states, since__lte=day)
    return Exists(held.filter(Q(until=None) | Q(until__gt=day)))


def corrections(agencies: Agencies, since: date, until: date) -> Figure:
    """公众纠错 that were answered."""
    rows = ErrorReport.objects.filter(agency__in=agencies, answered__gte=begin_of(since), answered__lt=_end_of(until))
    return Figure(_("公众纠错答复"), rows)


def letters(agencies: Agencies, year: int, row: TotalRow) -> Figure:
    """Answers that other systems gave, as they were said of a year."""
    return Total(row.label, totals(agencies, year, row))


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


def _end_of(day: date) -> datetime:
    return begin_of(day + timedelta(days=1))
