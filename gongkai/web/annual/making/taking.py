"""A government's report takes the sums of its units, at a moment that is kept: what is filed later does not move it."""

from __future__ import annotations

from collections.abc import Collection as Container
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongkai.report.schema import Number
from gongkai.web.annual.figures import form
from gongkai.web.annual.making.made import computed, taken_of
from gongkai.web.annual.models import Collection, Compilation, TakenSums
from gongkai.web.annual.rollup.sums import sums


@dataclass(frozen=True)
class Difference:
    """A cell whose sum is another than when the sums were taken."""

    place: str
    cell: str
    then: Number
    now: Number


def collection_of(compilation: Compilation) -> Collection | None:
    """What the government whose report it is collects from its units; None: nothing."""
    rows = Collection.objects.filter(agency=compilation.agency_id, year=compilation.year)
    found: Collection | None = rows.select_related("agency").first()
    return found


def differences(collection: Collection, taken: TakenSums) -> list[Difference]:
    """Where the sums of now say otherwise than those that were taken."""
    now, cells = sums(collection).cells, form().cells
    both = {id_: (taken.cells.get(id_, 0), now.get(id_, 0)) for id_ in cells if id_ in taken.cells or id_ in now}
    return [Difference(cells[id_].place, id_, *pair) for id_, pair in both.items() if pair[0] != pair[1]]


def left_open(taken: TakenSums, adjusted: Container[str]) -> list[str]:
    """The cells that a unit leaves open and nobody put right by hand since; sums follow from their parts."""
    return [id_ for id_ in taken.open if id_ not in computed() and id_ not in adjusted]


def why_open(compilation: Compilation, adjusted: Container[str]) -> str:
    """Why a report with the sums of units may not go to review: what is unknown is no 0; empty: it may."""
    taken = taken_of(compilation)
    found = left_open(taken, adjusted) if taken is not None else []
    if taken is None or not found:
        return ""
    said = {"count": len(found), "place": form().cells[found[0]].place, "unit": "、".join(taken.open[found[0]][:3])}
    return (
        _(
            "有%(count)d格有单位没有填，合计不完整，如%(place)s（%(unit)s）；"
            "请退回单位补正后重新汇总，或者逐格更正并写明依据。"
        )
        % said
    )
