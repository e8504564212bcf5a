"""An agency's published reports beside each other: what came, how it ended, what was contested, drawn year by year.

Only what the form has the same in both editions; a year whose report does not say a number has none, which is not 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from gongkai.report.schema import Number, Report
from gongkai.web.annual.measures import COUNTS, MEASURES, Measure
from gongkai.web.annual.models import AnnualReport

#: A bar and the room it stands in, in units of the drawing.
BAR, ROOM, HIGH, ABOVE = 28, 56, 72, 18


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
    found = [
        Series(MEASURES[id_].name, _drawn([(year, _value(reports.get(year), MEASURES[id_])) for year in years]))
        for id_ in COUNTS
    ]
    drawn = [series for series in found if series.known]
    return Trends(list(years), drawn) if drawn else None


def _value(report: Any, measure: Measure) -> Number | None:
    return measure.value(report.cells) if isinstance(report, Report) else None


def _drawn(values: Sequence[tuple[int, Number | None]]) -> list[Bar]:
    most = max((value for _year, value in values if value is not None), default=0) or 1
    bars = []
    for place, (year, value) in enumerate(values):
        high = HIGH * max(value or 0, 0) / most
        bars.append(Bar(year, value, place * ROOM + (ROOM - BAR) // 2, round(ABOVE + HIGH - high, 1), round(high, 1)))
    return bars
