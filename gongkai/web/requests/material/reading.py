"""Who reads a file of a request: its own officers; what tells who asks, only those who need to know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header

from gongkai.web.agencies.officers import Officer
from gongkai.web.files.views import SANDBOX
from gongkai.web.requests.models import Case, CaseFile, Letter, Origin
from gongkai.web.requests.models.material import PERSONAL, CaseFileQuerySet
from gongkai.web.requests.reading import personal, seen
from gongkai.web.visibility import Level, Reader


def of_case(officer: Officer, case: Case) -> list[CaseFile]:
    """The files that the officer may read, without their bytes."""
    rows = _readable(officer, case).defer("content").select_related("added_by", "letter", "struck_by")
    return list(rows.order_by("pk"))


def found(officer: Officer, pk: int) -> CaseFile:
    """One of them, whole; else 404."""
    row: CaseFile = get_object_or_404(
        CaseFile.objects.filter(case__in=seen(officer)).select_related("case__agency", "letter"), pk=pk
    )
    return get_object_or_404(_readable(officer, row.case).select_related("case__agency", "letter"), pk=pk)


def _readable(officer: Officer, case: Case) -> CaseFileQuerySet:
    rows: CaseFileQuerySet = CaseFile.objects.visible_to(officer).filter(case=case)
    return rows if personal(officer, case) else rows.exclude(origin__in=PERSONAL)


def to_applicant(letters: Sequence[Letter]) -> dict[int, list[CaseFile]]:
    """By letter, the files that went out with these letters, without their bytes."""
    rows = CaseFile.objects.standing().filter(letter__in=letters, letter__sent__isnull=False, level=Level.APPLICANT)
    found: dict[int, list[CaseFile]] = {}
    for row in rows.filter(erased=None).defer("content").order_by("pk"):
        found.setdefault(row.letter_id, []).append(row)
    return found


def handed_in(case: Case) -> int:
    """How many files who asks handed in."""
    return CaseFile.objects.filter(case=case, origin__in=(Origin.REQUEST, Origin.SUPPLEMENT)).count()


def sent(file: CaseFile) -> HttpResponse:
    """Its bytes, to be saved: a browser opens nothing of it in our name."""
    answer = HttpResponse(file.data, content_type=file.media_type)
    answer["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = SANDBOX
    return answer


def names(ids: Iterable[str], reader: Reader) -> dict[str, str]:
    """For the audit: of whose requests a reader may see; never what a file is called."""
    rows = CaseFile.objects.visible_to(reader).filter(pk__in=ids).select_related("case").defer("content")
    return {str(row.pk): str(row) for row in rows}
