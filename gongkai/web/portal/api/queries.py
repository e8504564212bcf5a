"""Documents as the open interface asks for them: through the gate, newest first, page by page by a key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Replace
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from gongkai.web.agencies.models import Agency
from gongkai.web.disclosure.models import Document
from gongkai.web.disclosure.validity import that_are, validity
from gongkai.web.portal.api.refusals import require_agency, require_known
from gongkai.web.portal.api.schemas import KNOWN, AgencyPaging, Paging, Wanted
from gongkai.web.search.folding import folded_number
from gongkai.web.visibility import PUBLIC

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
CHUNK = 1000
#: The forms of brackets in which a 文号 may have been written; asked for in one.
BRACKETS = dict(zip("〔〕[]【】（）", "()()()()", strict=True))


def seen() -> QuerySet[Document]:
    """All that the public sees."""
    found: QuerySet[Document] = Document.objects.visible_to(PUBLIC).select_related("agency", "lifecycle")
    return found


def asked(wanted: Wanted) -> QuerySet[Document]:
    """What is asked for of it.

    :raises Unknown: where there is no such agency, item, kind or validity.
    """
    for name, known in KNOWN.items():
        require_known(name, getattr(wanted, name), known)
    rows = among(seen(), wanted.agency, wanted.below)
    plain = {"item": wanted.item, "kind": wanted.kind, "made__year": wanted.year}
    rows = rows.filter(**{name: value for name, value in plain.items() if value is not None})
    if wanted.since:
        rows = rows.filter(published_at__gte=timezone.make_aware(datetime.combine(wanted.since, time.min)))
    if wanted.until:
        rows = rows.filter(published_at__lte=timezone.make_aware(datetime.combine(wanted.until, time.max)))
    if wanted.number and (number := folded_number(wanted.number)):
        number += "号" if number[-1].isdecimal() else ""  # 〔2021〕60 is not 〔2021〕601
        for part in re.split("[()]", number):  # cheap, and leaves little to fold
            rows = rows.filter(number__icontains=part)
        rows = rows.annotate(folded=_folded()).filter(folded__icontains=number)
    return that_are(rows, wanted.validity, timezone.localdate()) if wanted.validity else rows


def among(rows: QuerySet[Document], slug: str | None, below: bool) -> QuerySet[Document]:
    """Those of an agency, where asked for with those below it; of any where none is named."""
    if slug is None:
        return rows
    agency = require_agency(Agency.objects.filter(slug=slug).first(), slug)
    if below:
        return rows.filter(agency__in=Agency.objects.below(agency).values("pk"))
    return rows.filter(agency=agency)


def _folded() -> Any:
    """The 文号 of a row with plain brackets and without blanks."""
    found: Any = "number"
    for old, new in {**BRACKETS, " ": ""}.items():
        found = Replace(found, Value(old), Value(new))
    return found


def page(rows: QuerySet[Document], paging: Paging) -> tuple[list[Document], str | None]:
    """A page, and the cursor of the next: the place of the last row, so that nothing is shown twice or left out."""
    if paging.cursor:
        micro, pk = map(int, paging.cursor.split("-"))
        try:
            place = EPOCH + micro * MICROSECOND
        except OverflowError:
            raise Http404 from None
        rows = rows.filter(published_at__lte=place).exclude(Q(published_at=place) & Q(pk__gte=pk))
    found = list(rows.order_by("-published_at", "-pk")[: paging.limit + 1])
    shown = found[: paging.limit]
    if len(found) <= paging.limit:
        return shown, None
    last: Any = shown[-1].published_at
    return shown, f"{(last - EPOCH) // MICROSECOND}-{shown[-1].pk}"


def agencies(paging: AgencyPaging) -> tuple[list[Agency], str | None]:
    """A page of those that are open, and the cursor of the next: by what no renaming and no move changes."""
    rows = Agency.objects.open().filter(pk__gt=int(paging.cursor or 0))
    found = list(rows.select_related("superior").order_by("pk")[: paging.limit + 1])
    shown = found[: paging.limit]
    return shown, str(shown[-1].pk) if len(found) > paging.limit else None


def whole(rows: QuerySet[Document]) -> Iterator[Document]:
    """All of them by their ids, some at a time: no query stays open while somebody reads slowly."""
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        yield from batch
        last = batch[-1].pk


def values(row: Document, request: HttpRequest) -> dict[str, Any]:
    """A document as the interface tells it (`schemas.DocumentOut`)."""
    plain = (
        "id", "index_number", "title", "number", "kind", "item", "made", "summary", "subject", "genre", "audience",
        "valid_from", "valid_until",
    )  # fmt: skip
    return {name: getattr(row, name) for name in plain} | {
        "agency": row.agency.slug,
        "agency_name": row.agency.name,
        "published": timezone.localtime(row.published_at),
        "validity": validity(row, timezone.localdate()),
        "url": request.build_absolute_uri(reverse("portal:document", args=[row.agency.slug, row.pk])),
        "api": request.build_absolute_uri(reverse("api:document", args=[row.pk])),
    }
