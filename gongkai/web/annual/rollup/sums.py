"""Sums over the accepted reports of a collection: what each cell comes to, from which units, and who leaves it open.

Only figures are read, not reports; what was summed is kept in the process under the token of the collection.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F

from gongkai.report.checks.values import plain
from gongkai.report.schema import Number
from gongkai.web.annual.collecting.standing import missing
from gongkai.web.annual.figures import form
from gongkai.web.annual.models import Collection, FilingVersion
from gongkai.web.annual.models.collecting import COUNTED

#: Collections of which a process keeps the sums.
MOST = 20


@dataclass(frozen=True, slots=True)
class Part:
    """What one unit reports; a cell that it leaves open is None."""

    filing: int
    agency: int
    name: str
    cells: Mapping[str, Number | None]


@dataclass(frozen=True)
class Sums:
    """The sums of a collection."""

    parts: Sequence[Part]
    #: By cell, over the units that state it; a cell that none states is not there.
    cells: Mapping[str, Number]
    #: By cell, the names of the units that leave it open.
    open: Mapping[str, Sequence[str]]
    #: Whose report is awaited and not accepted.
    missing: Sequence[str]
    #: Whose report is in another form, which is not summed with these.
    strange: Sequence[str]


_kept: OrderedDict[UUID, Sums] = OrderedDict()


def sums(collection: Collection) -> Sums:
    """The sums as of now."""
    found = _kept.get(collection.token)
    if found is None:
        found = _kept[collection.token] = _summed(collection)
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return found


def _summed(collection: Collection) -> Sums:
    """Three queries, however many units there are."""
    wanted = [id_ for id_, cell in form().cells.items() if cell.required]
    rows = (
        FilingVersion.objects.filter(
            filing__collection=collection, filing__state__in=COUNTED, filing__excused="", number=F("filing__latest")
        )
        .order_by("filing__agency__path")
        .values_list("filing", "filing__agency", "filing__name", "edition", "cells")
    )
    parts, strange = [], []
    totals: dict[str, Number] = {}
    open_: dict[str, list[str]] = {}
    for filing, agency, name, edition, cells in rows.iterator(chunk_size=500):
        if edition != form().id:
            strange.append(name)
            continue
        parts.append(Part(filing, agency, name, cells))
        for id_ in wanted:
            value = cells.get(id_)
            if value is None:
                open_.setdefault(id_, []).append(name)
            else:
                totals[id_] = totals.get(id_, 0) + value
    cells = {id_: plain(round(totals[id_], 2)) for id_ in wanted if id_ in totals}
    return Sums(parts, cells, open_, missing(collection), strange)
