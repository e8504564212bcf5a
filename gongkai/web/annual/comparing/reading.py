"""The reports of a year beside each other, as figures alone: a few queries for thousands of units."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import product
from math import log1p

from django.utils.functional import Promise

from gongkai.report.checks.values import plain
from gongkai.report.schema import Number
from gongkai.web.agencies.models import AgencyQuerySet
from gongkai.web.annual.comparing.statistics import OUT, Spread, growth, scores, spread
from gongkai.web.annual.measures import COUNTS, MEASURES
from gongkai.web.annual.models import AnnualReport, State
from gongkai.web.audit.public import version

Values = Mapping[str, Number | None]
#: Comparisons that a process keeps.
MOST = 8
#: A change of fewer is none to speak of (ours).
LITTLE = 10


@dataclass(frozen=True)
class Unit:
    """One unit's report on the year, and what its report on the year before said."""

    slug: str
    name: str
    kind: str
    errors: int
    values: Values
    before: Values


@dataclass(frozen=True)
class Anomaly:
    """What stands out, and how far: the further, the more it matters. `typical`: the median of all, or, of a change,
    the number of the year before."""

    unit: Unit
    kind: str
    name: str | Promise
    value: Number
    typical: float
    score: float


class Show(StrEnum):
    """What a table says of each number."""

    NUMBER = "number"
    CHANGE = "change"
    RANK = "rank"
    SHARE = "share"


@dataclass(frozen=True)
class Compared:
    """The units of a comparison in the order of their places."""

    units: Sequence[Unit]

    def shown(self, unit: Unit, id_: str, show: Show) -> Number | None:
        """A unit's number, its change since the year before, its rank, or its share in per cent of the sum of all (of
        things only); None where that is unknown, or none."""
        value, before, spread_ = unit.values[id_], unit.before.get(id_), self.spreads[id_]
        if show is Show.NUMBER or value is None or spread_ is None:
            return value
        if show is Show.CHANGE:
            return None if before is None else plain(round(value - before, 2))
        if show is Show.RANK:
            return spread_.rank(value)
        whole = self.sums.get(id_)
        return round(100 * value / whole, 1) if whole else None

    @cached_property
    def sums(self) -> Mapping[str, Number]:
        """Of the numbers of things, over the units that state them."""
        return {id_: sum(found.known) for id_ in COUNTS if (found := self.spreads[id_]) is not None}

    @cached_property
    def spreads(self) -> Mapping[str, Spread | None]:
        return {id_: spread([unit.values[id_] for unit in self.units]) for id_ in MEASURES}

    @cached_property
    def anomalies(self) -> Sequence[Anomaly]:
        """Errors in the tables first, then what is farthest out."""
        wrong = [Anomaly(unit, "errors", "", unit.errors, 0, unit.errors) for unit in self.units if unit.errors]
        out = sorted([*self._outliers(), *self._jumps()], key=lambda one: -abs(one.score))
        return [*sorted(wrong, key=lambda one: -one.score), *out]

    @cached_property
    def sisters(self) -> Sequence[Sequence[Unit]]:
        """The units by their kind: a government's sums are no measure of its departments."""
        found: dict[str, list[Unit]] = {}
        for unit in self.units:
            found.setdefault(unit.kind, []).append(unit)
        return list(found.values())

    def _outliers(self) -> Iterator[Anomaly]:
        for units, (id_, measure) in product(self.sisters, MEASURES.items()):
            numbers = [unit.values[id_] for unit in units]
            spread_ = spread(numbers)
            # Sizes of units differ by powers: numbers of things are compared by their logarithms.
            scaled = [None if n is None else log1p(max(n, 0)) for n in numbers] if id_ in COUNTS else numbers
            for unit, value, score in zip(units, numbers, scores(scaled), strict=True):
                if value is not None and spread_ is not None and abs(score) >= OUT:
                    yield Anomaly(unit, "outlier", measure.name, value, spread_.middle, score)

    def _jumps(self) -> Iterator[Anomaly]:
        """Changes from one year to the next that others of the kind do not have."""
        for units, id_ in product(self.sisters, COUNTS):
            changes = [growth(unit.before.get(id_), unit.values[id_]) for unit in units]
            for unit, score in zip(units, scores(changes), strict=True):
                now, before = unit.values[id_], unit.before.get(id_)
                if now is None or before is None or abs(score) < OUT or abs(now - before) < LITTLE:
                    continue
                yield Anomaly(unit, "jump", MEASURES[id_].name, now, before, score)


_kept: OrderedDict[tuple[str, int, str], Compared] = OrderedDict()


def compared(agencies: AgencyQuerySet, year: int) -> Compared:
    """The published reports of these agencies on a year; kept in the process until anything public changes."""
    key = version()[0], year, str(agencies.query)
    found = _kept.get(key)
    if found is None:
        found = _kept[key] = _compared(agencies, year)
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return found


def _compared(agencies: AgencyQuerySet, year: int) -> Compared:
    before = {row[0]: _values(row[-1]) for row in _rows(agencies, year - 1)}
    unknown = dict.fromkeys(MEASURES)
    return Compared(
        [
            Unit(slug, name, kind, errors, _values(cells), before.get(pk, unknown))
            for pk, slug, name, kind, errors, cells in _rows(agencies, year)
        ]
    )


def _rows(agencies: AgencyQuerySet, year: int) -> Iterator[tuple[int, str, str, str, int, Values]]:
    rows = AnnualReport.objects.filter(agency__in=agencies, year=year, state=State.PUBLISHED)
    said = rows.order_by("agency__path").values_list(
        "agency", "agency__slug", "agency__name", "agency__kind", "errors", "cells"
    )
    yield from said.iterator(500)


def _values(cells: Values) -> Values:
    return {id_: measure.value(cells or {}) for id_, measure in MEASURES.items()}


def years(agencies: AgencyQuerySet) -> list[int]:
    """Those of which something is published, the latest first."""
    rows = AnnualReport.objects.filter(agency__in=agencies, state=State.PUBLISHED)
    return list(rows.order_by("-year").values_list("year", flat=True).distinct())
