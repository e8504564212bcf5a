"""What can be found of an agency, by everybody: its names, those it had, where it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import F, Prefetch, prefetch_related_objects
from django.urls import reverse

from gongkai.web.agencies.models import Agency, AgencyName
from gongkai.web.search.entries import Found, Source, put_all
from gongkai.web.visibility import Level

KIND = "agency"
#: Of an agency whose first day is not known.
UNKNOWN = date.min
#: An act that writes none of these changes nothing that can be found.
FIELDS = frozenset("name short_name address office_name office_address opened closed merged_into".split())
_NAMES = Prefetch("names", AgencyName.objects.order_by(F("since").asc(nulls_first=True)), to_attr="names_borne")


def let_find(agencies: Sequence[Agency]) -> None:
    """Have agencies found by what is known of them now; inside the act that changes them. One that is closed stays,
    with a note, so that who looks for it learns where its duties went."""
    prefetch_related_objects(agencies, _NAMES)
    put_all(map(_found, agencies))
    for agency in agencies:
        del agency.names_borne  # type: ignore[attr-defined]  # as of now only


def _slugs() -> Iterable[str]:
    return Agency.objects.order_by("pk").values_list("slug", flat=True)


def _told(slugs: Sequence[str]) -> Iterator[Found]:
    return map(_found, Agency.objects.filter(slug__in=slugs).order_by("pk").prefetch_related(_NAMES))


#: Every agency, for an index that is built anew.
SOURCE = Source(_slugs, _told)


def _found(agency: Any) -> Found:
    former = [name.name for name in agency.names_borne if name.name != agency.name]
    lines = [
        "、".join(dict.fromkeys([agency.short_name, *former])),
        agency.address,
        agency.office_name,
        agency.office_address if agency.office_address != agency.address else "",
        f"已于{agency.closed.isoformat()}撤销。" if agency.closed else "",
    ]
    return Found(
        kind=KIND,
        id=agency.slug,
        agency_id=agency.pk,
        level=Level.PUBLIC,
        title=agency.name,
        text="\n".join(line.strip("、") for line in lines if line),
        url=reverse("portal:agency", args=[agency.slug]),
        date=agency.opened or UNKNOWN,
    )
