"""A version of a document on the desk exactly as the public will read it: the portal's own page in another frame."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.web.agencies.doors import desk
from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.disclosure.actions.saving import as_published
from gongkai.web.disclosure.examining.marking import marked_read
from gongkai.web.disclosure.reading import read
from gongkai.web.disclosure.searchable import address_of
from gongkai.web.disclosure.views import found, version_of
from gongkai.web.portal.agency_views import found as agency_of
from gongkai.web.portal.documents import page
from gongkai.web.workflow.offers import offered
from gongkai.web.workflow.panels import latest


@require_safe
@desk(Permission.READ_INTERNAL)
def preview(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """As if it were published now, or as it was. Who may send it back can remark on what they select."""
    officer: Officer = request.officer  # type: ignore[attr-defined]
    row = found(request, pk)
    version = version_of(row, number)
    since = None
    if version.pk != row.published_id:
        since = version.publications.values_list("since", flat=True).first() or timezone.now()
        as_published(row, version)
    process = latest(row.kind, row.pk)
    offers = offered(process, officer) if process and process.reviewed == version.number else []
    shown, marks = read(row, version, timezone.localdate(), since=since), "marks" in request.GET
    if marks:
        examination = version.examinations.order_by("-pk").first()
        shown = marked_read(shown, examination.findings.order_by("severity", "pk") if examination else ())
    return page(
        request, agency_of(row.agency.slug), shown, "portal/preview.html",
        version=version, process=process, path=address_of(row), since=since, marks=marks,
        sends_back=next((offer for offer in offers if offer.act.id == "return" and offer.allowed), None),
    )  # fmt: skip
