"""Feeds: what is new, as Atom, RSS and JSON Feed; of everything, of an agency, of a section, of a search."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from html import unescape
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.html import escape, strip_tags
from django.utils.translation import gettext as _

from gongkai.law.disclosure import item_of
from gongkai.web.agencies.finding import LONGEST, PUBLIC_KINDS, Filters
from gongkai.web.agencies.finding import search as find
from gongkai.web.disclosure.kinds import choices, kinds
from gongkai.web.disclosure.models import Document
from gongkai.web.disclosure.papers.blocks import UNWRITABLE
from gongkai.web.portal.agency_views import found
from gongkai.web.portal.caching import for_everybody
from gongkai.web.portal.published import published, under
from gongkai.web.portal.sections import items_for
from gongkai.web.portal.site import Site
from gongkai.web.visibility import PUBLIC

#: So many entries have a feed.
MOST = 50
#: The endings of the addresses, and the languages' own names for what they are.
FORMS = {
    "atom": "application/atom+xml; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}
JSON_FEED = "https://jsonfeed.org/version/1.1"
FEEDS: dict[str, type[SyndicationFeed]] = {"atom": Atom1Feed, "rss": Rss201rev2Feed}


class Entry(NamedTuple):
    """One thing of a feed."""

    title: str
    path: str
    time: datetime
    summary: str
    author: str
    categories: Sequence[str]


def entries(rows: Iterable[Document]) -> list[Entry]:
    """Documents as entries of a feed."""
    return [
        Entry(
            row.title,
            reverse("portal:document", args=[row.agency.slug, row.pk]),
            row.published_at or timezone.now(),  # of what is public there is a time
            row.summary or " ".join(filter(None, (row.mark, row.title))),
            row.agency.name,
            [kinds()[row.kind].label, *([item_of(row.item).text] if row.item else [])],
        )
        for row in rows
    ]


def write(request: HttpRequest, form: str, title: str, page: str, listed: Sequence[Entry]) -> HttpResponse:
    """A feed in one of the forms; `page`: the address of the page that lists the same."""
    if form not in FORMS:
        raise Http404
    site = Site(request.get_host(), request.public_version)  # type: ignore[attr-defined]
    title = f"{title} · {site.name}"
    make = _json if form == "json" else _xml
    answer = HttpResponse(make(request, form, title, page, listed), content_type=FORMS[form])
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


def _xml(request: HttpRequest, form: str, title: str, page: str, listed: Sequence[Entry]) -> bytes:
    absolute, title = request.build_absolute_uri, _writable(title)
    feed = FEEDS[form](title, absolute(page), title, language="zh-CN", feed_url=absolute())
    for one in listed:
        address, summary = absolute(one.path), escape(_writable(one.summary))  # read as HTML
        feed.add_item(
            title=_writable(one.title), link=address, description=summary, author_name=one.author,
            pubdate=one.time, updateddate=one.time, categories=one.categories, unique_id=address,
        )  # fmt: skip
    return str(feed.writeString("utf-8")).encode()


def _writable(text: str) -> str:
    """Without what XML cannot hold."""
    return UNWRITABLE.sub("", text)


def _json(request: HttpRequest, form: str, title: str, page: str, listed: Sequence[Entry]) -> bytes:
    absolute = request.build_absolute_uri
    items = [
        {
            "id": absolute(one.path),
            "url": absolute(one.path),
            "title": one.title,
            "content_text": one.summary,
            "date_published": timezone.localtime(one.time).isoformat(timespec="seconds"),
            "authors": [{"name": one.author}],
            "tags": list(one.categories),
        }
        for one in listed
    ]
    feed: dict[str, Any] = {
        "version": JSON_FEED,
        "title": title,
        "home_page_url": absolute(page),
        "feed_url": absolute(),
        "language": "zh-CN",
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode()


def newest(rows: Any) -> list[Entry]:
    """The newest of some published documents."""
    return entries(rows.order_by("-published_at", "-pk")[:MOST])


@for_everybody
def everything(request: HttpRequest, form: str) -> HttpResponse:
    return write(request, form, _("最新公开"), reverse("portal:content"), newest(published(None)))


@for_everybody
def of_agency(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    this = found(slug)
    return write(request, form, this.name, reverse("portal:agency", args=[slug]), newest(published(this)))


@for_everybody
def of_section(request: HttpRequest, slug: str, item: str, form: str) -> HttpResponse:
    this = found(slug)
    if item not in {known.id for known in items_for(this)}:
        raise Http404
    page = reverse("portal:section", args=[slug, item])
    return write(request, form, f"{item_of(item).text} · {this.name}", page, newest(published(this).filter(item=item)))


@for_everybody
def of_item(request: HttpRequest, item: str, form: str) -> HttpResponse:
    """A section over all agencies, or over those at and below `under`."""
    if item not in {known.id for known in items_for(None)}:
        raise Http404
    agency = found(slug) if (slug := request.GET.get("under", "")) else None
    page = reverse("portal:item", args=[item]) + (f"?under={slug}" if slug else "")
    return write(request, form, item_of(item).text, page, newest(under(agency).filter(item=item)))


@for_everybody
def of_search(request: HttpRequest, form: str) -> HttpResponse:
    """What a search finds, newest first."""
    words = request.GET.get("q", "").strip()[:LONGEST]
    asked = request.GET.copy()
    asked["order"] = "newest"
    filters = Filters(asked, PUBLIC_KINDS, choices())
    page = f"{reverse('portal:search')}?{request.GET.urlencode()}"
    # a document and its files stand on one page, which is one entry: a reader knows an entry by its address
    listed: dict[str, Entry] = {}
    if words or filters.asks:
        for line in find(words, filters, reader=PUBLIC, page="1").lines:
            if line.hit.entry.kind == "agency" or (line.hit.entry.kind == "file" and line.hit.entry.url in listed):
                continue
            listed[line.hit.entry.url] = _hit(line)
    return write(request, form, _("检索：%(words)s") % {"words": words}, page, list(listed.values()))


def _hit(line: Any) -> Entry:
    entry = line.hit.entry
    day = timezone.make_aware(datetime.combine(entry.date, time.min))
    author = line.agency.name if line.agency else ""
    return Entry(entry.title, entry.url, day, unescape(strip_tags(line.hit.excerpt)), author, [str(line.kind)])


def links(name: str, *args: str, query: str = "") -> dict[str, str]:
    """The addresses of a feed in its three forms, for the page that lists the same."""
    return {form: reverse(f"portal:{name}", args=[*args, form]) + query for form in FORMS}
