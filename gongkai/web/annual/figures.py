"""Every cell of the form of a year, counted from the records; each with the rows that it counts.

:func:`numbers` counts all of them in a fixed number of queries, :func:`behind` opens one. What is counted how stands
with what is counted: `disclosure.counts` (表二), `requests.counting` (表三), `requests.remedies.figures` (表四).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import QuerySet

from gongkai.law.rules import law_rules
from gongkai.report.editions import Cell, Edition, load_edition
from gongkai.report.schema import Number
from gongkai.web.agencies.models import Agency
from gongkai.web.annual.models.making import EDITION
from gongkai.web.disclosure import counts
from gongkai.web.requests import counting
from gongkai.web.requests.fees.reckoning import collected, paid_for
from gongkai.web.requests.models import Case, Remedy, Told
from gongkai.web.requests.remedies import figures as remedies

TOTAL = "total"
#: Rows of 表二 （一） by the kind of document that they count.
LIVING = {"regulations": "regulation", "normative_documents": "normative"}
#: Its columns, as `counts.of_life` names them.
LIFE = {"issued": "issued", "repealed": "ended", "in_force": "in_force"}
DECIDED = ("licences", "penalties", "coercive_measures")


@dataclass(frozen=True)
class Year:
    """What is counted: of which agencies, in which year, as far as it has come."""

    agencies: QuerySet[Agency]
    year: int
    today: date

    @property
    def days(self) -> tuple[date, date]:
        return date(self.year, 1, 1), min(date(self.year, 12, 31), self.today)

    @property
    def told(self) -> Any:
        return Told.objects.filter(agency_id__in=self.agencies.values("pk"))

    @property
    def remedies(self) -> Any:
        return Remedy.objects.filter(case__agency__in=self.agencies)


@dataclass(frozen=True)
class Behind:
    """What a cell counts: rows, and what was said by hand without a list, with its rows. `cents`: the cell is their
    sum in 分, and that of what was `paid` for requests."""

    rows: QuerySet[Any]
    said: QuerySet[Any] | None = None
    cents: bool = False
    paid: QuerySet[Case] | None = None


def form() -> Edition:
    return load_edition(EDITION)


def numbers(of: Year) -> dict[str, Number]:
    """The number of every cell that the form requires, by its id."""
    found: dict[str, Number] = {}
    for count in (_disclosed, _requested, _remedied):
        found.update(count(of))
    return {id_: found[id_] for id_, cell in form().cells.items() if cell.required}


def behind(of: Year, id_: str) -> Behind:
    """What a cell counts.

    :raises KeyError: the form has no such cell.
    """
    cell: Cell = form().cells[id_]
    column = cell.column.id
    if cell.table == "requests":
        rows = counting.in_row(of.told, of.year, cell.row.id.partition(".")[2])
        return Behind(rows if column == TOTAL else rows.filter(kind=column))
    if cell.table == "remedies":
        found = remedies.of_year(of.remedies, of.year).filter(kind=cell.row.id)
        return Behind(found if column == TOTAL else remedies.in_column(found, of.year, column))
    row = cell.row.id.partition(".")[2]
    if row in LIVING:
        return Behind(counts.of_life(LIVING[row], of.agencies, *of.days)[LIFE[column]].rows)
    if row in DECIDED:
        return Behind(
            counts.decisions(of.agencies, of.year, row).rows,
            counts.totals(of.agencies, of.year, row).filter(unlisted__gt=0),
        )
    paid = paid_for(of.agencies, of.year) if _counts_paid() else None
    return Behind(counts.fees(of.agencies, of.year).rows, cents=True, paid=paid)


def money(cents: int) -> Number:
    """分 as 元."""
    return cents // 100 if cents % 100 == 0 else cents / 100


def printed(id_: str, value: Number) -> Number:
    """As it is printed: amounts in 万元 with four decimals, so to one 元; the 分 stand on the page of the cell."""
    if form().cells[id_].unit != "元":
        return value
    return int(Decimal(str(value)).quantize(Decimal(1), ROUND_HALF_UP))


def _disclosed(of: Year) -> Iterator[tuple[str, Number]]:
    for row, kind in LIVING.items():
        life = counts.of_life(kind, of.agencies, *of.days)
        for column, name in LIFE.items():
            yield f"disclosure.{row}.{column}", life[name].number
    for row in DECIDED:
        yield f"disclosure.{row}.decisions", counts.decisions(of.agencies, of.year, row).number
    paid = 100 * collected(of.agencies, of.year).amount if _counts_paid() else 0
    yield "disclosure.fees.amount", money(counts.fees(of.agencies, of.year).cents + paid)


def _counts_paid() -> bool:
    """Whether what was paid for requests is 行政事业性收费 without being in the list of fees (a switch)."""
    return law_rules().choice("report_processing_fees") == "paid"


def _requested(of: Year) -> Iterator[tuple[str, Number]]:
    found = counting.table(of.told, of.year)
    for row in form().table("requests").rows:
        name = row.id.partition(".")[2]
        by_kind = {column.id: found.get((name, column.id), 0) for column in row.columns if column.id != TOTAL}
        for kind, number in (by_kind | {TOTAL: sum(by_kind.values())}).items():
            yield f"{row.id}.{kind}", number


def _remedied(of: Year) -> Iterator[tuple[str, Number]]:
    for block in remedies.blocks(of.remedies, of.year):
        for column, number in zip(remedies.COLUMNS, block.counts, strict=True):
            yield f"{block.kind.value}.{column}", number
        yield f"{block.kind.value}.{TOTAL}", block.total
