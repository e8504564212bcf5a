"""The agencies as a list and as a tree, the list as a file, and the matches of a search box."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from gongkai.web.agencies.choosing import FIELDS, MATCHES, matches, outside
from gongkai.web.agencies.directory import ancestors, directory
from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.filters import AgencyFilter, AgencyTable
from gongkai.web.agencies.lists.handing import saved
from gongkai.web.agencies.lists.sheets import MEDIA_TYPES
from gongkai.web.agencies.lists.writing import write_list
from gongkai.web.agencies.models import Agency
from gongkai.web.agencies.permissions import Permission

PER_PAGE = 50
#: Most subordinates of one agency that the tree shows; the rest is in the list.
BRANCH = 300


@desk()
@require_safe
def agency_list(request: HttpRequest) -> HttpResponse:
    """All agencies, filtered and sorted, page by page."""
    found = AgencyFilter(request.GET, Agency.objects.select_related("superior"))
    table = AgencyTable(found.qs)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    under = Agency.objects.filter(slug=request.GET["under"]).first() if request.GET.get("under") else None
    manages = request.officer.may_somewhere(Permission.MANAGE_AGENCIES)  # type: ignore[attr-defined]
    return render(request, "agencies/list.html", {"filter": found, "table": table, "under": under, "manages": manages})


@desk()
@require_safe
def tree(request: HttpRequest) -> HttpResponse:
    """The tree, opened down to `open`; for htmx only the branch `under`."""
    if request.htmx and "under" in request.GET:  # type: ignore[attr-defined]
        parent = get_object_or_404(Agency, slug=request.GET["under"])
        nodes, more = cut(list(directory(parent)[: BRANCH + 1]))
        return render(request, "agencies/branch.html", {"nodes": nodes, "more": more, "parent": parent})
    opened = get_object_or_404(Agency, slug=request.GET["open"]) if "open" in request.GET else None
    branches = grown(opened)
    nodes, more = branches.get(None, ([], False))
    return render(request, "agencies/tree.html", {"nodes": nodes, "more": more, "opened": opened})


def cut(nodes: list[Any]) -> tuple[list[Any], bool]:
    return nodes[:BRANCH], len(nodes) > BRANCH


def grown(opened: Agency | None) -> dict[int | None, tuple[list[Any], bool]]:
    """The branches down to an agency, each hung on its node: two queries."""
    above = [*ancestors(opened), opened] if opened else []
    nodes: dict[int | None, list[Any]] = defaultdict(list)
    for node in directory(None, *above):
        nodes[node.superior_id].append(node)
    branches = {superior: cut(children) for superior, children in nodes.items()}
    ids = {agency.pk for agency in above}
    for children, _more in branches.values():
        for node in children:
            node.is_open = node.pk in ids
            node.children, node.more = branches.get(node.pk, ([], False))
    return branches


@desk()
@require_safe
def export(request: HttpRequest, format: str) -> HttpResponse:
    """The list as it is filtered, in the columns of the import."""
    if format not in MEDIA_TYPES:
        raise Http404
    found = AgencyFilter(request.GET, Agency.objects.select_related("superior").order_by("path"))
    return saved(write_list(found.qs, format), "agencies", format)


@desk(Permission.MANAGE_AGENCIES)
@require_safe
def chooser(request: HttpRequest) -> HttpResponse:
    """What a search box found, as radio buttons: agencies that the officer manages."""
    field = request.GET.get("field", "superior")
    if field not in FIELDS:
        raise Http404
    mine = request.officer.where(Permission.MANAGE_AGENCIES).open()  # type: ignore[attr-defined]
    text = request.GET.get(f"{field}-words", "")
    but = Agency.objects.filter(slug=request.GET.get("but", "")).first()
    offered = matches(outside(mine, but), text)
    return render(
        request,
        "agencies/widgets/matches.html",
        {"field": field, "offered": offered[:MATCHES], "more": len(offered) > MATCHES, "words": text},
    )
