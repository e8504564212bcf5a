"""公开事项标准目录 of an agency as the public reads it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.web.disclosure.models import Document, EntryVersion
from gongkai.web.portal.agency_views import column, found
from gongkai.web.portal.caching import for_everybody
from gongkai.web.portal.published import published
from gongkai.web.portal.sections import lines as listed
from gongkai.web.visibility import PUBLIC

PAGE = 30


@for_everybody
def catalogue(request: HttpRequest, slug: str) -> HttpResponse:
    """All entries in force, with how much is published under each."""
    this = found(slug)
    public = Document.objects.visible_to(PUBLIC).filter(entry__agency=this).order_by()
    counts = dict(public.values_list("entry").annotate(Count("pk")))
    versions = EntryVersion.objects.filter(agency=this).public_on(timezone.localdate())
    rows = [(row, "、".join(row.channels), counts.get(row.entry_id, 0)) for row in versions]
    return column(request, this, "content", "portal/agency_catalogue.html", rows=rows)


@for_everybody
def entry(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What is published under one entry, newest first."""
    this = found(slug)
    versions = EntryVersion.objects.filter(agency=this, entry=pk).latest_on(timezone.localdate(), PUBLIC)
    page = Paginator(published(this).filter(entry=pk), PAGE).get_page(request.GET.get("page"))
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
