"""Applications as they are read: by officers through the gate, by who asked with number and code."""

from __future__ import annotations

import hmac
from collections.abc import Iterable

from django.db.models import Q
from django.shortcuts import get_object_or_404

from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.personal import blind_indexes
from gongkai.web.requests.models import Correction, CorrectionFile
from gongkai.web.requests.models.corrections import CorrectionQuerySet
from gongkai.web.visibility import Reader

#: Where an application stands, and which ones stand there.
STAGES = {
    "registered": Q(waits=False, issued=None),
    "signing": Q(waits=True),
    "issued": Q(issued__isnull=False, sent=None),
    "sent": Q(sent__isnull=False),
}


def stage_of(row: Correction) -> str:
    """The key of :data:`STAGES`."""
    if row.sent is not None:
        return "sent"
    if row.issued is not None:
        return "issued"
    return "signing" if row.waits else "registered"


def seen(officer: Officer) -> CorrectionQuerySet:
    """Those to the agencies in which the officer works, or which the officer supervises."""
    rows: CorrectionQuerySet = Correction.objects.visible_to(officer)
    return rows.filter(agency__in=officer.where(Permission.READ_INTERNAL))


def found(officer: Officer, pk: int) -> Correction:
    rows = seen(officer).select_related("agency", "entered_by", "drafted_by", "signed_by")
    row: Correction = get_object_or_404(rows, pk=pk)
    return row


def file_of(officer: Officer, row: Correction, pk: int) -> CorrectionFile:
    """One of its files, whole; all of them tell who asks, so only for who needs to know."""
    officer.require(Permission.READ_APPLICANTS, row.agency)
    file: CorrectionFile = get_object_or_404(CorrectionFile, correction=row, pk=pk)
    return file


def by_code(number: str, code: str) -> Correction | None:
    """The application of this number, for whoever has its code; which of both does not fit is not told."""
    rows = Correction.objects.select_related("agency").filter(code__in=blind_indexes(code), erased=None)
    row: Correction | None = rows.first()
    fits = row is not None and hmac.compare_digest(row.number.encode(), number.strip().encode())
    return row if fits else None


def names(ids: Iterable[str], reader: Reader) -> dict[str, str]:
    """The numbers of those among these that a reader may see, for the audit."""
    rows = Correction.objects.visible_to(reader).filter(pk__in=ids)
    return {str(pk): number for pk, number in rows.values_list("pk", "number")}
