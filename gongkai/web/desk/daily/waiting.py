"""The rooms that know of something that waits in an office."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.web.agencies.officers import Officer
from gongkai.web.annual.collecting.waiting import waiting as reports
from gongkai.web.requests.correcting.waiting import waiting as corrections
from gongkai.web.workflow.waiting import Waiting


def waiting(officer: Officer | None, today: date) -> Iterator[Waiting]:
    """For an officer; without one: for every office, to be told by mail."""
    yield from corrections(officer, today)
    yield from reports(officer, today)
