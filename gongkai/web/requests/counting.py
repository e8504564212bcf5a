"""表三 of a year: which requests each of its rows counts, and how many.

A request is new in the year in which it was received (《条例》第三十一条; switch `report_new_request`), and has its
result in the year of the answer that closed it first; what is decided of it afterwards changes neither (ours: the form
does not say). One that was never received, because nobody confirmed it, counts nowhere. Parts of a split count each
(switch `report_split`). So 一 and 二 together are always 三 and 四 together.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from gongkai.law.rules import law_rules
from gongkai.web.requests.models.relations import Bond, Relation
from gongkai.web.requests.models.told import ToldQuerySet

#: Rows of 表三 besides the results, which are named as the law's outcomes.
RECEIVED, CARRIED_IN, CONCLUDED, CARRIED_OUT = "received", "carried_in", "concluded", "carried_out"
#: （六） in one row, as the form of 2019 has it.
OTHER = "other_handling"


def in_row(rows: ToldQuerySet, year: int, row: str) -> ToldQuerySet:
    """Those that a row counts; `rows` are told as of today.

    :raises KeyError: there is no such row.
    """
    if law_rules().choice("report_split") == "whole":
        rows = rows.exclude(Exists(Relation.objects.filter(case=OuterRef("pk"), bond=Bond.PART, ended=None)))
    came = _came()
    return rows.exclude(received=None).filter(**{f"{came}__lte": date(year, 12, 31)}).filter(_counted(year, row, came))


def _came() -> str:
    """The day that says of which year a request is."""
    return "arrived" if law_rules().choice("report_new_request") == "arrived" else "received"


def table(rows: ToldQuerySet, year: int) -> Mapping[tuple[str, str], int]:
    """The number of each row and kind of applicant that is not 0; as many queries for many requests as for few."""
    found: dict[tuple[str, str], int] = {}
    for row in (RECEIVED, CARRIED_IN, CARRIED_OUT):
        rows_of = in_row(rows, year, row).order_by().values_list("kind")
        found |= {(row, kind): number for kind, number in rows_of.annotate(Count("pk"))}
    concluded = in_row(rows, year, CONCLUDED).order_by().values_list("counted_as", "kind")
    for result, kind, number in concluded.annotate(Count("pk")):
        found[result, kind] = number
        found[CONCLUDED, kind] = found.get((CONCLUDED, kind), 0) + number
        if result.startswith("other_"):
            found[OTHER, kind] = found.get((OTHER, kind), 0) + number
    return found


def _counted(year: int, row: str, came: str) -> Q:
    begins, ends = date(year, 1, 1), date(year, 12, 31)
    concluded = Q(counted_on__range=(begins, ends))
    if row == RECEIVED:
        return Q(**{f"{came}__gte": begins})
    if row == CARRIED_IN:
        return Q(**{f"{came}__lt": begins}) & (Q(counted_on=None) | Q(counted_on__gte=begins))
    if row == CARRIED_OUT:
        return Q(counted_on=None) | Q(counted_on__gt=ends)
    if row == CONCLUDED:
        return concluded
    if row == OTHER:
        return concluded & Q(counted_as__startswith="other_")
    return concluded & Q(counted_as=law_rules().outcomes[row].id)
