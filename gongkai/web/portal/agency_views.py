"""The public's pages of one agency: its home and the five columns."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongkai.report.schema import Report
from gongkai.report.writing import write_report
from gongkai.web.agencies.directory import ancestors
from gongkai.web.agencies.models import Agency
from gongkai.web.annual.models import AnnualReport
from gongkai.web.annual.pages import parts
from gongkai.web.annual.papers import MEDIA_TYPES, paper
from gongkai.web.annual.trends import trends
from gongkai.web.portal.caching import for_everybody
from gongkai.web.portal.columns import agency_links
from gongkai.web.portal.heads import Head, head
from gongkai.web.portal.published import published
from gongkai.web.portal.sections import lines
from gongkai.web.portal.terms import terms
from gongkai.web.portal.views import listed, trail
from gongkai.web.visibility import PUBLIC

SHOWN = 30
MERGERS = 5
#: So much of what is new stands on an agency's own page.
NEWS = 5


def found(slug: str) -> Agency:
    """The agency, also one that is closed: its page stays and says where its duties went."""
    return get_object_or_404(Agency.objects.select_related("superior"), slug=slug)


def way(agency: Agency, *, here: bool = False) -> list[tuple[str, str]]:
    steps = ancestors(agency) if here else [agency]
    return trail(*((step.name, reverse("portal:agency", args=[step.slug])) for step in steps))


def successor(agency: Agency) -> Agency | None:
    """Where its duties are now, as far as `MERGERS` tell; nothing is asked for an agency that is open."""
    after = agency.merged_into
    for _merger in range(MERGERS):
        if after is None or after.merged_into is None:
            break
        after = after.merged_into
    return after


def column(request: HttpRequest, agency: Agency, name: str, template: str, **more: Any) -> HttpResponse:
    """A page in one of the agency's columns; `between`: what lies between the column and the page."""
    tabs = agency_links(agency.slug, name)
    here = more.get("path") or request.path
    root = [(tab.label, tab.address) for tab in tabs if tab.current and tab.address != here]
    context = {
        "agency": agency,
        "successor": successor(agency),
        "tabs": tabs,
        "trail": [*way(agency), *root, *more.pop("between", ())],
        "head": more.pop("head", None) or head(name, source=agency.name),
        **more,
    }
    return render(request, template, context)


@for_everybody
def agency(request: HttpRequest, slug: str) -> HttpResponse:
    """Who it is, whom to ask, what is new, its columns, and what stands below it."""
    this = found(slug)
    context = {
        "agency": this,
        "successor": successor(this),
        "tabs": agency_links(slug),
        "trail": way(this, here=True),
        "head": Head(this.name, _("机关概况、公开工作机构和公开专栏。"), source=this.name),
        "names": list(this.names.exclude(until=None)),
        "absorbed": list(this.absorbed.order_by("path")[:SHOWN]),
        "below": list(listed(this)[: SHOWN + 1]),
        "shown": SHOWN,
        "news": lines(published(this).order_by("-published_at", "-pk")[:NEWS], timezone.localdate()),
        "latest": AnnualReport.objects.visible_to(PUBLIC).light().filter(agency=this).order_by("-year").first(),
    }
    return render(request, "portal/agency.html", context)


@for_everybody
def request_(request: HttpRequest, slug: str) -> HttpResponse:
    return column(request, found(slug), "request", "portal/agency_request.html", terms=terms())


@for_everybody
def form(request: HttpRequest, slug: str) -> HttpResponse:
    """The application form of 《条例》第二十九条, to print and fill in."""
    return column(request, found(slug), "request", "portal/agency_form.html")


@for_everybody
def reports(request: HttpRequest, slug: str) -> HttpResponse:
    this = found(slug)
    rows = list(AnnualReport.objects.visible_to(PUBLIC).filter(agency=this).order_by("-year"))
    return column(request, this, "reports", "portal/agency_reports.html", rows=rows, trends=trends(rows))


def reported(slug: str, year: int) -> AnnualReport:
    seen = AnnualReport.objects.visible_to(PUBLIC).select_related("agency")
    return get_object_or_404(seen, agency__slug=slug, year=year)


@for_everybody
def report(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """One report as it was read: the document with its marks, what was found, the years beside it."""
    row = reported(slug, year)
    rows = list(AnnualReport.objects.visible_to(PUBLIC).filter(agency=row.agency).order_by("-year"))
    years = [other.year for other in rows]
    place = years.index(year)
    title = row.title or str(row)
    about = head("reports", title=title, source=row.agency.name, published=row.published)
    return column(
        request, row.agency, "reports", "portal/agency_report.html",
        head=about, report=row, title=title, rows=rows, trends=trends(rows), source=row.source,
        parts=parts(row, get_language() or ""),
        later=years[place - 1] if place else None, earlier=years[place + 1] if place + 1 < len(years) else None,
    )  # fmt: skip


def attachment(content: bytes, name: str, kind: str) -> HttpResponse:
    """Something to save, never to be shown in our own name."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


@for_everybody
def report_data(request: HttpRequest, slug: str, year: int, form: str) -> HttpResponse:
    """What was read, as data (JSON with everything, CSV as the form is printed) and as a document to keep."""
    row = reported(slug, year)
    name = f"{slug}-{year}.{form}"
    if form == "json":
        text = json.dumps(row.record, ensure_ascii=False, indent=1)
        return attachment(text.encode(), name, "application/json; charset=utf-8")
    read = row.read()
    if not isinstance(read, Report) or form not in ("csv", *MEDIA_TYPES):
        raise Http404
    if form in MEDIA_TYPES:
        return attachment(paper(read, form), name, MEDIA_TYPES[form])
    return attachment(write_report(read, "csv").encode(), name, "text/csv; charset=utf-8")
