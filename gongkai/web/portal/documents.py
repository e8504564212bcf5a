"""Documents as the public reads, prints, shares and saves them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple

import qrcode
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from qrcode.image.svg import SvgPathImage

from gongkai.web.agencies.models import Agency
from gongkai.web.disclosure.explaining import explained, explanations
from gongkai.web.disclosure.kinds import GUIDE, RULES
from gongkai.web.disclosure.models import Document, Publication
from gongkai.web.disclosure.normative.timeline import public_steps
from gongkai.web.disclosure.papers.pdf import write_pdf
from gongkai.web.disclosure.papers.pictures import pictures, printed
from gongkai.web.disclosure.papers.word import listed as listed_files
from gongkai.web.disclosure.papers.word import write_word
from gongkai.web.disclosure.reading import Read, html_of, lines, published, read
from gongkai.web.disclosure.validity import validity
from gongkai.web.portal.agency_views import attachment, column, found
from gongkai.web.portal.caching import for_everybody
from gongkai.web.portal.heads import Head, head
from gongkai.web.portal.sections import lines as listed
from gongkai.web.portal.site import Site
from gongkai.web.portal.views import choose
from gongkai.web.visibility import PUBLIC

#: As what a document can be saved.
MEDIA_TYPES = {
    "pdf": "application/pdf",
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
    seen = Document.objects.visible_to(PUBLIC).select_related("published", "agency__superior", "lifecycle")
    row = get_object_or_404(seen, agency__slug=slug, pk=pk)
    return read(row, row.published, timezone.localdate())


def head_of(shown: Read) -> Head:
    """What the page says of itself (网页标签)."""
    row, version = shown.document, shown.version
    return head(
        column_of(row), title=version.title, source=row.agency.name, published=row.published_at,
        summary=version.summary, subject=version.said.subject,
    )  # fmt: skip


@for_everybody
def document(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    shown = reading(slug, pk)
    if shown.document.kind == GUIDE:
        return redirect("portal:agency-guide", slug)
    return page(request, found(slug), shown)


def page(
    request: HttpRequest, agency: Agency, shown: Read, template: str = "portal/document.html", *, path: str = "",
    since: datetime | None = None, **more: Any,
) -> HttpResponse:  # fmt: skip
    """The page of a document: its text, what it explains or is explained by, its course, when it was published. Before
    it is published, in another frame, as it will be at `path` when it is public `since` then."""
    row, today = shown.document, timezone.localdate()
    course = public_steps(row) if row.of_kind.life else {}
    coming = Stage(since, None, shown.version.said.correction) if since else None
    return column(
        request, agency, column_of(row), template, read=shown, head=head_of(shown), validity=row.validity,
        history=history(row, coming), explains=explained(row, PUBLIC), ended_by=_ended_by(row),
        explained=listed(explanations(row, PUBLIC).select_related("lifecycle"), today),
        address=request.build_absolute_uri(path or request.path), path=path, **course, **more,
    )  # fmt: skip


def _ended_by(row: Document) -> Document | None:
    """By what it was repealed, as far as that is public."""
    life = getattr(row, "lifecycle", None)
    if life is None or life.ended_by_id is None:
        return None
    seen = Document.objects.visible_to(PUBLIC).select_related("agency")
    found: Document | None = seen.filter(pk=life.ended_by_id).first()
    return found


class Stage(NamedTuple):
    """A version as long as it stood on the portal."""

    since: datetime
    until: datetime | None
    correction: str


def history(row: Document, coming: Stage | None = None) -> list[Stage]:
    """What was published of a document, newest first: when, and what was corrected. The texts of before are not
    shown: what was withdrawn stays withdrawn. `coming`: what will take the place of the text of today."""
    seen = Publication.objects.filter(version__document=row).order_by("-since", "-pk")
    rows = seen.values_list("since", "until", "version__facts")
    end = coming.since if coming else None
    stages = [Stage(since, until or end, facts.get("correction", "")) for since, until, facts in rows]
    return [coming, *stages] if coming else stages


@for_everybody
def qr(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The page's address as a QR code, made here: no one else learns who shares what."""
    reading(slug, pk)
    address = request.build_absolute_uri(reverse("portal:document", args=[slug, pk]))
    code = qrcode.make(address, image_factory=SvgPathImage, border=2)
    return HttpResponse(code.to_string(), content_type="image/svg+xml")


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
        context["validity"] = validity(shown.document, timezone.localdate())
        content = render_to_string("portal/document_file.html", context, request).encode()
    elif form in ("docx", "pdf"):
        content = (word if form == "docx" else pdf)(shown, address)
    else:
        content = plain_text(shown, address).encode()
    return attachment(content, f"{shown.version.title}.{form}", MEDIA_TYPES[form])


def word(shown: Read, address: str) -> bytes:
    """The document for Word, in the form of an official one."""
    row = shown.document
    day = timezone.localtime(row.published_at).replace(tzinfo=None)
    files = [file.name for file in shown.files]
    return write_word(
        shown.version.title, catalogue(shown, address), printed(shown), files,
        agency=row.agency.name, day=day, pictures=pictures(shown.version),
    )  # fmt: skip


def pdf(shown: Read, address: str) -> bytes:
    """The same as PDF, with its pictures and the names of its files."""
    row, version = shown.document, shown.version
    return write_pdf(
        version.title, catalogue(shown, address), printed(shown), [file.name for file in shown.files],
        agency=row.agency.name, day=timezone.localdate(row.published_at), pictures=pictures(version),
    )  # fmt: skip


def plain_text(shown: Read, address: str) -> str:
    """The document as text: what the catalogue says of it, then paragraph by paragraph, then the names of its files."""
    about = [f"{name}{value}" for name, value in catalogue(shown, address).items()]
    files = listed_files([file.name for file in shown.files])
    return "\n".join(
        [shown.version.title, "", *about, "", *lines(html_of(shown)), "", *files, *([""] if files else [])]
    )


def catalogue(shown: Read, address: str) -> dict[str, str]:
    """What the catalogue says of a document (《条例》第十二条): the names, each with its colon, and the values."""
    in_force = validity(shown.document, timezone.localdate())
    facts = [
        *shown.rows,
        (_("有效性"), in_force and in_force.label),
        (_("内容概述"), " ".join(shown.version.summary.split())),
        (_("网址"), address),
    ]
    return {name + _("："): _plain(value) for name, value in facts if value}


def _plain(value: Any) -> str:
    """A value of the table as text; of a time its day."""
    if isinstance(value, datetime):
        value = timezone.localdate(value)
    return date_format(value) if isinstance(value, date) else str(value)
