"""订阅: what is newest, of all agencies, of one, of one item of an agency: RSS, Atom and JSON Feed 1.1."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed

from gongkai.law.disclosure import item_of
from gongkai.web.agencies.models import Agency
from gongkai.web.disclosure.kinds import under_items
from gongkai.web.disclosure.models import Document
from gongkai.web.disclosure.releases.public import address_of
from gongkai.web.portal.agency_views import found
from gongkai.web.portal.caching import for_everybody
from gongkai.web.portal.contents import items_for
from gongkai.web.portal.site import Site
from gongkai.web.visibility import PUBLIC

#: So many entries stand in a feed.
MOST = 50
GENERATORS: dict[str, type[SyndicationFeed]] = {"rss": Rss201rev2Feed, "atom": Atom1Feed}
MEDIA_TYPES = {"rss": Rss201rev2Feed.content_type, "atom": Atom1Feed.content_type}
JSON = "application/feed+json; charset=utf-8"
CHINESE = "zh-Hans"


class About(NamedTuple):
    """A feed's name, the page of which it is the feed, and its own address."""

    title: str
    page: str
    address: str


@for_everybody
def instance(request: HttpRequest, form: str) -> HttpResponse:
    """All agencies."""
    site = Site(request.get_host(), request.public_version)  # type: ignore[attr-defined]
    about = About(site.name, reverse("portal:content"), request.path)
    return feed(request, about, newest(None), form)


@for_everybody
def agency(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    this = found(slug)
    about = About(this.name, reverse("portal:agency-content", args=[slug]), request.path)
    return feed(request, about, newest(this), form)


@for_everybody
def section(request: HttpRequest, slug: str, item: str, form: str) -> HttpResponse:
    this = found(slug)
    if item not in {known.id for known in items_for(this)}:
        raise Http404
    title = f"{this.name} · {item_of(item).label}"
    return feed(
        request, About(title, reverse("portal:section", args=[slug, item]), request.path), newest(this, item), form
    )


def newest(agency: Agency | None, item: str = "") -> Sequence[Document]:
    """What was published last; one query."""
    shown = ("title", "summary", "number", "published_at", "kind", "item", "agency__slug", "agency__name")
    rows = Document.objects.visible_to(PUBLIC).filter(kind__in=under_items())
    if agency is not None:
        rows = rows.filter(agency=agency)
    if item:
        rows = rows.filter(item=item)
    return list(rows.select_related("agency").only(*shown).order_by("-published_at", "-pk")[:MOST])


def feed(request: HttpRequest, about: About, rows: Sequence[Document], form: str) -> HttpResponse:
    """The feed in one of its forms."""
    root = request.build_absolute_uri("/").rstrip("/")
    if form == "json":
        return HttpResponse(_json(about, rows, root), content_type=JSON)
    if form not in GENERATORS:
        raise Http404
    made = GENERATORS[form](
        title=about.title,
        link=root + about.page,
        description=about.title,
        language=CHINESE,
        feed_url=root + about.address,
    )
    for row in rows:
        made.add_item(
            title=row.title,
            link=root + address_of(row),
            description=row.summary,
            author_name=row.agency.name,
            pubdate=_time(row),
            updateddate=_time(row),
            unique_id=root + address_of(row),
            categories=(str(row.get_kind_display()),),
        )
    return HttpResponse(made.writeString("utf-8"), content_type=MEDIA_TYPES[form])


def _time(row: Document) -> datetime:
    assert row.published_at is not None  # what is public was published (document_public_has_version)
    return timezone.localtime(row.published_at)


def _json(about: About, rows: Sequence[Document], root: str) -> bytes:
    said = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": about.title,
        "home_page_url": root + about.page,
        "feed_url": root + about.address,
        "language": CHINESE,
        "items": [
            {
                "id": root + address_of(row),
                "url": root + address_of(row),
                "title": row.title,
                "content_text": row.summary or row.title,
                "date_published": _time(row).isoformat(),
                "authors": [{"name": row.agency.name}],
                "tags": [str(row.get_kind_display())],
            }
            for row in rows
        ],
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode()
