"""The figures of an annual report's section 一 on the desk: each number opens the list of what it counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.permissions import Permission
from gongkai.web.disclosure import counts
from gongkai.web.disclosure.kinds import kinds
from gongkai.web.disclosure.registers.asking import Asked, asked

PER_PAGE = 50
#: By their names in addresses; besides these, each kind of documents has its figure.
FIGURES: Mapping[str, Callable[..., counts.Figure]] = {
    "published": counts.published,
    "interpretations": counts.interpretations,
    "responses": counts.responses,
    "bulletins": counts.bulletins,
    "topics": counts.topics,
}


def figure(name: str, this: Asked) -> counts.Figure:
    """One figure of what was asked for.

    :raises Http404: where there is no such figure.
    """
    days = date(this.year, 1, 1), date(this.year, 12, 31)
    if name in FIGURES:
        return FIGURES[name](this.scope, *days)
    if name not in kinds():
        raise Http404
    found = counts.published(this.scope, *days, kinds=[name])
    return counts.Figure(kinds()[name].label, found.rows)


def of_section(this: Asked) -> dict[str, Any]:
    """For a template: the figures with their names; the kinds of what was published, each with
    its number in per cent of the largest. Six queries."""
    days = date(this.year, 1, 1), date(this.year, 12, 31)
    by_kind = counts.by_kind(this.scope, *days)
    most = max(by_kind.values(), default=1)
    return {
        "figures": [(name, figure(name, this)) for name in FIGURES],
        "by_kind": [
            (kind, by_kind[kind.id], 100 * by_kind[kind.id] // most) for kind in kinds().values() if kind.id in by_kind
        ],
    }


@require_safe
@desk(Permission.READ_INTERNAL)
def listed(request: HttpRequest, name: str) -> HttpResponse:
    """What a figure counts, newest first."""
    this = asked(request)
    found = figure(name, this)
    rows = found.rows.visible_to(request.officer).select_related("agency").order_by("-pk")  # type: ignore[attr-defined]
    context = {
        "figure": found,
        "asked": this,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "documents": name != "topics",
    }
    return render(request, "disclosure/registers/figure.html", context)
