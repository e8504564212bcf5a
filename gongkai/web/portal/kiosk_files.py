"""Attachments in the kiosk: pages and pictures to be looked at, other files by their text; none to take away."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from gongkai.web.disclosure.models import Document
from gongkai.web.disclosure.reading import read
from gongkai.web.disclosure.searchable import address_of
from gongkai.web.files.models import File
from gongkai.web.files.sheets import DRAWN, count, picture
from gongkai.web.portal.agency_views import found
from gongkai.web.portal.caching import for_everybody
from gongkai.web.portal.codes import code
from gongkai.web.portal.kiosk import public_document
from gongkai.web.portal.kiosk_frame import shown

#: So many pages of a PDF, and so many lines of a text, on one page of the kiosk.
SHEETS, LINES = 4, 60
#: A line of a text that is a row of a table has these between its cells (`files.texts`).
BETWEEN = "\t"


@for_everybody
def file(request: HttpRequest, slug: str, pk: int, uuid: UUID) -> HttpResponse:
    """One attachment of a document: as it looks where it can be drawn, else its text."""
    this, document = found(slug), public_document(pk)
    row = _attached(document, uuid)
    sheets, asked = count(row), request.GET.get("page")
    as_text = bool(row.text) and (not sheets or request.GET.get("as") == "text")
    page: Page[Any] | None = None
    if as_text:
        page = Paginator(row.text.splitlines(), LINES).get_page(asked)
    elif sheets:
        page = Paginator(range(1, sheets + 1), SHEETS).get_page(asked)
    return shown(
        request, this, "file", document=document, file=row, page=page, sheets=sheets, as_text=as_text,
        parts=_parts(page) if page and as_text else [],
        code=code(request.build_absolute_uri(address_of(document))),
    )  # fmt: skip


@for_everybody
def sheet(request: HttpRequest, slug: str, pk: int, uuid: UUID, page: int) -> HttpResponse:
    """One page of a PDF as a picture."""
    found(slug)
    row = _attached(public_document(pk), uuid)
    drawn = picture(row, page) if 1 <= page <= count(row) else b""
    if not drawn:
        raise Http404
    return HttpResponse(drawn, content_type=DRAWN)


def _attached(document: Document, uuid: UUID) -> File:
    """What the public may read of what stands below the text."""
    assert document.published is not None  # what is public has a version (document_public_has_version)
    for row in read(document, document.published, timezone.localdate()).files:
        if row.uuid == uuid:
            return row
    raise Http404


def _parts(lines: Page[Any]) -> list[tuple[bool, list[list[str]]]]:
    """Lines as they stand together: whether they are rows of a table, and the cells of each."""
    cells = [str(line).split(BETWEEN) for line in lines]
    return [(table, list(rows)) for table, rows in groupby(cells, key=lambda row: len(row) > 1)]
