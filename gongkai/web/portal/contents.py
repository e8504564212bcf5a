"""法定主动公开内容: what is published under each item of 《条例》第二十条 and 第二十一条."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.http import Http404, HttpRequest, HttpResponse

from gongkai.law.disclosure import Item, disclosure_items, further_items, item_of
from gongkai.web.agencies.models import Agency
from gongkai.web.disclosure.kinds import kinds, under_items
from gongkai.web.disclosure.models import Document
from gongkai.web.portal.agency_views import column, found
from gongkai.web.portal.caching import for_everybody
from gongkai.web.portal.published import published
from gongkai.web.portal.views import choose
from gongkai.web.visibility import PUBLIC

PAGE = 30
#: So many of each item stand on the page of all items.
LATEST = 3


class Section(NamedTuple):
    """An item, how much stands under it, and the newest of that."""

    item: Item
    total: int
    latest: Sequence[Document]


def items_for(agency: Agency | None) -> tuple[Item, ...]:
    """The items under which an agency publishes; None: all that any may."""
    return (*disclosure_items(), *(further_items(agency.tier) if agency else ()))


def sections(agency: Agency) -> Iterator[Section]:
    """Every item with its newest documents; two queries."""
    rows = published(agency)
    counts = dict(rows.order_by().values_list("item").annotate(Count("pk")))
    newest: dict[str, list[Document]] = {}
    for row in rows.filter(pk__in=_newest(agency)):
        newest.setdefault(row.item, []).append(row)
    for item in items_for(agency):
        yield Section(item, counts.get(item.id, 0), newest.get(item.id, ()))


def _newest(agency: Agency) -> QuerySet[Any]:
    """The ids of the newest few of each item."""
    place = Window(RowNumber(), partition_by="item", order_by=[F("made").desc(), F("pk").desc()])
    rows = Document.objects.visible_to(PUBLIC).filter(agency=agency, kind__in=under_items())
    return rows.annotate(place=place).filter(place__lte=LATEST).values("pk")


@for_everybody
def instance(request: HttpRequest) -> HttpResponse:
    """The items, what is newest of all agencies, and the agencies to choose from."""
    latest = published(None).order_by("-published_at", "-pk")[:PAGE]
    return choose(request, "content", "portal/content.html", items=disclosure_items(), latest=latest)


@for_everybody
def agency(request: HttpRequest, slug: str) -> HttpResponse:
    this = found(slug)
    return column(request, this, "content", "portal/agency_content.html", sections=list(sections(this)))


@for_everybody
def section(request: HttpRequest, slug: str, item: str) -> HttpResponse:
    """What an agency has published under one item: by kind and year if asked for, newest first."""
    this = found(slug)
    if item not in {known.id for known in items_for(this)}:
        raise Http404
    rows = published(this).filter(item=item)
    used = list(rows.order_by().values_list("kind", flat=True).distinct())
    years = sorted({day.year for day in rows.order_by().dates("made", "year")}, reverse=True)
    kind, year = request.GET.get("kind", ""), request.GET.get("year", "")
    if kind in kinds():
        rows = rows.filter(kind=kind)
    if year.isdecimal():
        rows = rows.filter(made__year=int(year[:4]))
    return column(
        request, this, "content", "portal/agency_section.html", item=item_of(item), years=years, year=year, kind=kind,
        kinds=[known for known in kinds().values() if known.id in used],
        page=Paginator(rows, PAGE).get_page(request.GET.get("page")),
    )  # fmt: skip
