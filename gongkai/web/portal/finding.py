"""The public's search: what is open to everybody, and nothing else."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gongkai.web.agencies.finding import LONGEST, PUBLIC_KINDS, Filters
from gongkai.web.agencies.finding import search as find
from gongkai.web.disclosure.kinds import choices
from gongkai.web.disclosure.marking import marked
from gongkai.web.portal.caching import for_everybody
from gongkai.web.portal.feeds import links
from gongkai.web.portal.heads import Head
from gongkai.web.portal.views import trail
from gongkai.web.visibility import PUBLIC


@for_everybody
def search(request: HttpRequest) -> HttpResponse:
    """Agencies by name, and every text that is public."""
    query = request.GET.get("q", "").strip()[:LONGEST]
    context: dict[str, Any] = {"query": query, "trail": trail(), "head": Head(_("检索"), _("检索已公开的信息"))}
    context["filters"] = filters = Filters(request.GET, PUBLIC_KINDS, choices())
    if query or filters.asks:
        found = marked(find(query, filters, reader=PUBLIC, page=request.GET.get("page", "")), PUBLIC)
        asked = request.GET.copy()
        asked.pop("page", None)
        context |= {"found": found, "page": found.page, "feeds": links("search-feed", query=f"?{asked.urlencode()}")}
    return render(request, "portal/search.html", context)
