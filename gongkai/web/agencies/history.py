"""What was on a day: an agency's name, its superior, all below it. One query each."""

from __future__ import annotations

from datetime import date

from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from gongkai.web.agencies.models import Agency, AgencyName, AgencyQuerySet, Placement


def name_on(agency: Agency, day: date) -> str:
    """Its name on a day; empty where it did not exist."""
    row = AgencyName.objects.filter(agency=agency).on(day).first()
    return row.name if row else ""


def superior_on(agency: Agency, day: date) -> Agency | None:
    """Its superior on a day; None: it had none, or did not exist."""
    row = Placement.objects.filter(agency=agency).on(day).select_related("superior").first()
    return row.superior if row else None


def below_on(agency: Agency, day: date) -> AgencyQuerySet:
    """The agency and all that stood below it on a day, each with its name of that day as `name_then`."""
    then = AgencyName.objects.filter(agency=OuterRef("pk")).on(day).values("name")[:1]
    return Agency.objects.below_on(agency, day).annotate(
        name_then=Coalesce(Subquery(then), Value(""), output_field=CharField())
    )


def successor(agency: Agency) -> Agency:
    """Where its affairs are now: the agency that it was merged into, and that one's in turn; else itself."""
    while agency.merged_into is not None:
        agency = agency.merged_into
    return agency
