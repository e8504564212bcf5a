"""The desk's search: everything that the officer may see, each with the page on which it is worked with."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from gongkai.web.accounts.models import User
from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.finding import DESK_KINDS, LONGEST, Filters, FoundPage
from gongkai.web.agencies.finding import search as find
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.people import managed
from gongkai.web.agencies.permissions import Permission
from gongkai.web.disclosure.kinds import choices
from gongkai.web.search.models import Entry

#: The desk's page of each kind; what has none has the address of its entry.
PAGES = {
    "agency": "agencies:detail",
    "guide": "disclosure:document",
    "rules": "disclosure:document",
    "draft": "disclosure:document",
    "annual_report": "annual:report",
}
PEOPLE = 5


def address(entry: Entry, inside: Container[int]) -> str:
    """The desk's page of a hit where the officer works in its agency (`inside`), else the one that everybody has."""
    page = PAGES.get(entry.kind)
    if page is None or (entry.kind != "agency" and entry.agency_id not in inside):
        return entry.url
    return reverse(page, args=[entry.object_id])


def people(words: str, officer: Officer) -> QuerySet[User]:
    """Officers by name or login name, for who manages them."""
    if not officer.may_somewhere(Permission.MANAGE_OFFICERS):
        return User.objects.none()
    found = managed(officer)
    for word in words.split():
        found = found.filter(Q(name__icontains=word) | Q(username__icontains=word))
    return found.order_by("name", "pk")


def lines(found: FoundPage, officer: Officer) -> list[dict[str, Any]]:
    """The page's hits with their addresses."""
    holders = {line.hit.entry.agency_id for line in found.lines}
    inside = set(officer.where(Permission.READ_INTERNAL).filter(pk__in=holders).values_list("pk", flat=True))
    return [{"line": line, "address": address(line.hit.entry, inside)} for line in found.lines]


@require_safe
@desk()
def search(request: HttpRequest) -> HttpResponse:
    officer: Officer = request.officer  # type: ignore[attr-defined]
    query = request.GET.get("q", "").strip()[:LONGEST]
    context: dict[str, Any] = {"query": query}
    context["filters"] = filters = Filters(request.GET, DESK_KINDS, choices())
    if query or filters.asks:
        found = find(query, filters, reader=officer, page=request.GET.get("page", ""))
        shown = found.page.number == 1 and not filters.narrowed
        persons = list(people(query, officer)[: PEOPLE + 1]) if shown else []
        context |= {"found": found, "page": found.page, "lines": lines(found, officer)}
        context |= {"people": persons[:PEOPLE], "more_people": len(persons) > PEOPLE}
    return render(request, "desk/search.html", context)
