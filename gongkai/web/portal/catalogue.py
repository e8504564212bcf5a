"""公开事项标准目录 of an agency as the public reads it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Self

from django.core.paginator import Paginator
from django.db.models import Count, Min, Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.web.agencies.finding import LONGEST
from gongkai.web.disclosure.models import Document, EntryVersion
from gongkai.web.disclosure.models.catalogue import Reach
from gongkai.web.portal.agency_views import column, found
from gongkai.web.portal.caching import for_everybody
from gongkai.web.portal.published import published
from gongkai.web.portal.sections import lines as listed
from gongkai.web.visibility import PUBLIC

PAGE, ENTRIES = 30, 50
#: Where the words of a reader are looked for.
SEARCHED = ("first", "second", "content", "basis", "body")


@for_everybody
def catalogue(request: HttpRequest, slug: str) -> HttpResponse:
    """The entries in force, some at a time, with how much is published under each; narrowed as it is asked for."""
    this = found(slug)
    versions = EntryVersion.objects.filter(agency=this).public_on(timezone.localdate())
    grouped = versions.order_by().values_list("first").annotate(Count("pk"), at=Min("position")).order_by("at", "first")
    firsts = [(first, count) for first, count, _at in grouped]
    asked = Narrowed.by(request.GET, dict(firsts))
    page = Paginator(asked.among(versions), ENTRIES).get_page(request.GET.get("page"))
    public = Document.objects.visible_to(PUBLIC).filter(entry__in=[row.entry_id for row in page]).order_by()
    counts = dict(public.values_list("entry").annotate(Count("pk")))
    return column(
        request, this, "content", "portal/agency_catalogue.html",
        rows=[(row, "、".join(row.channels), counts.get(row.entry_id, 0)) for row in page],
        page=page, asked=asked, firsts=firsts, total=sum(count for _first, count in firsts), levels=Reach.choices,
    )  # fmt: skip


@dataclass(frozen=True)
class Narrowed:
    """What is asked for of a catalogue; what makes no sense asks for nothing."""

    first: str
    level: str
    words: str

    @classmethod
    def by(cls, asked: QueryDict, firsts: Collection[str]) -> Self:
        """As a reader asked."""
        first, level = asked.get("first", ""), asked.get("level", "")
        return cls(
            first if first in firsts else "", level if level in Reach else "", asked.get("q", "").strip()[:LONGEST]
        )

    def __bool__(self) -> bool:
        return bool(self.first or self.level or self.words)

    def among(self, versions: QuerySet[EntryVersion]) -> QuerySet[EntryVersion]:
        """Those under the 一级事项, of the level, in which each of the words stands."""
        if self.first:
            versions = versions.filter(first=self.first)
        if self.level:
            versions = versions.filter(**{self.level: True})
        for word in self.words.split():
            anywhere = (Q(**{f"{name}__icontains": word}) for name in SEARCHED)
            versions = versions.filter(reduce(or_, anywhere))
        return versions


@for_everybody
def entry(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What is published under one entry, newest first."""
    this = found(slug)
    versions = EntryVersion.objects.filter(agency=this, entry__pk=pk).latest_on(timezone.localdate(), PUBLIC)
    page = Paginator(published(this).filter(entry__pk=pk), PAGE).get_page(request.GET.get("page"))
    found_entry = get_object_or_404(versions)
    lines = listed(page, timezone.localdate())
    between = [(_("公开事项标准目录"), reverse("portal:agency-catalogue", args=[slug]))]
    return column(
        request,
        this,
        "content",
        "portal/catalogue_entry.html",
        entry=found_entry,
        page=page,
        lines=lines,
        between=between,
    )
