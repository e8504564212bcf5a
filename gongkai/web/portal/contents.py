"""法定主动公开内容: what is published under each item of 《条例》第二十条 and 第二十一条."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from gongkai.law.disclosure import Item, disclosure_items, item_of
from gongkai.web.agencies.directory import directory
from gongkai.web.agencies.models import Agency
from gongkai.web.disclosure.kinds import under_items
from gongkai.web.disclosure.models import Document
from gongkai.web.disclosure.validity import Validity
from gongkai.web.portal import feeds
from gongkai.web.portal.agency_views import column, found
from gongkai.web.portal.caching import for_everybody
from gongkai.web.portal.heads import head
from gongkai.web.portal.published import published, under
from gongkai.web.portal.registers import Kept
from gongkai.web.portal.registers import under_items as under_items_of
from gongkai.web.portal.sections import PAGE, Line, items_for, lines, listing
from gongkai.web.portal.views import choose, trail
from gongkai.web.visibility import PUBLIC

#: So many of each item stand on the page of all items.
LATEST = 3
#: The item that the agency's own page answers.
OFFICES = "agency"


class Section(NamedTuple):
    """An item, how much stands under it, the newest of that, and the registers that belong to it."""

    item: Item
    total: int
    latest: Sequence[Line]
    registers: Sequence[Kept] = ()


def sections(agency: Agency) -> Iterator[Section]:
    """Every item with its newest documents and its registers; five queries."""
    rows = published(agency)
    counts = dict(rows.order_by().values_list("item").annotate(Count("pk")))
    newest: dict[str, list[Line]] = {}
    for line in lines(rows.filter(pk__in=_newest(agency)), timezone.localdate()):
        newest.setdefault(line.document.item, []).append(line)
    kept = under_items_of(agency)
    for item in items_for(agency):
        yield Section(item, counts.get(item.id, 0), newest.get(item.id, ()), kept.get(item.id, ()))


def _newest(agency: Agency) -> QuerySet[Any]:
    """The ids of the newest few of each item."""
    place = Window(RowNumber(), partition_by="item", order_by=[F("made").desc(), F("pk").desc()])
    rows = Document.objects.visible_to(PUBLIC).filter(agency=agency, kind__in=under_items())
    return rows.annotate(place=place).filter(place__lte=LATEST).values("pk")


@for_everybody
def instance(request: HttpRequest) -> HttpResponse:
    """The items with how much stands under each, what is newest of all agencies, and the agencies to choose from."""
    counts = dict(published(None).order_by().values_list("item").annotate(Count("pk")))
    known = disclosure_items()
    items = [(item, counts.get(item.id, 0)) for item in items_for(None) if item in known or item.id in counts]
    latest = lines(published(None).order_by("-published_at", "-pk")[:PAGE], timezone.localdate())
    return choose(
        request, "content", "portal/content.html", items=items, latest=latest, feeds=feeds.links("feed")
    )  # fmt: skip


@for_everybody
def item(request: HttpRequest, item: str) -> HttpResponse:
    """What all agencies, or one and those below it (`under`), have published under an item."""
    if item not in {known.id for known in items_for(None)}:
        raise Http404
    this = found(slug) if (slug := request.GET.get("under", "")) else None
    context = {
        "item": item_of(item),
        "under": this,
        "below": directory(this).only("slug", "name"),
        "listing": listing(under(this).filter(item=item), request.GET, timezone.localdate()),
        "validities": Validity,
        "feeds": feeds.links("item-feed", item, query=f"?under={slug}" if slug else ""),
        "exports": exports(item, slug, below=True),
        "head": head("content"),
        "trail": trail((str(head("content").column), reverse("portal:content"))),
    }
    return render(request, "portal/item.html", context)


def exports(item: str, slug: str, *, below: bool = False) -> dict[str, str]:
    """The addresses of a whole section as data."""
    query = (f"?agency={slug}" + ("&below=true" if below else "")) if slug else ""
    return {form: reverse("api:export", args=[item, form]) + query for form in ("csv", "json")}


@for_everybody
def agency(request: HttpRequest, slug: str) -> HttpResponse:
    """What there is under each item; the items under which there is nothing yet come last, by name."""
    this = found(slug)
    full: list[Section] = []
    bare: list[Item] = []
    for part in sections(this):
        if part.total or part.registers or part.item.id == OFFICES:
            full.append(part)
        else:
            bare.append(part.item)
    shown = feeds.links("agency-feed", slug)
    return column(request, this, "content", "portal/agency_content.html", sections=full, bare=bare, feeds=shown)


@for_everybody
def section(request: HttpRequest, slug: str, item: str) -> HttpResponse:
    """What an agency has published under one item: by kind, year and validity if asked for, newest first."""
    this = found(slug)
    if item not in {known.id for known in items_for(this)}:
        raise Http404
    return column(
        request, this, "content", "portal/agency_section.html", item=item_of(item), validities=Validity,
        listing=listing(published(this).filter(item=item), request.GET, timezone.localdate()),
        feeds=feeds.links("section-feed", slug, item), exports=exports(item, slug),
    )  # fmt: skip
