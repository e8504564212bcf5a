"""How far the reports of a year are: every agency, its state, and the days that are left (《条例》第四十九条)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.web.agencies.kinds import Kind
from gongkai.web.agencies.models import Agency, AgencyQuerySet
from gongkai.web.annual.models import AnnualReport, Compilation, Filing, State
from gongkai.web.annual.models.collecting import FilingState
from gongkai.web.annual.models.making import COMPILATION
from gongkai.web.annual.terms import due_of
from gongkai.web.workflow.kinds import kind_of
from gongkai.web.workflow.models import Process

PER_PAGE = 50
NONE = _("未开始")
IMPORTED = _("已导入，未公布")
FILED = _("已报送，未公布")
PUBLISHED = _("已公布")


@dataclass(frozen=True)
class Line:
    """An agency, and its report on the year."""

    agency: Agency
    state: str | Promise
    compilation: Compilation | None
    report: AnnualReport | None
    late: bool
    #: What the lead office waits for, where it collects.
    filing: Filing | None


def board(agencies: AgencyQuerySet, year: int, today: date, page: str | None) -> tuple[Page[Agency], list[Line]]:
    """A page of agencies with their reports; as many queries for many as for few."""
    begun = Compilation.objects.filter(agency=OuterRef("pk"), year=year)
    # 内设机构 are reported on by the organ that they belong to
    makers = agencies.open().filter(~Q(kind=Kind.INTERNAL) | Exists(begun))
    shown = Paginator(makers.order_by("path"), PER_PAGE).get_page(page)
    rows = list(shown)
    made = {row.agency_id: row for row in Compilation.objects.filter(agency__in=rows, year=year)}
    read = {row.agency_id: row for row in AnnualReport.objects.light().filter(agency__in=rows, year=year)}
    states = _states(made)
    filed = {row.agency_id: row for row in Filing.objects.filter(agency__in=rows, collection__year=year, excused="")}
    return shown, [
        _line(
            agency,
            made.get(agency.pk),
            read.get(agency.pk),
            states,
            today > due_of(agency, year),
            filed.get(agency.pk),
        )
        for agency in rows
    ]


def _states(made: Mapping[int, Compilation]) -> dict[int, str]:
    pks = [row.pk for row in made.values()]
    running = Process.objects.running().filter(kind=COMPILATION, object_id__in=pks)
    table = kind_of(COMPILATION).table
    return {pk: table.states[state].label for pk, state in running.values_list("object_id", "state")}


def _line(
    agency: Agency,
    made: Compilation | None,
    read: AnnualReport | None,
    states: Mapping[int, str],
    late: bool,
    filing: Filing | None,
) -> Line:
    public = read is not None and read.state == State.PUBLISHED
    filed = filing is not None and filing.state in (FilingState.SUBMITTED, FilingState.ACCEPTED)
    state: str | Promise = PUBLISHED if public else IMPORTED if read is not None else FILED if filed else NONE
    if made is not None and made.pk in states:
        state = states[made.pk]
    return Line(agency, state, made, read, late and not public, filing)
