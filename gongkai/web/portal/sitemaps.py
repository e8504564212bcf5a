"""Every public address: for search engines in files (sitemaps.org), for people on one page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial, reduce
from operator import or_
from typing import Any
from xml.sax.saxutils import escape

from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.law.disclosure import disclosure_items, further_items
from gongkai.web.agencies.directory import directory
from gongkai.web.agencies.kinds import Tier
from gongkai.web.agencies.models import Agency
from gongkai.web.annual.models import AnnualReport
from gongkai.web.disclosure.kinds import GUIDE, RULES, under_items
from gongkai.web.disclosure.models import Document, EntryVersion, Topic
from gongkai.web.disclosure.registers.rooms import MODELS, REGISTERS
from gongkai.web.portal import feeds
from gongkai.web.portal.caching import for_everybody
from gongkai.web.portal.columns import COLUMNS
from gongkai.web.portal.heads import Head
from gongkai.web.portal.sections import items_for
from gongkai.web.portal.views import trail
from gongkai.web.visibility import PUBLIC


def _pattern(page: str, *more: object) -> str:
    return reverse(f"portal:{page}", args=["SLUG", *more]).replace("SLUG", "{}").replace("/0/", "/{}/")


def _within_tier() -> Q:
    """Documents under an item that their agency's tier has: of any other there is no section."""
    items = {tier: [item.id for item in (*disclosure_items(), *further_items(tier))] for tier in Tier}
    return reduce(or_, (Q(agency__tier=tier, item__in=ids) for tier, ids in items.items()))


#: sitemaps.org takes so many addresses in one file.
MOST = 50_000
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
PAGES = ("calendar", "map", "agencies", "help", "accessibility", "api")
#: So many agencies below each at the top stand on the map; the directory has the others.
BELOW = 60
#: What has an address of its own in an agency, by its page; and what has a number there besides.
_OF_AGENCY = {
    "agency": "agency", "catalogue": "agency-catalogue", "topics": "agency-topics", "guide": "agency-guide",
    "rules": "agency-rules", "content": "agency-content", "reports": "agency-reports",
}  # fmt: skip
_NUMBERED = {
    "document": "document", "report": "report", "topic": "topic", "entry": "catalogue-entry", "section": "section",
}  # fmt: skip
#: The addresses with places to fill: asking for each of fifty thousand takes seconds.
PATTERNS: Mapping[str, Callable[[], str]] = {
    **{name: partial(_pattern, page) for name, page in _OF_AGENCY.items()},
    **{name: partial(_pattern, page, 0) for name, page in _NUMBERED.items()},
    **{room: partial(_pattern, "register", room) for room in REGISTERS},
}
#: An address with the day of its last change, where that is known.
Place = tuple[str, str]
#: Of each source how many addresses it has, and how to have some of them.
Sources = Sequence[tuple[int, Callable[[int, int], Iterable[Place]]]]


def sources() -> Sources:
    """How many addresses each source has, and how to have some of them; in an order that stays as more is published."""
    fixed = [reverse(f"portal:{name}") for name in ("home", *(column.id for column in COLUMNS), *PAGES)]
    fixed += [reverse("portal:item", args=[item.id]) for item in items_for(None)]
    agencies = list(_of_agencies())
    seen = Document.objects.visible_to(PUBLIC).exclude(kind=GUIDE).order_by("pk")
    documents = seen.values_list("agency__slug", "pk", "published_at")
    reports = AnnualReport.objects.visible_to(PUBLIC).order_by("pk").values_list("agency__slug", "year", "published")
    entries = EntryVersion.objects.public_on(timezone.localdate()).order_by("entry")
    under = Document.objects.visible_to(PUBLIC).filter(_within_tier(), kind__in=under_items())
    rows = (
        ("section", under.order_by("agency", "item").values_list("agency__slug", "item").distinct()),
        ("document", documents),
        ("report", reports),
        ("entry", entries.values_list("agency__slug", "entry")),
        ("topic", Topic.objects.visible_to(PUBLIC).order_by("pk").values_list("agency__slug", "pk")),
    )
    lists = ((len(known), partial(_listed, known)) for known in (fixed, agencies))
    return (*lists, *((found.count(), partial(_some, name, found)) for name, found in rows))


