"""A document on the desk: its way through the workflow, its versions."""

from __future__ import annotations

import re

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.disclosure.actions import writable
from gongkai.web.disclosure.examining.reading import report
from gongkai.web.disclosure.examining.standing import progress
from gongkai.web.disclosure.explaining import explained, explanations
from gongkai.web.disclosure.guide import missing_contacts
from gongkai.web.disclosure.issues import warnings
from gongkai.web.disclosure.kinds import GUIDE
from gongkai.web.disclosure.listing import PER_PAGE, seen
from gongkai.web.disclosure.models import Document, DocumentVersion
from gongkai.web.disclosure.reading import read
from gongkai.web.disclosure.remarks import returned
from gongkai.web.disclosure.texts.comparison import compare
from gongkai.web.disclosure.timeliness import of_version
from gongkai.web.disclosure.unsaved import unsaved, whose
from gongkai.web.workflow.panels import latest, panel

#: So many releases stand on the page of a document; all of them on one of their own.
SHOWN = 10


def found(request: HttpRequest, pk: int) -> Document:
    """The document, through the gate, where the officer works."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row: Document = get_object_or_404(seen(officer).select_related("agency", "published", "lifecycle"), pk=pk)
    return row


@require_safe
@desk(Permission.READ_INTERNAL)
def document(request: HttpRequest, pk: int) -> HttpResponse:
    row = found(request, pk)
    officer: Officer = request.officer  # type: ignore[attr-defined]
    process = latest(row.kind, row.pk)
    versions = row.versions.select_related("author").annotate(times=Count("publications")).order_by("-number")
    version = row.versions.get(number=row.latest)
    drafts = officer.may(Permission.DRAFT, row.agency) and writable(row)
    examined = report(row, officer, drafts=drafts)
    copies = unsaved(row)
    context = {
        "own": whose(copies, [officer.user.pk]),
        "others": [copy for copy in copies if copy.user_id != officer.user.pk],
        "returned": returned(row),
        "document": row,
        "latest": read(row, version, officer.today),
        "timeliness": of_version(row, version.said, officer.today),
        "releases": list(row.releases.select_related("account").order_by("day", "pk")[:SHOWN]),
        "panel": panel(process, officer) if process else None,
        "versions": Paginator(versions, PER_PAGE).get_page(request.GET.get("page")),
        "drafts": drafts,
        "report": examined,
        "progress": progress(examined.standing) if examined and examined.standing.waiting else "",
        "missing": missing_contacts(row.agency) if row.kind == GUIDE else [],
        "warnings": warnings(row, version.said),
        "explains": explained(row, officer),
        "explanations": list(explanations(row, officer)),
        "retraction": row.versions.filter(publications__reason__gt="")
        .order_by("-publications__until")
        .values_list("publications__reason", flat=True)
        .first()
        if row.published_id is None
        else "",
    }
    return render(request, "disclosure/document_page.html", context)


def version_of(document: Document, number: str | int) -> DocumentVersion:
    """A version of a document, as an address names it."""
    if not re.fullmatch("[0-9]{1,9}", str(number)):
        raise Http404
    version: DocumentVersion = get_object_or_404(document.versions.select_related("author"), number=int(number))
    return version


@require_safe
@desk(Permission.READ_INTERNAL)
def compared(request: HttpRequest, pk: int) -> HttpResponse:
    """Two versions side by side: the latest two unless others are asked for."""
    row = found(request, pk)
    new = version_of(row, request.GET.get("new") or row.latest)
    old = version_of(row, request.GET.get("old") or max(1, new.number - 1))
    context = {
        "document": row,
        "old": old,
        "new": new,
        "numbers": list(row.versions.values_list("number", flat=True)),
        "sections": compare(row.kind, old, new),
    }
    return render(request, "disclosure/compare.html", context)
