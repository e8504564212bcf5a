"""Every public address: for search engines in files (sitemaps.org), for people on one page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.web.agencies.directory import directory
from gongkai.web.agencies.models import Agency
from gongkai.web.annual.models import AnnualReport
from gongkai.web.disclosure.kinds import GUIDE
from gongkai.web.disclosure.models import Document
from gongkai.web.portal import feeds
from gongkai.web.portal.caching import for_everybody
from gongkai.web.portal.columns import COLUMNS
from gongkai.web.portal.heads import Head
from gongkai.web.portal.sections import items_for
from gongkai.web.portal.views import trail
from gongkai.web.visibility import PUBLIC

#: sitemaps.org takes so many addresses in one file.
MOST = 50_000
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
PAGES = ("calendar", "map", "agencies", "help", "accessibility", "api")
#: So many agencies below each at the top stand on the map; the directory has the others.
BELOW = 60
#: The addresses with places to fill: asking for each of fifty thousand takes seconds.
PATTERNS: Mapping[str, Callable[[], str]] = {
    "agency": lambda: reverse("portal:agency", args=["SLUG"]).replace("SLUG", "{}"),
    "document": lambda: reverse("portal:document", args=["SLUG", 0]).replace("SLUG", "{}").replace("/0/", "/{}/"),
    "report": lambda: reverse("portal:report", args=["SLUG", 0]).replace("SLUG", "{}").replace("/0/", "/{}/"),
}
#: An address with the day of its last change, where that is known.
Place = tuple[str, str]


def sources() -> Sequence[tuple[int, Any]]:
    """How many addresses each source has, and how to have some of them; in an order that stays as more is published."""
    fixed = [reverse(f"portal:{name}") for name in ("home", *(column.id for column in COLUMNS), *PAGES)]
    fixed += [reverse("portal:item", args=[item.id]) for item in items_for(None)]
    agencies = Agency.objects.order_by("pk").values_list("slug")
    seen = Document.objects.visible_to(PUBLIC).exclude(kind=GUIDE).order_by("pk")
    documents = seen.values_list("agency__slug", "pk", "published_at")
    reports = AnnualReport.objects.visible_to(PUBLIC).order_by("pk").values_list("agency__slug", "year", "published")
    return (
        (len(fixed), lambda begin, end: ((path, "") for path in fixed[begin:end])),
        (agencies.count(), lambda begin, end: _places("agency", agencies[begin:end])),
        (documents.count(), lambda begin, end: _places("document", documents[begin:end])),
        (reports.count(), lambda begin, end: _places("report", reports[begin:end])),
    )


def _places(name: str, rows: Iterable[tuple[Any, ...]]) -> Iterator[Place]:
    address = PATTERNS[name]()
    for slug, *more in rows:
        time = more[-1] if more else None
        yield address.format(slug, *more[:1]), timezone.localdate(time).isoformat() if time else ""


def addresses(begin: int, end: int) -> Iterator[Place]:
    """The addresses from one place to another in the order of all; six queries at most."""
    before = 0
    for count, some in sources():
        first, last = max(begin - before, 0), min(end - before, count)
        if first < last:
            yield from some(first, last)
        before += count


def _parts() -> int:
    """How many files there are."""
    return max(1, -(-sum(count for count, _some in sources()) // MOST))


def _xml(lines: Iterable[str]) -> HttpResponse:
    text = "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', *lines, ""])
    return HttpResponse(text, content_type="application/xml; charset=utf-8")


def _file(request: HttpRequest, number: int) -> HttpResponse:
    root = request.build_absolute_uri("/").rstrip("/")
    lines = [f'<urlset xmlns="{NAMESPACE}">']
    for address, day in addresses((number - 1) * MOST, number * MOST):
        changed = f"<lastmod>{day}</lastmod>" if day else ""
        lines.append(f"<url><loc>{escape(root + address)}</loc>{changed}</url>")
    return _xml([*lines, "</urlset>"])


@for_everybody
def sitemap(request: HttpRequest) -> HttpResponse:
    """All addresses; where they are more than one file takes, the files."""
    parts = _parts()
    if parts == 1:
        return _file(request, 1)
    files = [request.build_absolute_uri(reverse("portal:sitemap-part", args=[part])) for part in range(1, parts + 1)]
    lines = [f"<sitemap><loc>{escape(file)}</loc></sitemap>" for file in files]
    return _xml([f'<sitemapindex xmlns="{NAMESPACE}">', *lines, "</sitemapindex>"])


@for_everybody
def sitemap_part(request: HttpRequest, number: int) -> HttpResponse:
    """One of the files."""
    if not 1 <= number <= _parts():
        raise Http404
    return _file(request, number)


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