def _of_agencies() -> Iterator[str]:
    """The page of each agency, and of its lists those of which something is public; one query."""
    documents = Document.objects.visible_to(PUBLIC)
    public = {
        "catalogue": EntryVersion.objects.public_on(timezone.localdate()),
        "topics": Topic.objects.visible_to(PUBLIC),
        "guide": documents.filter(kind=GUIDE),
        "rules": documents.filter(kind=RULES),
        "content": documents.filter(kind__in=under_items()),
        "reports": AnnualReport.objects.visible_to(PUBLIC),
        **{room: model.objects.visible_to(PUBLIC) for room, model in MODELS.items()},
    }
    there = {f"has_{name}": Exists(rows.filter(agency=OuterRef("pk"))) for name, rows in public.items()}
    patterns = {name: PATTERNS[name]() for name in ("agency", *public)}
    for slug, *has in Agency.objects.order_by("pk").annotate(**there).values_list("slug", *there):
        yield patterns["agency"].format(slug)
        yield from (patterns[name].format(slug) for name, one in zip(public, has, strict=True) if one)


def _listed(known: Sequence[str], begin: int, end: int) -> Iterator[Place]:
    return ((path, "") for path in known[begin:end])


def _some(name: str, rows: Any, begin: int, end: int) -> Iterator[Place]:
    return _places(name, rows[begin:end])


def _places(name: str, rows: Iterable[tuple[Any, ...]]) -> Iterator[Place]:
    address = PATTERNS[name]()
    for slug, *more in rows:
        time = more[-1] if more else None
        day = timezone.localdate(time).isoformat() if isinstance(time, datetime) else ""
        yield address.format(slug, *more[:1]), day


def addresses(known: Sources, begin: int, end: int) -> Iterator[Place]:
    """The addresses from one place to another in the order of all; a query a source at most."""
    before = 0
    for count, some in known:
        first, last = max(begin - before, 0), min(end - before, count)
        if first < last:
            yield from some(first, last)
        before += count


def _parts(known: Sources) -> int:
    """How many files there are."""
    return max(1, -(-sum(count for count, _some in known) // MOST))


def _xml(lines: Iterable[str]) -> HttpResponse:
    text = "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', *lines, ""])
    return HttpResponse(text, content_type="application/xml; charset=utf-8")


def _file(request: HttpRequest, known: Sources, number: int) -> HttpResponse:
    root = request.build_absolute_uri("/").rstrip("/")
    lines = [f'<urlset xmlns="{NAMESPACE}">']
    for address, day in addresses(known, (number - 1) * MOST, number * MOST):
        changed = f"<lastmod>{day}</lastmod>" if day else ""
        lines.append(f"<url><loc>{escape(root + address)}</loc>{changed}</url>")
    return _xml([*lines, "</urlset>"])


@for_everybody
def sitemap(request: HttpRequest) -> HttpResponse:
    """All addresses; where they are more than one file takes, the files."""
    known = sources()
    parts = _parts(known)
    if parts == 1:
        return _file(request, known, 1)
    files = [request.build_absolute_uri(reverse("portal:sitemap-part", args=[part])) for part in range(1, parts + 1)]
    lines = [f"<sitemap><loc>{escape(file)}</loc></sitemap>" for file in files]
    return _xml([f'<sitemapindex xmlns="{NAMESPACE}">', *lines, "</sitemapindex>"])


@for_everybody
def sitemap_part(request: HttpRequest, number: int) -> HttpResponse:
    """One of the files."""
    known = sources()
    if not 1 <= number <= _parts(known):
        raise Http404
    return _file(request, known, number)


@for_everybody
def site_map(request: HttpRequest) -> HttpResponse:
    """The map of the site for people: columns, items, agencies of the first two levels, services; three queries."""
    tops = list(directory(None).only("slug", "name")[:BELOW])
    below: dict[int, list[Agency]] = {}
    for agency in directory(*tops).only("slug", "name", "superior_id") if tops else ():
        below.setdefault(agency.superior_id or 0, []).append(agency)
    context = {
        "items": items_for(None),
        "tree": [(top, below.get(top.pk, [])[:BELOW], len(below.get(top.pk, [])) > BELOW) for top in tops],
        "feeds": feeds.links("feed"),
        "trail": trail(),
        "head": Head(_("网站地图"), _("本平台的全部栏目。")),
    }
    return render(request, "portal/map.html", context)
