"""The public's search: what is open to everybody, and nothing else."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gongkai.web import search as index
from gongkai.web.portal.caching import for_everybody
from gongkai.web.portal.directory import named
from gongkai.web.portal.heads import Head
from gongkai.web.portal.views import reports_seen, trail
from gongkai.web.visibility import PUBLIC

SHOWN = 10


@for_everybody
def search(request: HttpRequest) -> HttpResponse:
    """Agencies by name, annual reports by agency or title, and every text that is public."""
    query = request.GET.get("q", "").strip()[:100]
    number = request.GET.get("page", "")
    context: dict[str, Any] = {"query": query, "trail": trail(), "head": Head(_("检索"), _("检索已公开的信息"))}
    if query:
        rows = reports_seen().order_by("-year")
        for word in query.split():
            rows = rows.filter(agency__name__icontains=word) | rows.filter(title__icontains=word)
        find = getattr(index, "find", None)
        context |= {
            "agencies": list(named(query)[:SHOWN]),
            "reports": list(rows[:SHOWN]),
            "page": find(query, reader=PUBLIC, page=int(number) if number.isdecimal() else 1) if find else None,
        }
    return render(request, "portal/search.html", context)
