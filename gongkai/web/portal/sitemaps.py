"""Every public address, for search engines (sitemaps.org)."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from gongkai.web.agencies.models import Agency
from gongkai.web.annual.models import AnnualReport
from gongkai.web.disclosure.kinds import GUIDE
from gongkai.web.disclosure.models import Document
from gongkai.web.portal.caching import for_everybody
from gongkai.web.portal.columns import COLUMNS
from gongkai.web.visibility import PUBLIC

#: sitemaps.org takes so many addresses in one file.
MOST = 50_000


def addresses() -> Iterator[tuple[str, str]]:
    """Each address with the day of its last change, where that is known; three queries."""
    for name in ("home", *(column.id for column in COLUMNS), "agencies", "help", "accessibility"):
        yield reverse(f"portal:{name}"), ""
    for slug in Agency.objects.order_by("path").values_list("slug", flat=True):
        yield reverse("portal:agency", args=[slug]), ""
    documents = Document.objects.visible_to(PUBLIC).exclude(kind=GUIDE).order_by("-published_at", "-pk")
    for slug, pk, published in documents.values_list("agency__slug", "pk", "published_at"):
        yield reverse("portal:document", args=[slug, pk]), timezone.localdate(published).isoformat()
    seen = AnnualReport.objects.visible_to(PUBLIC).order_by("-published", "-pk")
    for slug, year, published in seen.values_list("agency__slug", "year", "published"):
        yield (
            reverse("portal:report", args=[slug, year]),
            timezone.localdate(published).isoformat() if published else "",
        )


@for_everybody
def sitemap(request: HttpRequest) -> HttpResponse:
    root = request.build_absolute_uri("/").rstrip("/")
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">']
    for number, (address, day) in enumerate(addresses()):
        if number == MOST:
            break
        changed = f"<lastmod>{day}</lastmod>" if day else ""
        lines.append(f"<url><loc>{escape(root + address)}</loc>{changed}</url>")
    lines.append("</urlset>")
    return HttpResponse("\n".join(lines), content_type="application/xml; charset=utf-8")
