"""Lists of an agency, line by line, and its topics, as the public reads them."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.web.disclosure.models import Decision, Listed, Topic
from gongkai.web.disclosure.registers.rooms import MODELS, REGISTERS, YEARS
from gongkai.web.disclosure.sheets.cells import Column
from gongkai.web.portal.agency_views import column, found
from gongkai.web.portal.caching import for_everybody
from gongkai.web.portal.published import published
from gongkai.web.portal.sections import lines as listed
from gongkai.web.visibility import PUBLIC

PAGE = 50
#: What the public need not be told of a line that it sees.
INWARD = frozenset({"person", "public", "ground"})


@for_everybody
def register(request: HttpRequest, slug: str, room: str) -> HttpResponse:
    """One list, of one year if asked for; names of natural persons masked."""
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
    if year.isdecimal():
        rows = rows.filter(**{YEARS[room]: int(year[:4])})
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    columns = [each for each in kind.columns if each.field not in INWARD]
    lines = [[(each, _cell(row, each)) for each in columns] for row in page]
    return column(
        request, this, "content", "portal/agency_register.html", room=kind, heads=columns, lines=lines, page=page,
        years=years, year=year,
    )  # fmt: skip


def _cell(row: Listed, column: Column) -> str:
    """What the public reads of a line: of a natural person the surname."""
    if column.field == "party" and isinstance(row, Decision):
        return row.party_shown
    return column.on_page(getattr(row, column.field))


@for_everybody
def topics(request: HttpRequest, slug: str) -> HttpResponse:
    """The topics of an agency, the newest first."""
    this = found(slug)
    rows = Topic.objects.visible_to(PUBLIC).filter(agency=this)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return column(request, this, "content", "portal/agency_topics.html", page=page)


@for_everybody
def topic(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One topic with its documents in their order, as far as they are public."""
    this = found(slug)
    row = get_object_or_404(Topic.objects.visible_to(PUBLIC), agency=this, pk=pk)
    rows = published(None).filter(topic_entries__topic=row).order_by("topic_entries__position")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    lines = listed(page, timezone.localdate())
    return column(
        request, this, "content", "portal/agency_topic.html", topic=row, page=page, lines=lines,
        between=[(_("专栏专题"), reverse("portal:agency-topics", args=[slug]))],
    )  # fmt: skip
