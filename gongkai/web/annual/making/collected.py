"""What a report that is being made has to do with collecting: where it is filed, and what it takes from its units."""

from __future__ import annotations

from collections.abc import Collection as Container
from typing import Any

from gongkai.web.agencies.officers import Officer
from gongkai.web.agencies.permissions import Permission
from gongkai.web.annual.differing.reading import shown
from gongkai.web.annual.figures import form
from gongkai.web.annual.making.made import taken_of
from gongkai.web.annual.making.taking import collection_of, differences, left_open
from gongkai.web.annual.models import Compilation, Filing
from gongkai.web.annual.models.collecting import COUNTED


def beside(row: Compilation, officer: Officer, adjusted: Container[str]) -> dict[str, Any]:
    """What the page of the making shows of it."""
    mine = Filing.objects.visible_to(officer).filter(agency=row.agency_id, collection__year=row.year, excused="")
    filing = mine.select_related("collection__agency").first()
    collection, taken = collection_of(row), taken_of(row)
    cells = form().cells
    return {
        "filing": filing, "collection": collection, "taken": taken,
        "files": filing is not None and filing.state not in COUNTED and officer.may(Permission.DISCLOSE, row.agency),
        "differs": shown(filing) if filing is not None else None,
        "remarks": filing.remarks.filter(settled=None).select_related("by") if filing is not None else [],
        "moved": differences(collection, taken) if collection is not None and taken is not None else [],
        "unknown": [(cells[id_], taken.open[id_]) for id_ in left_open(taken, adjusted)] if taken is not None else [],
        "leads": collection is not None and officer.may(Permission.SUPERVISE, row.agency),
    }  # fmt: skip
