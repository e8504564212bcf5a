"""Lists and topics in the kiosk: to be looked through line by line, and leading nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from gongkai.web.agencies.finding import LONGEST
from gongkai.web.agencies.models import Agency
from gongkai.web.disclosure.models import Listed, Topic
from gongkai.web.disclosure.registers.rooms import MODELS, REGISTERS
from gongkai.web.disclosure.registers.shown import cells, on_page
from gongkai.web.portal.agency_views import found
from gongkai.web.portal.caching import for_everybody
from gongkai.web.portal.kiosk_frame import PAGE, shown
from gongkai.web.portal.published import published
from gongkai.web.visibility import PUBLIC


class Kept(NamedTuple):
    """A list with how many public lines it has."""

    id: str
    label: str
    lines: int


def kept(agency: Agency) -> list[Kept]:
    """The lists of which the public reads something."""
    counts = {room: model.objects.visible_to(PUBLIC).filter(agency=agency).count() for room, model in MODELS.items()}
    return [Kept(room, str(REGISTERS[room].name), count) for room, count in counts.items() if count]


@for_everybody
def register(request: HttpRequest, slug: str, room: str) -> HttpResponse:
    """One list, or the lines of it that have the words."""
    if room not in REGISTERS:
        raise Http404
    this, query = found(slug), request.GET.get("q", "").strip()[:LONGEST]
    rows = MODELS[room].objects.visible_to(PUBLIC).filter(agency=this)
    page = Paginator(list(_with(query, room, rows)) if query else rows, PAGE).get_page(request.GET.get("page"))
    lines = [[(column.head, text) for column, text in on_page(room, row) if text] for row in page]
    return shown(request, this, "register", room=REGISTERS[room], lines=lines, page=page, query=query)


def _with(query: str, room: str, rows: Iterable[Listed]) -> Iterator[Listed]:
    """As they are shown: by what a row holds and nobody sees, a name that is masked, none is found."""
    words = query.casefold().split()
    for row in rows:
        text = "\n".join(cells(room, row)).casefold()
        if all(word in text for word in words):
            yield row


@for_everybody
def topics(request: HttpRequest, slug: str) -> HttpResponse:
    """The topics of an agency, the newest first."""
    this = found(slug)
    page = Paginator(Topic.objects.visible_to(PUBLIC).filter(agency=this), PAGE).get_page(request.GET.get("page"))
    return shown(request, this, "topics", page=page)


@for_everybody
def topic(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One topic as it was approved, with its documents in their order as far as they are public."""
    this = found(slug)
    row = get_object_or_404(Topic.objects.visible_to(PUBLIC), agency=this, pk=pk)
    rows = published(None).filter(topic_entries__version=row.shown).order_by("topic_entries__position")
    return shown(request, this, "topic", topic=row, page=Paginator(rows, PAGE).get_page(request.GET.get("page")))
