"""An agency's published reports beside each other: what came, how it ended, what was contested, drawn year by year.

Only what the form has the same in both editions; a year whose report does not say a number has none, which is not 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongkai.report.schema import Number, Report
from gongkai.web.annual.models import AnnualReport

#: A bar and the room it stands in, in units of the drawing.
BAR, ROOM, HIGH, ABOVE = 28, 56, 72, 18


def _requests(*rows: str) -> tuple[str, ...]:
    return tuple(f"requests.{row}.total" for row in rows)


#: What is drawn: its name, and the cells whose sum it is.
SERIES: dict[str | Promise, tuple[str, ...]] = {
    _("新收申请"): _requests("received"),
    _("办结申请"): _requests("concluded"),
    _("予以公开、部分公开"): _requests("granted", "partly_granted"),
    _("不予公开"): _requests(
        "refused_state_secret", "refused_forbidden_by_law", "refused_security_stability", "refused_third_party",
        "refused_internal_affairs", "refused_process_information", "refused_enforcement_files",
        "refused_special_enquiry",
    ),
    _("行政复议"): ("review.total",),
    _("行政诉讼"): ("litigation_direct.total", "litigation_after_review.total"),
}  # fmt: skip


@dataclass(frozen=True)
class Bar:
    """One year: `value` None where it is unknown, or where there is no report. Places are those of the drawing."""

    year: int
    value: Number | None
    x: int
    y: float
    high: float

    @property
    def middle(self) -> int:
        return self.x + BAR // 2


@dataclass(frozen=True)
class Series:
    """One chart."""

    name: str | Promise
    bars: Sequence[Bar]

    @property
    def wide(self) -> int:
        return ROOM * len(self.bars)

    @property
    def known(self) -> bool:
        """Whether there is anything to draw: numbers of two years."""
        return sum(bar.value is not None for bar in self.bars) > 1


@dataclass(frozen=True)
class Trends:
    """The charts of an agency, and the years that they are drawn over."""

    years: Sequence[int]
    series: Sequence[Series]
    #: For the drawing.
    high = HIGH + ABOVE + 22
    foot = HIGH + ABOVE
    bar = BAR


def trends(rows: Iterable[AnnualReport]) -> Trends | None:
    """Of these reports of one agency; None where there are no two years to compare."""
    reports: dict[int, Any] = {row.year: row.read() for row in rows}
    if len(reports) < 2:
        return None
    years = range(min(reports), max(reports) + 1)
    found = [Series(name, _drawn([(year, _sum(reports.get(year), cells)) for year in years]))
             for name, cells in SERIES.items()]  # fmt: skip
    drawn = [series for series in found if series.known]
    return Trends(list(years), drawn) if drawn else None


def _sum(report: Any, cells: Sequence[str]) -> Number | None:
    """Unknown as soon as one part of it is."""
    if not isinstance(report, Report):
        return None
    values = [report.cells.get(cell) for cell in cells]
    return None if any(value is None for value in values) else sum(value for value in values if value is not None)


def _drawn(values: Sequence[tuple[int, Number | None]]) -> list[Bar]:
    most = max((value for _year, value in values if value is not None), default=0) or 1
    bars = []
    for place, (year, value) in enumerate(values):
        high = HIGH * max(value or 0, 0) / most
        bars.append(Bar(year, value, place * ROOM + (ROOM - BAR) // 2, round(ABOVE + HIGH - high, 1), round(high, 1)))
    return bars
