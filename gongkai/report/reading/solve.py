"""The form's own sums decide what a row's layout leaves open, if they leave exactly one solution.

A row is given as options: each option puts a number or an unknown (None) in each of the row's columns. Counts are
integers ≥ 0. Options and unknowns that break a sum are excluded until nothing changes; what is left single is solved.
Numbers printed in their place are never touched, and sums that are broken by printed numbers alone decide nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from gongkai.report.editions import Sum
from gongkai.report.schema import Number

Option = tuple[Number | None, ...]
_Interval = tuple[float, float]
_OPEN: _Interval = (0, math.inf)
_MOST_OPTIONS = 3_500
_MOST_ROUNDS = 40


def placements(numbers: Sequence[Number | None], width: int) -> list[Option]:
    """Every way to put ``numbers``, in order, into ``width`` columns; none if that is more than can be tried."""
    if len(numbers) > width or math.comb(width, len(numbers)) > _MOST_OPTIONS:
        return []
    options = []
    for places in combinations(range(width), len(numbers)):
        option: list[Number | None] = [None] * width
        for place, number in zip(places, numbers, strict=True):
            option[place] = number
        options.append(tuple(option))
    return options


def solve(
    options: Mapping[str, list[Option]], columns: Mapping[str, Sequence[str]], sums: Iterable[Sum]
) -> dict[str, Option | None]:
    """Solve the open rows among ``options`` (row id → options, columns in printed order).

    ``columns[row]`` are the row's cell ids. Rows with one option and no unknown are given facts. The result holds the
    open rows only: a row's numbers (None where a cell stays open), or None where several options are left.
    """
    problem = _Problem(options, columns, sums)
    while (broken := problem.propagate()) is not None:
        problem.give_up(broken)
    return problem.result()


class _Problem:
    def __init__(
        self, options: Mapping[str, list[Option]], columns: Mapping[str, Sequence[str]], sums: Iterable[Sum]
    ) -> None:
        self.columns = columns
        self.given = options
        self.open = [row for row, choices in options.items() if len(choices) != 1 or None in choices[0]]
        self.lost: set[str] = set()
        self.place = {cell: (row, index) for row, cells in columns.items() for index, cell in enumerate(cells)}
        self.options: dict[str, list[list[_Interval]]] = {}
        self.hull: dict[str, _Interval] = {}
        self.spoiled: set[str] = set()  # cells whose printed number cannot be a count
        self.sums = [item for item in sums if any(cell in self.place for cell in item.cells)]
        self.reset()

    def reset(self) -> None:
        self.hull = {}
        for row, choices in self.given.items():
            cells = self.columns[row]
            if row in self.lost or not choices:
                fixed = choices[0] if len(choices) == 1 else (None,) * len(cells)
                for cell, value in zip(cells, fixed, strict=True):
                    self.hull[cell] = _OPEN if value is None else (value, value)
                continue
            self.options[row] = [[_OPEN if value is None else (value, value) for value in option] for option in choices]
            self.update(row)
        for cell, (low, _) in self.hull.items():
            if low < 0 or low != int(low):
                self.spoiled.add(cell)
        self.sums = [item for item in self.sums if not any(cell in self.spoiled for cell in item.cells)]

    def give_up(self, row: str) -> None:
        """The sums contradict every option of the row: it decides nothing and nothing is decided for it."""
        self.lost.add(row)
        self.reset()

    def update(self, row: str) -> bool:
        changed = False
        for index, cell in enumerate(self.columns[row]):
            low = min(option[index][0] for option in self.options[row])
            high = max(option[index][1] for option in self.options[row])
            if self.hull.get(cell) != (low, high):
                self.hull[cell] = (low, high)
                changed = True
        return changed

    def propagate(self) -> str | None:
        """Exclude what breaks a sum until nothing changes; a row that has no option left is returned."""
        open_rows = [row for row in self.open if row not in self.lost and self.given[row]]
        if not open_rows:
            return None
        touching = {
            row: [item for item in self.sums if any(cell in item.cells for cell in self.columns[row])]
            for row in open_rows
        }
        for _ in range(_MOST_ROUNDS):
            changed = False
            for row in open_rows:
                kept = []
                for option in self.options[row]:
                    narrowed = self.narrow(row, option, touching[row])
                    if narrowed is not None:
                        kept.append(narrowed)
                if not kept:
                    return row
                if kept != self.options[row]:
                    self.options[row] = kept
                    changed = self.update(row) or changed
            if not changed:
                break
        return None

    def narrow(self, row: str, option: list[_Interval], sums: list[Sum]) -> list[_Interval] | None:
        """The option with its unknowns bounded by the sums, or None where a sum cannot hold."""
        own = dict(zip(self.columns[row], option, strict=True))
        hull = self.hull
        for _ in range(3):
            before = list(own.values())
            for item in sums:
                # totals − parts = 0: bounds of the whole, then of each of the row's own cells
                low = high = 0.0
                terms = []
                for sign, cells in ((1, item.totals), (-1, item.parts)):
                    for cell in cells:
                        a, b = own.get(cell) or hull.get(cell, _OPEN)
                        term = (a, b) if sign == 1 else (-b, -a)
                        low += term[0]
                        high += term[1]
                        if cell in own:
                            terms.append((cell, sign, term))
                if low > 0 or high < 0:
                    return None
                for cell, sign, (a, b) in terms:
                    if a == b:
                        continue
                    rest_low = self.rest(item, own, cell, 0)
                    rest_high = self.rest(item, own, cell, 1)
                    new_low, new_high = max(a, -rest_high), min(b, -rest_low)
                    if new_low > new_high:
                        return None
                    own[cell] = (new_low, new_high) if sign == 1 else (-new_high, -new_low)
            if list(own.values()) == before:
                break
        return list(own.values())

    def rest(self, item: Sum, own: Mapping[str, _Interval], without: str, side: int) -> float:
        """Lower (0) or upper (1) bound of the sum's other terms."""
        total = 0.0
        for sign, cells in ((1, item.totals), (-1, item.parts)):
            for cell in cells:
                if cell != without:
                    interval = own.get(cell) or self.hull.get(cell, _OPEN)
                    total += interval[side] if sign == 1 else -interval[1 - side]
        return total

    def result(self) -> dict[str, Option | None]:
        solved: dict[str, Option | None] = {}
        for row in self.open:
            if row in self.lost or not self.given[row]:
                solved[row] = self.given[row][0] if len(self.given[row]) == 1 else None
                continue
            vectors = {tuple(int(low) if low == high else None for low, high in option) for option in self.options[row]}
            if len(self.given[row]) == 1:
                (vector,) = vectors
                solved[row] = vector
            else:
                whole = len(vectors) == 1 and None not in next(iter(vectors))
                solved[row] = vectors.pop() if whole else None
        return self.verified(solved)

    def verified(self, solved: dict[str, Option | None]) -> dict[str, Option | None]:
        """Solutions that together break a sum are no solutions."""
        while True:
            known = {cell: low for cell, (low, high) in self.hull.items() if low == high}
            for row, vector in solved.items():
                for cell, value in zip(self.columns[row], vector or (None,) * len(self.columns[row]), strict=True):
                    if value is None:
                        known.pop(cell, None)
                    else:
                        known[cell] = value
            broken: set[str] = set()
            for item in self.sums:
                rows = {self.place[cell][0] for cell in item.cells if cell in self.place} & set(solved)
                if not rows or any(cell not in known for cell in item.cells):
                    continue
                if sum(known[cell] for cell in item.totals) != sum(known[cell] for cell in item.parts):
                    broken |= rows
            broken |= {row for row, vector in solved.items() if vector and not self.confirmed(row, vector, known)}
            broken = {row for row in broken if solved[row] is not None and solved[row] != self.fallback(row)}
            if not broken:
                return solved
            for row in broken:
                solved[row] = self.fallback(row)

    def confirmed(self, row: str, vector: Option, known: Mapping[str, float]) -> bool:
        """Whether a placement is borne out by more than its own row: each number by a known sum with other rows."""
        if len(self.given[row]) == 1:
            return True
        for cell, number in zip(self.columns[row], vector, strict=True):
            if not number:
                continue
            wider = [
                item for item in self.sums if cell in item.cells and any(c not in self.columns[row] for c in item.cells)
            ]
            if wider and not any(all(other in known for other in item.cells) for item in wider):
                return False
        return True

    def fallback(self, row: str) -> Option | None:
        return self.given[row][0] if len(self.given[row]) == 1 else None
