"""Guides and rules as the public reads, prints and saves them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.web.agencies.models import Agency
from gongkai.web.disclosure.kinds import GUIDE, RULES
from gongkai.web.disclosure.models import Document
from gongkai.web.disclosure.reading import Read, html_of, lines, published, read
from gongkai.web.disclosure.word import write_word
from gongkai.web.portal.agency_views import attachment, column, found
from gongkai.web.portal.caching import for_everybody
from gongkai.web.portal.heads import Head, head
from gongkai.web.portal.site import Site
from gongkai.web.portal.views import choose
from gongkai.web.visibility import PUBLIC

#: As what a document can be saved.
MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}


@for_everybody
def instance_guide(request: HttpRequest) -> HttpResponse:
    """The guide of the government that leads; those of the others to choose from."""
    lead = Site(request.get_host(), request.public_version).lead  # type: ignore[attr-defined]
    shown = published(lead, GUIDE, timezone.localdate())[:1] if lead else []
    more: dict[str, Any] = {"read": shown[0], "head": head_of(shown[0])} if shown else {}
    return choose(request, GUIDE, "portal/guide.html", **more)


@for_everybody
def guide(request: HttpRequest, slug: str) -> HttpResponse:
    this = found(slug)
    shown = published(this, GUIDE, timezone.localdate())[:1]
    if shown:
        return page(request, this, shown[0])
    return column(request, this, GUIDE, "portal/agency_guide.html")


@for_everybody
def rules(request: HttpRequest, slug: str) -> HttpResponse:
    """The rules as a catalogue: index number, name, summary, date (《条例》第十二条)."""
    this = found(slug)
    rows = Document.objects.visible_to(PUBLIC).filter(agency=this, kind=RULES).order_by("-made", "pk")
    return column(request, this, RULES, "portal/agency_rules.html", documents=list(rows))


def reading(slug: str, pk: int) -> Read:
    """One published document of an agency."""
    seen = Document.objects.visible_to(PUBLIC).select_related("published", "agency__superior")
    row = get_object_or_404(seen, agency__slug=slug, pk=pk)
    return read(row, row.published, timezone.localdate())


def head_of(shown: Read) -> Head:
    """What the page says of itself (网页标签)."""
    row = shown.document
    return head(column_of(row), title=shown.version.title, source=row.agency.name, published=row.published_at)


@for_everybody
def document(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    shown = reading(slug, pk)
    if shown.document.kind == GUIDE:
        return redirect("portal:agency-guide", slug)
    return page(request, found(slug), shown)


def page(request: HttpRequest, agency: Agency, shown: Read, template: str = "portal/document.html",
         **more: Any) -> HttpResponse:  # fmt: skip
    """The page of a document: for the public, and, in another frame, before it is published."""
    return column(request, agency, column_of(shown.document), template, read=shown, head=head_of(shown), **more)


def column_of(row: Document) -> str:
    """The column in which a document stands."""
    return row.kind if row.of_kind.in_frame else "content"


@for_everybody
def document_file(request: HttpRequest, slug: str, pk: int, form: str) -> HttpResponse:
    """A document to save: for Word, as HTML with its metadata, or as plain text."""
    if form not in MEDIA_TYPES:
        raise Http404
    shown = reading(slug, pk)
    address = request.build_absolute_uri(request.path.rpartition("/")[0] + "/")
    if form == "html":
        context = {"read": shown, "head": head_of(shown), "address": address}
        content = render_to_string("portal/document_file.html", context, request).encode()
    elif form == "docx":
        content = word(shown, address)
    else:
        content = plain_text(shown, address).encode()
    return attachment(content, f"{shown.version.title}.{form}", MEDIA_TYPES[form])


def word(shown: Read, address: str) -> bytes:
    """The document for Word, in the form of an official one."""
    row = shown.document
    day = timezone.localtime(row.published_at).replace(tzinfo=None)
    return write_word(shown.version.title, catalogue(shown, address), html_of(shown), agency=row.agency.name, day=day)


def plain_text(shown: Read, address: str) -> str:
    """The document as text: what the catalogue says of it, then paragraph by paragraph."""
    about = [f"{name}{value}" for name, value in catalogue(shown, address).items()]
    return "\n".join([shown.version.title, "", *about, "", *lines(html_of(shown)), ""])


def catalogue(shown: Read, address: str) -> dict[str, str]:
    """What the catalogue says of a document (《条例》第十二条): the names, each with its colon, and the values."""
    facts = [*shown.rows, (_("内容概述"), " ".join(shown.version.summary.split())), (_("网址"), address)]
    return {name + _("："): _plain(value) for name, value in facts if value}


def _plain(value: Any) -> str:
    """A value of the table as text; of a time its day."""
    if isinstance(value, datetime):
        value = timezone.localdate(value)
    return value.isoformat() if isinstance(value, date) else str(value)
