"""Agencies through time, and the offices held in them."""

from gongkai.web.agencies.models.agencies import (
    DEEPEST,
    Agency,
    AgencyName,
    AgencyQuerySet,
    ImportDraft,
    Placement,
    Span,
)
from gongkai.web.agencies.models.offices import Absence, Appointment

__all__ = [
    "DEEPEST",
    "Absence",
    "Agency",
    "AgencyName",
    "AgencyQuerySet",
    "Appointment",
    "ImportDraft",
    "Placement",
    "Span",
]
