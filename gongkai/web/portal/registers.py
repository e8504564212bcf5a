"""Lists of an agency, line by line, and its topics, as the public reads them."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.web.agencies.models import Agency
from gongkai.web.disclosure.models import Decision, DecisionKind, Topic
from gongkai.web.disclosure.registers.rooms import MODELS, REGISTERS, YEARS, of_year
from gongkai.web.disclosure.registers.shown import columns, on_page
from gongkai.web.portal.agency_views import column, found
from gongkai.web.portal.caching import for_everybody
from gongkai.web.portal.published import published
from gongkai.web.portal.sections import lines as listed
from gongkai.web.visibility import PUBLIC

PAGE = 50
#: Under which item of 《条例》第二十条 the lines of a register stand; of decisions it follows from their kind.
ITEMS = {"fees": "fees", "procurement": "procurement"}
DECIDED = {
    DecisionKind.LICENCE: "licences", DecisionKind.PENALTY: "enforcement", DecisionKind.COERCIVE: "enforcement",
}  # fmt: skip


class Kept(NamedTuple):
    """A register under an item: its name, how many public lines it has there, and its page."""

    label: str
    lines: int
    address: str


def under_items(agency: Agency) -> dict[str, list[Kept]]:
    """The registers that the public reads of an agency, by item; three queries."""
    counts: Counter[tuple[str, str]] = Counter()
    for room, item in ITEMS.items():
        counts[room, item] = MODELS[room].objects.visible_to(PUBLIC).filter(agency=agency).count()
    decided = Decision.objects.visible_to(PUBLIC).filter(agency=agency).order_by()
    for kind, count in decided.values_list("kind").annotate(Count("pk")):
        counts["decisions", DECIDED[DecisionKind(kind)]] += count
    found: dict[str, list[Kept]] = {}
    for (room, item), count in counts.items():
        if count:
            address = reverse("portal:register", args=[agency.slug, room])
            found.setdefault(item, []).append(Kept(str(REGISTERS[room].name), count, address))
    return found


@for_everybody
def register(request: HttpRequest, slug: str, room: str) -> HttpResponse:
    """One list, of one year if asked for."""
    if room not in REGISTERS:
        raise Http404
    this, kind = found(slug), REGISTERS[room]
    rows = MODELS[room].objects.visible_to(PUBLIC).filter(agency=this)
    by_day = YEARS[room] == "day__year"
    years = sorted(
        {day.year for day in rows.order_by().dates("day", "year")}
        if by_day
        else set(rows.order_by().values_list("year", flat=True).distinct()),
        reverse=True,
    )
    year = request.GET.get("year", "")
    page = Paginator(of_year(rows, room, year), PAGE).get_page(request.GET.get("page"))
    lines = [on_page(room, row) for row in page]
    return column(
        request, this, "content", "portal/agency_register.html", room=kind, heads=columns(room), lines=lines,
        page=page, years=years, year=year,
    )  # fmt: skip


@for_everybody
def topics(request: HttpRequest, slug: str) -> HttpResponse:
    """The topics of an agency, the newest first."""
    this = found(slug)
    rows = Topic.objects.visible_to(PUBLIC).filter(agency=this)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return column(request, this, "content", "portal/agency_topics.html", page=page)


@for_everybody
def topic(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One topic as it was approved, with its documents in their order as far as they are public."""
    this = found(slug)
    row = get_object_or_404(Topic.objects.visible_to(PUBLIC), agency=this, pk=pk)
    rows = published(None).filter(topic_entries__version=row.shown).order_by("topic_entries__position")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    lines = listed(page, timezone.localdate())
    return column(
        request, this, "content", "portal/agency_topic.html", topic=row, page=page, lines=lines,
        between=[(_("专栏专题"), reverse("portal:agency-topics", args=[slug]))],
    )  # fmt: skip
