"""By when reports are there: the days of the law; what a region asks for earlier stands with its collection."""

from __future__ import annotations

from datetime import date

from gongkai.web.agencies.kinds import Kind
from gongkai.web.agencies.models import Agency

#: 《条例》第四十九条: departments submit and publish by January 31 of the year after …
LAST = (1, 31)
#: … and the lead offices publish the government's by March 31.
LAST_OF_GOVERNMENTS = (3, 31)


def due(year: int) -> date:
    """The last day on which a report on a year is submitted and published."""
    return date(year + 1, *LAST)


def due_of_governments(year: int) -> date:
    """The last day on which the report of a government on a year is published."""
    return date(year + 1, *LAST_OF_GOVERNMENTS)


def due_of(agency: Agency, year: int) -> date:
    """The last day for an agency: 县级以上人民政府 have longer than their departments. Of towns and subdistricts the
    law does not say; they are taken with the departments."""
    return due_of_governments(year) if agency.kind == Kind.GOVERNMENT else due(year)
