"""公开专区: the same information for whoever stands before a screen in a hall. No link leads out of it."""

from __future__ import annotations

import re

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from selectolax.lexbor import LexborHTMLParser

from gongkai.law.disclosure import item_of
from gongkai.web.agencies.finding import LONGEST
from gongkai.web.agencies.models import Agency
from gongkai.web.disclosure.kinds import GUIDE, RULES
from gongkai.web.disclosure.marking import standings
from gongkai.web.disclosure.models import Document, Topic
from gongkai.web.disclosure.reading import html_of, read
from gongkai.web.disclosure.reading import published as read_published
from gongkai.web.disclosure.searchable import address_of
from gongkai.web.portal.agency_views import found
from gongkai.web.portal.caching import for_everybody
from gongkai.web.portal.codes import code
from gongkai.web.portal.contents import sections
from gongkai.web.portal.documents import head_of
from gongkai.web.portal.kiosk_frame import PAGE, shown
from gongkai.web.portal.kiosk_lists import kept
from gongkai.web.portal.published import published
from gongkai.web.portal.sections import items_for
from gongkai.web.portal.terms import terms
from gongkai.web.search.finding import find
from gongkai.web.visibility import PUBLIC

NEWEST = 5
#: What can be found here: documents; other hits have pages elsewhere only.
FOUND = ("guide", "rules", "item")


@for_everybody
def start(request: HttpRequest, slug: str) -> HttpResponse:
    this = found(slug)
    newest = published(this).order_by("-published_at", "-pk")[:NEWEST]
    return shown(request, this, "start", newest=newest, at_start=True)


@for_everybody
def contents(request: HttpRequest, slug: str) -> HttpResponse:
    """The items under which something is published."""
    this = found(slug)
    rules = (
        Document.objects.visible_to(PUBLIC)
        .filter(agency=this, kind=RULES)
        .select_related("lifecycle")
        .order_by("-made", "pk")
    )
    listed = [section for section in sections(this) if section.total]
    return shown(
        request, this, "contents", sections=listed, rules=list(rules.order_by("-made", "pk")), lists=kept(this),
        topics=Topic.objects.visible_to(PUBLIC).filter(agency=this).count(),
    )  # fmt: skip


@for_everybody
def section(request: HttpRequest, slug: str, item: str) -> HttpResponse:
    this = found(slug)
    if item not in {known.id for known in items_for(this)}:
        raise Http404
    page = Paginator(published(this).filter(item=item), PAGE).get_page(request.GET.get("page"))
    return shown(request, this, "section", item=item_of(item), page=page)


@for_everybody
def guide(request: HttpRequest, slug: str) -> HttpResponse:
    this = found(slug)
    reads = read_published(this, GUIDE, timezone.localdate())[:1]
    return _document(request, this, reads[0].document) if reads else shown(request, this, "empty")


@for_everybody
def document(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One document of whatever agency: what is public may be read here."""
    return _document(request, found(slug), public_document(pk))


def public_document(pk: int) -> Document:
    seen = Document.objects.visible_to(PUBLIC).select_related("published", "agency__superior", "lifecycle")
    row: Document = get_object_or_404(seen, pk=pk)
    return row


def _document(request: HttpRequest, agency: Agency, row: Document) -> HttpResponse:
    assert row.published is not None  # what is public has a version (document_public_has_version)
    this = read(row, row.published, timezone.localdate())
    return shown(
        request, agency, "document", read=this, text=kept_in(html_of(this)), head=head_of(this),
        code=code(request.build_absolute_uri(address_of(row))),
    )  # fmt: skip


def kept_in(html: str) -> SafeString:
    """Some HTML of ours whose links lead nowhere: their words stay."""
    tree = LexborHTMLParser(f"<main>{html}</main>")
    tree.unwrap_tags(["a"])
    body = tree.css_first("main")
    # it was cleaned when it was saved, and only tags were taken out since
    return mark_safe(body.inner_html or "") if body is not None else SafeString("")


@for_everybody
def search(request: HttpRequest, slug: str) -> HttpResponse:
    """What is public and contains the words."""
    this = found(slug)
    query = request.GET.get("q", "").strip()[:LONGEST]
    asked = request.GET.get("page", "")
    number = int(asked) if re.fullmatch("[0-9]{1,6}", asked) else 1
    results = find(query, reader=PUBLIC, kinds=list(FOUND), page=number) if query else None
    known = standings(results, PUBLIC) if results else {}
    hits = [(hit, known.get(hit.entry.pk)) for hit in results or ()]
    return shown(request, this, "search", query=query, page=results, hits=hits)


@for_everybody
def request_(request: HttpRequest, slug: str) -> HttpResponse:
    """How to apply: the way of an application step by step, and the form."""
    return shown(request, found(slug), "request", terms=terms())


@for_everybody
def form(request: HttpRequest, slug: str) -> HttpResponse:
    return shown(request, found(slug), "form")


@for_everybody
def contact(request: HttpRequest, slug: str) -> HttpResponse:
    return shown(request, found(slug), "contact")
