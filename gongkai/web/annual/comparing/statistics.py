"""How a number stands among others: rank, median, quartiles, and how far out it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log1p
from statistics import mean, median, quantiles

from gongkai.report.schema import Number

#: Of fewer numbers nothing is said to stand out.
FEWEST = 5
#: From here on a number stands out (Iglewicz and Hoaglin 1993, modified z-score).
OUT = 3.5
#: Make the two spreads those of a normal distribution (as above).
_BY_MEDIAN, _BY_MEAN = 0.6745, 0.797885


@dataclass(frozen=True)
class Spread:
    """Of the numbers that are known."""

    known: tuple[Number, ...]
    least: float
    lower: float
    middle: float
    upper: float
    most: float

    def rank(self, value: Number) -> int:
        """1 is the highest; equal ones share a rank."""
        return 1 + sum(other > value for other in self.known)


def spread(values: Sequence[Number | None]) -> Spread | None:
    """None where no number is known."""
    known = sorted((value for value in values if value is not None), reverse=True)
    if not known:
        return None
    lower, middle, upper = quantiles(known, n=4, method="inclusive") if len(known) > 1 else [known[0]] * 3
    return Spread(tuple(known), known[-1], lower, middle, upper, known[0])


def scores(values: Sequence[Number | None]) -> list[float]:
    """How far out each number is, by the median and the median distance from it (where that is 0, by the mean one), so
    that a few extremes do not hide each other. 0 for what is unknown, and where there are too few or no differences.
    """
    known = [value for value in values if value is not None]
    if len(known) < FEWEST:
        return [0.0] * len(values)
    middle = median(known)
    distances = [abs(value - middle) for value in known]
    if typical := median(distances):
        unit = _BY_MEDIAN / typical
    elif typical := mean(distances):
        unit = _BY_MEAN / typical
    else:
        return [0.0] * len(values)
    return [unit * (value - middle) if value is not None else 0.0 for value in values]


def growth(before: Number | None, now: Number | None) -> float | None:
    """By how much a number changed, so that twice as many and half as many are equally far; None: unknown."""
    if before is None or now is None or before < 0 or now < 0:
        return None
    return log1p(now) - log1p(before)
